"""What is said of people and teams: the truth that is there, and nothing on noise."""

import pytest

from csmistakes.scoring.fairness import comparisons
from csmistakes.scoring.rows import ComparisonRow
from csmistakes.scoring.trends import trends
from tests.scoring.records import archive, record, totals_of


def said(rows: list[ComparisonRow]) -> set[tuple[str, str, str, str]]:
    return {(row.kind, row.name, row.of, row.verdict) for row in rows if row.verdict in {"better", "worse"}}


@pytest.mark.parametrize("seed", range(4))
def test_nothing_is_said_of_agents_who_are_all_the_same(seed: int) -> None:
    totals = totals_of(archive(lambda *_: 0.2, agents=60, teams=6, each=40, seed=seed))
    assert said(comparisons(totals, 30)) == set()
    assert {row.verdict for row in trends(totals, 30)} == {"no change shown"}


def test_a_bad_agent_and_a_bad_habit_are_found_and_nobody_else() -> None:
    totals = totals_of(
        archive(
            lambda agent, rule, _: 0.7 if agent == "a007" or (agent == "a030" and rule == "late") else 0.2,
            agents=60, teams=6, each=60,
        )
    )  # fmt: skip
    assert said(comparisons(totals, 30)) == {
        ("agent", "a007", "score", "worse"),
        ("agent", "a007", "curt", "worse"),
        ("agent", "a007", "late", "worse"),
        ("agent", "a030", "late", "worse"),
        ("agent", "a030", "score", "worse"),
    }


def test_a_team_with_a_bad_habit_does_not_make_the_others_good() -> None:
    rate = lambda agent, rule, _: 0.7 if int(agent[1:]) % 6 == 3 and rule == "late" else 0.2  # noqa: E731
    found = said(comparisons(totals_of(archive(rate, agents=60, teams=6, each=150)), 30))
    assert found == {("team", "t3", "late", "worse"), ("team", "t3", "score", "worse")}


def test_one_bad_agent_is_no_bad_team() -> None:
    rate = lambda agent, *_: 0.9 if agent == "a000" else 0.2  # noqa: E731
    rows = comparisons(totals_of(archive(rate, agents=30, teams=3, each=200)), 30)
    assert not [row for row in rows if row.kind == "team" and row.verdict in {"better", "worse"}]


def test_too_few_conversations_or_people_are_not_judged() -> None:
    records = [record(n, {"curt": 1}, "Ines") for n in range(40)]
    records += [record(n, {"curt": 0}, "Omar") for n in range(29)]
    records += [record(n, {"curt": 0}, "Una", "Red") for n in range(40)]
    rows = {(row.kind, row.name): row for row in comparisons(totals_of(records), 30) if row.of == "score"}
    assert rows["agent", "Omar"].verdict == "too few"
    assert rows["agent", "Ines"].against == "all others"  # the rest of the team is too few
    assert rows["agent", "Ines"].verdict == "worse"
    assert rows["team", "Blue"].verdict == "too few"  # two people
    assert (rows["team", "Blue"].low, rows["team", "Blue"].conversations) == (None, 69)


def test_without_teams_agents_are_compared_with_all_others() -> None:
    records = [record(n, {"curt": n % 2}, agent, None) for agent in ("Ines", "Omar") for n in range(40)]
    rows = comparisons(totals_of(records), 30)
    assert {(row.name, row.against, row.verdict) for row in rows} == {
        ("Ines", "all others", "no difference shown"),
        ("Omar", "all others", "no difference shown"),
    }


def test_who_gets_better_and_worse_is_found_and_nobody_else() -> None:
    def rate(agent: str, _: str, week: int) -> float:
        share = week / 11
        return {"a004": 0.8 * share, "a011": 0.8 * (1 - share)}.get(agent, 0.4)

    rows = trends(totals_of(archive(rate, agents=60, teams=6, each=80)), 30)
    moving = {(row.kind, row.name, row.verdict) for row in rows if row.verdict != "no change shown"}
    assert moving == {("agent", "a004", "declines"), ("agent", "a011", "improves")}
    (row,) = (row for row in rows if row.name == "a011")
    assert row.per_week == pytest.approx(50 * 0.8 / 11, abs=1.2)  # two mistakes of 50 points, half the score each
    assert (row.weeks, row.first_week, row.last_week) == (12, "2025-W50", "2026-W09")


def test_a_line_needs_weeks_conversations_and_people() -> None:
    few_weeks = [record(n, {"curt": n % 2}, week=n % 3) for n in range(60)]
    assert {row.verdict for row in trends(totals_of(few_weeks), 30)} == {"too few"}
    few = [record(n, {"curt": n % 2}, week=n % 6) for n in range(20)]
    assert {row.verdict for row in trends(totals_of(few), 30)} == {"too few"}
    two = [record(n, {"curt": n % 2}, agent, week=n % 6) for n in range(60) for agent in ("Ines", "Omar")]
    verdicts = {(row.kind, row.name): row.verdict for row in trends(totals_of(two), 30)}
    assert verdicts["team", "Blue"] == "too few"
    assert verdicts["agent", "Ines"] == "no change shown"
    unnamed = [record(n, {"curt": int(n % 8 < n // 20)}, None, week=n // 20) for n in range(120)]
    assert trends(totals_of(unnamed), 30)[0].verdict == "declines"


def test_conversations_without_a_week_have_no_trend() -> None:
    assert trends(totals_of([record(n, {"curt": 0}, week=None) for n in range(9)]), 5) == []
