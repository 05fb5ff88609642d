"""The shipped catalogue as a whole: complete, consistent, and every example as it says."""

import pytest

from csmistakes.catalogue import load
from csmistakes.judging.engine import compile_rules
from csmistakes.rule_tests import ExampleReport, run

CATALOGUE = load()
REPORTS = {(report.kind, report.name): report for report in run(CATALOGUE)}

# Every mistake by its slug: these never change.
SLUGS = """
not-listening talking-too-much not-acknowledging no-questions assuming repeating-the-problem no-empathy
bad-manners unfriendly not-caring impatience not-objective treating-as-suspect bad-attitude no-passion arguing
no-relationship no-ownership hiding-behind-policy runaround belittling-own-role lazy-effort lack-of-knowledge
no-control over-apologizing broken-promise missed-service-level no-follow-up no-status-updates
unmanaged-expectations dishonesty inaccessible making-customers-wait over-automation upsell-before-fix
missed-opportunity jargon not-educating reactive-service untrained-staff not-improving
""".split()


def test_the_41_mistakes_are_there() -> None:
    assert {rule.slug for rule in CATALOGUE.rules} == set(SLUGS)
    assert len(SLUGS) == 41


def test_all_45_items_of_the_five_articles_are_encoded() -> None:
    items = {f"{article.key}:{number}" for article in CATALOGUE.articles for number in range(1, len(article.items) + 1)}
    assert len(CATALOGUE.articles) == 5
    assert len(items) == 45
    encoded = [source for rule in CATALOGUE.rules for source in rule.sources]
    assert set(encoded) == items


def test_three_rules_look_over_many_conversations() -> None:
    assert [rule.slug for rule in CATALOGUE.rules if rule.scope == "corpus"] == [
        "not-improving",
        "reactive-service",
        "untrained-staff",
    ]


def test_every_condition_makes_sense() -> None:
    assert len(compile_rules(CATALOGUE)) == 38


def test_every_signal_is_used() -> None:
    used = str([(rule.when, rule.unless, rule.mark) for rule in CATALOGUE.rules])
    assert [s.name for s in CATALOGUE.signals if f"'{s.name}'" not in used and s.name != "filler"] == []


@pytest.mark.parametrize("report", REPORTS.values(), ids=lambda report: f"{report.kind}:{report.name}")
def test_examples_hold(report: ExampleReport) -> None:
    assert report.problems == ()


@pytest.mark.parametrize("report", [r for r in REPORTS.values() if r.kind == "rule"], ids=lambda report: report.name)
def test_every_term_of_a_rule_is_needed_by_an_example(report: ExampleReport) -> None:
    assert report.untested == ()
