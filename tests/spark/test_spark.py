"""csmistakes score --engine spark on worker processes of Spark's: row for row what one machine finds."""

import gzip
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from benchmarks.archive import conversations
from csmistakes.cli import program
from csmistakes.errors import UsageError
from csmistakes.scoring.rows import TABLES, columns
from csmistakes.spark.source import source_of

pytestmark = pytest.mark.spark
ROOT = Path(__file__).parents[2]
PLACES = {"path", "fingerprint", "line", "column"}  # what says in which file a thing is


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """A session with two worker processes; Spark takes the one that is there."""
    from pyspark.sql import SparkSession

    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master("local-cluster[2,1,1024]").config("spark.sql.shuffle.partitions", "2")
    builder = builder.config("spark.ui.enabled", "false").config("spark.ui.showConsoleProgress", "false")
    builder = builder.config("spark.task.maxFailures", "1")  # what is damaged stays so
    found = builder.config("spark.sql.files.maxPartitionBytes", "40000").getOrCreate()  # several stretches of a file
    found.sparkContext.setLogLevel("OFF")
    yield found
    found.stop()


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def score(*args: str) -> Result:
    return CliRunner().invoke(program, ["score", "--min-sample", "5", *args], prog_name="csmistakes")


def both(given: str, *options: str) -> tuple[Result, Result]:
    """Score with both engines, into `here` and `there`."""
    here = score(given, *options, "--parquet", "here")
    return here, score("--engine", "spark", "--per-task", "40", *options, given, "there")


