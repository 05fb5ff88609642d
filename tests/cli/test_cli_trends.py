"""csmistakes score --store, and csmistakes trends, with two real rules."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner, Result

from csmistakes.cli import program
from tests.store.helpers import asked, dump

Run = Callable[..., Result]


def write(path: Path, days: list[str], *, prefix: str = "c", agent: str = "Ines", rude: int = 0) -> Path:
    """Write a conversation for each day, of which so many go wrong."""
    answers = ["go away" if number < rude else "here you are" for number in range(len(days))]
    records = [
        {"id": f"{prefix}{number}", "agent": agent, "team": "Blue", "channel": "chat", "started": day, "turns": [
            {"role": "customer", "text": "hello"}, {"role": "agent", "text": answer}]}
        for number, (day, answer) in enumerate(zip(days, answers, strict=True))
    ]  # fmt: skip
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


@pytest.fixture
def card(desk: Path) -> str:
    text = "name: C\nversion: 1\nbands: [{name: any, from: 0}]\nsections: {s: {mistakes: {being-rude: {points: 50}}}}\n"
    (desk / "card.yaml").write_text(text, encoding="utf-8")
    return "card.yaml"


@pytest.fixture
def score(small: Run, card: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    folder = Path(".rules").resolve()

    def load(_: object = (), *__: object) -> Any:
        from csmistakes.checking import load_whole

        return load_whole([folder], with_shipped=False)

    monkeypatch.setattr("csmistakes.cli.trends.load", load)
    return lambda *args: small("score", *args, "--card", card, "--store", "history.duckdb", "--min-sample", "5")


@pytest.fixture
def filled(score: Run) -> Run:
    """A store with two weeks in two runs, the second worse; returns what runs csmistakes trends on it."""
    weeks = ["2026-01-05"] * 8, ["2026-01-13"] * 8
    write(Path("one.jsonl"), weeks[0])
    write(Path("two.jsonl"), weeks[1], agent="Bo", rude=6)
    assert score("one.jsonl", "--run-name", "first").exit_code == 0
    assert score("two.jsonl", "--run-name", "second").exit_code == 0
    return lambda *args: CliRunner().invoke(
        program, ["trends", "history.duckdb", *args], env={"COLUMNS": "100"}, prog_name="csmistakes"
    )


def test_files_are_known_by_their_way_from_the_store(score: Run, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(desk / "talks" / "one.jsonl", ["2026-01-05"] * 2)
    score("talks")
    monkeypatch.chdir(desk / "talks")
    Path("history.duckdb").symlink_to(desk / "history.duckdb")
    Path("card.yaml").symlink_to(desk / "card.yaml")
    assert score("one.jsonl").exit_code == 0
    found = asked(desk / "history.duckdb", "SELECT path, file, run FROM conversations")
    assert found == [("one.jsonl", "talks/one.jsonl", 2)] * 2


def test_standard_input_is_known_by_its_content(desk: Path, card: str, score: Run) -> None:  # noqa: ARG001
    texts = [write(desk / name, ["2026-01-05"], rude=rude).read_text(encoding="utf-8")
             for name, rude in (("a.jsonl", 0), ("b.jsonl", 1))]  # fmt: skip
    args = ["score", "-", "--card", card, "--store", "history.duckdb"]
    for text in (*texts, *texts):
        assert CliRunner().invoke(program, args, input=text).exit_code == 0
    found = asked(desk / "history.duckdb", "SELECT path, file[1], findings FROM conversations ORDER BY talk")
    assert found == [("-", "-", 0), ("-", "-", 1)]


def test_a_store_in_the_folder_of_transcripts_is_not_read_as_one(score: Run, desk: Path) -> None:
    write(desk / "talks.jsonl", ["2026-01-05"])
    for _ in range(2):
        result = score(".")
        assert "passed over" not in result.stderr.replace("1 files passed over", "")  # the card is


def test_a_store_that_cannot_be_used_is_told_before_anything_is_scored(
    score: Run, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        pytest.fail("scored")

    monkeypatch.setattr("csmistakes.batch.run.Batch.score", fail)
    write(desk / "talks.jsonl", ["2026-01-05"])
    (desk / "history.duckdb").write_text("no database", encoding="utf-8")
    result = score("talks.jsonl")
    assert result.exit_code == 2
    assert "history.duckdb: is no DuckDB database (name another file)" in result.stderr


def test_a_store_that_is_taken_while_a_run_goes_on_costs_none_of_it(
    score: Run, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(desk / "talks.jsonl", ["2026-01-05"] * 3)
    with monkeypatch.context() as patched:
        patched.setattr("csmistakes.store.writing.opened", _locked)
        result = score("talks.jsonl")
    assert result.exit_code == 2
    assert "Conflicting lock" in result.stderr
    assert (desk / "history.duckdb.journal").exists()
    assert score("talks.jsonl", "--resume").exit_code == 0
    assert asked(desk / "history.duckdb", "SELECT count(*) FROM conversations") == [(3,)]
    assert not (desk / "history.duckdb.journal").exists()


def _locked(path: Path) -> None:
    from csmistakes.errors import UsageError

    raise UsageError("Conflicting lock is held", path=str(path))


def test_any_number_of_processes_give_the_same_rows(desk: Path) -> None:
    for number in range(30):
        write(desk / "talks" / f"{number}.jsonl", ["2026-01-05"] * 9, prefix=f"{number}-", rude=number)
    for name, jobs in (("a", "1"), ("b", "2")):
        words = ["score", "talks", "--store", name, "--jobs", jobs]
        subprocess.run([sys.executable, "-m", "csmistakes", *words], cwd=desk, check=True, capture_output=True)
    assert dump(desk / "a") == dump(desk / "b")


def test_what_the_configuration_calls_a_script_is_not_scored(score: Run, desk: Path) -> None:
    (desk / "csmistakes.toml").write_text('scripts = ["macros"]\n', encoding="utf-8")
    write(desk / "talks.jsonl", ["2026-01-05"])
    (desk / "macros").mkdir()
    (desk / "macros" / "late.txt").write_text("Customer: hello\nAgent: go away\n", encoding="utf-8")
    result = score("talks.jsonl", "macros")
    assert result.exit_code == 0, result.stderr
    assert "1 scripted reply is not scored: nobody answered a customer there" in result.stderr
    assert asked(desk / "history.duckdb", "SELECT path FROM conversations") == [("talks.jsonl",)]


def test_a_name_needs_a_store(small: Run, card: str) -> None:
    result = small("score", "x", "--card", card, "--run-name", "January")
    assert result.exit_code == 2
    assert "--run-name goes with --store" in result.stderr


def test_weeks_are_shown_to_people(filled: Run) -> None:
    result = filled()
    assert result.exit_code == 0, result.stderr
    lines = result.stdout.splitlines()
    assert lines[0] == "All: 16 conversations, score 81.2"
    assert any(line.startswith("2026-W02  100.0") and "████████████████████  0" in line for line in lines)
    assert any(line.startswith("2026-W03   62.5") and "(" not in line for line in lines)
    assert any(" 37.5 %" in line and "6 / 16" in line and line.rstrip().endswith("▁█") for line in lines)
    assert lines[-1].strip() == "Too few weeks, conversations or agents for a trend."


def test_what_is_asked_for_is_what_is_shown(filled: Run) -> None:
    assert filled("--agent", "Bo", "--by", "month").stdout.startswith("Agent Bo: 8 conversations, score 62.5\n\nmonth")
    assert filled("--team", "Blue", "--until", "2026-01-05").stdout.startswith("Team Blue: 8 conversations, score 100")
    assert filled("--since", "2026-01-06", "--by", "day").stdout.startswith("All: 8 conversations, score 62.5")
    assert filled("--since", "2027-01-06").stdout == "No conversations of this kind are in the store.\n"


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--agent", "Inez"], "--agent: “Inez” is not in the store (there are: Bo, Ines)"),
        (["--queue", "returns"], "--queue: “returns” is not in the store (there are: none at all)"),
        (["--mistake", "being-ruder"], "did you mean “being-rude”?"),
        (["--agent", "'; DROP TABLE runs; --"], "is not in the store"),
        (["--compare", "run:first", "2026-W02"], "a run can only be compared with a run"),
        (["--compare", "run:first", "run:third"], "there is no run:third (there are: run:first, run:second)"),
    ],
)
def test_what_is_not_there_is_an_error(filled: Run, args: list[str], words: str) -> None:
    result = filled(*args)
    assert result.exit_code == 2
    assert words in result.stderr


def test_programs_get_json(filled: Run) -> None:
    data = json.loads(filled("--output-format", "json", "--mistake", "being-rude", "--since", "2026-01-01").stdout)
    assert [row["period"] for row in data["scores"]] == [None, "2026-W02", "2026-W03"]
    assert [(row["period"], row["conversations"]) for row in data["rates"]] == [
        (None, 6), ("2026-W02", 0), ("2026-W03", 6),
    ]  # fmt: skip
    assert data["trend"]["verdict"] == "too few"
    assert data["about"]["since"] == "2026-01-01"
    assert [run["name"] for run in data["about"]["runs"]] == ["first", "second"]


def test_programs_get_csv(filled: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(filled("--output-format", "csv").stdout)))
    scores = [row for row in rows if row["of"] == "score"]
    assert [(row["period"], row["applicable"], row["value"]) for row in scores] == [
        ("", "16", "81.25"), ("2026-W02", "8", "100.0"), ("2026-W03", "8", "62.5"),
    ]  # fmt: skip
    rude = [row for row in rows if row["mistake"] == "being-rude"]
    assert [(row["period"], row["conversations"], row["value"]) for row in rude] == [
        ("", "6", "0.375"), ("2026-W02", "0", "0.0"), ("2026-W03", "6", "0.75"),
    ]  # fmt: skip


def test_one_agents_weeks_and_runs_are_compared(score: Run, filled: Run) -> None:
    write(Path("three.jsonl"), ["2026-01-05"] * 30, prefix="d", agent="Bo")
    write(Path("four.jsonl"), ["2026-01-13"] * 30, prefix="e", agent="Bo", rude=29)
    score("three.jsonl", "--run-name", "before")
    score("four.jsonl", "--run-name", "after")
    for sides in (("2026-W02", "2026-W03"), ("run:before", "run:after")):
        lines = filled("--agent", "Bo", "--compare", *sides).stdout.splitlines()
        (line,) = (line for line in lines if f"{sides[1]} against {sides[0]}: " in line)
        assert ": worse, " in line
        assert any("”: worse, " in line for line in lines)
    assert "too few conversations, or agents" in filled("--compare", "2026-W02", "2026-W03").stdout
    assert "no conversation in 2026-W30" in filled("--compare", "2026-W02", "2026-W30").stderr


def test_what_makes_weeks_hard_to_compare_is_said(filled: Run, desk: Path) -> None:
    with duckdb.connect(desk / "history.duckdb") as database:
        database.execute("UPDATE runs SET catalogue = 'other', complete = false WHERE run = 1")
    told = filled().stderr
    assert "the runs in this store had different rules" in told
    assert "a run in this store was interrupted" in told


def test_many_periods_are_not_all_shown_to_people(score: Run, filled: Run) -> None:
    write(Path("more.jsonl"), [f"2026-{month:02}-{day:02}" for month in (3, 4) for day in range(1, 21)], prefix="m")
    score("more.jsonl")
    shown = filled("--by", "day").stdout
    assert "16 before these with --output-format csv, or json" in shown
    assert "2026-01-05" not in shown


def test_names_are_harmless_on_a_terminal(score: Run, filled: Run) -> None:
    write(Path("bad.jsonl"), ["2026-01-13"] * 6, agent="Bo\x1b[31m[bold]")
    score("bad.jsonl")
    shown = filled("--agent", "Bo\x1b[31m[bold]")
    assert shown.exit_code == 0
    assert "\x1b" not in shown.stdout
    assert "[bold]" in shown.stdout


def test_conversations_without_a_date_have_no_weeks(score: Run, filled: Run) -> None:
    path = write(Path("none.jsonl"), ["2026-01-13"], agent="Kit")
    path.write_text(path.read_text(encoding="utf-8").replace('"2026-01-13"', "null"), encoding="utf-8")
    score("none.jsonl")
    assert "No conversation has a date." in filled("--agent", "Kit").stdout


def test_there_must_be_a_store() -> None:
    result = CliRunner().invoke(program, ["trends", "none.duckdb"])
    assert result.exit_code == 2
    assert "none.duckdb: there is no such file (csmistakes score … --store FILE makes one)" in result.stderr
