"""What the two subtitle formats share: timed cues, and speakers named at the head of a line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from csmistakes.errors import TranscriptError
from csmistakes.expressions import expression
from csmistakes.readers.assemble import Utterance
from csmistakes.readers.pieces import Piece, end_of, join
from csmistakes.readers.source import Line, Source

_TIME = r"-?(?:(\d{1,9}):)?(\d{1,9}):(\d{1,9})(?:[.,](\d{1,9})\d*+)?"
ARROW = expression(rf"\s*+{_TIME}\s*+-->\s*+-?(?:\d{{1,9}}:)?\d{{1,9}}:\d")
PREFIX = expression(
    r"\s*+(?:-\s++)?(?:\[(?P<bracketed>[^\W_][\w .'’#-]{0,38})\](?:\s*+:)?|"
    r"(?P<plain>[^\W\d_][\w .'’#-]{0,38}(?:\([^()]{1,30}\))?)\s*+:(?![/\\\d]))"
)


class Cue(NamedTuple):
    """A cue's start in seconds and its lines."""

    start: float
    lines: tuple[Line, ...]


class Segment(NamedTuple):
    """What one voice says in a cue; `voice` is None where the cue does not name it."""

    voice: str | None
    pieces: tuple[Piece, ...]


def cues(source: Source) -> Iterator[Cue]:
    """Yield the cues with all lines up to the next one's time."""
    start: float | None = None
    lines: list[Line] = []
    for line in source.lines():
        if arrow := ARROW.match(line.text):
            if start is not None:
                yield Cue(start, tuple(lines))
            start, lines = _seconds(arrow), []
        else:
            lines.append(line)
    if start is not None:
        yield Cue(start, tuple(lines))


def heads(lines: Iterable[Sequence[Piece]]) -> Iterator[str]:
    """Yield what could be a speaker's name at the head of each line, given as its pieces."""
    for pieces in lines:
        if pieces and (prefix := PREFIX.match(pieces[0].text)):
            yield _label(prefix)


def by_prefix(lines: Sequence[Sequence[Piece]], ends: Sequence[Line], labels: frozenset[str]) -> Iterator[Segment]:
    """Split lines, each given as its pieces, at those of the labels that they begin with."""
    voice: str | None = None
    said: list[Piece] = []
    for pieces, end in zip(lines, ends, strict=True):
        prefix = PREFIX.match(pieces[0].text) if pieces else None
        if prefix and _label(prefix) in labels:
            if said:
                yield Segment(voice, tuple(said))
            first, *others = pieces
            cut = prefix.end()
            voice = _label(prefix)
            said = [Piece(first.text[cut:], first.line, first.column + cut), *others, end_of(end)]
        else:
            said += [*pieces, end_of(end)]
    if said:
        yield Segment(voice, tuple(said))


def utterances(segments: Iterable[tuple[float, Segment]], path: str) -> Iterator[Utterance]:
    """Yield one utterance for each segment; one without a voice goes on in the last voice named."""
    voice: str | None = None
    for start, segment in segments:
        voice = segment.voice or voice
        if not any(piece.text.strip() for piece in segment.pieces):
            continue
        text, origin = join(segment.pieces)
        if voice is None:
            line = origin.at(0)[0]
            raise TranscriptError("the cue names no speaker, nor does any before it", path=path, line=line)
        yield Utterance(voice, text, None, start, origin)


def _label(prefix: re.Match[str]) -> str:
    return (prefix["bracketed"] or prefix["plain"]).strip()


def _seconds(arrow: re.Match[str]) -> float:
    hours, minutes, seconds, fraction = arrow.groups()[:4]
    size = int(hours or 0) * 3600 + int(minutes) * 60 + float(f"{seconds}.{fraction or 0}")
    return -size if arrow[0].lstrip().startswith("-") else size
