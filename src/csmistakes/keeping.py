"""Texts by key, kept in a file of the cache folder: an SQLite database, so that several runs can use it at once.

Nothing here ever fails: what cannot be read is not there, and what cannot be written is not kept.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, suppress
from itertools import islice
from pathlib import Path
from typing import Any

from csmistakes import cache

NAME = "results-2.sqlite"  # 2 is the format of what is kept: count it up when it changes
MAX_SIZE = 200_000_000  # bytes; beyond, the half that was used longest ago goes
_WAIT = 2.0  # seconds for another run that is writing
_AT_ONCE = 500  # keys of one question: fewer than any SQLite allows
_PASSING = {  # the next run may be luckier
    *(sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_FULL),
    *(sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM),
}
_SCHEMA = (
    ("INDEX", "by_use ON results (used)"),
    ("TABLE", "results (key BLOB PRIMARY KEY, used INTEGER NOT NULL, found TEXT NOT NULL, seal BLOB NOT NULL)"),
)


class Store:
    """The database: opened when it is first asked, made when it is first written to."""

    def __init__(self) -> None:
        self._open: sqlite3.Connection | None = None
        self._use = 0  # counts the runs that wrote something: what they used has the number they had

    def find(self, keys: Sequence[bytes], met: list[bytes]) -> dict[bytes, str]:
        """Return what is kept under each of `keys`; those that should be marked as in use are added to `met`."""
        found: dict[bytes, str] = {}
        with suppress(sqlite3.Error, OSError, RuntimeError):
            if self._open is None:
                self._connect((cache.existing() / NAME).absolute())
            for some in _chunks(keys):
                question = f"SELECT key, used, found, seal FROM results WHERE key IN ({','.join('?' * len(some))})"  # noqa: S608
                for key, used, kept, seal in self._ask(question, some):
                    if type(kept) is not str or seal != _seal(key, kept):
                        continue  # damaged, on the disk or on the way
                    found[key] = kept
                    if used != self._use:
                        met.append(key)
        return found

    def write(self, new: Mapping[bytes, str], met: Sequence[bytes]) -> None:
        """Keep what is new, and mark what was met as in use."""
        try:
            if self._open is None:
                self._make()
            assert self._open is not None  # noqa: S101  (made just now)
            with self._open as database:
                use = self._use + bool(new)
                database.executemany("UPDATE results SET used = ? WHERE key = ?", [(use, key) for key in met])
                database.executemany(
                    "INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?)",
                    [(key, use, kept, _seal(key, kept)) for key, kept in new.items()],
                )
            self._make_room()
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF not in _PASSING:
                self._discard()  # no database any more, or none that csmistakes made
        except (OSError, RuntimeError):  # no folder to keep it in
            pass

    def _connect(self, path: Path) -> None:
        database = sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True, timeout=_WAIT)
        try:
            for setting in ("trusted_schema = OFF", "cell_size_check = ON", "synchronous = NORMAL"):
                database.execute(f"PRAGMA {setting}")
            there = database.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name").fetchall()
            if there != [(f"CREATE {kind} {what}",) for kind, what in _SCHEMA]:  # a view or trigger can do anything
                raise sqlite3.DatabaseError(f"{path} was made by something else")  # noqa: TRY301
            ((use,),) = database.execute("SELECT coalesce(max(used), 0) FROM results")
            if type(use) is not int or not 0 <= use < 1 << 62:
                raise sqlite3.DatabaseError(f"{path} was written by something else")  # noqa: TRY301
            self._use = use
        except BaseException:
            database.close()
            raise
        self._open = database

    def _make(self) -> None:
        path = (cache.made() / NAME).absolute()
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))  # private before anything stands in it
        with closing(sqlite3.connect(path, timeout=_WAIT)) as database, database:
            for kind, what in reversed(_SCHEMA):
                database.execute(f"CREATE {kind} IF NOT EXISTS {what}")
        self._connect(path)

    def _ask(self, question: str, values: Sequence[bytes] = ()) -> list[Any]:
        assert self._open is not None  # noqa: S101  (whoever asks has opened it)
        return self._open.execute(question, values).fetchall()

    def _make_room(self) -> None:
        pages, free, size = (
            self._ask(f"PRAGMA {what}")[0][0] for what in ("page_count", "freelist_count", "page_size")
        )
        if (pages - free) * size > MAX_SIZE:
            half = "SELECT key FROM results ORDER BY used, rowid LIMIT (SELECT count(*) / 2 FROM results)"
            assert self._open is not None  # noqa: S101
            with self._open as database:
                database.execute(f"DELETE FROM results WHERE key IN ({half})")  # noqa: S608

    def _discard(self) -> None:
        with suppress(sqlite3.Error, OSError, RuntimeError):
            if self._open is not None:
                self._open.close()
                self._open = None
            (cache.existing() / NAME).unlink(missing_ok=True)


def _seal(key: bytes, kept: str) -> bytes:
    """Return what tells whether a text is as it was written, and under the key it was written for."""
    return hashlib.sha256(key + kept.encode("utf-8", "surrogatepass")).digest()[:8]


def _chunks(keys: Sequence[bytes]) -> Iterator[list[bytes]]:
    rest = iter(keys)
    while some := list(islice(rest, _AT_ONCE)):
        yield some
