"""The plain ways to do it."""

import pytest
import yaml

from benchmarks.baselines.keywords import PHRASES, Keywords
from benchmarks.labelled import MISTAKES
from benchmarks.reports import Report
from tests.benchmarks.labelled_sets import labelled


def test_keywords_know_every_mistake_that_has_words_of_its_own() -> None:
    phrases = yaml.safe_load(PHRASES.read_text(encoding="utf-8"))
    assert [mistake for mistake in MISTAKES if mistake not in phrases] == ["talking-too-much"]
    assert phrases.keys() <= set(MISTAKES)
    assert {side for sides in phrases.values() for side in sides} == {"agent", "customer"}


def test_a_keyword_is_found_whole_and_on_its_side() -> None:
    keywords = Keywords({"jargon": {"agent": ["sku", "it's tier 2"]}})
    item = labelled("1", lines=("C: the SKU", "A: The SKU?", "B: skull", "A: It’s tier 2."))
    assert keywords([item]) == [(Report("jargon", 1), Report("jargon", 3))]


def test_a_customers_keyword_is_reported_at_the_answer() -> None:
    keywords = Keywords({"not-listening": {"customer": ["as i said"]}})
    item = labelled("1", lines=("C: as I said", "S: Ann joined", "A: hello", "C: as I said"))
    assert keywords([item]) == [(Report("not-listening", 2), Report("not-listening", 3))]


def test_the_classifier_is_never_asked_about_what_it_was_trained_on() -> None:
    pytest.importorskip("sklearn")
    from benchmarks.baselines.classifier import Classifier

    taught = [labelled(f"t{k}", ("jargon", 1, 2), lines=("C: hello there", "A: flux valve flux")) for k in range(30)]
    others = [labelled(f"o{k}", lines=("C: hello there", "A: all is well now")) for k in range(30)]
    alone = labelled("alone", ("arguing", 1, 2), lines=("C: hello there", "A: wrong wrong"))
    reports = Classifier()([*taught, *others, alone])
    assert all(said == (Report("jargon", 1),) for said in reports[:30])
    assert all(said == () for said in reports[30:60])
    assert reports[60] == ()  # nobody else argues, so nothing taught it to see that


def test_politeness_strategies_tell_four_mistakes() -> None:
    pytest.importorskip("convokit")
    from benchmarks.baselines.politeness import Politeness

    item = labelled(
        "1",
        lines=("C: it is broken and horrible", "A: Number?", "C: 5", "A: Sorry.", "A: Sorry!", "A: Oops."),
    )
    assert set(Politeness()([item])[0]) == {
        Report("over-apologizing", 5),
        Report("no-empathy", 1),
        Report("bad-manners", 5),
        Report("unfriendly", 1),
    }
