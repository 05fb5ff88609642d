"""Parquet (a row for each conversation, or for each turn) → the lines of a native JSON Lines file.

A line of it is a conversation, so that a place in a Parquet file is: the conversation, counted from 1.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from io import RawIOBase
from typing import Any, BinaryIO

from csmistakes.readers.base import NotATranscript
from csmistakes.readers.columns import Columns, columns_of
from csmistakes.readers.packed import library

_BATCH = 1024  # rows that are Python's at a time

Row = dict[str, Any]


def lines_of(file: BinaryIO, path: str) -> RawIOBase:
    """Return what can be read like a native JSON Lines file. NotATranscript if the table has no turns."""
    parquet = library("pyarrow.parquet", "parquet", path)
    arrow = library("pyarrow", "parquet", path)
    try:
        table = parquet.ParquetFile(file)
        names = table.schema_arrow.names
        if "turns" in names:
            return _Lines(row for batch in table.iter_batches(batch_size=_BATCH) for row in batch.to_pylist())
        columns = columns_of(names)
        if columns is None:
            known = "a column “turns”, or columns for a text and its speaker"
            raise NotATranscript("not a transcript I know: a Parquet file", path=path, advice=f"it needs {known}")
        return _Lines(_conversations(table.read().combine_chunks(), columns))
    except arrow.ArrowException as error:
        raise NotATranscript(f"not valid Parquet: {str(error).splitlines()[0]}", path=path) from error


def line_of(record: Row) -> str:
    """Return a record as a line of JSON."""
    return json.dumps(record, default=plain)


class _Lines(RawIOBase):
    """Records as lines of JSON, made as they are read."""

    def __init__(self, records: Iterator[Row]) -> None:
        self._records = records
        self._rest = b""

    def read(self, size: int = -1) -> bytes:
        while size < 0 or len(self._rest) < size:
            some = [line_of(record) for record, _ in zip(self._records, range(_BATCH), strict=False)]
            if not some:
                break
            self._rest += ("\n".join(some) + "\n").encode()
        end = len(self._rest) if size < 0 else size
        data, self._rest = self._rest[:end], self._rest[end:]
        return data


def _conversations(table: Any, columns: Columns) -> Iterator[Row]:  # noqa: ANN401  (a pyarrow.Table)
    """Yield the rows of each conversation as one record, in the order of their first rows, adjacent or not."""
    if columns.conversation is None:
        yield record_of(None, [row for batch in table.to_batches(_BATCH) for row in _rows(batch)], columns)
        return
    groups: dict[Any, list[int]] = {}
    for position, key in enumerate(table.column(columns.conversation).to_pylist()):
        groups.setdefault(key, []).append(position)
    for key, positions in groups.items():
        yield record_of(key, _rows(table.take(positions)), columns)


def _rows(batch: Any) -> list[Sequence[Any]]:  # noqa: ANN401
    return list(zip(*(column.to_pylist() for column in batch.columns), strict=True))


def record_of(key: object, rows: Sequence[Sequence[Any]], columns: Columns) -> Row:
    """Return the conversation that rows of turns make, each a value for each column."""
    facts = {"channel": columns.channel, "agent": columns.agent, "customer": columns.customer}
    record = {name: _first(rows, column) for name, column in facts.items()}
    for column, name in columns.others:
        values = {plain(row[column]) if row[column] is not None else None for row in rows}
        if len(values) == 1:
            record[name] = values.pop()
    return {**record, "id": None if key is None else str(key), "turns": [_turn(row, columns) for row in rows]}


def _turn(row: Sequence[Any], columns: Columns) -> Row:
    said, name = row[columns.speaker], None if columns.name is None else row[columns.name]
    time = None if columns.time is None else row[columns.time]
    if columns.is_millis and isinstance(time, int | float):
        time = time / 1000
    if columns.has_roles and said is not None:
        return {"role": said, "name": name, "ts": time, "text": row[columns.text]}
    return {"name": said if said is not None else name, "ts": time, "text": row[columns.text]}


def _first(rows: Sequence[Sequence[Any]], column: int | None) -> object:
    return None if column is None else next((row[column] for row in rows if row[column] is not None), None)


def plain(value: object) -> object:
    """Return a value as JSON can hold it; dates without a zone count as UTC, as everywhere."""
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).isoformat()
    return value if isinstance(value, str | int | float | bool) else str(value)
