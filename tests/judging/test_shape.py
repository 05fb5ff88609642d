"""The shapes of notes: what fits, and what somebody else has put there."""

from __future__ import annotations

from typing import Any

import pytest

from csmistakes.judging.corpus.shape import Shape, fits

RECORD: Shape = {"on": bool, "at": float | int | None, "pairs": [(str, int)], "counts": {str: {str: int}}}
GOOD = {"on": True, "at": None, "pairs": [["a", 1], ["", -2]], "counts": {"a": {}, "b": {"c": 3}}}


@pytest.mark.parametrize("change", [{}, {"at": 1}, {"at": 1.5}, {"pairs": []}, {"counts": {}}])
def test_what_fits(change: dict[str, Any]) -> None:
    assert fits(GOOD | change, RECORD)


@pytest.mark.parametrize(
    "change",
    [
        *[{"on": 1}, {"on": 0}, {"on": None}, {"on": "true"}],
        *[{"at": True}, {"at": "1"}, {"at": [1]}],
        *[{"pairs": None}, {"pairs": "ab"}, {"pairs": {}}, {"pairs": ["ab"]}],
        *[{"pairs": [["a"]]}, {"pairs": [["a", 1, 2]]}, {"pairs": [["a", True]]}, {"pairs": [["a", 1.0]]}],
        *[{"counts": None}, {"counts": []}, {"counts": {"a": 1}}],
        *[{"counts": {"a": {"b": "1"}}}, {"counts": {"a": {"b": False}}}],
        {"more": 1},
    ],
    ids=repr,
)
def test_what_does_not(change: dict[str, Any]) -> None:
    assert not fits(GOOD | change, RECORD)


@pytest.mark.parametrize("value", [None, 7, [], "", {}, {"on": True}])
def test_what_is_no_such_thing_at_all(value: object) -> None:
    assert not fits(value, RECORD)