def rows(folder: Path, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(folder / f"{name}.parquet", partitioning=None).to_pylist()
    return found


def assert_alike(desk: Path, *, but: frozenset[str] = frozenset()) -> None:
    for name, kind in TABLES.items():
        found = pq.read_table(desk / "there" / f"{name}.parquet", partitioning=None)
        known = pq.read_table(desk / "here" / f"{name}.parquet")
        assert found.schema.types == known.schema.types
        assert found.column_names == known.column_names == list(columns(kind))
        mine, theirs = (
            [{k: v for k, v in row.items() if k not in but} for row in t.to_pylist()] for t in (found, known)
        )
        assert mine == theirs, name


def archive(count: int) -> list[dict[str, Any]]:
    """Twelve weeks of three agents in two teams; and conversations of our labelled ones."""
    made = list(conversations(count, 3, 1))
    labelled = (ROOT / "tests" / "regression" / "chat.transcripts.jsonl").read_text(encoding="utf-8").splitlines()
    return [*made, *map(json.loads, labelled[:20])]


def turns(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The records as rows of turns: two conversations at a time, turn about."""
    made = []
    for record in records:
        head = {"conversation_id": record["id"], "agent": record.get("agent"), "customer": record.get("customer")}
        head |= {"channel": record["channel"], "team": record.get("team"), "created_at": record.get("started")}
        made.append([{**head, "role": turn["role"], "text": turn["text"]} for turn in record["turns"]])
    mixed = []
    for one, other in zip(made[::2], made[1::2], strict=True):
        for k in range(max(len(one), len(other))):
            mixed += [*one[k : k + 1], *other[k : k + 1]]
    return mixed


def write(path: Path, records: list[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")


def problems(result: Result) -> list[str]:
    return sorted(line for line in result.stderr.splitlines() if line.startswith(("error:", "warning:")))


def test_conversations_in_lines_of_json(spark: Any, desk: Path) -> None:  # noqa: ARG001
    records = archive(90)
    shutil.copytree(ROOT / "examples" / "transcripts" / "kestrel-team", desk / "talks" / "kestrel")
    first = [{**record, "id": None} for record in records[:20]]  # known by their positions
    write(desk / "talks" / "north" / "a.jsonl", [*records[:70], *first, records[0], records[0]])
    with (desk / "talks" / "north" / "a.jsonl").open("a", encoding="utf-8") as file:
        file.write('\n{"torn\n\n{"id": "x", "turns": [{"role": "agent"}]}\n5\n')
        file.write(json.dumps(records[70]) + "\n" + json.dumps({**records[71], "channel": "script"}) + "\n")
    (desk / "talks" / "b.jsonl.gz").write_bytes(gzip.compress("\n".join(map(json.dumps, records[72:])).encode()))
    (desk / "talks" / "list.txt").write_text("milk", encoding="utf-8")
    (desk / "talks" / "c.jsonl.gz").write_bytes(b"\x1f\x8bnothing that was packed")
    here, there = both("talks", "--name-pattern", "{queue}/{}.jsonl")
    assert here.exit_code == there.exit_code == 2
    assert_alike(desk)
    assert here.stdout == there.stdout
    assert "error: talks/c.jsonl.gz: cannot be read: Spark finds it damaged" in there.stderr
    damaged = [line for line in problems(there) if "c.jsonl.gz" in line]
    assert [line for line in problems(here) if "c.jsonl.gz" not in line] == [
        line for line in problems(there) if line not in damaged
    ]
    listed = rows(desk / "there", "problems")
    assert [row["line"] for row in listed if row["path"].endswith("a.jsonl")] == [94, 96, 97]
    assert len({row["rule"] for row in rows(desk / "there", "corpus")}) > 1
    about = json.loads(rows(desk / "there", "about")[0]["csmistakes"])
    stored = json.loads(pq.read_metadata(desk / "here" / "conversations.parquet").metadata[b"csmistakes"])
    same = {"csmistakes", "catalogue", "card", "min_sample", "conversations", "turns", "silent", "bands", "disputed"}
    assert {name: about[name] for name in same} == {name: stored[name] for name in same}


def test_conversations_in_parquet(spark: Any, desk: Path) -> None:  # noqa: ARG001
    records = archive(60)
    (desk / "talks").mkdir()
    table = pa.Table.from_pylist(records)
    for name, some in (("a", table.slice(0, 50)), ("b", table.slice(50))):
        pq.write_table(some, desk / "talks" / f"{name}.parquet", row_group_size=20)
    (desk / "talks" / "z.parquet").write_bytes(b"PAR1 and nothing else")
    here, there = both("talks")
    assert here.exit_code == 0, here.output  # a file met in a folder that is none is passed over
    assert there.exit_code == 2
    assert "error: talks/z.parquet: cannot be read" in there.stderr
    assert_alike(desk)


def test_turns_in_parquet_and_in_lines_of_json(spark: Any, desk: Path) -> None:  # noqa: ARG001
    said = turns(archive(60))
    (desk / "talks").mkdir()
    pq.write_table(pa.Table.from_pylist(said), desk / "talks" / "turns.parquet", row_group_size=100)
    here, there = both("talks/turns.parquet")
    assert here.exit_code == there.exit_code == 0, there.output
    assert_alike(desk)
    write(desk / "lines" / "week=1" / "a.jsonl", said[:201])  # one conversation at least goes on in the next file
    write(desk / "lines" / "week=2" / "b.jsonl", said[201:])
    with (desk / "lines" / "week=1" / "a.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"torn\n')
    there = score("--engine", "spark", "lines", "there")
    assert there.exit_code == 2
    assert problems(there)[0].startswith("error: lines/week=1/a.jsonl:202: ")
    assert_alike(desk, but=frozenset(PLACES))


def weeks() -> Iterator[dict[str, Any]]:
    """A hundred days: one agent knows nothing, customers come with a thermostat, and too seldom with a doorbell."""
    for day in range(100):
        asks, agent, answers = "Do you ship to Malta?", "Marit", "We do, by Friday."
        if day in {0, 50, 51, 52, 53}:  # enough, if only the first were not long forgotten
            asks = "My new doorbell camera is broken."
        elif day % 5 == 0:
            asks = f"The {'thermostats keep' if day % 3 else 'thermostat keeps'} going offline since the update."
        elif day % 7 == 0:
            agent, answers = "Rufus", "I don't know."
        said = [{"role": "customer", "text": asks}, {"role": "agent", "text": answers}]
        head = {"id": f"c{day}", "channel": "chat", "agent": agent, "customer": f"customer {day % 90}"}
        yield head | {"started": f"2026-{1 + day // 28:02}-{1 + day % 28:02}T09:00:00Z", "turns": said}


def test_rules_over_many_conversations(spark: Any, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001
    records = list(weeks())
    write(desk / "talks" / "a.jsonl", records[:30])
    write(desk / "talks" / "b.jsonl", records[30:])
    assert score("talks", "--parquet", "whole").exit_code == 0
    monkeypatch.setattr("csmistakes.judging.corpus.judge.FORGET_EVERY", 20)
    here, there = both("talks")
    assert here.exit_code == there.exit_code == 0, there.output
    assert_alike(desk)
    assert here.stdout == there.stdout
    said = {(row["rule"], row["subject"]) for row in rows(desk / "there", "corpus")}
    assert {rule for rule, _ in said} == {"not-improving", "reactive-service", "untrained-staff"}
    forgotten = {(row["rule"], row["subject"]) for row in rows(desk / "whole", "corpus")} - said
    assert {rule for rule, _ in forgotten} == {"reactive-service"}


def test_the_commands_of_the_docs_run(spark: Any, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001
    document = (ROOT / "docs" / "spark.md").read_text(encoding="utf-8")
    (command,) = re.findall(r"```sh\ncsmistakes score (.*?) out\n```", document)
    monkeypatch.chdir(ROOT)  # where the examples are
    done = score(*shlex.split(command), str(desk / "out"))
    assert done.exit_code == 0, done.output
    assert "conversations" in done.stdout
    (script,) = re.findall(r"```python\n(.*?)```", document, re.DOTALL)
    (desk / "run.py").write_text(script, encoding="utf-8")
    submit = str(Path(sys.executable).with_name("spark-submit"))
    words = [submit, "--master", "local[1]", str(desk / "run.py"), "score", "--explain-card"]
    card = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    assert "csmistakes default" in card


def test_a_delta_table_is_what_its_log_says(spark: Any, desk: Path) -> None:
    from deltalake import DeltaTable, write_deltalake

    place = str(desk / "talks")
    for n in range(3):
        rows_ = [{"id": f"{n} {k}", "team": team, "turns": "[]"} for k, team in enumerate(("Blue", "Red dwarf"))]
        write_deltalake(place, pa.Table.from_pylist(rows_), mode="append", partition_by=["team"])
    table = DeltaTable(place)
    table.delete("id = '1 0'")
    places = {str(Path(uri.removeprefix("file://"))) for uri in table.file_uris()}
    assert len(places) == 5
    assert set(source_of(spark, place).places) == places
    table.create_checkpoint()
    write_deltalake(place, pa.Table.from_pylist([{"id": "9", "team": "Blue", "turns": "[]"}]), mode="append")
    places = {str(Path(uri.removeprefix("file://"))) for uri in DeltaTable(place).file_uris()}
    assert set(source_of(spark, place).places) == places
    for commit in (desk / "talks" / "_delta_log").glob("*[0-3].json"):
        commit.unlink()  # what the checkpoint holds
    assert set(source_of(spark, place).places) == places
    newer = {"protocol": {"minReaderVersion": 3, "minWriterVersion": 7}}
    (desk / "talks" / "_delta_log" / f"{5:020}.json").write_text(json.dumps(newer), encoding="utf-8")
    with pytest.raises(UsageError, match="a later protocol"):
        source_of(spark, place)
    (desk / "talks" / "_delta_log" / f"{7:020}.json").write_text("{}", encoding="utf-8")
    with pytest.raises(UsageError, match="has gaps"):
        source_of(spark, place)


def test_what_is_no_table_is_told(spark: Any, desk: Path) -> None:  # noqa: ARG001
    write(desk / "talks" / "a.jsonl", [{"colour": "red"}])
    write(desk / "mixed" / "a.jsonl", [{"colour": "red"}])
    pq.write_table(pa.table({"x": [1]}), desk / "mixed" / "b.parquet")
    for given, message in (
        ("talks", "not a table of conversations or turns"),
        ("mixed", "both Parquet and JSON Lines"),
        ("nowhere", "Spark cannot read it"),
    ):
        result = score("--engine", "spark", given, "out")
        assert result.exit_code == 2
        assert message in result.stderr
