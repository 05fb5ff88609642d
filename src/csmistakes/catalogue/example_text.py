"""Examples, and their small notation: `C: …` and `A: …` lines, with [[marks]] around what must be found.

They are kept as they are written, and read when somebody asks what they tell: most commands need none of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from csmistakes.conversation import Conversation, Role, Span, Turn
from csmistakes.expressions import expression

_ROLES = {"A": Role.AGENT, "C": Role.CUSTOMER, "B": Role.BOT, "S": Role.SYSTEM}
_LINE = expression(r"(?P<role>[ACBS])(?:\((?P<name>[^)]*)\))?(?:\s*@(?P<time>\d+(?::\d\d){0,2}))?:\s?(?P<text>.*)")
_CHANNEL = expression(r"\[(chat|call|email|tweet|sms|script)\]\s*$")
_MARK = expression(r"\[\[(.*?)\]\]", re.DOTALL)


class ExampleError(ValueError):
    """An example is not of the notation."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place that an example marks: turn position from 0, and the span in that turn's text."""

    turn: int
    span: Span


@dataclass(frozen=True)
class Example:
    """A short conversation, with the places at which the rule must report something (none for a good example)."""

    source: str  # as written
    line: int = 0  # in the rule's file, from 1

    @property
    def is_marked(self) -> bool:
        """Whether there is any mark. ExampleError where a line has no speaker, as for all below."""
        return any(_MARK.search(draft.text) for draft in _drafts(self.source)[1])

    @property
    def conversation(self) -> Conversation:
        """What the lines tell."""
        return self._read[0]

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The places that are marked."""
        return self._read[1]

    @cached_property
    def _read(self) -> tuple[Conversation, tuple[Mark, ...]]:
        channel, drafts = _drafts(self.source)
        turns: list[Turn] = []
        marks: list[Mark] = []
        for position, draft in enumerate(drafts):
            text, spans = unmark(draft.text)
            turns.append(Turn(_ROLES[draft.role], text, draft.name, _seconds(draft.time)))
            marks += [Mark(position, span) for span in spans]
        return Conversation("example", tuple(turns), channel=channel), tuple(marks)


@dataclass(frozen=True)
class SignalExample:
    """A turn that a signal must (or must not) be found in; `marks` are the spans it must be found at."""

    source: str  # as written
    line: int = 0

    @property
    def text(self) -> str:
        """What the turn says."""
        return unmark(self.source)[0]

    @property
    def marks(self) -> tuple[Span, ...]:
        """The places that are marked."""
        return unmark(self.source)[1]


@dataclass(slots=True)
class _Draft:
    """A turn as it is written."""

    role: str
    name: str | None
    time: str | None
    lines: list[str]

    @property
    def text(self) -> str:
        return "\n".join(self.lines).strip()


def unmark(text: str) -> tuple[str, tuple[Span, ...]]:
    """Return the text without its [[marks]], and the spans they stood around."""
    if "[[" not in text:
        return text, ()
    spans: list[Span] = []
    plain = ""
    at = 0
    for found in _MARK.finditer(text):
        plain += text[at : found.start()]
        spans.append(Span(len(plain), len(plain) + len(found[1])))
        plain += found[1]
        at = found.end()
    return plain + text[at:], tuple(spans)


def _drafts(source: str) -> tuple[str | None, list[_Draft]]:
    """Return the channel that an example names, and its turns; ExampleError where a line has no speaker."""
    channel = None
    drafts: list[_Draft] = []
    for written in source.rstrip().split("\n"):
        if found := _LINE.match(written):
            drafts.append(_Draft(found["role"], found["name"], found["time"], [found["text"]]))
        elif drafts:
            drafts[-1].lines.append(written)
        elif heading := _CHANNEL.match(written):
            channel = heading[1]
        else:
            raise ExampleError(f"“{written[:40]}” has no speaker: begin it with C:, A:, B: or S:")
    return channel, drafts


def _seconds(clock: str | None) -> float | None:
    """Return the seconds of “95”, “1:35” or “0:01:35”."""
    if clock is None:
        return None
    total = 0
    for part in clock.split(":"):
        total = total * 60 + int(part)
    return float(total)
