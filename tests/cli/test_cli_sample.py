"""csmistakes sample: what is drawn, what graders are told, and that `agree` reads the sheet back."""

import csv
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

Small = Callable[..., Result]


@pytest.fixture
def team(desk: Path, talks: Callable[..., Path]) -> Path:
    talks("one.jsonl", agent="Ines", **{f"i{n}": "shut up" if n < 4 else "of course" for n in range(12)})
    talks("two.jsonl", agent="=Rolf", **{f"r{n}": "not yet" for n in range(6)}, i0="call 555 123 4567")
    return desk


def lines(done: Result) -> list[dict[str, Any]]:
    assert done.exit_code == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def sheet(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_same_seed_draws_the_same_in_any_order(small: Small, team: Path) -> None:  # noqa: ARG001
    first = small("sample", "one.jsonl", "two.jsonl", "--size", "6", "--seed", "4", "--by", "agent")
    second = small("sample", "two.jsonl", "one.jsonl", "--size", "6", "--seed", "4", "--by", "agent")
    other = small("sample", "two.jsonl", "one.jsonl", "--size", "6", "--seed", "5", "--by", "agent")
    assert first.stdout == second.stdout != other.stdout
    assert Counter(one["agent"] for one in lines(first)) == {"Ines": 3, "=Rolf": 3}
    assert "6 of 19 conversations drawn" in first.stderr
    assert "agent=Ines: 3 of 12" in first.stderr


def test_in_proportion(small: Small, team: Path) -> None:  # noqa: ARG001
    done = small("sample", ".", "--size", "19", "--by", "agent", "--allocate", "proportional")
    assert Counter(one["agent"] for one in lines(done)) == {"Ines": 12, "=Rolf": 7}
    assert {"one.jsonl:i0", "two.jsonl:i0"} < {one["id"] for one in lines(done)}
    assert "555" not in done.stdout
    assert "555" in small("sample", ".", "--size", "19", "--no-mask").stdout


def test_a_sheet_is_read_back_by_agree(small: Small, team: Path) -> None:
    done = small("sample", ".", "--size", "8", "--by", "agent", "--output", "s.jsonl", "--sheet", "g.csv")
    assert done.exit_code == 0, done.stderr
    rows = sheet(team / "g.csv")
    assert list(rows[0]) == [
        *("conversation", "path", "agent", "channel", "week", "stratum", "weight"),
        *("grader", "score", "being-rude", "being-slow", "comment"),
    ]
    assert {row["agent"] for row in rows} == {"Ines", "'=Rolf"}
    text = (team / "g.csv").read_text(encoding="utf-8").splitlines()
    filled = [text[0], *(line[: -len(",,,,")] + f",5,{int(n % 2 == 0)},0," for n, line in enumerate(text[1:]))]
    (team / "g.csv").write_text("\n".join(filled) + "\n", encoding="utf-8")
    for transcripts in (["s.jsonl"], ["one.jsonl", "two.jsonl"]):
        found = small("agree", "g.csv", *transcripts, "--output-format", "json", "--bootstrap", "0")
        assert found.exit_code == 0, found.stderr
        assert json.loads(found.stdout)["conversations"] == 8
        assert found.stderr == ""


def test_blind_graders_are_told_nothing_of_findings(small: Small, team: Path) -> None:
    small("sample", ".", "--size", "6", "--by", "findings", "--sheet", "g.csv", "--output", "s.jsonl")
    rows = sheet(team / "g.csv")
    assert not {"findings", "stratum", "weight"} & set(rows[0])
    names = [row["conversation"] for row in rows]
    assert len([name for name in names if name.startswith("r") or name in {"one.jsonl:i0", "i1", "i2", "i3"}]) == 3
    assert names == [json.loads(line)["id"] for line in (team / "s.jsonl").read_text("utf-8").splitlines()]


def test_findings_are_shown_where_that_is_wanted(small: Small, team: Path) -> None:
    line = ("sample", "two.jsonl", "--size", "7", "--with-findings", "--sheet", "g.csv", "--output", "s.jsonl")
    assert small(*line, "--grader", "Ann", "--grader", "Bea").exit_code == 0
    rows = sheet(team / "g.csv")
    assert len(rows) == 14
    assert {row["grader"] for row in rows} == {"Ann", "Bea"}
    assert Counter(row["findings"] for row in rows) == {"being-slow, turn 2: “not yet”": 12, "": 2}
    assert {row["weight"] for row in rows} == {"1.0"}


def test_grades_are_not_written_over(small: Small, team: Path) -> None:
    (team / "g.csv").write_text("precious", encoding="utf-8")
    done = small("sample", ".", "--size", "3", "--sheet", "g.csv")
    assert done.exit_code == 2
    assert "g.csv is there already, and may hold grades (--force writes over it)" in done.stderr
    assert (team / "g.csv").read_text(encoding="utf-8") == "precious"
    assert small("sample", "one.jsonl", "--size", "3", "--sheet", "g.csv", "--force").exit_code == 0
    assert len(sheet(team / "g.csv")) == 3


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("--sheet", "x.csv", "--output", "x.csv"), "are the same file"),
        (("--sheet", "one.jsonl", "--force"), "is one of the inputs"),
        (("--output", "one.jsonl"), "is one of the inputs"),
        (("--by", "agnt"), "--by: no conversation has a field “agnt” (did you mean “agent”?)"),
        (("--by", "zzz"), "fields are agent, channel, week, findings"),
    ],
)
def test_wrong_usage(small: Small, team: Path, args: tuple[str, ...], told: str) -> None:
    before = (team / "one.jsonl").read_bytes()
    done = small("sample", "one.jsonl", "--size", "3", *args)
    assert done.exit_code == 2
    assert told in done.stderr
    assert (team / "one.jsonl").read_bytes() == before


