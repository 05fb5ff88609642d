"""What a store holds, as the records that a run would have given."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from csmistakes.errors import UsageError
from csmistakes.scoring.card import Band, Item, Scorecard, Section
from csmistakes.scoring.rows import ConversationRow, OpportunityRow, Record, columns
from csmistakes.store.database import opened
from csmistakes.store.schema import RUNS

_BATCH = 2_000  # conversations that are read together
_TALK = tuple(columns(ConversationRow))
_FIELDS = {  # what can be asked for, and where it is
    "agent": "SELECT agent FROM opportunities WHERE agent IS NOT NULL",
    "mistake": "SELECT rule FROM opportunities",
    **{name: f"SELECT {name} FROM conversations WHERE {name} IS NOT NULL" for name in ("team", "queue", "channel")},  # noqa: S608
}


@dataclass(frozen=True, slots=True)
class StoredRun:
    """A run of which the store still has conversations."""

    number: int
    name: str | None
    version: str
    catalogue: str
    card: str
    min_sample: int
    complete: bool


class Store:
    """A store that is open for reading."""

    def __init__(self, database: Any) -> None:  # noqa: ANN401  (a DuckDBPyConnection)
        self._database = database

    def runs(self) -> list[StoredRun]:
        """Return the runs, the newest last."""
        rows = self._database.execute(f"SELECT {', '.join(RUNS)} FROM runs ORDER BY run").fetchall()  # noqa: S608
        told = [dict(zip(RUNS, row, strict=True)) for row in rows]
        return [
            StoredRun(
                one["run"], one["name"], one["csmistakes"], one["catalogue"], one["card"], one["min_sample"],
                one["complete"],
            )
            for one in told
        ]  # fmt: skip

    def card(self, digest: str) -> Scorecard:
        """Return the scorecard of a run."""
        (text,) = self._database.execute("SELECT definition FROM cards WHERE card = ?", [digest]).fetchone()
        card: Mapping[str, Any] = json.loads(text)
        sections = (
            Section(**{**one, "items": tuple(Item(**item) for item in one["items"])}) for one in card["sections"]
        )
        return Scorecard(
            **{**card, "bands": tuple(Band(**band) for band in card["bands"]), "sections": tuple(sections)}
        )

    def names(self, field: str) -> list[str]:
        """Return the agents, teams, queues, channels or mistakes that there are."""
        rows = self._database.execute(f"SELECT DISTINCT name FROM ({_FIELDS[field]}) AS t(name) ORDER BY name")  # noqa: S608
        return [name for (name,) in rows.fetchall()]

    def records(self, since: date | None = None, until: date | None = None) -> Iterator[tuple[int, Record]]:
        """Yield each conversation of these days (UTC, both included), or all, dated or not, with its run's number.

        Sections and findings are left out.
        """
        with closing(self._database.cursor()) as cursor:
            talks = cursor.execute(
                f"SELECT run, talk, {', '.join(_TALK)} FROM conversations "  # noqa: S608
                "WHERE ($since IS NULL OR date >= $since::DATE) AND ($until IS NULL OR date <= $until::DATE) "
                "ORDER BY talk",
                {"since": since, "until": until},
            )
            while batch := talks.fetchmany(_BATCH):
                chances = self._chances(batch[0][1], batch[-1][1])
                for run, number, *talk in batch:
                    yield run, _record(talk, chances.get(number, ()))

    def _chances(self, first: int, last: int) -> Mapping[int, Sequence[Sequence[Any]]]:
        """Return the opportunities of the conversations from one number to another: DuckDB would gather all at once."""
        rows = self._database.execute(
            "SELECT talk, rule, agent, opportunities, findings FROM opportunities WHERE talk BETWEEN ? AND ?",
            [first, last],
        )
        found: dict[int, list[Sequence[Any]]] = defaultdict(list)
        for talk, *chance in rows.fetchall():
            found[talk].append(chance)
        return found


@contextmanager
def reading(path: Path) -> Iterator[Store]:
    """Open a store to read from it; UsageError if there is none, or nothing in it."""
    if not path.exists():
        raise UsageError("there is no such file", path=str(path), advice="csmistakes score … --store FILE makes one")
    with opened(path, read_only=True) as database:
        store = Store(database)
        if not database.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'runs'").fetchone():
            raise UsageError("is empty", path=str(path), advice="csmistakes score … --store FILE fills one")
        yield store


def _record(talk: Sequence[Any], chances: Sequence[Sequence[Any]]) -> Record:
    value = dict(zip(_TALK, talk, strict=True))
    value["date"] = value["date"] and value["date"].isoformat()
    rows = tuple(OpportunityRow(value["path"], value["conversation"], *chance) for chance in chances)
    return Record(ConversationRow(**value), (), (), rows)
