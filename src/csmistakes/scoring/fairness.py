"""Who is better, worse, getting better or worse: only where chance does not explain it, with as many as are compared.

Every family of comparisons (agents by score, agents by mistake, teams by score …) shares one error of 5 %: each
interval is widened by the number of comparisons in it (Bonferroni), and nothing is said of who has too few
conversations. Teams are compared by their agents, not by their conversations, since those of one agent are alike.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from csmistakes.scoring.intervals import (
    LEVEL,
    NOTHING,
    Interval,
    around,
    clustered_error,
    mean_difference,
    moments,
    rate_difference,
)
from csmistakes.scoring.rows import ComparisonRow
from csmistakes.scoring.sums import TENTHS, RateSum, ScoreSum
from csmistakes.scoring.totals import AGENT, NO_TEAM, TEAM, Member, Totals

SCORE = "score"
BETTER, WORSE, NOT_SHOWN, TOO_FEW = "better", "worse", "no difference shown", "too few"
FEWEST_AGENTS = 3  # of a team that is compared


@dataclass(frozen=True, slots=True)
class _Sides:
    """What is compared: who, against whom, and the counts of both."""

    kind: str
    name: str
    against: str
    own: Mapping[Member, ScoreSum]
    others: Mapping[Member, ScoreSum]


def comparisons(totals: Totals, min_sample: int) -> list[ComparisonRow]:
    """Return every agent and team compared by score, and by those mistakes in which a difference is shown."""
    agents, teams = list(_agents(totals, min_sample)), list(_teams(totals))
    rows = [*_by_score(agents, min_sample), *_by_score(teams, min_sample)]
    return [*rows, *_by_mistake(agents, totals, min_sample), *_by_mistake(teams, totals, min_sample)]


def _agents(totals: Totals, min_sample: int) -> Iterator[_Sides]:
    """Yield each agent, in the team of most own conversations, against the others there, or all others if few."""
    teams: dict[str, Counter[str]] = defaultdict(Counter)
    for (team, agent), own in totals.members.items():
        teams[agent][team] += own.conversations
    for agent in sorted(teams):
        team = min(teams[agent], key=lambda name: (-teams[agent][name], name))
        mates = {member: own for member, own in totals.members.items() if member[0] == team and member[1] != agent}
        if team != NO_TEAM and sum(own.scored for own in mates.values()) >= min_sample:
            yield _Sides(AGENT, agent, f"the rest of {team}", {(team, agent): totals.members[team, agent]}, mates)
            continue
        mine = {member: own for member, own in totals.members.items() if member[1] == agent}
        rest = {member: own for member, own in totals.members.items() if member[1] != agent}
        yield _Sides(AGENT, agent, "all others", mine, rest)


def _teams(totals: Totals) -> Iterator[_Sides]:
    for name in sorted({team for team, _ in totals.members if team != NO_TEAM}):
        own = {member: one for member, one in totals.members.items() if member[0] == name}
        others = {member: one for member, one in totals.members.items() if member[0] not in (name, NO_TEAM)}
        yield _Sides(TEAM, name, "the other teams", own, others)


def _by_score(family: list[_Sides], min_sample: int) -> Iterator[ComparisonRow]:
    judged = [sides for sides in family if _enough(sides, min_sample)]
    level = _shared(len(judged))
    for sides in family:
        own, others = _joined(sides.own), _joined(sides.others)
        (count, mean, _), (rest, mean_of_others, _) = moments(own), moments(others)
        row = ComparisonRow(
            kind=sides.kind,
            name=sides.name,
            against=sides.against,
            of=SCORE,
            conversations=sum(one.conversations for one in sides.own.values()),
            value=_points(mean) if count else None,
            others=_points(mean_of_others) if rest else None,
            difference=None,
            low=None,
            high=None,
            verdict=TOO_FEW,
        )
        if sides not in judged:
            yield row
            continue
        found = _score_difference(sides, level)
        ends = [None if end is None else _points(end) for end in (found.value, found.low, found.high)]
        verdict = (BETTER if (found.value or 0) > 0 else WORSE) if found.excludes_zero else NOT_SHOWN
        yield replace(row, difference=ends[0], low=ends[1], high=ends[2], verdict=verdict)


def _by_mistake(family: list[_Sides], totals: Totals, min_sample: int) -> Iterator[ComparisonRow]:
    """Yield the comparisons by mistake that show a difference; all that were looked at count for the correction."""
    rules = sorted({rule for _, rule in totals.member_rates})
    looked_at = [
        (sides, rule, own, others)
        for sides in family
        if sides.kind != TEAM or _enough(sides, min_sample)
        for rule in rules
        if _applicable(own := _rates(sides.own, rule, totals)) >= min_sample
        if _applicable(others := _rates(sides.others, rule, totals)) >= min_sample
    ]
    level = _shared(len(looked_at))
    for sides, rule, own, others in looked_at:
        found = _rate_difference(sides.kind, own, others, level)
        if not found.excludes_zero:
            continue
        assert found.value is not None and found.low is not None and found.high is not None  # noqa: S101, PT018
        mine, theirs = _applicable(own), _applicable(others)
        yield ComparisonRow(
            kind=sides.kind,
            name=sides.name,
            against=sides.against,
            of=rule,
            conversations=mine,
            value=round(sum(one.made for one in own) / mine, 4),
            others=round(sum(one.made for one in others) / theirs, 4),
            difference=round(found.value, 4),
            low=round(found.low, 4),
            high=round(found.high, 4),
            verdict=WORSE if found.value > 0 else BETTER,
        )


def _enough(sides: _Sides, min_sample: int) -> bool:
    """Whether both sides have the conversations to be compared; a team, and the others, the people too."""
    for side in (sides.own, sides.others):
        if sum(one.scored for one in side.values()) < min_sample:
            return False
        if sides.kind == TEAM and len(side) < FEWEST_AGENTS:
            return False
    return True


def _score_difference(sides: _Sides, level: float) -> Interval:
    own, others = _joined(sides.own), _joined(sides.others)
    if sides.kind != TEAM:
        return mean_difference(own, others, level)
    errors, freedom = [], 0
    for side, counts in ((sides.own, own), (sides.others, others)):
        total, mean, _ = moments(counts)
        parts = (_sum(one) - mean * one.scored for one in side.values())
        error, clusters = clustered_error(parts, total)
        errors.append(error)
        freedom += clusters - 1
    return around(moments(own)[1] - moments(others)[1], (errors[0] ** 2 + errors[1] ** 2) ** 0.5, freedom, level)


def _rate_difference(kind: str, own: list[RateSum], others: list[RateSum], level: float) -> Interval:
    counts = [(sum(one.made for one in side), _applicable(side)) for side in (own, others)]
    plain = rate_difference(counts[0], counts[1], level)
    if kind != TEAM:
        return plain
    if min(len(own), len(others)) < FEWEST_AGENTS:
        return NOTHING
    errors, freedom = [], 0
    for side, (made, total) in zip((own, others), counts, strict=True):
        error, clusters = clustered_error((one.made - made / total * one.applicable for one in side), total)
        errors.append(error)
        freedom += clusters - 1
    clustered = around(plain.value or 0.0, (errors[0] ** 2 + errors[1] ** 2) ** 0.5, freedom, level)
    # The wider of the two: agents who happen to be alike must not make a team look surer than its counts are.
    assert plain.low is not None and plain.high is not None  # noqa: S101, PT018
    assert clustered.low is not None and clustered.high is not None  # noqa: S101, PT018
    return Interval(plain.value, min(plain.low, clustered.low), max(plain.high, clustered.high))


def _rates(side: Mapping[Member, ScoreSum], rule: str, totals: Totals) -> list[RateSum]:
    return [totals.member_rates[member, rule] for member in side if (member, rule) in totals.member_rates]


def _applicable(side: list[RateSum]) -> int:
    return sum(one.applicable for one in side)


def _joined(side: Mapping[Member, ScoreSum]) -> Counter[int]:
    total: Counter[int] = Counter()
    for one in side.values():
        total.update(one.scores)
    return total


def _sum(one: ScoreSum) -> int:
    return sum(tenths * count for tenths, count in one.scores.items())


def _points(tenths: float) -> float:
    return round(tenths / TENTHS, 2)


def _shared(comparisons: int) -> float:
    """Return the level of each of so many intervals that all together are right at LEVEL."""
    return 1 - (1 - LEVEL) / max(1, comparisons)
