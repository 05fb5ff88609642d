"""Plain text with the speaker before a colon: `Agent: …`, `[00:12] Agent: …`, `**Agent** (10:31): …`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from csmistakes.errors import TranscriptError
from csmistakes.readers.base import Item
from csmistakes.readers.clock import TIME
from csmistakes.readers.labels import LABEL, accepted, is_name_like, is_speaker_word
from csmistakes.readers.roles import RoleNames
from csmistakes.readers.script import Passage, converse, sections
from csmistakes.readers.source import Line, Source

NAME = "text with labels (Agent: …)"
PRIORITY = 60

_HEAD = re.compile(
    rf"""
    [ \t]{{0,3}} (?: [-*•>] [ ]+ )?
    (?P<bold> \*\*|__|\*|_ )?
    (?: [\[(]? (?P<before> {TIME} ) [\])]? \s* (?: [-–—|] \s* )? )?
    (?P<bold2> \*\*|__|\*|_ )?
    \[? (?P<label> {LABEL} ) \]?
    (?: \s* [\[(]? (?<! \d ) (?P<after> {TIME} ) [\])]? )?
    \s* (?: \*\*|__|\*|_ )? \s*
    (?: [:：] (?! [/\\\d] ) | (?<! \d ) [:：] (?! // | \\ ) )
    (?(bold) (?: \*\*|__|\*|_ )? | (?(bold2) (?: \*\*|__|\*|_ )? ) )
    """.replace("[ ]", r"[\x20]"),
    re.VERBOSE,
)
_LOOKED_AT = 400  # lines
_FEW = 0.2  # of the lines begin with a label, at least, even where messages have many lines
_MOST = 0.5


class _Head(NamedTuple):
    label: str
    time: str | None
    end: int


def recognises(sample: Source) -> bool:
    """Say whether enough lines begin with labels that are role words, or names that come back."""
    lines = [line for line in islice(sample.lines(), _LOOKED_AT) if line.text.strip()]
    roles = RoleNames()
    labels = _labels(lines, roles)
    found = [head.label for line in lines if (head := _head(line)) and head.label in labels]
    share = len(found) / len(lines)
    speakers = set(found)
    known = {role for label in speakers if is_speaker_word(label, roles) and (role := roles.role_of(label))}
    if len(known) > 1 and share >= _FEW:
        return True
    if share < _MOST:
        return False
    comes_back = len(found) > len(speakers) > 1
    return (
        bool(known)
        or comes_back
        or (len(lines) == len(found) == 2 and all(name[0].isupper() for name in speakers))
    )


def read(source: Source, roles: RoleNames) -> Iterator[Item]:
    """Yield the conversations, which lines of `---` or `===` part."""
    labels = _labels(source.lines(), roles)
    for section in sections(source):
        before: list[Line] = []
        passages: list[Passage] = []
        for line in section:
            head = _head(line)
            if head and head.label in labels:
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


def _head(line: Line) -> _Head | None:
    match = _HEAD.match(line.text)
    return _Head(match["label"].strip(), match["before"] or match["after"], match.end()) if match else None


def _labels(lines: Iterable[Line], roles: RoleNames) -> frozenset[str]:
    """Return the labels that are speakers. Where most have times, only those with a time are."""
    heads: Sequence[_Head] = [head for line in lines if (head := _head(line))]
    timed = {head.label for head in heads if head.time}
    if 2 * sum(head.time is not None for head in heads) > len(heads):
        return frozenset(label for label in timed if roles.role_of(label) or is_name_like(label))
    return accepted(Counter(head.label for head in heads), roles)
