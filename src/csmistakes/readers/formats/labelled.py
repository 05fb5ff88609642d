"""Plain text with the speaker before a colon: `Agent: …`, `[00:12] Agent: …`, `**Agent** (10:31): …`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from csmistakes.errors import TranscriptError
from csmistakes.expressions import expression
from csmistakes.readers.base import Item
from csmistakes.readers.clock import TIME
from csmistakes.readers.labels import LABEL, accepted, is_name_like, is_speaker_word
from csmistakes.readers.roles import RoleNames
from csmistakes.readers.script import Passage, converse, sections
from csmistakes.readers.source import Line, Source

NAME = "text with labels (Agent: …)"
PRIORITY = 60

_HEAD = expression(
    rf"""
    [ \t]{{0,3}} (?: [-*•>] [ ]++ )?
    (?P<bold> \*\*|__|\*|_ )?
    (?: [\[(]? (?P<before> {TIME} ) [\])]? \s*+ (?: [-–—|] \s*+ )? )?
    (?P<bold2> \*\*|__|\*|_ )?
    \[? (?P<label> {LABEL} ) \]?
    (?: \s*+ [\[(]? (?<! \d ) (?P<after> {TIME} ) [\])]? )?
    \s*+ (?: \*\*|__|\*|_ )? \s*+
    (?: [:：] (?! [/\\\d] ) | (?<! \d ) [:：] (?! // | \\ ) )
    (?(bold) (?: \*\*|__|\*|_ )? | (?(bold2) (?: \*\*|__|\*|_ )? ) )
    """.replace("[ ]", r"[\x20]"),
    re.VERBOSE,
)
_LOOKED_AT = 400  # lines that are not blank
_FEW = 0.2  # of the lines begin with a label, at least, even where messages have many lines
_MOST = 0.5


class _Head(NamedTuple):
    label: str
    time: str | None
    end: int


def recognises(sample: Source) -> bool:
    """Say whether enough lines begin with labels that are role words, or names that come back."""
    lines = list(islice(sample.spoken_lines(), _LOOKED_AT))
    roles = RoleNames()
    heads = _heads(lines, roles)
    found = [head.label for head in heads.values()]
    share = len(found) / len(lines)
    speakers = set(found)
    known = {role for label in speakers if is_speaker_word(label, roles) and (role := roles.role_of(label))}
    first = heads.get(lines[0].number)
    if first and first.label[0].isupper() and is_speaker_word(first.label, roles):
        return True  # however long the messages are
    if len(known) > 1 and share >= _FEW:
        return True
    if share < _MOST:
        return False
    comes_back = len(found) > len(speakers) > 1
    is_exchange = len(lines) == len(speakers) == 2 and all(name[0].isupper() for name in speakers)
    return bool(known) or comes_back or is_exchange


def read(source: Source, roles: RoleNames) -> Iterator[Item]:
    """Yield the conversations, which lines of `---` or `===` part."""
    heads = _heads(source.lines(), roles)
    for section in sections(source):
        before: list[Line] = []
        passages: list[Passage] = []
        for line in section:
            if head := heads.get(line.number):
                passages.append(Passage(head.label, head.time))
                passages[-1].add(line, head.end)
            elif passages:
                passages[-1].add(line)
            else:
                before.append(line)
        if passages:
            try:
                yield converse(passages, before, roles, source.path)
            except TranscriptError as error:
                yield error


def _heads(lines: Iterable[Line], roles: RoleNames) -> Mapping[int, _Head]:
    """Return where turns begin, by line number. Where most labels have times, only those with a time are heads."""
    found = {
        line.number: _Head(match["label"].strip(), match["before"] or match["after"], match.end())
        for line in lines
        if (match := _HEAD.match(line.text))
    }
    timed = {number: head for number, head in found.items() if head.time}
    if 2 * len(timed) > len(found):
        return {
            number: head
            for number, head in timed.items()
            if roles.role_of(head.label) is not None or is_name_like(head.label)
        }
    labels = accepted(Counter(head.label for head in found.values()), roles)
    return {number: head for number, head in found.items() if head.label in labels}
