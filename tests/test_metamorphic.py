"""Findings do not hang on how words are written (`python -m benchmarks.spelling --lost 5` shows what is lost)."""

from functools import cache

import pytest

from benchmarks.regression import read_floors
from benchmarks.spelling import TRANSFORMATIONS, Survival, conversations, survivals, table
from csmistakes.catalogue import load

pytestmark = pytest.mark.slow

FLOORS = read_floors()["spelling"]


@cache
def measured() -> dict[str, Survival]:
    catalogue = load()
    made = survivals(catalogue, conversations(catalogue))
    print(*table(made), sep="\n")
    return made


def test_every_way_of_writing_has_a_floor() -> None:
    assert list(FLOORS) == list(TRANSFORMATIONS)


@pytest.mark.parametrize("name", TRANSFORMATIONS)
def test_findings_survive_another_way_of_writing(name: str) -> None:
    survival = measured()[name]
    assert survival.findings
    assert survival.share >= FLOORS.get(name, 1.0), [f"{lost.rule}: {lost.text}" for lost in survival.lost[:10]]
