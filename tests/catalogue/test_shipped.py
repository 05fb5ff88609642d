"""The shipped catalogue as a whole: complete, consistent, and every example as it says."""

from functools import cache

import pytest

from csmistakes.catalogue import load
from csmistakes.judging.engine import compile_rules
from csmistakes.rule_tests import ExampleReport, run

pytestmark = pytest.mark.no_cover  # slow with it; what it runs, tests/test_rule_tests.py runs too
CATALOGUE = load()
RULES = [rule.slug for rule in CATALOGUE.rules]
EXAMPLES = [*(("signal", signal.name) for signal in CATALOGUE.signals), *(("rule", slug) for slug in RULES)]

# Every mistake by its slug: these never change.
SLUGS = """
not-listening talking-too-much not-acknowledging no-questions assuming repeating-the-problem no-empathy
bad-manners unfriendly not-caring impatience not-objective treating-as-suspect bad-attitude no-passion arguing
no-relationship no-ownership hiding-behind-policy runaround belittling-own-role lazy-effort lack-of-knowledge
no-control over-apologizing broken-promise missed-service-level no-follow-up no-status-updates
unmanaged-expectations dishonesty inaccessible making-customers-wait over-automation upsell-before-fix
missed-opportunity jargon not-educating reactive-service untrained-staff not-improving
""".split()


@cache
def reports() -> dict[tuple[str, str], ExampleReport]:
    """Run all examples once, when a test first asks: collecting tests, which every process does, is no time for it."""
    return {(report.kind, report.name): report for report in run(CATALOGUE)}


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


def test_nothing_else_has_examples() -> None:
    assert list(reports()) == EXAMPLES


@pytest.mark.parametrize(("kind", "name"), EXAMPLES)
def test_examples_hold(kind: str, name: str) -> None:
    assert reports()[kind, name].problems == ()


@pytest.mark.parametrize("name", RULES)
def test_every_term_of_a_rule_is_needed_by_an_example(name: str) -> None:
    assert reports()["rule", name].untested == ()
