"""What is in a store after a run, after the same run again, and after one that failed."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from csmistakes.exports.tables import encodable
from csmistakes.scoring.rows import STREAMED, TABLES, FindingRow, Record, SectionRow, columns, values
from csmistakes.store import writing
from csmistakes.store.schema import tables
from csmistakes.store.writing import StoreFile
from tests.scoring.records import archive, record
from tests.store.helpers import asked, dump, scores, stored, talk

ROOT = Path(__file__).parent.parent.parent


def full(number: int, *, found: int = 1) -> Record:
    """Return a record with rows in every table."""
    one = record(number, {"curt": found, "late": 0})
    finding = FindingRow(
        "p", f"c{number}", "curt", "error", "s", "Ines", 2, "agent", None, 0, 4, 7, 1, "“Next.”", "m", "f", "tea-9:1",
        "ab12", True, 25.0,
    )  # fmt: skip
    section = SectionRow("p", f"c{number}", "s", None, 0.0)
    return replace(talk(one, date="2025-12-08"), sections=(section,), findings=(finding,) * found)


def rates(agent: str, _: str, __: int) -> float:
    return {"a001": 0.9}.get(agent, 0.3)


def test_the_columns_are_those_of_the_other_outputs_with_proper_types(tmp_path: Path) -> None:
    stored(tmp_path / "s", [full(1)])
    kinds = {str: "VARCHAR", int: "BIGINT", float: "DOUBLE", bool: "BOOLEAN"}
    for name, row in TABLES.items():
        found = asked(tmp_path / "s", f"DESCRIBE {name}")
        expected = [(column, "DATE" if column == "date" else kinds[kind]) for column, kind in columns(row).items()]
        assert [(column, kind) for column, kind, *_ in found][: len(expected)] == expected
        assert {column for column, *_ in found} >= {"run", *(("talk",) if name in STREAMED else ())}


def test_the_rows_are_those_of_the_run(tmp_path: Path) -> None:
    records = [full(number) for number in range(3)]
    result = stored(tmp_path / "s", records, "January")
    found = dump(tmp_path / "s")
    assert [row[:20] for row in found["findings"]] == [tuple(values(one.findings[0])) for one in records]
    assert [row[:6] for row in found["opportunities"]] == [
        tuple(values(row)) for one in records for row in one.opportunities
    ]
    assert found["conversations"][0][6] == date(2025, 12, 8)
    assert sorted(row[:2] for row in found["trends"]) == sorted((row.kind, row.name) for row in result.trends)
    assert len(found["groups"]) == len(result.groups)
    assert found["runs"] == [(1, "January", "1", "k", result.made.card.digest, 30, True, 1, 1, 3, 4, 0)]


def test_two_runs_into_new_stores_give_equal_rows(tmp_path: Path) -> None:
    for name in "ab":
        stored(tmp_path / name, list(archive(rates, agents=5, teams=2, each=8)))
    assert dump(tmp_path / "a") == dump(tmp_path / "b")


def test_the_rows_are_the_same_however_many_are_handed_over_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = [full(number) for number in range(7)]
    stored(tmp_path / "a", records)
    monkeypatch.setattr(writing, "_BATCH", 2)
    stored(tmp_path / "b", records)
    assert dump(tmp_path / "a") == dump(tmp_path / "b")


def test_a_conversation_that_is_scored_again_is_replaced_and_the_others_stay(tmp_path: Path) -> None:
    store = tmp_path / "s"
    stored(store, [full(1), full(2)], "first")
    stored(store, [full(2, found=2), full(3)], "second")
    ids = asked(store, "SELECT conversation, run, findings FROM conversations ORDER BY conversation")
    assert ids == [("c1", 1, 1), ("c2", 2, 2), ("c3", 2, 1)]
    assert asked(store, "SELECT conversation, count(*) FROM findings GROUP BY 1 ORDER BY 1") == [
        ("c1", 1), ("c2", 2), ("c3", 1),
    ]  # fmt: skip
    for name in STREAMED:
        left = f"SELECT count(*) FROM {name} WHERE talk NOT IN (SELECT talk FROM conversations)"  # noqa: S608
        assert asked(store, left) == [(0,)]
    assert asked(store, "SELECT name FROM runs ORDER BY run") == [("first",), ("second",)]


def test_a_run_of_which_nothing_is_left_is_gone_with_its_figures(tmp_path: Path) -> None:
    store = tmp_path / "s"
    stored(store, [full(1), full(2)], "first")
    once = dump(store)
    stored(store, [full(1), full(2)], "again")
    again = dump(store)
    assert [row[:2] for row in again["runs"]] == [(2, "again")]
    assert {name: len(rows) for name, rows in again.items()} == {name: len(rows) for name, rows in once.items()}


def test_the_same_id_in_another_file_is_another_conversation(tmp_path: Path) -> None:
    stored(tmp_path / "s", [full(1), talk(full(1), path="q")])
    stored(tmp_path / "s", [talk(full(1), path="q")])
    assert asked(tmp_path / "s", "SELECT path, run FROM conversations ORDER BY path") == [("p", 1), ("q", 2)]


def test_conversations_of_one_file_with_one_id_are_told_apart_by_their_order(tmp_path: Path) -> None:
    for _ in range(2):
        stored(tmp_path / "s", [full(1), full(1), full(1, found=3)])
    assert asked(tmp_path / "s", "SELECT nth, findings, run FROM conversations ORDER BY nth") == [
        (1, 1, 2), (2, 1, 2), (3, 3, 2),
    ]  # fmt: skip


def test_without_an_id_a_conversation_goes_by_how_it_begins_and_its_day(tmp_path: Path) -> None:
    def unnamed(number: int, begins: str, day: str) -> Record:
        return replace(talk(full(1), conversation=f"#{number}", date=day), known_by=begins)

    stored(tmp_path / "s", [unnamed(1, "aa", "2025-12-08"), unnamed(2, "bb", "2025-12-08")])
    stored(tmp_path / "s", [unnamed(1, "aa", "2025-12-15"), unnamed(2, "aa", "2025-12-08")])
    found = asked(tmp_path / "s", "SELECT known_by, run, conversation FROM conversations ORDER BY ALL")
    assert found == [
        ("#aa 2025-12-08", 2, "#2"), ("#aa 2025-12-15", 2, "#1"), ("#bb 2025-12-08", 1, "#2"),
    ]  # fmt: skip


def test_a_card_is_kept_as_long_as_a_run_has_it(tmp_path: Path) -> None:
    result = stored(tmp_path / "s", [full(1)])
    other = replace(result.made.card, version=2)
    stored(tmp_path / "s", [full(1)], card=other)
    assert asked(tmp_path / "s", "SELECT card FROM cards") == [(other.digest,)]


def test_a_run_that_fails_leaves_the_store_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = tmp_path / "s"
    stored(store, [full(1), full(2)])
    before = dump(store)

    def fail(*_: Any) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr(StoreFile, "_keep_card", fail)
    with pytest.raises(RuntimeError, match="boom"):
        stored(store, [full(2), full(3)])
    assert dump(store) == before


KILLED = """
import os, sys
from pathlib import Path
from csmistakes.store import writing
from tests.store.helpers import scores
from tests.store.test_writing import full
writing._BATCH = 1
writing.StoreFile._keep_card = lambda self, scores: os.kill(os.getpid(), 9)
sink = writing.StoreFile(Path(sys.argv[1]), str)
for number in range(3):
    sink.add(full(number, found=2))
