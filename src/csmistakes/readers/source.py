"""A transcript as decoded text, and where each of its characters stands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from csmistakes.expressions import expression

# Only these end a line; str.splitlines would also break at U+2028, form feeds and other marks inside a
# message.
_LINE_END = expression(r"\r\n|\n|\r")


class Line(NamedTuple):
    """One line without its end. `number` counts from 1."""

    number: int
    text: str


@dataclass(frozen=True)
class Positions:
    """Turns an index into `text` into a line and a column; `line` is the number of the text's first line."""

    text: str = field(repr=False)
    line: int = 1

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(end.end() for end in _LINE_END.finditer(self.text))]

    def at(self, index: int) -> tuple[int, int]:
        """Return (line, column), both from 1, of the character at `index`."""
        row = bisect_right(self._starts, index) - 1
        return self.line + row, index - self._starts[row] + 1


@dataclass(frozen=True)
class Source:
    """A file's text, decoded and without its byte order mark. `path` is how people see it.

    `memo` keeps what was costly to find out in recognising the format, so that reading need not do it again.
    """

    path: str
    text: str = field(repr=False)
    memo: dict[str, object] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def positions(self) -> Positions:
        """Where each character of the text stands."""
        return Positions(self.text)

    def lines(self) -> Iterator[Line]:
        """Yield the lines one by one, so that a reader can stream them."""
        start = 0
        number = 1
        for end in _LINE_END.finditer(self.text):
            yield Line(number, self.text[start : end.start()])
            start = end.end()
            number += 1
        if start < len(self.text):
            yield Line(number, self.text[start:])

    def spoken_lines(self) -> Iterator[Line]:
        """Yield the lines that are not blank."""
        return (line for line in self.lines() if line.text.strip())
