"""The benchmark of scripted replies: no two alike, all read, and that it runs."""

import sys
from itertools import islice
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks.scripts import main, replies, written
from csmistakes.conversation import Conversation
from csmistakes.readers import How, RoleNames, read_bytes


def test_no_two_replies_are_alike() -> None:
    said = list(islice(replies(), 5000))
    assert len(set(said)) == 5000
    assert not any("%s" in one or "%%" in one for one in said)


def test_all_of_them_are_read(tmp_path: Path) -> None:
    written(tmp_path, 120)
    read = [
        item.turns[0].text
        for path in sorted(tmp_path.iterdir())
        for item in read_bytes(path.read_bytes(), path.name, RoleNames(), How(is_script=True))
        if isinstance(item, Conversation)
    ]
    assert read == list(islice(replies(), 120))


@pytest.mark.skipif(sys.platform == "win32", reason="the cost of a process is measured on POSIX")
def test_it_tells_how_long_a_check_takes(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["--replies", "50", "--rounds", "1", "--to", str(tmp_path / "macros")])
    assert done.exit_code == 0, done.output
    assert done.output.startswith("50 replies, ")
    assert "unchanged since the last run: " in done.output
    assert len(list((tmp_path / "macros").iterdir())) == 50
