"""Intervals against published figures, and what must hold of any of them."""

import math
import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmistakes.scoring.intervals import (
    NOTHING,
    Interval,
    Moments,
    around,
    bootstrap_mean,
    clustered_error,
    mean_difference,
    rate_difference,
    t_of,
    wilson,
    z_of,
)


def test_wilson_as_newcombe_published_it() -> None:
    # Newcombe (1998), Interval estimation for the difference, table II: 56/70, 48/80 and their difference.
    found = wilson(81, 263)
    assert [found.low, found.high] == pytest.approx([0.2553, 0.3662], abs=1e-4)
    found = rate_difference((56, 70), (48, 80))
    assert [found.low, found.high] == pytest.approx([0.0524, 0.3339], abs=1e-4)


@given(st.integers(0, 60), st.integers(0, 60), st.floats(0.5, 0.9999))
def test_a_rate_lies_in_its_interval(hits: int, misses: int, level: float) -> None:
    found = wilson(hits, hits + misses, level)
    if found.value is None:
        assert hits + misses == 0
        return
    assert found.low is not None
    assert found.high is not None
    assert 0 <= found.low <= found.value <= found.high <= 1


def test_nothing_to_go_by() -> None:
    assert wilson(0, 0) == NOTHING == rate_difference((0, 0), (1, 2)) == bootstrap_mean({}, "")
    assert mean_difference(Moments(1, 5, 25), Moments(9, 9, 9)) == NOTHING
    assert not NOTHING.excludes_zero
    assert Interval(2, 1, 3).excludes_zero


@pytest.mark.parametrize(
    ("level", "freedom", "expected"),
    [
        (0.95, 1, 12.7062), (0.95, 2, 4.3027), (0.95, 3, 3.1824), (0.95, 4, 2.7764), (0.95, 10, 2.2281),
        (0.99, 30, 2.7500), (0.999, 20, 3.8495), (0.9999, 5, 11.1777), (0.95, 1e6, 1.96),
    ],
)  # fmt: skip
def test_student_as_tabled(level: float, freedom: float, expected: float) -> None:
    assert t_of(level, freedom) == pytest.approx(expected, rel=2e-4)


def test_normal_as_tabled() -> None:
    assert z_of(0.95) == pytest.approx(1.95996, abs=1e-5)


def test_a_bootstrap_is_the_same_every_time_and_near_the_textbook() -> None:
    rng = random.Random(7)  # noqa: S311
    values = Counter(round(rng.gauss(900, 80)) for _ in range(400))
    found = bootstrap_mean(values, "agent Ines")
    assert found == bootstrap_mean(Counter(dict(reversed(values.items()))), "agent Ines")
    assert found != bootstrap_mean(values, "agent Omar")
    moments = Moments.of(values)
    reach = 1.96 * math.sqrt(moments.variance / moments.n)
    assert found.value == pytest.approx(moments.mean)
    assert found.low == pytest.approx(moments.mean - reach, abs=2)
    assert found.high == pytest.approx(moments.mean + reach, abs=2)


def test_a_bootstrap_of_few_values_or_of_equal_ones_says_nothing() -> None:
    assert bootstrap_mean({1000: 4}, "") == Interval(1000, None, None)
    assert bootstrap_mean({1000: 5}, "") == Interval(1000, None, None)


def test_welch_as_worked_by_hand() -> None:
    one, other = Moments.of(Counter([10, 12, 14, 16])), Moments.of(Counter([1, 2, 3, 4, 5, 6, 7, 8]))
    # Variances 20/3 and 6: error² = 5/3 + 3/4; the pooled one, (20 + 42) / 10 * (1/4 + 1/8) = 2.325, is smaller.
    error = math.sqrt(5 / 3 + 0.75)
    freedom = (5 / 3 + 0.75) ** 2 / ((5 / 3) ** 2 / 3 + 0.75**2 / 7)
    assert mean_difference(one, other) == around(8.5, error, freedom)


def test_scores_that_are_all_alike_are_no_proof() -> None:
    found = mean_difference(Moments.of({1000: 12}), Moments.of({1000: 180, 900: 20}))
    assert not found.excludes_zero
    assert mean_difference(Moments.of({5: 9}), Moments.of({3: 9})) == Interval(2, 2, 2)


def test_an_error_by_clusters() -> None:
    assert clustered_error([3, -3], 10) == pytest.approx((0.6, 2))
    assert clustered_error([3], 10) == (0.0, 1)
