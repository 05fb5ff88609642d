"""Figures, against a case small enough to count by hand."""

import numpy as np
import pytest

from benchmarks.figures import Estimate, micro, summarise
from benchmarks.labelled import MISTAKES
from benchmarks.reports import Report
from benchmarks.scoring import Share, clean_reported, mishaps, pairs, tallies
from csmistakes.finding import Severity
from tests.benchmarks.labelled_sets import labelled

# One conversation of each fate.
ITEMS = [
    labelled("hit and near", ("jargon", 4, 2), planted="jargon"),
    labelled("hit but elsewhere", ("jargon", 1, 2), ("jargon", 8, 1)),
    labelled("missed", ("jargon", 2, 2), ("arguing", 2, 2), planted="jargon"),
    labelled("arguable and reported", ("jargon", 3, 1)),
    labelled("arguable and not", ("jargon", 3, 1)),
    labelled("false", absent=("jargon", "arguing")),
    labelled("clean", absent=("jargon",)),
]
REPORTS = [
    (Report("jargon", 5), Report("jargon", 5), Report("jargon", 9)),  # twice at one turn counts once
    (Report("jargon", 7),),  # near an arguable label only: rightly placed, but not located
    (),
    (Report("jargon", 3),),
    (),
    (Report("jargon", 0, Severity.NOTE),),
    (),
]
SUMMARY = summarise(tallies(ITEMS, REPORTS), MISTAKES)


def value(estimate: Estimate) -> float:
    assert estimate.value is not None
    return estimate.value


def test_a_mistake_is_counted_once_in_a_conversation() -> None:
    jargon = SUMMARY.by_mistake["jargon"]
    assert (jargon.support, jargon.hits, jargon.false, jargon.reports) == (3, 2, 1, 5)
    assert value(jargon.precision) == pytest.approx(2 / 3, abs=1e-4)
    assert value(jargon.recall) == pytest.approx(2 / 3, abs=1e-4)
    assert value(jargon.f1) == pytest.approx(2 / 3, abs=1e-4)


def test_places_are_within_one_turn() -> None:
    jargon = SUMMARY.by_mistake["jargon"]
    assert value(jargon.located) == 0.5
    assert value(jargon.turn_precision) == pytest.approx(3 / 5)


def test_micro_figures_are_over_all_mistakes() -> None:
    assert (SUMMARY.micro.support, SUMMARY.micro.hits, SUMMARY.micro.false) == (4, 2, 1)
    assert value(SUMMARY.micro.recall) == 0.5
    assert value(SUMMARY.micro.f1) == pytest.approx(4 / 7, abs=1e-4)


def test_the_macro_average_leaves_out_rare_mistakes() -> None:
    assert SUMMARY.macro_over == 1
    assert value(SUMMARY.macro_f1) == pytest.approx(2 / 3, abs=1e-4)


def test_a_figure_that_would_divide_by_nothing_is_none() -> None:
    assert SUMMARY.by_mistake["arguing"].precision == Estimate(None, None, None)
    assert micro(tallies([], [])).f1 == Estimate(None, None, None)


def test_an_interval_holds_its_figure_and_is_the_same_each_time() -> None:
    f1 = SUMMARY.micro.f1
    assert f1.low is not None
    assert f1.high is not None
    assert 0 <= f1.low < value(f1) < f1.high <= 1
    assert summarise(tallies(ITEMS, REPORTS), MISTAKES) == SUMMARY


def test_an_interval_is_as_wide_as_chance_makes_it() -> None:
    items = [labelled(str(k), ("jargon", 0, 2)) for k in range(400)]
    reports = [(Report("jargon", 0),) if k % 2 else () for k in range(400)]
    recall = micro(tallies(items, reports)).recall
    error = 1.96 * np.sqrt(0.25 / 400)
    assert recall.low == pytest.approx(0.5 - error, abs=0.01)
    assert recall.high == pytest.approx(0.5 + error, abs=0.01)


def test_near_misses() -> None:
    table = pairs(ITEMS, REPORTS)
    assert table["jargon"].found == Share(1, 2)
    assert table["jargon"].mistaken == Share(1, 2)
    assert table["arguing"].mistaken == Share(0, 1)


def test_conversations_without_any_label() -> None:
    assert clean_reported(ITEMS, REPORTS) == Share(1, 2)
    assert clean_reported(ITEMS, REPORTS, Severity.WARNING) == Share(0, 2)


def test_what_went_wrong() -> None:
    wrong = [(mishap.item.conversation.id, mishap.mistake, mishap.is_missed) for mishap in mishaps(ITEMS, REPORTS)]
    assert wrong == [("missed", "arguing", True), ("missed", "jargon", True), ("false", "jargon", False)]
