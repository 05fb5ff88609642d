"""What is scored is handed over once, in order, as soon as nothing before it is missing."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmistakes.batch.folding import Folding
from csmistakes.batch.journal import Block, Journal
from csmistakes.readers import Input
from csmistakes.scoring.rows import Record
from tests.scoring.records import record

KEY = {"catalogue": "1"}
END = {"problems": [{"line": 3, "level": "error", "message": "no", "advice": ""}], "passed_over": False}
FILES = [Input(Path(name), name, is_named=True) for name in ("a", "b")]
BLOCKS = [("a", 0), ("a", 1), ("a", 2), ("b", 0), ("b", 1)]


def block(path: str, number: int, content: str = "x") -> Block:
    is_last = (path, number) in {("a", 2), ("b", 1)}
    row = record("ab".index(path) * 10 + number, {}).to_json()
    return Block(path, content, number, [row], [(f"{path}{number}", "odd")], END if is_last else None)


class Taken(list[str]):
    """The names of the conversations that were handed over."""

    def __call__(self, record: Record) -> None:
        self.append(record.conversation.conversation)


def names(blocks: Sequence[tuple[str, int]]) -> list[str]:
    return [f"c{'ab'.index(path) * 10 + number}" for path, number in blocks]


@given(st.permutations(BLOCKS), st.integers(0, len(BLOCKS)))
def test_blocks_are_handed_over_in_order_and_once(
    tmp_path_factory: pytest.TempPathFactory, order: list[tuple[str, int]], broken_off: int
) -> None:
    taken = Taken()
    with Journal(tmp_path_factory.mktemp("j") / "j", KEY, resume=False) as journal:
        folding = Folding(FILES, journal, taken)
        for path in "ab":
            folding.found(path, "x")
        scored = order[:broken_off]
        for done, (path, number) in enumerate(scored, start=1):
            journal.append(block(path, number))
            list(folding.ready())
            whole = next((k for k, one in enumerate(BLOCKS) if one not in order[:done]), len(BLOCKS))
            assert taken == names(BLOCKS[:whole])
        folding.rest()
        assert taken == names(sorted(scored))
        assert [one.conversation.conversation for one in folding.again()] == taken
        assert len(folding.bugs) == len(scored)
        assert folding.done == sum({one for one in BLOCKS if one[0] == path} <= {*scored} for path in "ab")
        assert [problem.path for problem in folding.problems] == [
            p for p, n in sorted(scored) if (p, n) in BLOCKS[2::2]
        ]


def test_what_was_scored_of_another_content_is_of_no_use(tmp_path: Path) -> None:
    taken = Taken()
    with Journal(tmp_path / "j", KEY, resume=False) as journal:
        folding = Folding(FILES, journal, taken)
        assert folding.found("a", "x")
        assert not folding.found("a", "changed while it was read")
        for number in range(3):
            journal.append(block("a", number, "old"))
        list(folding.ready())
        folding.rest()
    assert taken == []
    assert folding.done == 0


def test_a_block_that_breaks_off_in_the_middle_shows(tmp_path: Path) -> None:
    def full(_: Record) -> None:
        raise OSError

    with Journal(tmp_path / "j", KEY, resume=False) as journal:
        folding = Folding(FILES, journal, full)
        folding.found("a", "x")
        journal.append(block("a", 0))
        with pytest.raises(OSError):  # noqa: PT011
            list(folding.ready())
    assert folding.is_torn
