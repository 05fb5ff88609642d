"""WebVTT, as Teams (`<v Name>`) and Zoom (`Name:`) write it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import takewhile

from csmistakes.expressions import expression
from csmistakes.readers.assemble import conversation
from csmistakes.readers.base import Item
from csmistakes.readers.cues import Segment, by_prefix, cues, heads, utterances
from csmistakes.readers.labels import accepted
from csmistakes.readers.pieces import Piece, end_of, without
from csmistakes.readers.roles import RoleNames
from csmistakes.readers.source import Line, Source

NAME = "WebVTT"
PRIORITY = 10

_VOICE = expression(r"<v(?:\.[^\s<>]*+)?\s++(?P<voice>[^<>\s][^<>]*+)>")
_TAG = expression(r"</?[A-Za-z][^<>]*>|<[\d:.]+>")


def recognises(sample: Source) -> bool:
    """Say whether the file begins with the format's mark."""
    return re.match(r"\s*WEBVTT(?:\s|$)", sample.text) is not None


def read(source: Source, roles: RoleNames) -> Iterator[Item]:
    """Yield the file's one conversation: a turn for each voice of each cue."""
    texts = [(cue.start, _payload(cue.lines)) for cue in cues(source)]
    labels = accepted(Counter(heads(_pieces(line) for _, lines in texts for line in lines)), roles)
    segments = ((start, segment) for start, lines in texts for segment in _segments(lines, labels))
    said = list(utterances(segments, source.path))
    if said:
        yield conversation(said, roles, source.path)


def _payload(lines: Sequence[Line]) -> Sequence[Line]:
    """Return a cue's own lines: notes and the next cue's name follow a blank line."""
    return list(takewhile(lambda line: line.text.strip(), lines))


def _segments(lines: Sequence[Line], labels: frozenset[str]) -> Iterator[Segment]:
    """Yield what each voice says. Where no tag names one, a label at the head of a line may."""
    if not any(_VOICE.search(line.text) for line in lines):
        yield from by_prefix([_pieces(line) for line in lines], lines, labels)
        return
    voice: str | None = None
    said: list[Piece] = []
    for line in lines:
        start = 0
        for tag in _VOICE.finditer(line.text):
            said += _pieces(line, start, tag.start())
            yield Segment(voice, tuple(said))
            voice, said, start = tag["voice"].strip(), [], tag.end()
        said += [*_pieces(line, start), end_of(line)]
    yield Segment(voice, tuple(said))


def _pieces(line: Line, start: int = 0, end: int | None = None) -> list[Piece]:
    return without(_TAG, line, start, end)
