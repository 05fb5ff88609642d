"""csmistakes dispute: said once, honoured by every run, counted, and told when it is about nothing any more."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

Small = Callable[..., Result]
SAY = ("--who", "Ann", "--date", "2026-01-31", "--reason")


@pytest.fixture
def desk_with_talks(desk: Path, talks: Callable[..., Path]) -> Path:
    talks(a="shut up", b="not yet", c="shut up, not yet, shut up", d="of course")
    return desk


def add(small: Small, *args: str) -> Result:
    return small("dispute", "add", "talks.jsonl", *args, *SAY, "she joked, call 555 123 4567")


def found(small: Small, *args: str) -> list[tuple[str, str]]:
    done = small("check", "talks.jsonl", "--output-format", "jsonl", "--exit-zero", *args)
    assert done.exit_code == 0, done.stderr
    return [(one["conversation"], one["rule"]) for one in map(json.loads, done.stdout.splitlines())]


def said(desk: Path) -> list[dict[str, Any]]:
    text = (desk / "csmistakes-disputes.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_a_disputed_finding_is_left_out_and_counted(small: Small, desk_with_talks: Path) -> None:
    everything = found(small)
    assert ("a", "being-rude") in everything
    done = add(small, "--rule", "being-rude", "--conversation", "a")
    assert done.exit_code == 0, done.stderr
    (line,) = said(desk_with_talks)
    assert line.pop("fingerprint")
    assert line == {
        "verdict": "not-a-mistake",
        "rule": "being-rude",
        "reason": "she joked, call ••• ••• ••••",
        "who": "Ann",
        "date": "2026-01-31",
        "path": "talks.jsonl",
        "conversation": "a",
        "turn": 2,
        "quote": "shut up",
    }
    assert found(small) == [one for one in everything if one != ("a", "being-rude")]
    assert found(small, "--no-disputes") == everything
    for output in ("full", "statistics"):
        assert "1 finding left out as disputed." in small("check", "talks.jsonl", "--output-format", output).stdout
    assert "disputed" not in small("check", "talks.jsonl", "--no-disputes").stdout
    assert "note: 1 finding left out as disputed" in small("check", "talks.jsonl", "--output-format", "json").stderr


def test_a_run_whose_findings_are_all_disputed_is_clean(small: Small, talks: Callable[..., Path]) -> None:
    talks(a="shut up")
    assert small("check", "talks.jsonl").exit_code == 1
    add(small, "--rule", "being-rude")
    assert small("check", "talks.jsonl").exit_code == 0


def test_the_file_stands_beside_the_configuration(small: Small, desk_with_talks: Path, talks: Callable[..., Path],
                                                  monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    (desk_with_talks / "csmistakes.toml").write_text("", encoding="utf-8")
    (desk_with_talks / "sub").mkdir()
    talks("sub/talks.jsonl", a="shut up")
    monkeypatch.chdir(desk_with_talks / "sub")
    assert add(small, "--rule", "being-rude").exit_code == 0
    assert len(said(desk_with_talks)) == 1
    assert found(small) == []


def test_which_finding_is_meant_must_be_plain(small: Small, desk_with_talks: Path) -> None:  # noqa: ARG001
    several = add(small, "--rule", "being-slow")
    assert several.exit_code == 2
    assert "that may be 2 findings: being-slow in b, turn 2, fingerprint " in several.stderr
    fingerprint = several.stderr.partition("fingerprint ")[2][:16]
    assert add(small, "--fingerprint", fingerprint[:8]).exit_code == 0
    again = add(small, "--fingerprint", fingerprint)
    assert again.exit_code == 2
    assert "disputed already: Ann, 2026-01-31" in again.stderr


@pytest.mark.parametrize(
    ("args", "told"),
    [
        ((), "say which: --fingerprint, or --rule with --conversation"),
        (("--conversation", "a"), "say which"),
        (("--fingerprint", "ab"), "at least 4 characters"),
        (("--rule", "being-rud"), "there is no rule “being-rud” (did you mean “being-rude”?)"),
        (("--rule", "being-rude", "--conversation", "d"), "there is no such finding"),
        (("--rule", "being-rude", "--turn", "1"), "there is no such finding"),
        (("--missed", "--rule", "being-rude"), "--missed needs --rule and --conversation"),
        (("--missed", "--fingerprint", "abcdef"), "what was missed has no fingerprint"),
        (("--missed", "--rule", "being-rude", "--conversation", "e"), "there is no such conversation"),
        (("--missed", "--rule", "being-rude", "--conversation", "d", "--turn", "3"), "the conversation has 2"),
        (("--missed", "--rule", "being-rude", "--conversation", "a"), "was not missed: it is found there"),
        (("--rule", "being-rude", "--conversation", "a", "--reason", " "), "--reason says nothing"),
    ],
)
def test_what_cannot_be_disputed(small: Small, desk_with_talks: Path, args: tuple[str, ...], told: str) -> None:
    done = small("dispute", "add", "talks.jsonl", *SAY, "x", *args)
    assert done.exit_code == 2
    assert told in done.stderr
    assert not (desk_with_talks / "csmistakes-disputes.jsonl").exists()


def test_a_dispute_of_nothing_is_told_by_runs_that_saw_its_conversation(
    small: Small, desk_with_talks: Path, talks: Callable[..., Path]
) -> None:
    add(small, "--rule", "being-rude", "--conversation", "a")
    add(small, "--missed", "--rule", "being-rude", "--conversation", "d", "--turn", "2")
    talks("other.jsonl", x="hello")
    assert "note" not in small("check", "talks.jsonl", "other.jsonl").stderr
    talks(a="of course", d="shut up")
    told = small("check", "talks.jsonl").stderr
    gone, missed = "csmistakes-disputes.jsonl:1: being-rude · talks.jsonl · a · turn 2", "is found now"
    assert f"note: {gone}: matches nothing any more" in told
    assert missed in told
    for args in (("other.jsonl",), ("talks.jsonl", "--ignore", "being-rude"), ("talks.jsonl", "--no-disputes")):
        assert "note" not in small("check", *args).stderr
    assert small("dispute", "check", "talks.jsonl").exit_code == 1
    absent = small("dispute", "check", "other.jsonl")
    assert absent.exit_code == 1
    assert absent.stderr.count("is about a conversation that is not among these") == 2
    assert len(said(desk_with_talks)) == 2


def test_counts_are_recorded_and_explained(small: Small, desk_with_talks: Path) -> None:
    add(small, "--rule", "being-rude", "--conversation", "a")
    add(small, "--missed", "--rule", "being-rude", "--conversation", "d")
    before = " ".join(small("explain", "being-rude").stdout.split())
    assert "By people here: disputed 1; csmistakes dispute check PATH… --record counts of how many; missed 1." in before
    done = small("dispute", "check", "talks.jsonl", "--record", "--date", "2026-02-01")
    assert done.exit_code == 0, done.stderr
    assert done.stdout.splitlines() == [
        "being-rude: disputed 1 of 2, so right in at most 50%; missed 1",
        "1 finding disputed in 4 conversations.",
    ]
    assert said(desk_with_talks)[-1] == {
        "verdict": "counted",
        "date": "2026-02-01",
        "conversations": 4,
        "rules": {"being-rude": {"reports": 2, "disputed": 1}, "being-slow": {"reports": 2, "disputed": 0}},
    }
    after = " ".join(small("explain", "being-rude").stdout.split())
    assert "disputed 1 of 2, so right in at most 50%; counted on 2026-02-01 in 4 conversations; missed 1." in after
    add(small, "--rule", "being-rude", "--conversation", "c")
    assert "1 more disputed since" in " ".join(small("explain", "being-rude").stdout.split())
    assert "disputed 0 of 2;" in small("explain", "being-slow").stdout
    assert len(found(small)) == 2


def test_a_dispute_can_be_withdrawn(small: Small, desk_with_talks: Path) -> None:
    everything = found(small)
    add(small, "--rule", "being-rude", "--conversation", "a")
    add(small, "--missed", "--rule", "being-slow", "--conversation", "talks.jsonl:d")
    assert "there is no such dispute" in small("dispute", "withdraw", "--rule", "curt", *SAY, "x").stderr
    for rule in ("being-rude", "being-slow"):
        done = small("dispute", "withdraw", "--rule", rule, *SAY, "on second thoughts")
        assert done.exit_code == 0, done.stderr
    assert found(small) == everything
    assert len(said(desk_with_talks)) == 4
    assert small("dispute", "list").stdout == "0 disputes.\n"


def test_disputes_are_listed_for_people_and_programs(small: Small, desk_with_talks: Path) -> None:
    (desk_with_talks / "csmistakes-disputes.jsonl").write_text("", encoding="utf-8")
    add(small, "--rule", "being-rude", "--conversation", "a")
    add(small, "--missed", "--rule", "being-slow", "--conversation", "d")
    shown = " ".join(small("dispute", "list").stdout.split())
    assert "1: being-rude · talks.jsonl · a · turn 2: not-a-mistake “shut up”: she joked" in shown
    assert "(Ann, 2026-01-31)" in shown
    assert "2 disputes." in shown
    assert "1 dispute." in small("dispute", "list", "--rule", "being-slow").stdout
    listed = json.loads(small("dispute", "list", "--output-format", "json").stdout)
    assert [(one["line"], one["verdict"]) for one in listed] == [(1, "not-a-mistake"), (2, "missed")]


def test_a_file_that_is_wrong_stops_the_run(small: Small, desk_with_talks: Path) -> None:
    (desk_with_talks / "csmistakes-disputes.jsonl").write_text("{}\n[]\n", encoding="utf-8")
    done = small("check", "talks.jsonl")
    assert done.exit_code == 2
    assert "csmistakes-disputes.jsonl:1: verdict: None is none of" in done.stderr
    assert "csmistakes-disputes.jsonl:2: is no JSON object" in done.stderr
    assert small("check", "talks.jsonl", "--no-disputes").exit_code == 1


def test_inputs_that_cannot_be_read_make_the_status_2(small: Small, desk_with_talks: Path) -> None:  # noqa: ARG001
    assert small("dispute", "check", "talks.jsonl", "gone").exit_code == 2
    done = small("dispute", "add", "talks.jsonl", "gone", "--rule", "being-rude", "--conversation", "a", *SAY, "x")
    assert done.exit_code == 2
    assert "written to" in done.stderr


def test_who_says_so_is_the_user_or_must_be_said(
    small: Small, desk_with_talks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = ("dispute", "add", "talks.jsonl", "--rule", "being-rude", "--conversation", "a", "--reason", "x")
    monkeypatch.setattr("getpass.getuser", lambda: "ines")
    assert small(*line, "--date", "2026-01-31").exit_code == 0
    assert said(desk_with_talks)[0]["who"] == "ines"

    def nobody() -> str:
        raise KeyError("uid")

    monkeypatch.setattr("getpass.getuser", nobody)
    done = small(*line, "--date", "2026-01-31")
    assert done.exit_code == 2
    assert "--who is needed" in done.stderr


def test_a_bug_in_a_rule_is_no_dispute(small: Small, desk_with_talks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("the kettle boiled over")

    monkeypatch.setattr("csmistakes.pipeline.Scene", broken)
    assert add(small, "--missed", "--rule", "being-rude", "--conversation", "d").exit_code != 0
    assert small("dispute", "check", "talks.jsonl", "--record").exit_code == 3
    assert not (desk_with_talks / "csmistakes-disputes.jsonl").exists()
    for line in (("agree", "grades.csv", "talks.jsonl"), ("sample", "talks.jsonl", "--size", "2", "--by", "findings")):
        (desk_with_talks / "grades.csv").write_text("conversation,being-rude\na,1\n", encoding="utf-8")
        assert small(*line).exit_code == 3
