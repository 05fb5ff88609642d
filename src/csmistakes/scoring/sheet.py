"""Grading sheets: the columns that `sample` writes and `agree` reads, in cells that no spreadsheet runs."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from typing import TextIO

# What a sheet says of a conversation, beside its grades: written for people, ignored when grades are read.
ABOUT = ("path", "agent", "channel", "week", "stratum", "weight", "findings")
CONVERSATION, GRADER, SCORE, MISTAKE = "conversation", "grader", "score", "mistake"
GRADE, TURN, COMMENT = "grade", "turn", "comment"

_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
_DEFUSED = _FORMULA | {"'"}


def defused(text: str) -> str:
    """Return `text` as a spreadsheet shows but does not run it; `as_written` undoes it."""
    return f"'{text}" if text[:1] in _DEFUSED and text else text


def as_written(cell: str) -> str:
    """Return what a cell said before it was defused."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _DEFUSED and len(cell) > 1 else cell


def write_table(out: TextIO, columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> None:
    """Write a table as CSV. Text is defused, numbers are not; None is an empty cell."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([defused(column) for column in columns])
    for row in rows:
        writer.writerow([_cell(row.get(column)) for column in columns])


def _cell(value: object) -> object:
    if value is None:
        return ""
    return defused(value) if isinstance(value, str) else value
