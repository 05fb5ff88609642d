"""How it went, from rows of several runs: the same as one run over all of them says."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import pytest

from csmistakes.scoring.fairness import WORSE, between
from csmistakes.scoring.history import History, Wanted
from csmistakes.scoring.metadata import week_number
from csmistakes.scoring.rows import Record
from csmistakes.scoring.totals import AGENT, TEAM
from csmistakes.scoring.trends import DECLINES, TOO_FEW, trends
from tests.scoring.records import CARD, archive, record, totals_of
from tests.store.helpers import scores


def rate(agent: str, _: str, week: int) -> float:
    return {"a001": 0.95 * week / 11, "a002": 0.9}.get(agent, 0.3)


@pytest.fixture(scope="module")
def records() -> list[Record]:
    return list(archive(rate, agents=12, teams=3, each=60))


def history(records: list[Record], **wanted: str) -> History:
    found = History(CARD, Wanted(**wanted))
    for one in random.Random(3).sample(records, len(records)):  # noqa: S311
        found.add(one)
    return found


@pytest.mark.parametrize(
    ("wanted", "group"),
    [
        ({}, ("all", "all")),
        ({"agent": "a001"}, ("agent", "a001")),
        ({"team": "t2"}, ("team", "t2")),
        ({"channel": "chat"}, ("channel", "chat")),
    ],
)
def test_it_is_what_one_run_over_all_says(
    records: list[Record], wanted: dict[str, str], group: tuple[str, str]
) -> None:
    course, once = history(records, **wanted).course(30), scores(records)
    assert course.subject == group
    assert list(course.scores) == [row for row in once.groups if (row.kind, row.name) == group]
    (trend,) = (row for row in once.trends if (row.kind, row.name) == group)
    assert course.trend == trend
    overall = [row for row in once.rates if (row.kind, row.name, row.week) == (*group, None)]
    assert [row for row in course.rates if row.week is None] == [row for row in overall if row.of == "mistake"]
    if not wanted:
        assert list(course.rates) == [row for row in once.rates if (row.kind, row.of) == ("all", "mistake")]


def test_the_planted_decline_is_found_and_the_correction_is_that_for_all(records: list[Record]) -> None:
    course = history(records, agent="a001").course(30)
    assert course.trend is not None
    assert course.trend.verdict == DECLINES
    alone = [one for one in records if one.conversation.agent == "a001"]
    (own,) = (row for row in trends(totals_of(alone), 30, 1) if row.kind == "agent")
    assert own.low is not None
    assert course.trend.low is not None
    assert course.trend.low < own.low  # to ask for one agent makes no interval narrower


def test_two_fields_pick_out_what_fits_both(records: list[Record]) -> None:
    course = history(records, agent="a001", team="t1").course(30)
    assert course.subject == ("agent", "a001")
    assert history(records, team="t1", channel="chat").course(30).subject == ("all", "all")
    nothing = history(records, agent="a001", team="t0").course(30)
    assert (nothing.scores, nothing.rates, nothing.trend) == ((), (), None)
    assert nothing.conversations == len(records)


def test_mistakes_can_be_named(records: list[Record]) -> None:
    assert {row.mistake for row in history(records).course(30, ["late"]).rates} == {"late"}


def dated(days: Iterator[str]) -> list[Record]:
    made = [record(number, {"curt": number % 2, "late": 0}) for number in range(12)]
    return [replace(one, conversation=replace(one.conversation, date=day)) for one, day in zip(made, days, strict=True)]


@pytest.mark.parametrize(("by", "periods"), [("day", ["2025-12-30", "2026-01-02"]), ("month", ["2025-12", "2026-01"])])
def test_days_and_months_can_be_counted_by(by: str, periods: list[str]) -> None:
    found = History(CARD, Wanted(), by=by)
    for one in dated(iter(["2025-12-30"] * 6 + ["2026-01-02"] * 6)):
        found.add(one)
    course = found.course(5)
    assert [row.week for row in course.scores] == [None, *periods]
    assert [row.conversations for row in course.scores] == [12, 6, 6]
    assert course.trend is not None
    assert course.trend.first_week == "2025-W50"  # a trend is by week, whatever is counted by
    assert course.trend.verdict == TOO_FEW


def test_what_has_no_day_is_counted_in_the_whole_only() -> None:
    found = History(CARD, Wanted(), by="month")
    found.add(record(1, {"curt": 1}, week=None))
    assert [row.week for row in found.course(5).scores] == [None]


def test_what_another_card_has_graded_is_graded_with_this_one(records: list[Record]) -> None:
    other = [replace(one, conversation=replace(one.conversation, score=1.0, card="other")) for one in records]
    assert history(other).course(30) == history(records).course(30)


def compared(records: list[Record], **wanted: str) -> History:
    found = History(CARD, Wanted(**wanted), compare=("before", "after"))
    for one in records:
        week = week_number(one.conversation.week or "") - week_number("2025-W50")
        found.add(one, "before" if week < 6 else "after" if week < 11 else "last")
    return found


def test_two_parts_are_compared_as_two_teams_are(records: list[Record]) -> None:
    rows = compared(records).course(30).compared
    assert [(row.kind, row.name, row.against, row.of) for row in rows][:1] == [("all", "after", "before", "score")]
    sides = {
        "before": [one for one in records if (one.conversation.week or "") < "2026-W04"],
        "after": [one for one in records if "2026-W04" <= (one.conversation.week or "") < "2026-W09"],
    }
    named = [
        replace(one, conversation=replace(one.conversation, team=name)) for name, part in sides.items() for one in part
    ]
    assert [replace(row, kind="team") for row in rows] == between(totals_of(named), "after", "before", TEAM, 30)
    assert rows[0].conversations == len(sides["after"])


def test_an_agent_is_compared_with_the_own_past(records: list[Record]) -> None:
    (score, *mistakes) = compared(records, agent="a001").course(10).compared
    assert (score.kind, score.verdict) == (AGENT, WORSE)
    assert {row.of for row in mistakes} <= {"curt", "late"}


def test_too_few_are_not_compared(records: list[Record]) -> None:
    (row,) = compared(records[:20]).course(30).compared
    assert row.verdict == "too few"
