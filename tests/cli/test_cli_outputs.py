"""Several outputs in one run: each where it was asked for, one pass, and no report lost for another's sake."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from click.testing import Result

from csmistakes.conversation import Conversation
from csmistakes.finding import Checked
from csmistakes.reporters import available
from tests.cli.conftest import FakeRun

Run = Callable[..., Result]
Talk = Callable[..., Path]

LINE = "talk.jsonl:1:1: warning: This is curt. [curt]\n"


def test_every_format_can_be_written_in_one_run_as_it_is_alone(run: Run, talk: Talk, desk: Path) -> None:
    talk("curt runaround corpus")
    alone = {name: run("check", "talk.jsonl", "--output-format", name).stdout for name in available()}
    together = run("check", "talk.jsonl", *(f"--output-format={name}=out/{name}" for name in available()))
    assert together.exit_code == 2, "there is no such folder yet"
    (desk / "out").mkdir()
    together = run("check", "talk.jsonl", *(f"--output-format={name}=out/{name}" for name in available()))
    assert (together.exit_code, together.output) == (1, "")
    assert {name: (desk / "out" / name).read_text(encoding="utf-8") for name in available()} == alone
    assert all(alone.values())


def test_the_run_is_done_once(run: Run, talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    talk("curt")
    seen: list[str] = []
    check = FakeRun.check

    def counted(self: FakeRun, conversations: Iterable[Conversation], jobs: int) -> Iterator[Checked]:
        for item in check(self, conversations, jobs):
            seen.append(item.conversation.id)
            yield item

    monkeypatch.setattr(FakeRun, "check", counted)
    run("check", "talk.jsonl", "--output-format", "concise", "--output-format", "sarif=a", "--output-format", "json=b")
    assert seen == ["t-1"]


def test_one_goes_to_standard_output_and_the_others_to_files(run: Run, talk: Talk, desk: Path) -> None:
    talk("curt")
    result = run("check", "talk.jsonl", "--output-format", "sarif=out.sarif", "--output-format", "concise")
    assert (result.exit_code, result.stdout) == (1, LINE)
    [only] = json.loads((desk / "out.sarif").read_text(encoding="utf-8"))["runs"]
    rule = only["tool"]["driver"]["rules"][only["results"][0]["ruleIndex"]]
    assert rule["id"] == "curt"
    assert rule["properties"] == {"tags": ["talk", "tea-9"], "problem.severity": "warning"}
    assert "“Tea Shops”, A. Nobody, item 1: being short" in rule["help"]["text"]


def test_output_takes_the_one_without_a_file(run: Run, talk: Talk, desk: Path) -> None:
    talk("curt")
    options = ("--output-format", "json=found.json", "--output-format", "concise", "--output", "found.txt")
    assert run("check", "talk.jsonl", *options).stdout == ""
    assert (desk / "found.txt").read_text(encoding="utf-8") == LINE
    assert json.loads((desk / "found.json").read_text(encoding="utf-8"))[0]["rule"] == "curt"


def test_statistics_go_with_another_output(run: Run, talk: Talk, desk: Path) -> None:
    talk("curt")
    result = run("check", "talk.jsonl", "--statistics", "--output-format", "concise=found.txt")
    assert "severity  mistake" in result.stdout
    assert (desk / "found.txt").read_text(encoding="utf-8") == LINE
    result = run("check", "talk.jsonl", "--statistics", "--output-format", "statistics=counts.txt")
    assert result.stdout == ""
    assert "severity  mistake" in (desk / "counts.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--output-format", "sarrif"), "'sarrif' is none of concise, full, github"),
        (("--output-format", "sarrif"), "(did you mean “sarif”?)"),
        (("--output-format", "sarif="), "'sarif=' names no file (write sarif=FILE)"),
        (("--output-format", "full", "--output-format", "json"), "full and json cannot both be written to standard"),
        (("--output-format", "full", "--output-format", "json"), "(give one a file: --output-format full=FILE)"),
        (("--output-format", "full=a", "--output-format", "json=./a"), "full and json cannot both be written to a"),
        (("--output-format", "full=a", "--output", "b"), "--output b: every output has a file of its own"),
        (("--output-format", "full=talk.jsonl"), "--output-format full=talk.jsonl: talk.jsonl is one of the inputs"),
        (("--output-format", "full=no/a"), "--output-format full=no/a: No such file or directory"),
    ],
)
def test_wrong_outputs(run: Run, talk: Talk, options: tuple[str, ...], words: str) -> None:
    path = talk("curt")
    before = path.read_bytes()
    result = run("check", "talk.jsonl", *options)
    assert result.exit_code == 2
    assert words in result.stderr
    assert path.read_bytes() == before


def test_the_configuration_may_name_several(run: Run, talk: Talk, desk: Path) -> None:
    talk("curt")
    (desk / "csmistakes.toml").write_text('output-format = ["concise", "json=found.json"]', encoding="utf-8")
    assert run("check", "talk.jsonl").stdout == LINE
    assert (desk / "found.json").exists()
    assert run("check", "talk.jsonl", "--output-format", "jsonl").stdout.startswith('{"rule": "curt"')
    (desk / "csmistakes.toml").write_text('output-format = ["sarif="]', encoding="utf-8")
    assert "csmistakes.toml:1: output-format: 'sarif=' names no file" in run("check", "talk.jsonl").stderr


def test_reports_inside_the_folder_are_no_inputs_of_the_next_run(run: Run, talk: Talk) -> None:
    talk("curt", "talks/a.jsonl")
    formats = ("--output-format", "jsonl=talks/b.jsonl", "--output-format", "concise=talks/c.txt")
    for _ in range(2):
        result = run("check", "talks", *formats)
        assert (result.exit_code, result.output) == (1, "")


def test_what_could_not_be_read_is_in_the_reports(run: Run, talk: Talk, desk: Path) -> None:
    talk("curt")
    result = run("check", "missing.txt", "talk.jsonl", "--output-format", "github", "--output-format", "junit=j.xml")
    assert result.exit_code == 2
    assert "::error title=Cannot be read,file=missing.txt::no such file or folder\n" in result.stdout
    assert '<error message="no such file or folder" type="unreadable"/>' in (desk / "j.xml").read_text(encoding="utf-8")


def test_reviewdog_gets_columns_in_bytes_where_the_file_can_be_read_again(run: Run, desk: Path) -> None:
    (desk / "é.txt").write_text("Agent: “é” curt\nCustomer: oh\nAgent: curt\n", encoding="utf-8")
    result = run("check", "é.txt", "--output-format", "rdjson")
    [one] = json.loads(result.stdout)["diagnostics"]
    assert one["location"]["range"] == {"start": {"line": 1, "column": 1}, "end": {"line": 1, "column": 5}}
    text = "Agent: “é” curt\nCustomer: oh\nAgent: curt\n"
    [one] = json.loads(run("check", "-", "--output-format", "rdjson", text=text).stdout)["diagnostics"]
    assert one["location"] == {"path": "-", "range": {"start": {"line": 1}, "end": {"line": 1}}}


def test_a_report_that_nobody_reads_any_more_stops_no_other(run: Run, talk: Talk, desk: Path) -> None:
    for number in range(3):
        talk("curt", f"talks/{number}.jsonl")

    def add(*_: object) -> None:
        raise BrokenPipeError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("csmistakes.reporters.concise.Report.add", add)
        result = run("check", "talks", "--output-format", "concise", "--output-format", "jsonl=found.jsonl")
    assert (result.exit_code, result.output) == (1, "")
    assert len((desk / "found.jsonl").read_text(encoding="utf-8").splitlines()) == 3


def test_a_full_disk_is_told_of_the_output_that_met_it(tmp_path: Path) -> None:
    talk = tmp_path / "talk.txt"
    talk.write_text("Customer: hello\nAgent: calm down\n" * 200, encoding="utf-8")
    formats = ["--output-format=jsonl=/dev/full", f"--output-format=json={tmp_path / 'a.json'}"]
    command = [sys.executable, "-m", "csmistakes", "check", str(talk), *formats]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "error: --output-format jsonl=/dev/full: No space left on device\n")


def test_says_what_a_report_leaves_out(run: Run, talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    talk("curt runaround")
    monkeypatch.setattr("csmistakes.reporters.sarif.RESULTS", 1)
    result = run("check", "talk.jsonl", "--output-format", "sarif=out.sarif")
    words = "sarif: 1 of 2 findings written, as many as GitHub takes; left out: 1 warning"
    assert result.stderr == f"warning: {words}\n"


@pytest.mark.parametrize(
    ("place", "words"),
    [("=found.txt", "error: --output-format concise=found.txt: No space left on device\n"), ("", "No space left on")],
)
def test_what_the_system_refuses_names_the_output(run: Run, talk: Talk, place: str, words: str) -> None:
    talk("curt")

    def add(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("csmistakes.reporters.concise.Report.add", add)
        result = run("check", "talk.jsonl", "--output-format", f"concise{place}", "--output-format", "jsonl=other")
    assert result.exit_code == 2
    assert words in result.stderr
