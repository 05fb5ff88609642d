"""--parquet: a folder with one Parquet file for each table, typed as the rows are."""

from __future__ import annotations

import importlib
import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from csmistakes.errors import UsageError
from csmistakes.exports.files import Draft, told
from csmistakes.exports.tables import about, encodable, figures_of, rows_of
from csmistakes.scoring.result import Scores
from csmistakes.scoring.rows import STREAMED, TABLES, Record, Row, columns, values

_GROUP = 16_384  # rows that are written together


class ParquetFolder:
    """Writes `NAME.parquet` for each table into a folder. UsageError if pyarrow is not installed."""

    waits = False

    def __init__(self, folder: Path) -> None:
        try:
            self._arrow = importlib.import_module("pyarrow")
            self._parquet = importlib.import_module("pyarrow.parquet")
        except ImportError:
            raise UsageError("--parquet needs pyarrow", advice="pip install 'csmistakes[parquet]'") from None
        self._drafts = {name: Draft(folder / f"{name}.parquet") for name in TABLES}
        self._writers: dict[str, Any] = {}
        self._rows: dict[str, list[Row]] = defaultdict(list)
        for name in STREAMED:
            self._open(name)

    def add(self, record: Record) -> None:
        """Write a conversation's rows, together with those of others."""
        for name, rows in rows_of(record):
            self._write(name, rows)

    def finish(self, scores: Scores) -> None:
        """Write the figures, and put all tables in their places."""
        for name, rows in figures_of(scores):
            self._open(name)
            self._write(name, rows)
        note = json.dumps(about(scores), ensure_ascii=True)
        for name, draft in self._drafts.items():
            with told(draft.path):
                self._flush(name)
                self._writers[name].add_key_value_metadata({"csmistakes": note})
                self._writers[name].close()
            draft.publish()

    def _open(self, name: str) -> None:
        with told(self._drafts[name].path):
            self._writers[name] = self._parquet.ParquetWriter(self._drafts[name].part, self._schema(name))

    def _schema(self, name: str) -> Any:  # noqa: ANN401  (a pyarrow.Schema)
        kinds = {str: self._arrow.string(), int: self._arrow.int64(), float: self._arrow.float64()}
        kinds[bool] = self._arrow.bool_()
        return self._arrow.schema([(column, kinds[kind]) for column, kind in columns(TABLES[name]).items()])

    def _write(self, name: str, rows: Sequence[Row]) -> None:
        self._rows[name] += rows
        if len(self._rows[name]) >= _GROUP:
            with told(self._drafts[name].path):
                self._flush(name)

    def _flush(self, name: str) -> None:
        rows, self._rows[name] = self._rows[name], []
        names = columns(TABLES[name])
        by_column = zip(*([encodable(value) for value in values(row)] for row in rows), strict=True)
        data: dict[str, Sequence[Any]] = dict.fromkeys(names, ())
        if rows:
            data = dict(zip(names, by_column, strict=True))
        self._writers[name].write_table(self._arrow.table(data, schema=self._schema(name)))