def test_any_field_of_the_transcripts_makes_strata(small: Small, desk: Path) -> None:
    (desk / "t.jsonl").write_text(
        "".join(
            json.dumps({"id": f"c{n}", "queue": ["sales", 7][n % 2], "turns": [{"role": "agent", "text": "hi"}]}) + "\n"
            for n in range(9)
        ),
        encoding="utf-8",
    )
    done = small("sample", "t.jsonl", "--size", "4", "--by", "queue,channel")
    assert "queue=7; channel=unknown: 2 of 4" in done.stderr
    assert "queue=sales; channel=unknown: 2 of 5" in done.stderr


def test_fewer_than_asked_for_and_files_that_cannot_be_read(small: Small, team: Path) -> None:  # noqa: ARG001
    done = small("sample", "two.jsonl", "gone.jsonl", "--size", "9")
    assert done.exit_code == 2
    assert len(done.stdout.splitlines()) == 7
    assert "--size 9, but there are only 7 conversations" in done.stderr


def test_the_week_of_a_conversation_is_that_of_its_score(small: Small, desk: Path) -> None:
    starts = {"monday": "2026-01-05", "sunday": "2026-01-04T23:59:59Z", "none": None, "own-clock": 12.0}
    turns = [{"role": "customer", "text": "so what"}, {"role": "agent", "text": "well"}]
    talks = [{"id": key, "started": start, "turns": turns} for key, start in starts.items()]
    talks.append({"id": "turn", "turns": [{**turns[0], "ts": "2026-01-04T23:59:59Z"}, turns[1]]})
    (desk / "talks.jsonl").write_text("".join(json.dumps(talk) + "\n" for talk in talks), encoding="utf-8")
    done = small("sample", "talks.jsonl", "--size", "5", "--sheet", "sheet.csv", "--output", "drawn.jsonl")
    assert done.exit_code == 0, done.stderr
    with (desk / "sheet.csv").open(encoding="utf-8", newline="") as file:
        weeks = {row["conversation"]: row["week"] for row in csv.DictReader(file)}
    known = {"monday": "2026-W02", "sunday": "2026-W01", "turn": "2026-W01"}
    assert weeks == {**known, "none": "unknown", "own-clock": "unknown"}
