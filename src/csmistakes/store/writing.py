"""--store: what a run gave is added to a database, and takes the place of what it held of the same conversations."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Any

from csmistakes.exports.tables import encodable, figures_of, rows_of
from csmistakes.scoring.result import Scores
from csmistakes.scoring.rows import STREAMED, TABLES, Record, values
from csmistakes.store.database import check, opened
from csmistakes.store.schema import CARDS, RUNS, columns_of, table

_BATCH = 4_096  # rows that are handed over together: more are little faster, and held twice meanwhile
# Conversations wait here until all are known, to be numbered where a file holds several that go by the same.
_NEW = "new_conversations"
_ONE_BY_ONE = """
INSERT INTO conversations
SELECT * REPLACE (row_number() OVER (PARTITION BY file, known_by ORDER BY talk) AS nth)
FROM new_conversations ORDER BY talk
"""
_REPLACED = """
CREATE TEMP TABLE replaced AS
SELECT old.talk FROM conversations AS old JOIN conversations AS new USING (file, known_by, nth)
WHERE old.run < $run AND new.run = $run
"""


class StoreFile:
    """Adds a run to the store at `path`. UsageError if it cannot be, before anything is scored.

    `place_of` gives, for a path, what the file is known by from run to run. The database is open, and nobody else can
    have it open, only from the first conversation on: so it waits for them until all are scored.
    """

    waits = True

    def __init__(self, path: Path, place_of: Callable[[str], str], name: str | None = None) -> None:
        check(path)
        self._path = path
        self._place_of = place_of
        self._name = name
        self._open = ExitStack()
        self._database: Any = None
        self._rows: dict[str, list[Sequence[Any]]] = defaultdict(list)
        self._kinds = {**{name: columns_of(name) for name in TABLES}, "runs": RUNS, "cards": CARDS}
        self._kinds[_NEW] = self._kinds["conversations"]
        self._run = self._talk = 0
        self._file = ("", "")  # the path, and what it is known by

    def add(self, record: Record) -> None:
        """Hand over a conversation's rows, together with those of others."""
        self._begin()
        self._talk += 1
        path = record.conversation.path
        if path != self._file[0] or not self._file[1]:
            self._file = path, self._place_of(path)
        identity = (self._file[1], _known_by(record), 0)
        for name, rows in rows_of(record):
            more = (self._run, self._talk, *(identity if name == "conversations" else ()))
            self._write(_NEW if name == "conversations" else name, ((*values(row), *more) for row in rows))

    def finish(self, scores: Scores) -> None:
        """Write the figures, drop what this run has replaced, and make all of it hold."""
        self._begin()
        with self._open:
            for name, rows in figures_of(scores):
                self._write(name, ((*values(row), self._run) for row in rows))
            self._write("runs", [self._about(scores)])
            for name in list(self._rows):
                self._flush(name)
            self._database.execute(_ONE_BY_ONE)
            self._replace()
            self._keep_card(scores)

    def _begin(self) -> None:
        if self._database is not None:
            return
        self._database = self._open.enter_context(opened(self._path))
        self._database.execute(f"CREATE TEMP TABLE {table(_NEW, self._kinds[_NEW])}")
        (self._run,) = self._database.execute("SELECT coalesce(max(run), 0) + 1 FROM runs").fetchone()
        (self._talk,) = self._database.execute("SELECT coalesce(max(talk), 0) FROM conversations").fetchone()

    def _write(self, name: str, rows: Iterable[Sequence[Any]]) -> None:
        waiting = self._rows[name]
        waiting += rows
        if len(waiting) >= _BATCH:
            self._flush(name)

    def _flush(self, name: str) -> None:
        rows, self._rows[name] = self._rows[name], []
        if rows:
            cells = [[encodable(value) for value in column] for column in zip(*rows, strict=True)]
            lists = ", ".join(f"unnest(?::{kind}[])" for kind in self._kinds[name].values())
            self._database.execute(f"INSERT INTO {name} SELECT {lists}", cells)

    def _about(self, scores: Scores) -> Sequence[Any]:
        made, read = scores.made, scores.read
        about: Mapping[str, Any] = {
            "run": self._run,
            "name": self._name,
            "csmistakes": made.version,
            "catalogue": made.catalogue,
            "card": made.card.digest,
            "min_sample": made.min_sample,
            "complete": read.complete,
            "files": read.files,
            "files_done": read.done,
            "conversations": scores.conversations,
            "turns": scores.turns,
            "disputed": scores.disputed,
        }
        return [about[column] for column in RUNS]

    def _replace(self) -> None:
        """Drop the conversations that were scored again, and the runs of which nothing is left."""
        self._database.execute(_REPLACED, {"run": self._run})
        for name in STREAMED:
            self._database.execute(f"DELETE FROM {name} WHERE talk IN (SELECT talk FROM replaced)")  # noqa: S608
        for name in ("runs", *(name for name in TABLES if name not in STREAMED)):
            left = "run < $run AND run NOT IN (SELECT run FROM conversations)"
            self._database.execute(f"DELETE FROM {name} WHERE {left}", {"run": self._run})  # noqa: S608

    def _keep_card(self, scores: Scores) -> None:
        card = scores.made.card
        self._database.execute("DELETE FROM cards WHERE card = ? OR card NOT IN (SELECT card FROM runs)", [card.digest])
        self._rows["cards"].append((card.digest, json.dumps(asdict(card), sort_keys=True)))
        self._flush("cards")


def _known_by(record: Record) -> str:
    """Return the id; of a conversation without one, how it begins and its day: other days do not move it."""
    talk = record.conversation
    return talk.conversation if not talk.conversation.startswith("#") else f"#{record.known_by} {talk.date or ''}"
