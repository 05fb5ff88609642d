"""csmistakes rules diff: new and gone findings, their sums, and the exit code."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from csmistakes.cli import program
from tests.building import RUDE, write_catalogue

TALK = "Customer: and so?\nAgent: shut up\nCustomer: what?\nAgent: get lost\n"


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path, Path]:
    talk = tmp_path / "talk.txt"
    talk.write_text(TALK, encoding="utf-8")
    changed = RUDE.replace('"shut up", ', '"get lost", ').replace('"[[shut up]]"', '"get lost"')
    return write_catalogue(tmp_path / "old"), write_catalogue(tmp_path / "new", rude=changed), talk


def diff(*words: object) -> Result:
    return CliRunner().invoke(program, ["rules", "diff", *map(str, words)])


def test_new_and_gone_findings_are_shown_with_their_sums(folders: tuple[Path, Path, Path]) -> None:
    result = diff(*folders)
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[0].startswith("- ")
    assert lines[0].endswith("talk.txt:2:8: error: being-rude: shut up")
    assert lines[1].startswith("+ ")
    assert lines[1].endswith(":4:8: error: being-rude: get lost")
    assert lines[2:] == ["being-rude: 1 new, 1 gone", "2 findings changed."]


def test_the_same_catalogue_changes_nothing(folders: tuple[Path, Path, Path]) -> None:
    old, _, talk = folders
    result = diff(old, old, talk)
    assert (result.exit_code, result.stdout) == (0, "No finding changed.\n")


def test_for_programs(folders: tuple[Path, Path, Path]) -> None:
    result = diff(*folders, "--output-format", "jsonl")
    changes = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(change["change"], change["quote"]) for change in changes] == [("gone", "shut up"), ("new", "get lost")]


def test_an_unreadable_input_is_told_and_the_rest_compared(folders: tuple[Path, Path, Path]) -> None:
    result = diff(*folders, "nowhere.txt")
    assert result.exit_code == 2
    assert "nowhere.txt: no such file" in result.stderr
    assert "2 findings changed." in result.stdout


def test_standard_input_is_read_once(folders: tuple[Path, Path, Path]) -> None:
    old, new, _ = folders
    result = CliRunner().invoke(program, ["rules", "diff", str(old), str(new), "-"], input=TALK)
    assert result.exit_code == 1
    assert "2 findings changed." in result.stdout


def test_each_problem_is_told_once(folders: tuple[Path, Path, Path], tmp_path: Path) -> None:
    (tmp_path / "talks").mkdir()
    (tmp_path / "talks/readme.md").write_text("Lamps.\n", encoding="utf-8")
    result = diff(*folders, "nowhere.txt", tmp_path / "talks")
    assert result.stderr.splitlines() == [
        "error: nowhere.txt: no such file or folder",
        "warning: 1 file passed over: no transcript of a known format",
    ]


def test_the_configuration_says_who_is_who(
    folders: tuple[Path, Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    old, new, talk = folders
    talk.write_text(TALK.replace("Customer", "Wim").replace("Agent", "Ines"), encoding="utf-8")
    assert diff(old, new, talk).exit_code == 2
    Path("csmistakes.toml").write_text('agent = "Ines"\ncustomer = ["Wim"]', encoding="utf-8")
    assert diff(old, new, talk).exit_code == 1
    talk.write_text(TALK.replace("Agent", "Stylist"), encoding="utf-8")
    Path("csmistakes.toml").write_text('map = { stylist = "agent" }', encoding="utf-8")
    assert diff(old, new, talk).exit_code == 1
