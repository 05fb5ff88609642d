"""Delta tables: which Parquet files are the table now, by its log (https://github.com/delta-io/delta, PROTOCOL.md).

Only what protocol version 1 of readers knows: no deletion vectors and no renamed columns. Others are refused, since
reading their files as they are would give rows that are gone.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from csmistakes.errors import UsageError
from csmistakes.expressions import expression
from csmistakes.spark.lines import place_of

_COMMIT = expression(r"/(\d{20})\.json$")
_CHECKPOINT = expression(r"/(\d{20})\.checkpoint(?:\.\d{10}\.(\d{10}))?\.parquet$")

Action = Mapping[str, Any]


def active_files(spark: Any, table: str) -> list[str] | None:  # noqa: ANN401  (a session)
    """Return the places of a Delta table's files; None if it is none. UsageError if its log cannot be followed."""
    root = table.rstrip("/")
    try:
        listed = spark.read.format("binaryFile").load(f"{root}/_delta_log").inputFiles()
    except Exception:  # noqa: BLE001  (there is no log; what else is the matter, listing the table will tell)
        return None
    log = sorted(map(place_of, listed))
    start, parts = _checkpoint(log)
    commits = [(int(found[1]), place) for place in log if (found := _COMMIT.search(place)) and int(found[1]) > start]
    expected = list(range(start + 1, start + 1 + len(commits)))
    if not (commits or parts) or [version for version, _ in commits] != expected:
        raise UsageError("its Delta log has gaps", path=table, advice="read it with the Delta connector, write Parquet")
    active: dict[str, None] = {}
    actions = [*(_of_checkpoint(spark, parts) if parts else ()), *_of_commits(spark, [place for _, place in commits])]
    for action in actions:
        _check(action, table)
        if added := action.get("add"):
            active[added["path"]] = None
        elif removed := action.get("remove"):
            active.pop(removed["path"], None)
    return [_place(root, path) for path in active]


def _checkpoint(log: Iterable[str]) -> tuple[int, list[str]]:
    """Return the last version of which there is a whole checkpoint, and its files; -1 if there is none."""
    found: dict[tuple[int, int], list[str]] = defaultdict(list)
    for place in log:
        if match := _CHECKPOINT.search(place):
            found[int(match[1]), int(match[2] or 1)].append(place)
    whole = [(version, places) for (version, size), places in sorted(found.items()) if len(places) == size]
    return whole[-1] if whole else (-1, [])


def _of_checkpoint(spark: Any, parts: list[str]) -> Iterator[Action]:  # noqa: ANN401
    table = spark.read.parquet(*parts)
    for row in table.select("protocol", "add").toLocalIterator():
        yield {key: value for key, value in row.asDict(recursive=True).items() if value is not None}


def _of_commits(spark: Any, places: list[str]) -> Iterator[Action]:  # noqa: ANN401
    """Yield the actions of commits, in the order of their versions."""
    if places:
        lines = spark.read.text(places).selectExpr("_metadata.file_name AS name", "value").collect()
        for line in sorted(lines, key=lambda line: str(line["name"])):  # a stable sort: a commit keeps its order
            if line["value"].strip():
                yield json.loads(line["value"])


def _check(action: Action, table: str) -> None:
    needs = int((action.get("protocol") or {}).get("minReaderVersion") or 1)
    added = action.get("add") or {}
    values = dict(added.get("partitionValues") or {})
    is_plain = all(f"{name}=" in unquote(added["path"]) for name in values)
    if needs > 1 or added.get("deletionVector") or not is_plain:
        what = "deletion vectors, renamed columns or a later protocol"
        advice = "read it with Spark's Delta connector and write Parquet first"
        raise UsageError(f"a Delta table with {what}", path=table, advice=advice)


def _place(root: str, path: str) -> str:
    known = unquote(path)
    return place_of(known) if re.match(r"[a-z][a-z0-9+.-]*:/|/", known) else f"{root}/{known}"
