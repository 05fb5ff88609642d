"""What can be wrong with a store, told before anything is scored."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from csmistakes.errors import UsageError
from csmistakes.store.database import check, opened
from csmistakes.store.reading import reading
from tests.store.helpers import dump, stored
from tests.store.test_writing import full


def changed(path: Path, statement: str) -> Path:
    with duckdb.connect(path) as database:
        database.execute(statement)
    return path


def refused(path: Path, words: str) -> None:
    with pytest.raises(UsageError, match=words) as told:
        check(path)
    assert told.value.path == str(path)
    assert told.value.advice or words == "cannot be written"


def test_a_store_that_is_not_there_yet_is_fine_and_nothing_is_made(tmp_path: Path) -> None:
    check(tmp_path / "new" / "s")
    assert list((tmp_path / "new").iterdir()) == []


def test_an_empty_database_becomes_a_store(tmp_path: Path) -> None:
    stored(changed(tmp_path / "s", "CHECKPOINT"), [full(1)])
    assert len(dump(tmp_path / "s")["conversations"]) == 1


def test_tables_and_views_of_others_in_it_are_welcome(tmp_path: Path) -> None:
    stored(tmp_path / "s", [full(1)])
    changed(tmp_path / "s", "CREATE TABLE targets (agent VARCHAR); CREATE VIEW mine AS SELECT * FROM agent_weeks")
    stored(tmp_path / "s", [full(1)])


def test_what_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("Kettle, one\n" * 1000, encoding="utf-8")
    (tmp_path / "nothing").touch()
    for name in ("text", "nothing"):
        refused(tmp_path / name, "is no DuckDB database")
    refused(tmp_path, "cannot be used")


def test_half_a_database_is_refused(tmp_path: Path) -> None:
    stored(tmp_path / "s", [full(number) for number in range(500)])
    data = (tmp_path / "s").read_bytes()
    (tmp_path / "half").write_bytes(data[: len(data) // 2])
    refused(tmp_path / "half", "cannot be used")


def test_a_damaged_database_is_refused(tmp_path: Path) -> None:
    stored(tmp_path / "s", [full(number) for number in range(500)])
    data = bytearray((tmp_path / "s").read_bytes())
    for place in range(len(data) // 2, len(data), 4096):
        data[place] ^= 0xFF
    (tmp_path / "s").write_bytes(data)
    refused(tmp_path / "s", "cannot be used")


def test_the_database_of_another_program_is_refused(tmp_path: Path) -> None:
    refused(changed(tmp_path / "s", "CREATE TABLE tea (cup INT)"), "no store of csmistakes")


def test_another_version_is_refused(tmp_path: Path) -> None:
    stored(tmp_path / "s", [full(1)])
    changed(tmp_path / "s", "UPDATE csmistakes_store SET version = 99")
    refused(tmp_path / "s", "version 99; this csmistakes knows version 1")


def test_changed_columns_are_refused(tmp_path: Path) -> None:
    stored(tmp_path / "s", [full(1)])
    changed(tmp_path / "s", "ALTER TABLE sections DROP share")
    refused(tmp_path / "s", "the columns of sections have been changed")


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    refused(tmp_path / "file" / "s", "cannot be written")


def test_a_folder_that_may_not_be_written_to_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)
    refused(tmp_path / "s", "cannot be written")


def test_a_store_that_another_program_has_open_is_refused(tmp_path: Path) -> None:
    stored(tmp_path / "s", [full(1)])
    code = "import duckdb, sys; d = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "s")], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        other.stdout.readline()
        refused(tmp_path / "s", "in use by another program")
        other.stdin.close()
    check(tmp_path / "s")


def test_without_duckdb_it_is_said_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(UsageError, match="--store needs duckdb") as told:
        check(tmp_path / "s")
    assert told.value.advice == "pip install 'csmistakes[store]'"


def test_the_file_of_another_duckdb_is_told_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stored(tmp_path / "s", [full(1)])

    def connect(*_: object, **__: object) -> None:
        raise duckdb.IOException("Trying to read a database file with version number 99, we can only read 64 to 68.")

    monkeypatch.setattr("duckdb.connect", connect)
    refused(tmp_path / "s", "is a database of another DuckDB")


def test_a_wrong_query_is_a_bug_and_no_fault_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(duckdb.Error), opened(tmp_path / "s") as database:
        database.execute("SELECT nothing FROM nowhere")


def test_there_must_be_something_to_read(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"), reading(tmp_path / "s"):
        pass
    changed(tmp_path / "s", "CHECKPOINT")
    with pytest.raises(UsageError, match="is empty"), reading(tmp_path / "s"):
        pass
