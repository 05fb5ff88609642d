"""From the files of a table to one line for each conversation: what Spark does between the mappings of `lines`."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from csmistakes.errors import UsageError
from csmistakes.readers.columns import Columns, columns_of
from csmistakes.spark import lines
from csmistakes.spark.lines import LINES, TURNS, ddl
from csmistakes.spark.source import PARQUET, Source

_SAMPLE = 1000  # lines that tell what columns there are
_ADVICE = "it needs a column “turns”, or columns for a text and its speaker"
_PLACE = "_metadata.file_path"


def mapped(table: Any, work: Callable[..., Any], columns: Mapping[str, str]) -> Any:  # noqa: ANN401  (DataFrames)
    """Return a table with its partitions mapped by `work`."""
    return table.mapInArrow(work, ddl(columns))


def lines_of(spark: Any, source: Source, given: str) -> Any:  # noqa: ANN401
    """Return the conversations as a DataFrame of LINES. UsageError if there are none in such a table."""
    table = source.read(spark)
    return _of_parquet(table, source, given) if source.format == PARQUET else _of_json(table, source, given)


def _of_parquet(table: Any, source: Source, given: str) -> Any:  # noqa: ANN401
    from pyspark.sql import functions as f  # noqa: PLC0415

    names = list(table.columns)
    row = f.struct(*(f.col(f"`{name.replace('`', '``')}`") for name in names)).alias("row")
    placed = table.select(row, f.col(_PLACE), f.col("_metadata.row_index"))
    if "turns" in names:
        return mapped(placed, partial(lines.from_records, files=source.numbers), LINES)
    columns = _columns(names, given)
    turns = mapped(placed, partial(lines.turns_from_cells, files=source.numbers, columns=columns), TURNS)
    return _together(turns, columns, has_lines=False)


def _of_json(table: Any, source: Source, given: str) -> Any:  # noqa: ANN401
    from pyspark.sql import functions as f  # noqa: PLC0415

    sample = [text for (text,) in table.select("value").where(f.trim("value") != "").limit(_SAMPLE).collect()]
    placed = table.select(f.col("value").cast("binary"), f.col(_PLACE), f.col("_metadata.file_block_start"))
    before = _before(table)
    keys = [found for found in map(_keys, sample) if found is not None]
    if any("turns" in found for found in keys):
        return mapped(placed, partial(lines.from_lines, files=source.numbers, before=before), LINES)
    header = list(dict.fromkeys(name for found in keys for name in found))
    columns = _columns(header, given)
    work = partial(lines.turns_from_lines, files=source.numbers, before=before, header=header, columns=columns)
    return _together(mapped(placed, work, TURNS), columns, has_lines=True)


def _together(turns: Any, columns: Columns, *, has_lines: bool) -> Any:  # noqa: ANN401
    """Return the turns of each conversation as one line, wherever in the table they stand."""
    from pyspark.sql import functions as f  # noqa: PLC0415

    said = f.sort_array(f.collect_list(f.struct("file", "at", "cells"))).alias("turns")
    grouped = turns.groupBy("key", "home", "lone").agg(said).select("key", "lone", "turns")
    return mapped(grouped, partial(lines.together, columns=columns, has_lines=has_lines), LINES)


def _before(table: Any) -> Mapping[tuple[str, int], int]:  # noqa: ANN401
    """Return how many lines there are before each stretch of a file that Spark reads at a time."""
    from pyspark.sql import functions as f  # noqa: PLC0415

    stretches = table.select(f.col(_PLACE).alias("file"), f.col("_metadata.file_block_start").alias("start"))
    counts: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for file, start, count in stretches.groupBy("file", "start").count().collect():
        counts[file].append((start, count))
    before = {}
    for file, found in counts.items():
        total = 0
        for start, count in sorted(found):
            before[file, start] = total
            total += count
    return before


def _keys(text: str) -> list[str] | None:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return list(value) if isinstance(value, dict) else None


def _columns(names: list[str], given: str) -> Columns:
    columns = columns_of(names)
    if columns is None:
        raise UsageError("not a table of conversations or turns", path=given, advice=_ADVICE)
    return columns
