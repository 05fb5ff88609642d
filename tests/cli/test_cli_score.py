"""csmistakes score, with the shipped rules: outputs, the same bytes however it is run, and runs that break off."""

from __future__ import annotations

import csv
import gzip
import json
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from csmistakes.batch import run as batch_run
from csmistakes.batch import scorer as batch_scorer
from csmistakes.batch.journal import Block, Journal
from csmistakes.batch.rereading import Rereader
from csmistakes.catalogue import Catalogue, load
from csmistakes.cli import program
from csmistakes.readers import Input, RoleNames
from csmistakes.recognition.compiling import recogniser_of
from csmistakes.recognition.recogniser import Recogniser
from csmistakes.scoring import recording
from csmistakes.scoring.rows import TABLES, columns

ROOT = Path(__file__).parent.parent.parent
Score = Callable[..., Result]

EXCHANGES = [
    ("Can I bring the lamp back? It's one day over.", "Sorry, that's our policy."),
    ("Does the lamp come with a spare part?", "Yes, there is one in the box."),
    ("Who decides on the price of the lamp?", "I'm only a call center agent."),
]


def talk(number: int, agent: str = "Ines", team: str = "Blue") -> dict[str, Any]:
    asks, answers = EXCHANGES[number % len(EXCHANGES)]
    turns = [{"role": "customer", "text": asks}, {"role": "agent", "text": answers}]
    day = f"2026-01-{5 + number % 21:02}"
    return {"id": f"c{number}", "agent": agent, "team": team, "channel": "chat", "started": day, "turns": turns}


