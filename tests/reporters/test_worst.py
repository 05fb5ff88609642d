"""Keeping the worst, against a plain sort."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from csmistakes.finding import Severity
from csmistakes.reporters.parts.worst import Worst


@given(st.lists(st.sampled_from(Severity), max_size=40), st.integers(1, 20))
def test_keeps_the_most_severe_and_of_those_the_first(levels: list[Severity], limit: int) -> None:
    worst: Worst[int] = Worst(limit)
    for number, level in enumerate(levels):
        worst.add(level, number)
    best = sorted(range(len(levels)), key=lambda number: (-levels[number], number))[:limit]
    assert list(worst.worst_first()) == best
    assert worst.in_order() == sorted(best)
    assert len(worst) == len(best)
    assert worst.left_out.total() == len(levels) - len(best)
