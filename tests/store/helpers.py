"""Stores of records that are made without any transcript."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb

from csmistakes.finding import Summary
from csmistakes.scoring.card import Scorecard
from csmistakes.scoring.result import Made, Read, Scores, scores_of
from csmistakes.scoring.rows import ConversationRow, Record
from csmistakes.scoring.totals import Totals
from csmistakes.store.schema import tables
from csmistakes.store.writing import StoreFile
from tests.scoring.records import CARD


def scores(records: Iterable[Record], card: Scorecard = CARD, catalogue: str = "k") -> Scores:
    totals = Totals(card, {})
    for one in records:
        totals.add(one)
    return scores_of(totals, Made("1", catalogue, card), Read(1, 1, 0, ()), Summary((), (), 1, 4, 1, 0, 0))


def stored(
    path: Path, records: list[Record], name: str | None = None, *, card: Scorecard = CARD, catalogue: str = "k"
) -> Scores:
    """Add a run with these records to a store, whose files are known by their paths; return its figures."""
    sink = StoreFile(path, lambda place: place, name)
    for record in records:
        sink.add(record)
    found = scores(records, card, catalogue)
    sink.finish(found)
    return found


def asked(path: Path, query: str, *values: Any) -> list[tuple[Any, ...]]:
    with duckdb.connect(path, read_only=True) as database:
        return list(database.execute(query, list(values)).fetchall())


def dump(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    return {name: asked(path, f"SELECT * FROM {name} ORDER BY ALL") for name in tables()}  # noqa: S608


def talk(record: Record, **changes: Any) -> Record:
    """Return a record whose conversation is changed."""
    conversation: ConversationRow = replace(record.conversation, **changes)
    return replace(record, conversation=conversation)
