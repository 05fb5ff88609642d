"""The commands of docs/agreement.md, one after the other, in a folder of their own."""

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from csmistakes.cli.agreement_values import TALK
from csmistakes.scoring.sheet import ABOUT

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "docs" / "agreement.md").read_text(encoding="utf-8")


def test_every_command_runs_and_does_what_is_said_of_it(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    said: dict[str, str] = {}
    for line in (line for block in re.findall(r"```sh\n(.*?)```", TEXT, re.S) for line in block.splitlines()):
        done = subprocess.run(
            [sys.executable, "-m", "csmistakes", *shlex.split(line)[1:]],
            cwd=tmp_path, capture_output=True, text=True, check=False, encoding="utf-8",
        )  # fmt: skip
        assert done.returncode == 0, (line, done.stderr)
        said[line] = done.stdout
    assert len(said) == 13
    assert len((tmp_path / "sample.jsonl").read_text(encoding="utf-8").splitlines()) == 12
    assert set(json.loads((tmp_path / "agreement.json").read_text(encoding="utf-8"))) == set(
        re.findall(r"`(\w+)`", TEXT.partition("has all of it:")[2].partition(";")[0])
    )
    (explained,) = (text for line, text in said.items() if line.startswith("csmistakes explain"))
    assert "disputed 1 of 1, so right in at most 0%" in " ".join(explained.split())
    checks = [text for line, text in said.items() if "--statistics" in line]
    assert ["1 finding left out as disputed." in text for text in checks] == [True, False]


def test_columns_are_documented() -> None:
    for column in (*ABOUT, *TALK):
        assert f"`{column}`" in TEXT, column
