"""The score of one conversation, or of one agent's part in it: a pure function of a card and of counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from csmistakes.scoring.card import SECTION, WHOLE, Item, Scorecard, Section


@dataclass(frozen=True, slots=True)
class Count:
    """How often a rule had a chance to be met, and how often it was."""

    opportunities: int
    findings: int


@dataclass(frozen=True, slots=True)
class SectionGrade:
    """A section's score from 0 to 100, None where none of its mistakes had a chance; its share of the whole score."""

    key: str
    score: float | None
    share: float  # of the whole, from 0 to 1; 0 where not applicable
    failed_by: str | None = None


@dataclass(frozen=True, slots=True)
class Grade:
    """A score from 0 to 100 with one decimal, None where nothing on the card had a chance to be met.

    `items` are the scores of the mistakes that had a chance; `costs` what the findings of each took off the score,
    which together is what it lacks to 100.
    """

    score: float | None
    band: str | None
    failed_by: tuple[str, ...]  # the mistakes that failed a section or the whole
    sections: tuple[SectionGrade, ...]
    items: Mapping[str, float]
    costs: Mapping[str, float]


def grade(card: Scorecard, counts: Mapping[str, Count]) -> Grade:
    """Return the grade that `counts`, by rule, make on a card."""
    items = {item.rule: _item_score(item, counts[item.rule]) for item in card.items() if _applies(item, counts)}
    sections = [section for section in card.sections if any(item.rule in items for item in section.items)]
    total = sum(section.weight for section in sections)
    graded: list[SectionGrade] = []
    costs: dict[str, float] = {}
    for section in card.sections:
        if section not in sections:
            graded.append(SectionGrade(section.key, None, 0.0))
            continue
        share = section.weight / total
        one, lost = _section(section, counts, items, share)
        graded.append(one)
        costs |= lost
    score = 100.0 - sum(costs.values())
    void = next((item.rule for item in card.items() if item.fail == WHOLE and _found(item, counts)), None)
    if void is not None:
        costs[void] = costs.get(void, 0.0) + score
        score = 0.0
    failed = tuple(dict.fromkeys(rule for rule in (void, *(one.failed_by for one in graded)) if rule))
    final = round(max(0.0, score), 1) if sections else None
    return Grade(final, card.band(final), failed, tuple(graded), items, costs)


def _applies(item: Item, counts: Mapping[str, Count]) -> bool:
    count = counts.get(item.rule)
    return count is not None and (count.opportunities > 0 or count.findings > 0)


def _found(item: Item, counts: Mapping[str, Count]) -> bool:
    return item.rule in counts and counts[item.rule].findings > 0


def _item_score(item: Item, count: Count) -> float:
    return 100.0 - min(item.cap, item.points * count.findings)


def _section(
    section: Section, counts: Mapping[str, Count], items: Mapping[str, float], share: float
) -> tuple[SectionGrade, dict[str, float]]:
    """Return a section's grade, and what each mistake in it takes off the whole score."""
    mine = [item for item in section.items if item.rule in items]
    weights = sum(item.weight for item in mine)
    score = sum(item.weight * items[item.rule] for item in mine) / weights
    costs = {
        item.rule: share * item.weight / weights * (100.0 - items[item.rule]) for item in mine if items[item.rule] < 100
    }
    failing = next((item.rule for item in mine if item.fail == SECTION and _found(item, counts)), None)
    if failing is not None:
        costs[failing] = costs.get(failing, 0.0) + share * score
        score = 0.0
    return SectionGrade(section.key, round(score, 1), share, failing), costs
