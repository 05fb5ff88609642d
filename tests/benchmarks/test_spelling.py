"""The other ways of writing, and floors."""

import pytest

from benchmarks.floors import floor_below, sinking
from benchmarks.spelling import TRANSFORMATIONS, Lost, Survival


@pytest.mark.parametrize(
    ("name", "text", "changed"),
    [
        ("lower-cased", "I’m Ann", "i’m ann"),
        ("commas stripped", "Yes, it is 1,200; fine.", "Yes it is 1,200 fine."),
        ("all punctuation stripped", 'Well - "no", (really). £4.50 at 2:30!!', "Well  no really £4.50 at 2:30"),
        ("curly quotes", '"I\'m" he said', "“I’m” he said"),
        ("no apostrophes in contractions", "I don't, they’re Ann's o'clock", "I dont, theyre Anns o'clock"),
        (
            "fillers inserted",
            "one two three four\nfive six seven eight nine ten eleven",
            "one two um three four\nfive six seven eight nine ten uh eleven",
        ),
        ("a typo in each turn", "Sorry, your order", "Sory, your order"),
        ("a typo in each turn", "this is fine", "this is fine"),
    ],
)
def test_a_transformation(name: str, text: str, changed: str) -> None:
    assert TRANSFORMATIONS[name](text) == changed


def test_the_share_that_survives() -> None:
    assert Survival(4, 2, (Lost("jargon", "text"),)).share == 0.75
    assert Survival(0, 0, ()).share == 1


def test_a_floor_is_a_little_below_the_figure() -> None:
    assert floor_below(0.80, 0.03) == 0.77
    assert floor_below(0.819, 0.03) == 0.78
    assert floor_below(0.01, 0.03) == 0
    assert floor_below(None, 0.03) == 0


def test_floors_that_sink_are_told() -> None:
    told = ["recall sinks from 0.8 to 0.7"]
    assert sinking({"recall": 0.8, "precision": 0.5}, {"recall": 0.7, "precision": 0.6}) == told
