"""Delimited text with places: records of cells, each with the raw text it was written as."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from csmistakes.expressions import expression
from csmistakes.readers.source import Positions, Source

_DOUBLED = expression('""')


@dataclass(frozen=True, slots=True)
class CellOrigin:
    """Where the text of a cell stands: `raw` is what follows the opening quote, or the cell as it is."""

    raw: str = field(repr=False)
    line: int
    column: int
    is_quoted: bool

    def at(self, offset: int) -> tuple[int, int]:
        """Return (line, column) of `offset` in the cell's text."""
        return self._place(self._index(offset))

    def end(self, offset: int) -> tuple[int, int]:
        """Return (line, column) just behind the character at `offset`, behind both of two quotes that are one."""
        index = self._index(offset)
        line, column = self._place(index)
        return line, column + (2 if self.is_quoted and self.raw[index : index + 1] == '"' else 1)

    def _index(self, offset: int) -> int:
        index = offset
        if self.is_quoted:
            for quote in _DOUBLED.finditer(self.raw):
                if quote.start() >= index:
                    break
                index += 1
        return index

    def _place(self, index: int) -> tuple[int, int]:
        line, column = Positions(self.raw, self.line).at(index)
        return line, column + self.column - 1 if line == self.line else column


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text, and where the raw text begins in the source."""

    raw: str
    start: int
    is_quoted: bool

    @property
    def text(self) -> str:
        """What the cell says, with doubled quotes made one."""
        return self.raw.replace('""', '"') if self.is_quoted else self.raw

    def origin(self, source: Source) -> CellOrigin:
        """Return where the text stands."""
        line, column = source.positions.at(self.start)
        return CellOrigin(self.raw, line, column, self.is_quoted)


def records(text: str, delimiter: str) -> Iterator[list[Cell]]:
    """Yield the records of delimited text, blank lines left out.

    A quote that is not closed before a delimiter or line end is taken as it stands, so that one stray quote
    does not swallow the rest of the file.
    """
    cell = re.compile(rf'"(?P<quoted>(?:[^"]|"")*+)"(?=[{delimiter}\r\n]|\Z)|(?P<plain>[^{delimiter}\r\n]*+)')
    end = re.compile(r"\r\n|\r|\n|\Z")
    record: list[Cell] = []
    position = 0
    while position < len(text):
        match = cell.match(text, position)
        assert match is not None  # noqa: S101 - the plain alternative matches the empty string
        group = "quoted" if match["quoted"] is not None else "plain"
        record.append(Cell(match[group], match.start(group), group == "quoted"))
        position = match.end()
        if text[position : position + 1] == delimiter:
            position += 1
            if position < len(text):
                continue
            record.append(Cell("", position, is_quoted=False))
        stop = end.match(text, position)
        position = stop.end() if stop else position
        if any(cell.raw.strip() for cell in record):
            yield record
        record = []
