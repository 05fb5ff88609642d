"""csmistakes check: exit codes, options, configuration, and what is said on standard error."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result

from csmistakes.finding import Severity
from csmistakes.policy import Policy
from tests.cli.conftest import CATALOGUE, FakeRun

Run = Callable[..., Result]
Talk = Callable[..., Path]


@pytest.mark.parametrize(
    ("text", "options", "status"),
    [
        ("fine", (), 0),
        ("docket", (), 0),
        ("curt", (), 1),
        ("runaround", (), 1),
        ("corpus", (), 1),
        ("curt", ("--fail-on", "error"), 0),
        ("docket", ("--fail-on", "note"), 1),
        ("runaround", ("--fail-on", "never"), 0),
        ("runaround", ("--exit-zero",), 0),
        ("curt", ("--max-warnings", "1"), 0),
        ("curt", ("--max-warnings", "0"), 1),
        ("curt", ("--max-warnings", "0", "--fail-on", "error"), 1),
        ("curt docket", ("--max-warnings", "1", "--fail-on", "note"), 1),
        ("runaround curt", ("--max-warnings", "1"), 1),
    ],
)
def test_exit_code(run: Run, talk: Talk, text: str, options: tuple[str, ...], status: int) -> None:
    talk(text)
    assert run("check", "talk.jsonl", *options).exit_code == status


def test_says_that_warnings_are_too_many(run: Run, talk: Talk) -> None:
    talk("curt")
    assert "1 warning: more than --max-warnings 0" in run("check", ".", "--max-warnings", "0").stderr


def test_reads_on_after_a_failure_and_then_exits_with_2(run: Run, talk: Talk) -> None:
    talk("runaround")
    result = run("check", "missing.txt", "talk.jsonl", "--exit-zero")
    assert result.exit_code == 2
    assert "error: missing.txt: no such file or folder" in result.stderr
    assert "1 error, 0 warnings, 0 notes in 1 of 1 conversation (2 turns)." in result.stdout
    assert "1 file could not be read." in result.stdout


def test_a_named_file_must_be_a_transcript_one_in_a_folder_is_passed_over(run: Run, talk: Talk, desk: Path) -> None:
    talk("fine", "talks/a.jsonl")
    (desk / "talks/b.jsonl").write_bytes(b"\x00\x01\x02")
    assert run("check", "talks/b.jsonl").exit_code == 2
    result = run("check", "talks")
    assert result.exit_code == 0
    assert "warning: 1 file passed over" in result.stderr


def test_an_empty_file_is_a_warning(run: Run, desk: Path) -> None:
    (desk / "empty.txt").write_text("", encoding="utf-8")
    result = run("check", "empty.txt")
    assert (result.exit_code, result.stderr) == (0, "warning: empty.txt: the file is empty\n")


def test_reads_standard_input(run: Run) -> None:
    result = run("check", "-", "--output-format", "concise", text="Agent: so curt\nCustomer: oh\nAgent: curt\n")
    assert result.stdout == "-:1:1: warning: This is curt. [curt]\n"


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("check",), "Missing argument 'PATHS...'"),
        (("check", "x", "--fail-on", "sometimes"), "'sometimes' is not one of"),
        (("check", "x", "--nonsense"), "No such option"),
        (("check", "x", "--max-warnings", "-1"), "not in the range"),
        (("check", "x", "--rules", "nowhere"), "does not exist"),
        (("check", "x", "--select", "curtt"), "--select: “curtt” is no rule, group or article (did you mean “curt”?)"),
        (("check", "x", "--ignore", "talk,tea-9:7"), "--ignore: “tea-9:7” is no rule, group or article"),
        (("check", "x", "--ignore", "zzzzzzz"), "see csmistakes rules list"),
        (("check", "x", "--map", "Ines"), "write LABEL=ROLE"),
        (("check", "x", "--statistics", "--output-format", "json"), "json and statistics cannot both be written"),
        (("explain", "curtt"), "there is no rule “curtt” (did you mean “curt”?)"),
        (("explain", "zzzzzzz"), "see csmistakes rules list"),
        (("chek", "x"), "No such command"),
    ],
)
def test_wrong_usage(run: Run, args: tuple[str, ...], words: str) -> None:
    result = run(*args)
    assert result.exit_code == 2
    assert words in result.stderr
    assert result.stdout == ""


def test_a_bug_is_told_as_one(run: Run, talk: Talk) -> None:
    talk("boom")
    result = run("check", "talk.jsonl")
    assert result.exit_code == 3
    assert "error: RuntimeError: the kettle boiled over\nThis is a bug in csmistakes" in result.stderr
    assert "Traceback" not in result.stderr
    assert "Traceback" in run("--debug", "check", "talk.jsonl").stderr


def test_interrupted(run: Run, talk: Talk) -> None:
    talk("interrupt")
    assert run("check", "talk.jsonl").exit_code == 130


def test_options_reach_the_run(run: Run, talk: Talk) -> None:
    talk("fine")
    run("check", ".", "--select", "curt, talk", "--select", "tea-9:2", "--ignore", "tea-9", "--min-severity", "warning",
        "--no-mask", "--speaker", "ines")  # fmt: skip
    options = FakeRun.options
    assert options.select == ("curt", "talk", "tea-9:2")
    assert options.ignore == ("tea-9",)
    assert (options.min_severity, options.mask, options.speaker) == (Severity.WARNING, False, "ines")
    run("check", ".", "--severity", "error")
    assert (FakeRun.options.min_severity, FakeRun.options.mask) == (Severity.ERROR, True)


def test_warns_of_a_speaker_who_never_speaks(run: Run, talk: Talk) -> None:
    talk("fine")
    assert "nobody of that name speaks" in run("check", ".", "--speaker", "Inez").stderr
    assert run("check", ".", "--speaker", "INES").stderr == ""


def test_options_win_over_the_configuration(run: Run, talk: Talk, desk: Path, loaded: list[tuple[Path, ...]]) -> None:
    talk("curt runaround")
    (desk / "house").mkdir()
    (desk / "more").mkdir()
    (desk / "csmistakes.toml").write_text(
        'select = ["curt"]\nignore = ["docket"]\nmin-severity = "warning"\nfail-on = "never"\nmax-warnings = 3\n'
        'output-format = "concise"\nrules = ["house"]\nmask = false\nmap = { stylist = "agent" }\nagent = "Bo"\n',
        encoding="utf-8",
    )
    result = run("check", "talk.jsonl", "--rules", "more")
    assert result.exit_code == 0
    assert result.stdout.startswith("talk.jsonl:1:1: warning: This is curt. [curt]\n")
    assert loaded[-1] == (desk / "house", Path("more"))
    assert FakeRun.options.select == ("curt",)
    assert FakeRun.options.mask is False
    result = run("check", "talk.jsonl", "--fail-on", "error", "--output-format", "jsonl", "--mask", "--select", "talk")
    assert result.exit_code == 1
    assert json.loads(result.stdout.splitlines()[0])["rule"] == "curt"
    assert (FakeRun.options.select, FakeRun.options.mask) == (("talk",), True)
    assert "found" in run("check", "talk.jsonl", "--statistics").stdout


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            '\nselect = ["curtt"]',
            "csmistakes.toml:2: select: “curtt” is no rule, group or article (did you mean “curt”?)",
        ),
        ('output-format = "jsnl"', "csmistakes.toml:1: output-format: 'jsnl' is none of concise"),
    ],
)
def test_wrong_configuration(run: Run, talk: Talk, desk: Path, text: str, words: str) -> None:
    talk("fine")
    (desk / "csmistakes.toml").write_text(text, encoding="utf-8")
    result = run("check", ".")
    assert result.exit_code == 2
    assert words in result.stderr


def test_writes_the_report_to_a_file(run: Run, talk: Talk, desk: Path) -> None:
    talk("curt “so”", "talks/a.jsonl")
    result = run("check", "talks", "--output", "found.txt", "--output-format", "concise")
    assert (result.exit_code, result.stdout) == (1, "")
    assert (desk / "found.txt").read_text(encoding="utf-8") == "talks/a.jsonl:1:1: warning: This is curt. [curt]\n"


def test_never_writes_over_an_input(run: Run, talk: Talk) -> None:
    path = talk("curt")
    before = path.read_bytes()
    for inputs in (["talk.jsonl"], [".", "talk.jsonl"], ["*.jsonl"]):
        result = run("check", *inputs, "--output", "talk.jsonl")
        assert result.exit_code == 2
        assert "is one of the inputs" in result.stderr
        assert path.read_bytes() == before
    assert run("check", ".", "--output", "nowhere/found.txt").exit_code == 2


def test_colour_and_width(run: Run, talk: Talk) -> None:
    talk("curt")
    assert "\x1b[" not in run("check", ".").stdout
    assert "\x1b[" in run("check", ".", FORCE_COLOR="1").stdout
    assert "\x1b[" in run("check", ".", "--color", NO_COLOR="1").stdout
    assert "\x1b[" not in run("check", ".", FORCE_COLOR="1", NO_COLOR="1").stdout
    assert "\x1b[" not in run("check", ".", "--no-color", FORCE_COLOR="1").stdout
    assert "─" * 60 + "\n" in run("check", ".", COLUMNS="60").stdout


def test_masks_the_turns_it_shows(run: Run, talk: Talk) -> None:
    talk("curt, and ring 0800 946 0018")
    assert "0800" not in run("check", ".").stdout
    assert "0800" in run("check", ".", "--no-mask").stdout


@pytest.mark.parametrize(
    ("style", "said"),
    [("full", "in 1 of 1 conversation"), ("concise", ":1:1: warning: This is curt."), ("jsonl", '"rule": "curt"')],
)
def test_a_report_inside_the_folder_is_no_input_of_the_next_run(
    run: Run, talk: Talk, desk: Path, style: str, said: str
) -> None:
    talk("curt", "talks/a.jsonl")
    for _ in range(2):
        result = run("check", "talks", "--output", "talks/found.txt", "--output-format", style)
        assert (result.exit_code, result.stderr) == (1, "")
        assert said in (desk / "talks/found.txt").read_text(encoding="utf-8")


def test_never_writes_over_a_transcript_met_in_a_walk(run: Run, talk: Talk) -> None:
    path = talk("curt", "talks/a.jsonl")
    before = path.read_bytes()
    result = run("check", "talks", "--output", "talks/a.jsonl")
    assert (result.exit_code, path.read_bytes()) == (2, before)
    assert "is one of the inputs" in result.stderr


def test_says_where_a_turn_is_longer_than_what_is_looked_at(run: Run, talk: Talk) -> None:
    talk("curt " + "word " * 20_000)
    result = run("check", "talk.jsonl", "--output-format", "concise")
    assert result.exit_code == 1
    assert result.stderr == (
        "warning: talk.jsonl:1: turn 2 has 100,005 characters: only the first 100,000 are looked at\n"
    )


@pytest.mark.parametrize("text", ["name,comment\nLamp,bright\n", "WEBVTT\n"])
def test_a_folder_may_hold_what_only_looks_like_a_transcript(run: Run, talk: Talk, desk: Path, text: str) -> None:
    talk("fine", "talks/a.jsonl")
    (desk / "talks/stock.csv").write_text(text, encoding="utf-8")
    result = run("check", "talks")
    assert result.exit_code == 0
    assert "1 file passed over" in result.stderr
    assert run("check", "talks/stock.csv").exit_code == 2


@pytest.mark.parametrize(
    ("ignore", "select", "found"),
    [
        ("curt", "curt", {"curt"}),
        ("curt", "talk", {"docket", "runaround"}),
        ("talk", "curt", {"curt"}),
        ("talk", "talk", {"curt", "docket", "runaround"}),
        ("tea-9", "tea-9:1", {"curt"}),
        ("tea-9:1", "tea-9", {"docket"}),
        ("tea-9:1", "curt,docket", {"curt", "docket"}),
    ],
)
def test_what_is_selected_is_not_ignored_by_the_configuration(
    run: Run, talk: Talk, ignore: str, select: str, found: set[str]
) -> None:
    desk = talk("fine").parent
    (desk / "csmistakes.toml").write_text(f'ignore = ["{ignore}"]', encoding="utf-8")
    assert run("check", "talk.jsonl", "--select", select).exit_code == 0
    assert {rule.slug for rule in CATALOGUE.rules if Policy(FakeRun.options).ruling(rule).severity is not None} == found
    run("check", "talk.jsonl", "--select", select, "--ignore", "curt")
    assert FakeRun.options.ignore == ("curt",)
    run("check", "talk.jsonl")
    assert FakeRun.options.ignore == (ignore,)


@pytest.mark.parametrize(
    ("options", "is_told"),
    [
        (("--select", "queue", "--output-format", "jsonl"), True),
        (("--select", "cup-2:1", "--statistics"), True),
        (("--select", "queue"), False),
        (("--select", "talk", "--output-format", "jsonl"), False),
        (("--output-format", "jsonl"), False),
    ],
)
def test_why_a_corpus_rule_is_silent_is_told_to_who_asked_for_it(
    run: Run, talk: Talk, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], is_told: bool
) -> None:
    talk("silent")
    queue = replace(CATALOGUE.by_slug["runaround"], slug="queue", scope="corpus")
    catalogue = replace(CATALOGUE, rules=(*CATALOGUE.rules, queue))
    monkeypatch.setattr("csmistakes.cli.catalogue.load_whole", lambda _, **__: catalogue)
    result = run("check", "talk.jsonl", *options)
    assert result.stderr == ("note: queue: 1 conversation is too few\n" if is_told else "")


def test_a_name_too_long_is_told_and_the_rest_read(run: Run, talk: Talk) -> None:
    talk("curt")
    name = "x" * 300
    result = run("check", name, "talk.jsonl", "--output-format", "concise")
    assert (result.exit_code, result.stderr) == (2, f"error: {name}: cannot be read: File name too long\n")
    assert "talk.jsonl:1:1" in result.stdout
    result = run("check", "talk.jsonl", "--output", name)
    assert (result.exit_code, result.stderr) == (2, f"error: --output {name}: File name too long\n")
