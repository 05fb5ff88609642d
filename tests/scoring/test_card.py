"""Scorecards: the shipped one, what is refused, and the digest."""

from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml

from csmistakes.catalogue import load
from csmistakes.errors import CatalogueError
from csmistakes.finding import Severity
from csmistakes.scoring.card import Scorecard
from csmistakes.scoring.card_file import DEFAULT, card_of, default_card, load_card
from csmistakes.scoring.grading import Count, Grade, grade

SCOPES = {"curt": "turn", "late": "conversation", "again": "corpus"}
GOOD: dict[str, Any] = {
    "name": "House",
    "version": 2,
    "bands": [{"name": "fine", "from": 90}, {"name": "poor", "from": 0}],
    "sections": {"tone": {"weight": 3, "mistakes": {"curt": {"weight": 2, "points": 50, "why": "It hurts."}}}},
}


def card(**changes: Any) -> Scorecard:
    return card_of({**GOOD, **changes}, Path("csmistakes.toml"), 4, SCOPES)


def problems(**changes: Any) -> str:
    with pytest.raises(CatalogueError) as caught:
        card(**changes)
    return "\n".join(map(str, caught.value.problems))


def test_the_shipped_card_weighs_every_mistake_of_a_conversation_and_says_why() -> None:
    scopes = {rule.slug: rule.scope for rule in load().rules}
    shipped = default_card(scopes)
    assert {item.rule for item in shipped.items()} == {slug for slug, scope in scopes.items() if scope != "corpus"}
    assert all(item.why for item in shipped.items())
    assert all(section.why for section in shipped.sections)
    assert all(band.why for band in shipped.bands)
    assert load_card(DEFAULT, scopes) == shipped


def test_the_bands_of_the_shipped_card_say_what_they_promise() -> None:
    rules = [rule for rule in load().rules if rule.scope != "corpus"]
    shipped = default_card({rule.slug: rule.scope for rule in rules})

    def graded(*slugs: str) -> Grade:
        return grade(shipped, {rule.slug: Count(1, int(rule.slug in slugs)) for rule in rules})

    errors = [rule.slug for rule in rules if rule.severity is Severity.ERROR]
    assert len(errors) > 5
    assert {graded(slug).band for slug in errors} <= {"good", "fair"}  # even where everything dilutes it
    assert {graded(*pair).band for pair in combinations(errors, 2)} <= {"fair", "needs coaching"}
    assert graded("arguing", "not-caring", "impatience", "unfriendly").band == "needs coaching"
    assert {graded(rule.slug).band for rule in rules if rule.severity is Severity.NOTE} == {"excellent"}
    least = min(graded(slug).costs[slug] for slug in errors)
    assert all(graded(rule.slug).costs[rule.slug] < least for rule in rules if rule.severity is Severity.NOTE)


def test_the_shipped_card_leaves_out_what_a_catalogue_does_not_have() -> None:
    shipped = default_card({"not-listening": "exchange"})
    assert [item.rule for item in shipped.items()] == ["not-listening"]
    assert [section.key for section in shipped.sections] == ["listening"]


def test_a_card_in_a_file_is_read_with_lines_for_what_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "card.yaml"
    path.write_text(yaml.safe_dump(GOOD, sort_keys=False), encoding="utf-8")
    assert load_card(path, SCOPES).sections[0].items[0].points == 50
    path.write_text(path.read_text(encoding="utf-8").replace("curt", "curd"), encoding="utf-8")
    with pytest.raises(CatalogueError, match=rf"{path}:\d+: there is no rule “curd” \(did you mean “curt”"):
        load_card(path, SCOPES)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"version": "two"}, "“version” must be a number"),
        ({"name": ""}, "“name” is missing"),
        ({"colour": "red"}, "unknown key “colour”"),
        ({"bands": []}, "“bands” must be a list"),
        ({"bands": [{"name": "a", "from": 10}]}, "the last band must begin at 0"),
        ({"bands": [{"name": "a", "from": 10}, {"name": "b", "from": 20}]}, "must be given, fall from band to band"),
        ({"bands": [{"name": "a"}]}, "must be given"),
        ({"sections": {}}, "“sections” is missing"),
        ({"sections": {"a": {"mistakes": {}}}}, "needs “mistakes”"),
        ({"sections": {"a": {"mistakes": {"again": {}}}}}, "rule over many conversations"),
        ({"sections": {"a": {"mistakes": {"curt": {"points": 0}}}}}, "“points” must be above 0"),
        ({"sections": {"a": {"mistakes": {"curt": {"points": 60, "cap": 50}}}}}, "“cap” from there"),
        ({"sections": {"a": {"mistakes": {"curt": {"weight": 0}}}}}, "“weight” must be above 0"),
        ({"sections": {"a": {"mistakes": {"curt": {"fail": "all"}}}}}, "“fail” must be one of"),
        ({"sections": {k: {"mistakes": {"curt": {}}} for k in "ab"}}, "“curt” is in section “a” too"),
    ],
)
def test_what_is_wrong_with_a_card(changes: dict[str, Any], message: str) -> None:
    assert message in problems(**changes)


def test_a_card_needs_a_version() -> None:
    with pytest.raises(CatalogueError, match="“version” is missing"):
        card_of({key: value for key, value in GOOD.items() if key != "version"}, Path("x.toml"), None, SCOPES)


def test_the_digest_changes_with_anything_on_the_card_and_only_then() -> None:
    assert card().digest == card().digest
    assert len({card().digest, card(version=3).digest, card(name="Other").digest}) == 3
    assert replace(card(), about="x").digest != card().digest


def test_bands() -> None:
    assert [card().band(score) for score in (100.0, 90.0, 89.9, 0.0, None)] == ["fine", "fine", "poor", "poor", None]
