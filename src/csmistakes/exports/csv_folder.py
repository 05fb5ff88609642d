"""--csv: a folder with one CSV for each table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from csmistakes.exports.files import Draft, told
from csmistakes.exports.tables import figures_of, rows_of
from csmistakes.scoring.result import Scores
from csmistakes.scoring.rows import STREAMED, TABLES, Record, Row, columns, values
from csmistakes.spreadsheets import write_rows


class CsvFolder:
    """Writes `NAME.csv` for each table into a folder."""

    waits = False

    def __init__(self, folder: Path) -> None:
        self._drafts = {name: Draft(folder / f"{name}.csv") for name in TABLES}
        self._files: dict[str, TextIO] = {}
        for name in STREAMED:
            self._open(name)

    def add(self, record: Record) -> None:
        """Write a conversation's rows."""
        for name, rows in rows_of(record):
            self._write(name, rows)

    def finish(self, scores: Scores) -> None:
        """Write the figures, and put all tables in their places."""
        for name, rows in figures_of(scores):
            self._open(name)
            self._write(name, rows)
        for name, draft in self._drafts.items():
            with told(draft.path):
                self._files[name].close()
            draft.publish()

    def _open(self, name: str) -> None:
        draft = self._drafts[name]
        with told(draft.path):
            self._files[name] = draft.part.open("w", encoding="utf-8", errors="replace", newline="")
            write_rows(self._files[name], [columns(TABLES[name])])

    def _write(self, name: str, rows: Sequence[Row]) -> None:
        with told(self._drafts[name].path):
            write_rows(self._files[name], map(values, rows))
