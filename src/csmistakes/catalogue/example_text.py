"""The small notation of examples: `C: …` and `A: …` lines, with [[marks]] around what must be found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from csmistakes.catalogue.model import Example, Mark, SignalExample
from csmistakes.conversation import Conversation, Role, Span, Turn
from csmistakes.expressions import expression

_ROLES = {"A": Role.AGENT, "C": Role.CUSTOMER, "B": Role.BOT, "S": Role.SYSTEM}
_LINE = expression(r"(?P<role>[ACBS])(?:\((?P<name>[^)]*)\))?(?:\s*@(?P<time>\d+(?::\d\d){0,2}))?:\s?(?P<text>.*)")
_CHANNEL = expression(r"\[(chat|call|email|tweet|sms|script)\]\s*$")
_MARK = expression(r"\[\[(.*?)\]\]", re.DOTALL)


class ExampleError(ValueError):
    """An example is not of the notation."""


@dataclass(slots=True)
class _Draft:
    role: Role
    name: str | None
    time: float | None
    lines: list[str] = field(default_factory=list)


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


def signal_example(text: str, line: int = 0) -> SignalExample:
    """Return one turn's example of a signal."""
    plain, spans = unmark(text)
    return SignalExample(plain, spans, line)


def rule_example(source: str, line: int = 0) -> Example:
    """Return the conversation that an example's lines tell; ExampleError where a line has no speaker."""
    channel = None
    drafts: list[_Draft] = []
    for written in source.rstrip().split("\n"):
        heading = _CHANNEL.match(written)
        found = _LINE.match(written)
        if heading and not drafts:
            channel = heading[1]
        elif found:
            drafts.append(_Draft(_ROLES[found["role"]], found["name"], _seconds(found["time"]), [found["text"]]))
        elif drafts:
            drafts[-1].lines.append(written)
        else:
            raise ExampleError(f"“{written[:40]}” has no speaker: begin it with C:, A:, B: or S:")
    turns, marks = [], []
    for position, (draft, text, spans) in enumerate(_texts(drafts)):
        turns.append(Turn(draft.role, text, draft.name, draft.time))
        marks += [Mark(position, span) for span in spans]
    return Example(Conversation("example", tuple(turns), channel=channel), tuple(marks), source, line)


def _texts(drafts: list[_Draft]) -> Iterator[tuple[_Draft, str, tuple[Span, ...]]]:
    for draft in drafts:
        text, spans = unmark("\n".join(draft.lines).strip())
        yield draft, text, spans


def _seconds(clock: str | None) -> float | None:
    """Return the seconds of “95”, “1:35” or “0:01:35”."""
    if clock is None:
        return None
    total = 0
    for part in clock.split(":"):
        total = total * 60 + int(part)
    return float(total)