def write(path: Path, records: list[dict[str, Any]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def shipped() -> tuple[Catalogue, Recogniser]:
    """The shipped rules, read and compiled once for all tests here."""
    catalogue = load()
    return catalogue, recogniser_of(catalogue)


@pytest.fixture
def score(desk: Path, shipped: tuple[Catalogue, Recogniser], monkeypatch: pytest.MonkeyPatch) -> Score:  # noqa: ARG001
    monkeypatch.setattr("csmistakes.cli.catalogue.load_whole", lambda _, **__: shipped[0])
    monkeypatch.setattr("csmistakes.recognition.compiling.recogniser_of", lambda _: shipped[1])

    def invoke(*args: str, text: str | bytes | None = None) -> Result:
        return CliRunner().invoke(program, ["score", *args], input=text, env={"COLUMNS": "100"}, prog_name="csmistakes")

    return invoke


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def test_a_folder_is_scored_into_every_output(score: Score, desk: Path) -> None:
    write(desk / "talks" / "a.jsonl", [talk(n) for n in range(6)])
    (desk / "talks" / "b.jsonl.gz").write_bytes(gzip.compress(json.dumps(talk(7, "Omar", "Red")).encode()))
    (desk / "talks" / "list.txt").write_text("milk\n", encoding="utf-8")
    result = score("talks", "--csv", "out", "--json", "scores.json", "--parquet", "out", "--min-sample", "5")
    assert result.exit_code == 0, result.output
    assert "7 conversations, 4 with findings" in result.output
    assert "Hiding behind policy" in result.output
    assert "1 files passed over" in result.stderr
    assert not list(desk.rglob("*.journal"))
    for name, kind in TABLES.items():
        rows = table(desk / "out", name)
        stored = pq.read_table(desk / "out" / f"{name}.parquet")
        assert stored.column_names == list(columns(kind))
        assert stored.num_rows == len(rows)
    conversations = table(desk / "out", "conversations")
    assert [(row["conversation"], row["team"], row["week"]) for row in conversations][-1] == ("c7", "Red", "2026-W03")
    found = [row for row in table(desk / "out", "findings") if row["rule"] == "belittling-own-role"]
    assert found[0]["sources"]
    data = json.loads((desk / "scores.json").read_text(encoding="utf-8"))
    assert len(data["conversations"]) == data["about"]["conversations"] == 7
    first = data["conversations"][0]
    assert first["score"] == pytest.approx(100 - sum(row["cost"] for row in first["found"]), abs=0.06)
    assert data["about"]["complete"]
    assert data["about"]["card"]["digest"] == first["card"]


def test_what_had_no_chance_is_not_applicable(score: Score, desk: Path) -> None:
    write(desk / "a.jsonl", [talk(1)])
    assert score("a.jsonl", "--csv", "out").exit_code == 0
    rules = {row["rule"] for row in table(desk / "out", "opportunities")}
    assert "no-empathy" not in rules
    assert "not-listening" in rules


@pytest.fixture
def archive(desk: Path) -> Path:
    """An archive of several files, one of them large for these tests, with one bad line."""
    write(desk / "talks" / "big.jsonl", [talk(n) for n in range(200)])
    for number in range(3):
        write(
            desk / "talks" / f"small-{number}.jsonl", [talk(n, f"Agent {n % 4}", "Red") for n in range(number * 10, 30)]
        )
    with (desk / "talks" / "small-0.jsonl").open("a", encoding="utf-8") as file:
        file.write("{torn\n")
    return desk / "talks"


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks and tasks so small that a few conversations make many."""
    monkeypatch.setattr(batch_scorer, "BLOCK", 7)
    monkeypatch.setattr(batch_run, "LARGE", 4000)


OUTPUTS = ("--csv", "out/csv", "--json", "out/scores.json", "--parquet", "out/parquet", "--html", "out/r.html")


def test_any_number_of_processes_gives_the_same_bytes(
    score: Score, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch_run, "LARGE", 4000)
    results: list[tuple[str, dict[str, bytes]]] = []
    for jobs in ("1", "1", "3"):
        done = score("talks", *OUTPUTS, "--jobs", jobs)
        assert done.exit_code == 2  # the torn line
        assert "small-0.jsonl:31" in done.stderr
        results.append((done.stdout, files(archive.parent / "out")))
    assert len(results) == 3
    first, *others = results
    assert all(other == first for other in others)


@pytest.mark.parametrize("what", ["Queue", "Process.start"])
def test_where_there_can_be_no_processes_the_work_is_done_all_the_same(
    score: Score, archive: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError("no processes here")

    monkeypatch.setattr(batch_run, "LARGE", 4000)
    alone = score("talks", "--csv", "out", "--jobs", "1").stdout, files(archive.parent / "out")
    context = multiprocessing.get_context("spawn")
    *inside, name = what.split(".")
    monkeypatch.setattr(getattr(context, inside[0]) if inside else type(context), name, refused)
    assert (score("talks", "--csv", "out", "--jobs", "2").stdout, files(archive.parent / "out")) == alone


class _Stop:
    """Stands in for the journal's append, and breaks off after so many blocks."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, after: int, error: BaseException) -> None:
        original = Journal.append
        self.count = 0

        def append(journal: Any, block: Any) -> None:
            if self.count == after:
                raise error
            self.count += 1
            original(journal, block)

        monkeypatch.setattr(Journal, "append", append)


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("after", [1, 9])
def test_an_interrupted_run_shows_what_it_has_and_goes_on(
    score: Score, archive: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    whole = score("talks", *OUTPUTS)
    expected = files(archive.parent / "out")
    for name in expected:
        (archive.parent / "out" / name).unlink()
    with monkeypatch.context() as patched:
        _Stop(patched, after, KeyboardInterrupt())
        broken = score("talks", *OUTPUTS)
    assert broken.exit_code == 130
    assert "go on with --resume" in broken.stderr
    partial = table(archive.parent / "out" / "csv", "conversations")
    assert len(partial) == min(7 * after, len(partial))
    assert not json.loads((archive.parent / "out" / "scores.json").read_text(encoding="utf-8"))["about"]["complete"]
    again = score("talks", *OUTPUTS)
    assert again.exit_code == 2
    assert "--resume" in again.stderr
    counted = _Stop(monkeypatch, -1, RuntimeError())
    resumed = score("talks", *OUTPUTS, "--resume")
    assert (resumed.exit_code, resumed.stdout) == (whole.exit_code, whole.stdout)
    assert files(archive.parent / "out") == expected
    assert counted.count == 29 + 5 + 3 + 2 - after  # blocks of 7: nothing is scored twice


KILLED = [sys.executable, "-m", "csmistakes", "score", "talks", "--json", "{}.json", "--html", "{}.html"]
KILLED += ["--store", "{}.duckdb"]


def start(folder: Path, name: str, *more: str) -> subprocess.Popen[bytes]:
    words = [word.format(name) for word in KILLED]
    return subprocess.Popen(
        [*words, *more], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """Return a folder of talks with what a run to the end has written beside them, and what it said."""
    folder = tmp_path_factory.mktemp("whole")
    write(folder / "talks" / "a.jsonl", [talk(n, f"Agent {n % 7}") for n in range(1200)])
    write(folder / "talks" / "b.jsonl", [talk(n, f"Agent {n % 5}") for n in range(200)])
    process = start(folder, "whole", "--jobs", "1")
    out, errors = process.communicate()
    assert process.returncode == 0, errors
    return folder, out


@pytest.mark.slow
@pytest.mark.parametrize(("jobs", "how"), [("1", signal.SIGKILL), ("2", signal.SIGKILL), ("2", signal.SIGINT)])
def test_a_killed_run_goes_on_and_nothing_is_lost_or_doubled(
    tmp_path: Path, whole: tuple[Path, bytes], jobs: str, how: signal.Signals
) -> None:
    folder, out = whole
    shutil.copytree(folder / "talks", tmp_path / "talks")
    process = start(tmp_path, "broken", "--jobs", jobs)
    journal = tmp_path / "broken.json.journal"
    for _ in range(3000):  # until it has got somewhere
        if process.poll() is not None or (journal.exists() and journal.stat().st_size > 20_000):
            break
        time.sleep(0.02)
    assert process.poll() is None, "the run was over before it could be killed"
    os.killpg(process.pid, how)
    _, told = process.communicate()
    if how is signal.SIGINT:
        assert process.returncode == 130
        assert told.decode().strip().startswith("note: interrupted; what was scored is kept in ")
        assert not json.loads((tmp_path / "broken.json").read_bytes())["about"]["complete"]
    else:
        assert not (tmp_path / "broken.json").exists()
    with journal.open("ab") as file:
        file.write(b"0000ffff1234")  # as a write that was cut off leaves it
    resumed = start(tmp_path, "broken", "--jobs", jobs, "--resume")
    again, errors = resumed.communicate()
    assert resumed.returncode == 0, errors
    assert again == out
    for kind in ("json", "html"):
        assert (tmp_path / f"broken.{kind}").read_bytes() == (folder / f"whole.{kind}").read_bytes()
    assert stored(tmp_path / "broken.duckdb") == stored(folder / "whole.duckdb")


def stored(path: Path) -> dict[str, list[Any]]:
    """Return the rows of every table in a store, but for the numbers that show that a run broke off before."""
    found: dict[str, list[Any]] = {}
    with duckdb.connect(path, read_only=True) as store:
        for (name,) in store.execute("SELECT table_name FROM duckdb_tables()").fetchall():
            kept = [f'"{column}"' for column in store.table(name).columns if column not in {"run", "talk"}]
            found[name] = store.execute(f"SELECT {', '.join(kept)} FROM {name} ORDER BY ALL").fetchall()  # noqa: S608
    return found


def test_a_changed_file_is_scored_anew(score: Score, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(desk / "talks" / "a.jsonl", [talk(0)])
    write(desk / "talks" / "b.jsonl", [talk(1)])
    monkeypatch.setattr(batch_run, "LARGE", 1)
    with monkeypatch.context() as patched:
        _Stop(patched, 1, KeyboardInterrupt())
        assert score("talks", "--csv", "out").exit_code == 130
    write(desk / "talks" / "a.jsonl", [talk(1)])
    assert score("talks", "--csv", "out", "--resume").exit_code == 0
    assert [row["conversation"] for row in table(desk / "out", "conversations")] == ["c1", "c1"]


def test_another_card_does_not_go_on_with_a_journal(score: Score, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(desk / "talks" / "a.jsonl", [talk(0)])
    write(desk / "talks" / "b.jsonl", [talk(1)])
    monkeypatch.setattr(batch_run, "LARGE", 1)
    (desk / "card.yaml").write_text(CARD, encoding="utf-8")
    with monkeypatch.context() as patched:
        _Stop(patched, 1, KeyboardInterrupt())
        assert score("talks", "--csv", "out").exit_code == 130
    result = score("talks", "--csv", "out", "--resume", "--card", "card.yaml")
    assert result.exit_code == 2
    assert "another scorecard" in result.stderr


CARD = """\
name: House
version: 1
bands: [{name: fine, from: 60}, {name: poor, from: 0}]
sections:
  ours:
    mistakes:
      hiding-behind-policy: {points: 100, fail: whole, why: We bend where it helps.}
      belittling-own-role: {points: 40}
"""


def test_cards_by_option_and_by_configuration(score: Score, desk: Path) -> None:
    write(desk / "a.jsonl", [talk(0), talk(2)])
    (desk / "card.yaml").write_text(CARD, encoding="utf-8")
    assert score("a.jsonl", "--csv", "one", "--card", "card.yaml").exit_code == 0
    (desk / "csmistakes.toml").write_text('scorecard = "card.yaml"\n', encoding="utf-8")
    assert score("a.jsonl", "--csv", "two").exit_code == 0
    assert files(desk / "one") == files(desk / "two")
    rows = table(desk / "one", "conversations")
    assert [(row["score"], row["band"], row["failed_by"]) for row in rows] == [
        ("0.0", "poor", "hiding-behind-policy"),
        ("80.0", "fine", ""),
    ]
    toml = (
        'scorecard.name = "T"\nscorecard.version = 1\nscorecard.bands = [{ name = "x", from = 0 }]\n'
        "[scorecard.sections.s.mistakes.belittling-own-role]\npoints = 10\n"
    )
    (desk / "csmistakes.toml").write_text(toml, encoding="utf-8")
    assert score("a.jsonl", "--csv", "three").exit_code == 0
    assert [row["score"] for row in table(desk / "three", "conversations")] == ["100.0", "90.0"]


def test_a_wrong_card_is_told_with_its_place(score: Score, desk: Path) -> None:
    (desk / "csmistakes.toml").write_text("[scorecard]\nname = 'T'\n", encoding="utf-8")
    result = score("--explain-card")
    assert result.exit_code == 2
    assert "csmistakes.toml:1: “version” is missing" in result.stderr
    for text, message in (("scorecard = 3\n", "must be a table"), ('scorecard = "no.yaml"\n', "there is no file")):
        (desk / "csmistakes.toml").write_text(text, encoding="utf-8")
        result = score("--explain-card")
        assert result.exit_code == 2
        assert message in result.stderr


def test_the_card_explains_itself(score: Score, desk: Path) -> None:
    result = score("--explain-card")
    assert result.exit_code == 0
    assert "csmistakes default, version 1, digest " in result.output
    assert "Due only where there is distress" in result.output
    assert max(map(len, result.output.splitlines())) <= 100
    (desk / "card.yaml").write_text(CARD, encoding="utf-8")
    result = score("--explain-card", "--card", "card.yaml")
    assert "one fails the whole" in result.output
    assert "Not on the card" in result.output


def test_names_people_and_standard_input(score: Score, desk: Path) -> None:
    text = "Customer: Does the lamp come with a spare part?\nAgent: Yes, in the box.\n"
    (desk / "blue").mkdir()
    (desk / "blue" / "ines_2026-01-05.txt").write_text(text, encoding="utf-8")
    assert score("blue", "--name-pattern", "{team}/{agent}_{date}.txt", "--csv", "out").exit_code == 0
    (row,) = table(desk / "out", "conversations")
    assert (row["agent"], row["team"], row["date"]) == ("ines", "blue", "2026-01-05")
    (desk / "people.csv").write_text("agent,team\nInes,Green\n", encoding="utf-8")
    piped = score("-", "--people", "people.csv", "--csv", "out", text=json.dumps(talk(0)) + "\n")
    assert piped.exit_code == 0, piped.stderr
    (row,) = table(desk / "out", "conversations")
    assert (row["path"], row["team"]) == ("-", "Green")


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ((), "Missing argument"),
        (("a.jsonl", "--resume"), "--resume needs the journal"),
        (("a.jsonl", "--name-pattern", "x"), "--name-pattern"),
        (("a.jsonl", "--select", "nonsense"), "nonsense"),
        (("a.jsonl", "--csv", "a.jsonl"), "is a file"),
        (("gone.jsonl",), "no such file"),
    ],
)
def test_wrong_usage(score: Score, desk: Path, args: tuple[str, ...], message: str) -> None:
    write(desk / "a.jsonl", [talk(0)])
    result = score(*args)
    assert result.exit_code == 2
    assert message in result.stderr


def test_outputs_and_journals_are_no_inputs(score: Score, desk: Path) -> None:
    write(desk / "a.jsonl", [talk(0)])
    outputs = ("--csv", "out", "--json", "scores.json")
    first = score(".", *outputs)
    before = files(desk)
    assert score(".", *outputs).stdout == first.stdout
    assert files(desk) == before


def test_a_rule_left_out_is_not_scored(score: Score, desk: Path) -> None:
    write(desk / "a.jsonl", [talk(0)])
    assert score("a.jsonl", "--csv", "out", "--ignore", "hiding-behind-policy").exit_code == 0
    assert table(desk / "out", "conversations")[0]["score"] == "100.0"


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_what_the_configuration_and_people_leave_out_costs_nothing(score: Score, desk: Path, jobs: str) -> None:
    for name in ("a", "b"):
        write(desk / "talks" / f"{name}.jsonl", [talk(number) for number in range(6)])
    score("talks", "--csv", "all", "--jobs", jobs)
    rows = table(desk / "all", "findings")
    rule = rows[0]["rule"]
    of_rule = [row for row in rows if row["rule"] == rule]
    (desk / "csmistakes.toml").write_text(
        f'[[overrides]]\npaths = ["talks/a.jsonl"]\nignore = ["{rule}"]\n', encoding="utf-8"
    )
    score("talks", "--csv", "some", "--jobs", jobs)
    left = [row for row in table(desk / "some", "findings") if row["rule"] == rule]
    assert {row["path"] for row in of_rule} == {"talks/a.jsonl", "talks/b.jsonl"}
    assert {row["path"] for row in left} == {"talks/b.jsonl"}
    (desk / "csmistakes.toml").write_text(f'[severity]\n{rule} = "off"\n', encoding="utf-8")
    score("talks", "--csv", "off", "--jobs", jobs)
    assert not [row for row in table(desk / "off", "findings") if row["rule"] == rule]
    (desk / "csmistakes.toml").unlink()

    one = of_rule[0]
    said = {"verdict": "not-a-mistake", "reason": "she joked", "who": "Bea", "date": "2026-01-31"}
    keys = ("rule", "path", "conversation", "fingerprint", "quote")
    line = json.dumps({**said, **{key: one[key] for key in keys}, "turn": int(one["turn"])})
    (desk / "csmistakes-disputes.jsonl").write_text(line + "\n", encoding="utf-8")
    text = score("talks", "--csv", "disputed", "--json", "d.json", "--jobs", jobs).stdout
    assert "1 finding left out as disputed" in text
    assert [row for row in table(desk / "disputed", "findings") if row["fingerprint"] == one["fingerprint"]] == []
    assert len(table(desk / "disputed", "findings")) == len(rows) - 1
    talks = {(row["path"], row["conversation"]): row for row in table(desk / "disputed", "conversations")}
    before = {(row["path"], row["conversation"]): row for row in table(desk / "all", "conversations")}
    key = (one["path"], one["conversation"])
    assert float(talks[key]["score"]) > float(before[key]["score"])
    assert [row["disputed"] for row in talks.values()].count("1") == 1
    chances = [row for row in table(desk / "disputed", "opportunities") if (row["path"], row["conversation"]) == key]
    assert next(row for row in chances if row["rule"] == rule)["opportunities"] != "0"  # a chance, and not missed
    assert json.loads((desk / "d.json").read_text(encoding="utf-8"))["about"]["disputed"] == 1
    score("talks", "--csv", "again", "--no-disputes", "--jobs", jobs)
    assert files(desk / "again") == files(desk / "all")


def test_conversations_that_begin_alike_have_fingerprints_of_their_own(score: Score, desk: Path) -> None:
    turns = talk(0)["turns"]
    write(desk / "t.jsonl", [{"turns": turns}, {"turns": turns}])
    score("t.jsonl", "--csv", "o")
    prints = [row["fingerprint"] for row in table(desk / "o", "findings")]
    assert prints
    assert len(set(prints)) == len(prints)


def test_a_missing_pyarrow_names_its_extra(score: Score, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(desk / "a.jsonl", [talk(0)])
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    result = score("a.jsonl", "--parquet", "out")
    assert result.exit_code == 2
    assert "csmistakes[parquet]" in result.stderr
    assert score("a.jsonl", "--csv", "out").exit_code == 0


def test_a_page_shows_conversations_as_they_were_said_but_for_what_is_personal(score: Score, desk: Path) -> None:
    one = talk(0)
    one["turns"][0]["text"] += " My card is 4111 1111 1111 1111, <b>write</b> to jo@example.com."
    write(desk / "a.jsonl", [one, talk(1)])
    text = {}
    for mask in ("--mask", "--no-mask"):
        assert score("a.jsonl", "--html", "r.html", mask).exit_code == 0
        text[mask] = (desk / "r.html").read_text(encoding="utf-8")
        assert "&lt;b&gt;write&lt;/b&gt;" in text[mask]
        assert "<mark>that&#x27;s our policy</mark>" in text[mask]
    for number in ("4111 1111 1111 1111", "jo@example.com"):
        assert number in text["--no-mask"]
        assert number not in text["--mask"]
    piped = score("-", "--html", "r.html", text=json.dumps(one) + "\n")
    assert piped.exit_code == 0, piped.stderr
    assert "bring the lamp back" in (desk / "r.html").read_text(encoding="utf-8")
    assert score("a.jsonl", "--html", "r.html", "--html-conversations", "0").exit_code == 0
    assert "bring the lamp back" not in (desk / "r.html").read_text(encoding="utf-8")


def test_a_page_is_no_input_and_names_what_it_needs(score: Score, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(desk / "a.jsonl", [talk(0)])
    first = score(".", "--html", "r.html")
    assert score(".", "--html", "r.html").stderr == first.stderr
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    result = score("a.jsonl", "--html", "other.html")
    assert result.exit_code == 2
    assert "csmistakes[html]" in result.stderr
    assert not list(desk.rglob("*.journal"))


def test_a_file_that_changed_meanwhile_is_not_quoted(desk: Path) -> None:
    place = write(desk / "a.jsonl", [talk(0), talk(1)])
    found = Input(place, "a.jsonl", is_named=True)
    with Journal(desk / "j", {}, resume=False) as journal:
        reread = Rereader([found], RoleNames(), journal, is_masked=True)
        assert reread([("a.jsonl", "c1")]) == {}  # not scored at all
        journal.append(Block("a.jsonl", batch_scorer.content_of(found)[0], 0, [], (), {}))
        assert set(reread([("a.jsonl", "c1"), ("b.jsonl", "c0")])) == {("a.jsonl", "c1")}
        write(place, [talk(3), talk(1)])
        assert reread([("a.jsonl", "c1")]) == {}


def test_a_bug_costs_its_conversation_only(score: Score, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(desk / "a.jsonl", [talk(0), talk(1), talk(2)])

    def record_of(checked: Any, *args: Any) -> Any:
        if checked.conversation.id == "c1":
            raise RuntimeError("the kettle boiled over")
        return recording.record_of(checked, *args)

    monkeypatch.setattr(batch_scorer, "record_of", record_of)
    result = score("a.jsonl", "--csv", "out")
    assert result.exit_code == 3
    assert "c1: RuntimeError: the kettle boiled over" in result.stderr
    assert [row["conversation"] for row in table(desk / "out", "conversations")] == ["c0", "c2"]


def test_a_turn_that_is_too_long_and_an_empty_file_are_warnings(score: Score, desk: Path) -> None:
    long = talk(1)
    long["turns"][0]["text"] = "word " * 30_000
    write(desk / "a.jsonl", [long])
    (desk / "empty.txt").write_text("", encoding="utf-8")
    result = score("a.jsonl", "empty.txt")
    assert result.exit_code == 0
    assert "only the first 100,000 are looked at" in result.stderr
    assert "the file is empty" in result.stderr


@pytest.fixture(scope="module")
def widths() -> dict[int, str]:
    """The summary of the examples at two widths, piped."""
    out = {}
    for width in (60, 200):
        done = subprocess.run(
            [sys.executable, "-m", "csmistakes", "score", "examples/transcripts", "--min-sample", "5"],
            cwd=ROOT, capture_output=True, check=True, env={**os.environ, "COLUMNS": str(width), "NO_COLOR": "1"},
        )  # fmt: skip
        out[width] = done.stdout.decode()
    return out


@pytest.mark.parametrize("width", [60, 200])
def test_the_summary_fits_its_width(widths: dict[int, str], width: int) -> None:
    text = widths[width]
    assert max(map(len, text.splitlines())) <= width
    assert "\x1b" not in text
    for said in (
        "Score ",
        "Mistakes, made in most conversations first",
        "Agents",
        "What chance does not",
        "Over many conversations",
    ):
        assert said in text