sink.finish(scores([full(1)]))
"""


@pytest.mark.parametrize("before", [True, False])
def test_a_run_that_is_killed_leaves_the_store_as_it_was(tmp_path: Path, before: bool) -> None:
    store = tmp_path / "s"
    if before:
        stored(store, [full(1), full(2)])
        was = dump(store)
    done = subprocess.run([sys.executable, "-c", KILLED, str(store)], cwd=ROOT, check=False, capture_output=True)
    assert done.returncode == -9, done.stderr
    if before:
        assert dump(store) == was
    stored(store, [full(number) for number in range(3)])  # and the next run finds nothing in its way
    assert asked(store, "SELECT count(*), max(findings) FROM conversations") == [(3, 1)]


def test_a_run_without_conversations_is_noted(tmp_path: Path) -> None:
    stored(tmp_path / "s", [])
    assert asked(tmp_path / "s", "SELECT run, conversations FROM runs") == [(1, 0)]


TEXTS = st.text(st.characters(codec=None), max_size=20) | st.sampled_from(
    ["'; DROP TABLE conversations; --", '"', "a\0b", "$run", "?", "\ud800", "{}", "%s"]
)


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TEXTS.filter(lambda text: not text.startswith("#")), min_size=1, max_size=4), TEXTS)
def test_any_id_and_name_is_text_and_nothing_else(tmp_path_factory: Any, ids: list[str], agent: str) -> None:
    store = tmp_path_factory.mktemp("store") / "s"
    for _ in range(2):
        records = [talk(full(1), conversation=one, agent=agent, path=one) for one in ids]
        sink = StoreFile(store, str, agent)
        for one in records:
            sink.add(one)
        sink.finish(scores([]))
    found = asked(store, "SELECT conversation, agent, path, known_by, file FROM conversations ORDER BY talk")
    assert found == [(encodable(one), encodable(agent), *[encodable(one)] * 3) for one in ids]
    assert asked(store, "SELECT name FROM runs") == [(encodable(agent),)]
    assert set(dump(store)) == set(tables())


def test_the_views_count_what_the_figures_count(tmp_path: Path) -> None:
    result = stored(tmp_path / "s", list(archive(rates, agents=4, teams=2, each=30)))
    weeks = {(row.name, row.week): row for row in result.groups if row.kind == "agent" and row.week}
    found = asked(tmp_path / "s", "SELECT agent, week, team, conversations, with_findings, score FROM agent_weeks")
    assert {(agent, week) for agent, week, *_ in found} == set(weeks)
    for agent, week, team, conversations, with_findings, score in found:
        row = weeks[agent, week]
        assert (team, conversations, with_findings) == (row.team, row.conversations, row.with_findings)
        assert score == pytest.approx(row.score, abs=0.011)
    by_mistake = asked(
        tmp_path / "s",
        "SELECT agent, mistake, sum(applicable)::BIGINT, sum(conversations)::BIGINT, sum(findings)::BIGINT "
        "FROM agent_mistake_weeks GROUP BY ALL ORDER BY ALL",
    )
    assert by_mistake == [
        (row.name, row.mistake, row.applicable, row.conversations, row.findings)
        for row in sorted(result.rates, key=lambda row: (row.name, row.mistake))
        if row.kind == "agent"
    ]
