"""Grades: worked examples, and what holds for any card and any counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmistakes.scoring.card import Band, Item, Scorecard, Section
from csmistakes.scoring.grading import Count, Grade, grade

BANDS = (Band("good", 90, ""), Band("bad", 0, ""))
RULES = ("a", "b", "c", "d")


def item(rule: str, weight: float = 1, points: float = 50, cap: float = 100, fail: str = "") -> Item:
    return Item(rule, weight, points, cap, fail, "")


def card(*sections: tuple[float, tuple[Item, ...]]) -> Scorecard:
    made = tuple(Section(f"s{k}", "", weight, "", items) for k, (weight, items) in enumerate(sections))
    return Scorecard("c", 1, "", BANDS, made)


def graded(on: Scorecard, **counts: tuple[int, int]) -> Grade:
    return grade(on, {rule: Count(*count) for rule, count in counts.items()})


TWO = card((3, (item("a"), item("b", weight=3))), (1, (item("c", points=100),)))


def test_nothing_found_is_a_hundred() -> None:
    result = graded(TWO, a=(1, 0), b=(4, 0), c=(1, 0))
    assert (result.score, result.band, result.costs) == (100.0, "good", {})


def test_weights_and_points() -> None:
    # a loses 50 of 100: a quarter of its section, which is three quarters of the whole.
    result = graded(TWO, a=(3, 1), b=(4, 0), c=(1, 0))
    assert result.score == pytest.approx(100 - 50 * 0.25 * 0.75, abs=0.05)
    assert result.costs == {"a": pytest.approx(9.375)}


def test_a_cap_holds_however_many_are_found() -> None:
    capped = card((1, (item("a", points=40, cap=60),)))
    assert [graded(capped, a=(9, n)).score for n in (0, 1, 2, 9)] == [100, 60, 40, 40]


def test_what_had_no_chance_is_left_out_and_the_rest_weighs_more() -> None:
    assert graded(TWO, a=(1, 1)).score == 50.0
    assert graded(TWO, a=(1, 1), b=(0, 0), c=(0, 0)).sections[1].score is None
    assert graded(TWO).score is None
    assert graded(TWO, z=(3, 2)).score is None  # not on the card


def test_failing_a_section_and_the_whole() -> None:
    section = card((1, (item("a", fail="section"), item("b"))), (1, (item("c"),)))
    result = graded(section, a=(1, 1), b=(1, 0), c=(1, 0))
    assert (result.score, result.failed_by, result.sections[0].score) == (50.0, ("a",), 0.0)
    assert sum(result.costs.values()) == pytest.approx(50)
    whole = card((1, (item("a", fail="whole"), item("b"))), (1, (item("c"),)))
    result = graded(whole, a=(1, 1), b=(1, 1), c=(1, 0))
    assert (result.score, result.band, result.failed_by) == (0.0, "bad", ("a",))
    assert sum(result.costs.values()) == pytest.approx(100)


ITEMS = st.builds(
    lambda weight, points, more, fail: (weight, points, min(100.0, points + more), fail),
    st.floats(0.1, 10), st.floats(1, 100), st.floats(0, 100), st.sampled_from(["", "", "section", "whole"]),
)  # fmt: skip
COUNTS = st.integers(0, 4).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n)))


@given(st.lists(ITEMS, min_size=4, max_size=4), st.floats(0.1, 10), st.dictionaries(st.sampled_from(RULES), COUNTS))
def test_costs_add_up_and_more_findings_never_score_higher(
    items: list[tuple[float, float, float, str]], weight: float, counts: dict[str, tuple[int, int]]
) -> None:
    made = [Item(rule, *numbers, "") for rule, numbers in zip(RULES, items, strict=True)]
    on = card((weight, tuple(made[:2])), (1, tuple(made[2:])))
    result = graded(on, **counts)
    if result.score is None:
        assert not any(chances for chances, _ in counts.values())
        return
    assert 0 <= result.score <= 100
    assert sum(result.costs.values()) == pytest.approx(100 - result.score, abs=0.051)
    assert set(result.costs) <= {rule for rule, (_, found) in counts.items() if found}
    for rule, (chances, found) in counts.items():
        worse = graded(on, **{**counts, rule: (chances + 1, found + 1)})
        if chances:  # one more chance of something that had none before may change what is weighed
            assert (worse.score or 0.0) <= result.score + 1e-9
