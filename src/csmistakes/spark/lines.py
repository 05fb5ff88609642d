"""In Spark's workers: from the rows of a table to conversations as lines of JSON, each with its place.

Everything here maps Arrow batches to Arrow batches, a partition at a time. What a row means is decided by the readers,
as on one machine.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any
from urllib.parse import unquote

from csmistakes.readers.columns import Columns
from csmistakes.readers.parquet import line_of, plain, record_of

Batches = Iterator[Any]  # of pyarrow.RecordBatch
Numbers = Mapping[str, int]  # which file of the input a place is, from 0

TEXT, NUMBER, BYTES = "string", "bigint", "binary"
# A line is a conversation: its file, the place in it that it is sorted by, its line there (0: its position is meant).
LINES = {"file": NUMBER, "at": NUMBER, "line": NUMBER, "text": BYTES}
# A row of turns: `key` names the conversation, `lone` tells one that belongs to none (-1: it does), by its place.
TURNS = {"key": TEXT, "home": NUMBER, "lone": NUMBER, "file": NUMBER, "at": NUMBER, "cells": BYTES}


def ddl(columns: Mapping[str, str]) -> str:
    """Return columns as Spark wants them written."""
    return ", ".join(f"`{name}` {kind}" for name, kind in columns.items())


def batches(rows: Iterable[Sequence[Any]], columns: Mapping[str, str], most: int = 500) -> Batches:
    """Yield rows in batches."""
    import pyarrow as pa  # noqa: PLC0415  (an extra)

    kinds = {TEXT: pa.string(), NUMBER: pa.int64(), BYTES: pa.binary(), "double": pa.float64(), "boolean": pa.bool_()}
    schema = pa.schema([(name, kinds[kind]) for name, kind in columns.items()])
    remaining = iter(rows)
    while some := list(islice(remaining, most)):
        arrays = [pa.array(values, kind) for values, kind in zip(zip(*some, strict=True), schema.types, strict=True)]
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)


def rows_of(parts: Batches) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of batches."""
    for part in parts:
        yield from zip(*(column.to_pylist() for column in part.columns), strict=True)


def place_of(uri: str) -> str:
    """Return the one way in which a file is named here: Spark has several."""
    kind, colon, rest = unquote(uri).partition(":")
    return f"/{rest.lstrip('/')}" if colon and kind == "file" else unquote(uri)


def from_lines(parts: Batches, files: Numbers, before: Mapping[tuple[str, int], int]) -> Batches:
    """Lines of text, in the order of the file, each with its file and where its stretch begins → lines.

    `before` is how many lines there are before each stretch that Spark reads a file in.
    """
    return batches(
        ((files[place_of(uri)], line, line, text) for uri, line, text in _counted(parts, before) if text.strip()), LINES
    )


def from_records(parts: Batches, files: Numbers) -> Batches:
    """Rows with a column of turns, each with its file and number there → lines."""
    return batches(((files[place_of(uri)], at, 0, line_of(row).encode()) for row, uri, at in rows_of(parts)), LINES)


def turns_from_cells(parts: Batches, files: Numbers, columns: Columns) -> Batches:
    """Rows of turns, each with its file and number there → turns."""
    return batches(
        (_turn(list(row.values()), files[place_of(uri)], at, columns) for row, uri, at in rows_of(parts)), TURNS
    )


def turns_from_lines(
    parts: Batches, files: Numbers, before: Mapping[tuple[str, int], int], header: Sequence[str], columns: Columns
) -> Batches:
    """Lines of JSON, a turn each → turns. What is no object stays as it is, for the reader to say what it is."""

    def rows() -> Iterator[tuple[Any, ...]]:
        for uri, line, text in _counted(parts, before):
            value = _object(text)
            if value is not None:
                yield _turn([value.get(name) for name in header], files[place_of(uri)], line, columns)
            elif text.strip():
                yield None, -1, line, files[place_of(uri)], line, text

    return batches(rows(), TURNS)


def together(parts: Batches, columns: Columns, *, has_lines: bool) -> Batches:
    """Conversations, each with its key and its sorted turns → lines."""

    def rows() -> Iterator[tuple[Any, ...]]:
        for key, lone, turns in rows_of(parts):
            first = turns[0]
            if lone >= 0:
                yield first["file"], first["at"], first["at"], first["cells"]
            else:
                record = record_of(key, [json.loads(turn["cells"]) for turn in turns], columns)
                line = first["at"] if has_lines else 0
                yield first["file"], first["at"], line, line_of(record).encode()

    return batches(rows(), LINES)


def _turn(cells: Sequence[Any], file: int, at: int, columns: Columns) -> tuple[Any, ...]:
    key = None if columns.conversation is None else cells[columns.conversation]
    data = json.dumps(cells, default=plain).encode()
    return None if key is None else str(key), file if key is None else -1, -1, file, at, data


def _counted(parts: Batches, before: Mapping[tuple[str, int], int]) -> Iterator[tuple[str, int, bytes]]:
    """Yield (file, line from 1, text)."""
    here: tuple[str, int] | None = None
    line = 0
    for text, uri, start in rows_of(parts):
        if (uri, start) != here:
            here, line = (uri, start), before[uri, start]
        line += 1
        yield uri, line, text


def _object(text: bytes) -> dict[str, Any] | None:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
