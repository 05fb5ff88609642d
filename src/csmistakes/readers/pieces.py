"""Text put together from pieces of lines, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from csmistakes.conversation import TextOrigin
from csmistakes.readers.source import Line


class Piece(NamedTuple):
    """A run of characters that stand side by side in one line, from `column` on."""

    text: str
    line: int
    column: int


def rest_of(line: Line, start: int = 0) -> Piece:
    """Return the line from `start` on, without the space it begins with."""
    text = line.text[start:].lstrip()
    return Piece(text, line.number, len(line.text) - len(text) + 1)


def end_of(line: Line) -> Piece:
    """Return the line's end, which is one line feed in a turn's text."""
    return Piece("\n", line.number, len(line.text) + 1)


def without(tag: re.Pattern[str], line: Line, start: int = 0, end: int | None = None) -> list[Piece]:
    """Return the line between `start` and `end` in pieces, what matches `tag` left out."""
    stop = len(line.text) if end is None else end
    pieces = []
    for found in tag.finditer(line.text, start, stop):
        pieces.append(Piece(line.text[start : found.start()], line.number, start + 1))
        start = found.end()
    pieces.append(Piece(line.text[start:stop], line.number, start + 1))
    return [piece for piece in pieces if piece.text]


def join(pieces: Sequence[Piece]) -> tuple[str, TextOrigin]:
    """Return the text of the pieces, without white space at its ends, and where it stands."""
    whole = "".join(piece.text for piece in pieces)
    skipped = len(whole) - len(whole.lstrip())
    text = whole.strip()
    stretches = tuple(_stretches(pieces, skipped, max(1, len(text))))
    return text, TextOrigin(stretches or ((0, pieces[-1].line, pieces[-1].column),))


def _stretches(pieces: Sequence[Piece], skipped: int, length: int) -> Iterator[tuple[int, int, int]]:
    start = -skipped
    for piece in pieces:
        end = start + len(piece.text)
        if end > 0 and start < length and piece.text:
            hidden = max(0, -start)
            yield start + hidden, piece.line, piece.column + hidden
        start = end
