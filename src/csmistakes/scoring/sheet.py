"""Grading sheets: the columns that `sample` writes and `agree` reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TextIO

from csmistakes.spreadsheets import write_rows

# What a sheet says of a conversation, beside its grades: written for people, ignored when grades are read.
ABOUT = ("path", "agent", "channel", "week", "stratum", "weight", "findings")
CONVERSATION, GRADER, SCORE, MISTAKE = "conversation", "grader", "score", "mistake"
GRADE, TURN, COMMENT = "grade", "turn", "comment"


def write_table(out: TextIO, columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> None:
    """Write a table as CSV: its columns, then each row's values; what a row has none for is empty."""
    write_rows(out, [columns])
    write_rows(out, ([row.get(column) for column in columns] for row in rows))
