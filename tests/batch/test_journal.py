"""The journal: what was appended is there after any death of the process, once, and for the same run only."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmistakes.batch.journal import Block, Journal
from csmistakes.errors import UsageError

KEY = {"catalogue": "1"}
END = {"problems": [], "passed_over": False}


def block(number: int, *records: str, content: str = "x", last: bool = False) -> Block:
    return Block("a.txt", content, number, list(records), end=END if last else None)


def kept(path: Path) -> list[list[str]]:
    with Journal(path, KEY, resume=True) as journal:
        done = journal.files.get("a.txt")
        return [list(journal.block("a.txt", number).records) for number in sorted(done.places if done else ())]


def test_blocks_come_back_in_the_order_of_the_file(tmp_path: Path) -> None:
    with Journal(tmp_path / "j", KEY, resume=False) as journal:
        for one in (block(2, "e", last=True), block(0, "a\tb", "c\n"), block(1, "d\ud800")):
            journal.append(one)
        assert journal.files["a.txt"].complete
    assert kept(tmp_path / "j") == [["a\tb", "c\n"], ["d\ud800"], ["e"]]


@given(st.integers(0, 400), st.binary(max_size=40))
def test_a_torn_end_costs_that_block_only(tmp_path_factory: pytest.TempPathFactory, cut: int, rubbish: bytes) -> None:
    path = tmp_path_factory.mktemp("j") / "j"
    ends = []
    with Journal(path, KEY, resume=False) as journal:
        ends.append(path.stat().st_size)
        for number in range(3):
            journal.append(block(number, f"r{number}"))
            ends.append(path.stat().st_size)
    whole_file = path.read_bytes()
    data = whole_file[: max(ends[0], ends[-1] - cut)] + rubbish
    path.write_bytes(data)
    whole = sum(data[:end] == whole_file[:end] for end in ends) - 1  # rubbish may be just what was torn off
    assert kept(path) == [[f"r{number}"] for number in range(whole)]
    with Journal(path, KEY, resume=True) as journal:
        journal.append(block(whole, "new"))
    assert kept(path)[-1] == ["new"]


def test_a_block_twice_counts_once(tmp_path: Path) -> None:
    with Journal(tmp_path / "j", KEY, resume=False) as journal:
        journal.append(block(0, "first"))
        journal.append(block(0, "again"))
    assert kept(tmp_path / "j") == [["first"]]


def test_a_file_that_changed_counts_as_it_is_now(tmp_path: Path) -> None:
    with Journal(tmp_path / "j", KEY, resume=False) as journal:
        journal.append(block(0, "old", last=True))
        journal.append(block(0, "new", content="y"))
        assert not journal.files["a.txt"].complete
    assert kept(tmp_path / "j") == [["new"]]


def test_a_journal_is_never_lost_nor_mixed(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "j"
    with Journal(path, KEY, resume=True) as journal:  # nothing to go on with: a new one
        journal.append(block(0, "a"))
    with pytest.raises(UsageError, match="--resume"):
        Journal(path, KEY, resume=False)
    with pytest.raises(UsageError, match="another catalogue"):
        Journal(path, {"catalogue": "2"}, resume=True)
    assert kept(path) == [["a"]]
    with Journal(path, KEY, resume=True) as journal:
        journal.delete()
    assert not path.exists()


def test_what_is_no_journal_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear all, nothing new", encoding="utf-8")
    with pytest.raises(UsageError, match="no journal"):
        Journal(tmp_path / "letter.txt", KEY, resume=True)
    assert (tmp_path / "letter.txt").read_text(encoding="utf-8") == "Dear all, nothing new"


def test_a_journal_that_cannot_be_written_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(UsageError, match="the journal cannot be written"):
        Journal(tmp_path / "file" / "out.journal", {}, resume=False)
