"""Plain text with the speaker, and perhaps a time, on a line of its own above what is said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import dropwhile, islice, pairwise
from typing import NamedTuple

from csmistakes.errors import TranscriptError
from csmistakes.expressions import expression
from csmistakes.readers.base import Item
from csmistakes.readers.clock import TIME
from csmistakes.readers.labels import LABEL, is_name_like, is_speaker_word
from csmistakes.readers.roles import RoleNames
from csmistakes.readers.script import Passage, converse, sections
from csmistakes.readers.source import Line, Source

NAME = "text with the speaker on a line of its own"
PRIORITY = 70

_BOLD = r"(?:\*\*|__|\#{1,6}[ ]++)?"
_HEADING = expression(
    rf"\s{{0,3}}{_BOLD}(?:[\[(]?(?P<before>{TIME})[\])]?[ ]*+(?:[-–—|][ ]*+)?)?{_BOLD}(?P<label>{LABEL}){_BOLD}"
    rf"(?:[ ]*+[,|–—-]?[ ]*+[\[(]?(?<!\d)(?P<after>{TIME})[\])]?)?{_BOLD}:?\s*+"
)
_LOOKED_AT = 400  # lines, from the first that is not blank
_MOST = 0.6  # of the paragraphs begin with a heading
_SOME = 0.2  # are enough where every heading has a time or a role word, as in e-mails of several paragraphs


class _Heading(NamedTuple):
    label: str
    time: str | None
    line: Line


def recognises(sample: Source) -> bool:
    """Say whether most paragraphs begin with a heading: a role word, or a timed or repeated name.

    Fewer will do where the headings are beyond doubt and the text begins with one.
    """
    roles = RoleNames()
    lines = list(islice(dropwhile(lambda line: not line.text.strip(), sample.lines()), _LOOKED_AT))
    headings = _headings(lines, roles)
    if not headings or len({heading.label for heading in headings.values()}) < 2:
        return False
    paragraphs = [line for line in _first_lines(lines) if line.number >= min(headings)]
    begun = sum(line.number in headings for line in paragraphs)
    certain = all(heading.time or is_speaker_word(heading.label, roles) for heading in headings.values())
    begins = next((line.number for line in lines if line.text.strip()), 0) in headings
    return begun >= (_SOME if certain and begins else _MOST) * len(paragraphs)


def read(source: Source, roles: RoleNames) -> Iterator[Item]:
    """Yield the conversations, which lines of `---` or `===` part."""
    headings = _headings(list(source.lines()), roles)
    for section in sections(source):
        before: list[Line] = []
        passages: list[Passage] = []
        for line in section:
            if heading := headings.get(line.number):
                passages.append(Passage(heading.label, heading.time))
            elif passages:
                passages[-1].add(line)
            else:
                before.append(line)
        spoken = [passage for passage in passages if any(piece.text.strip() for piece in passage.pieces)]
        if spoken:
            try:
                yield converse(spoken, before, roles, source.path)
            except TranscriptError as error:
                yield error


def _headings(lines: Sequence[Line], roles: RoleNames) -> dict[int, _Heading]:
    """Return the headings by line number.

    A line of a label alone is one if text follows it and the label is a role word, or has a time, or (as the
    first line of a paragraph) comes back.
    """
    candidates = list(_candidates(lines))
    first = {line.number for line in _first_lines(lines)}
    counts = Counter(heading.label for heading in candidates if heading.line.number in first)
    return {
        heading.line.number: heading
        for heading in candidates
        if is_speaker_word(heading.label, roles)
        or (
            is_name_like(heading.label)
            and (heading.time or (heading.line.number in first and counts[heading.label] > 1))
        )
    }


def _candidates(lines: Sequence[Line]) -> Iterator[_Heading]:
    for line, following in pairwise(lines):
        if following.text.strip() and (match := _HEADING.fullmatch(line.text)):
            yield _Heading(match["label"].strip(), match["before"] or match["after"], line)


def _first_lines(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield the first line of each paragraph."""
    after_blank = True
    for line in lines:
        is_blank = not line.text.strip()
        if after_blank and not is_blank:
            yield line
        after_blank = is_blank
