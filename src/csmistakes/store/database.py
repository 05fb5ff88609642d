"""Opening a store, and what can be wrong with one: each a plain error that says what to do."""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from csmistakes.errors import UsageError
from csmistakes.store.schema import ABOUT, VERSION, statements, tables

_MEMORY = "128MB"  # what DuckDB holds before it goes to disk


def check(path: Path) -> None:
    """Make sure that a run can be added to the store at `path`, which need not be there yet; UsageError if not.

    All of it is read once: what is damaged is better known before hours of scoring than after.
    """
    duckdb = _duckdb("--store")
    if path.exists():
        with connected(duckdb, path) as database:
            if not _is_empty(database):
                _check_schema(database, path)
                for name in tables():
                    database.execute(f"SELECT bit_xor(hash(t)) FROM {name} AS t").fetchone()  # noqa: S608
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"cannot be written: {error.strerror}", path=str(path)) from None
    if not os.access(path.parent, os.W_OK):
        raise UsageError("cannot be written: its folder may not be written to", path=str(path))


@contextmanager
def opened(path: Path, *, read_only: bool = False) -> Iterator[Any]:
    """Open a store, made if it is not there and not only read, in one transaction: all that is done holds, or nothing.

    UsageError where it cannot be opened, is none, is of another version, or fails underway.
    """
    duckdb = _duckdb("csmistakes trends" if read_only else "--store")
    with connected(duckdb, path, read_only=read_only) as database:
        database.execute("BEGIN")
        if not _is_empty(database):
            _check_schema(database, path)
        elif not read_only:
            for statement in statements():
                database.execute(statement)
        yield database
        database.execute("COMMIT")


@contextmanager
def connected(duckdb: Any, path: Path, *, read_only: bool = False) -> Iterator[Any]:  # noqa: ANN401  (a module)
    """Connect to a database file. What goes wrong with the file is the user's to know, what with a query is a bug."""
    bugs = (duckdb.ProgrammingError, duckdb.DataError, duckdb.NotSupportedError)
    try:
        database = duckdb.connect(path, read_only=read_only, config={"memory_limit": _MEMORY})
        try:
            yield database
        finally:
            database.close()  # what is not committed never was
    except bugs:
        raise
    except duckdb.Error as error:
        raise _told(str(error), path) from None


def _duckdb(what: str) -> Any:  # noqa: ANN401
    try:
        return importlib.import_module("duckdb")
    except ImportError:
        raise UsageError(f"{what} needs duckdb", advice="pip install 'csmistakes[store]'") from None


def _told(said: str, path: Path) -> UsageError:
    """Return an error of DuckDB as one of the user's."""
    if "onflicting lock" in said or "being used by another process" in said:
        advice = "end what has it open and run this again; a run that has scored goes on with --resume"
        return UsageError("is in use by another program", path=str(path), advice=advice)
    if "not a valid DuckDB database" in said:
        return UsageError("is no DuckDB database", path=str(path), advice="name another file")
    if "version number" in said:
        advice = "pip install -U duckdb, or name another file"
        return UsageError("is a database of another DuckDB", path=str(path), advice=advice)
    first = said.partition("\n")[0]
    advice = "mend what is said here, take a copy from before, or name another file"
    return UsageError(f"cannot be used: {first}", path=str(path), advice=advice)


def _is_empty(database: Any) -> bool:  # noqa: ANN401
    (count,) = database.execute("SELECT count(*) FROM duckdb_tables() WHERE NOT temporary").fetchone()
    return not count


def _check_schema(database: Any, path: Path) -> None:  # noqa: ANN401
    """Refuse what is no store of this version. Tables and views of other people's beside ours are welcome."""
    found: dict[str, dict[str, str]] = {}
    query = (
        "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE schema_name = 'main' AND NOT internal"
    )
    for table, column, kind in database.execute(query).fetchall():
        found.setdefault(table, {})[column] = kind
    if ABOUT not in found:
        raise UsageError("is a database, but no store of csmistakes", path=str(path), advice="name another file")
    (version,) = database.execute(f"SELECT max(version) FROM {ABOUT}").fetchone()  # noqa: S608
    if version != VERSION:
        message = f"is a store of version {version}; this csmistakes knows version {VERSION}"
        raise UsageError(message, path=str(path), advice="score into a new file")
    changed = [name for name, kinds in tables().items() if found.get(name) != dict(kinds)]
    if changed:
        message = f"the columns of {', '.join(changed)} have been changed"
        raise UsageError(message, path=str(path), advice="score into a new file, and leave these tables alone")
