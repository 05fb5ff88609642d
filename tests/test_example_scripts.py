"""The example repository of scripted replies: every file is read, and what its README says is found."""

import json
from collections import defaultdict
from pathlib import Path

import pytest
from click.testing import CliRunner

from csmistakes.cli import program

FOLDER = Path(__file__).parent.parent / "examples" / "scripted-replies"
FILES = {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file()}
ROWS = [line.strip("| ").split(" | ") for line in (FOLDER / "README.md").read_text(encoding="utf-8").splitlines()]
DESCRIBED = {row[0].strip("`"): row[2] for row in ROWS if len(row) == 3 and row[0].startswith("`")}


def check(*args: str) -> tuple[dict[str, set[str]], str]:
    done = CliRunner().invoke(program, ["check", *args, "--output-format", "jsonl"], prog_name="csmistakes")
    assert done.exit_code == 1, done.output
    found = defaultdict(set)
    for finding in map(json.loads, done.stdout.splitlines()):
        found[finding["path"].removeprefix("examples/scripted-replies/")].add(finding["rule"])
    return found, done.stderr


def test_what_the_readme_says_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FOLDER)
    found, told = check(".")
    assert set(DESCRIBED) == FILES - {"README.md", "csmistakes.toml"}
    assert {name: ", ".join(sorted(found[name])) or "clean" for name in DESCRIBED} == DESCRIBED
    assert "1 file passed over" in told


def test_a_folder_of_it_by_the_option(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FOLDER)
    assert check("--scripts", "templates")[0] == {"templates/late-boat-formal.md": {"over-apologizing"}}
