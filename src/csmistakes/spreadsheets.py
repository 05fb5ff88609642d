"""CSV that no spreadsheet runs: the one place that writes it, and what reads a cell as it was.

A transcript decides what stands in a cell, and a spreadsheet that opens a CSV may run a text that begins like a
formula: with `=`, `+`, `-`, `@` (or their full-width forms), `|` or `%`, also behind blanks, or with a tab or a line
end. Such a text is written behind an apostrophe, the mark by which spreadsheets know text. It is undone exactly: what
begins with apostrophes and then like a formula gets one more, so that the first is always ours. Nothing else is
changed: a sign alone runs nothing (“-” is standard input), and numbers are numbers. Source: OWASP, “CSV Injection”.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import TextIO

from csmistakes.expressions import expression

_RUN = expression(r"'*(?:\s*[=+\-@|%＝＋－＠]|[\t\r\n])\s*\S")


def write_rows(out: TextIO, rows: Iterable[Iterable[object]]) -> None:
    """Write rows as CSV: None is an empty cell, true and false are words, numbers stay as they are, text is defused."""
    csv.writer(_Lines(out)).writerows(map(_cell, row) for row in rows)


class _Lines:
    """Ends each row with a line feed alone. Told so, csv would not quote a carriage return (before Python 3.13)."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def write(self, row: str) -> int:
        return self._out.write(row.removesuffix("\r\n") + "\n")


def defused(text: str) -> str:
    """Return `text` as a spreadsheet shows but does not run it; `as_written` undoes it."""
    return f"'{text}" if _RUN.match(text) else text


def as_written(cell: str) -> str:
    """Return what a cell said before it was defused."""
    return cell[1:] if cell.startswith("'") and _RUN.match(cell, 1) else cell


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return str(value).lower()
    return defused(value) if isinstance(value, str) else value
