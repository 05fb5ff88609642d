"""No rule gets worse than its floors on our own labelled conversations (`python -m benchmarks.floors` sets them)."""

from functools import cache

import pytest

from benchmarks.labelled import MISTAKES
from benchmarks.regression import read_floors, regression_items, rule_figures
from csmistakes.catalogue import load

pytestmark = pytest.mark.slow

FLOORS = read_floors()["rules"]
FREQUENT = """
not-listening no-empathy not-acknowledging no-follow-up unmanaged-expectations no-ownership unfriendly
making-customers-wait
""".split()  # on real conversations


@cache
def figures() -> dict[str, dict[str, float | None]]:
    return rule_figures(load(), regression_items())


def test_the_set_is_large_enough() -> None:
    items = regression_items()
    assert len(items) >= 800
    for mistake in MISTAKES:
        assert sum(mistake in item.clear for item in items) >= (10 if mistake in FREQUENT else 8), mistake
        assert sum(mistake in item.absent for item in items) >= 5, mistake


def test_every_rule_has_a_floor() -> None:
    assert sorted(FLOORS) == sorted(MISTAKES)


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_rule_is_as_good_as_its_floors(mistake: str) -> None:
    sunk = [
        f"{mistake}: {name} is {value:.3f}, below its floor of {floor}"
        for name, floor in FLOORS.get(mistake, {}).items()
        if (value := figures()[mistake][name]) is not None and value < floor
    ]
    assert sunk == []
