"""Who is better or worse than the others: only where chance does not explain it, with as many as are compared.

All comparisons of a run, and all trends, share one error of 5 %: each interval is widened by the number of those
beside it (Bonferroni), and nothing is said of who has too few conversations. Teams are compared by their agents, not
by their conversations, since those of one agent are alike. Who stands out most is told first, and left out of what
the others are compared with: one bad team does not make all the rest good ones.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from csmistakes.scoring.intervals import (
    NOTHING,
    Interval,
    Moments,
    around,
    clustered_error,
    mean_difference,
    rate_difference,
    shared_level,
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


def between(totals: Totals, name: str, against: str, kind: str, min_sample: int) -> list[ComparisonRow]:
    """Return two parts of `totals`, kept there as two teams, compared by score, and by mistakes that differ.

    `kind` AGENT: both are of one agent; TEAM: they are compared by their agents, as teams are.
    """
    own, others = ({one: found for one, found in totals.members.items() if one[0] == part} for part in (name, against))
    family = [_Sides(kind, name, against, own, others)]
    return [*_by_score(family, min_sample), *_by_mistake(family, totals, min_sample)]


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
    found = _standing_out(judged, partial(_score_difference, level=shared_level(len(judged))))
    for sides in family:
        own, others = _moments(sides.own), _moments(sides.others)
        row = ComparisonRow(
            kind=sides.kind,
            name=sides.name,
            against=sides.against,
            of=SCORE,
            conversations=sum(one.conversations for one in sides.own.values()),
            value=_points(own.mean) if own.n else None,
            others=_points(others.mean) if others.n else None,
            difference=None,
            low=None,
            high=None,
            verdict=TOO_FEW,
        )
        interval = found.get(sides.name, NOTHING)
        if interval.value is None:
            yield row
            continue
        ends = [None if end is None else _points(end) for end in (interval.value, interval.low, interval.high)]
        verdict = (BETTER if interval.value > 0 else WORSE) if interval.excludes_zero else NOT_SHOWN
        yield replace(row, difference=ends[0], low=ends[1], high=ends[2], verdict=verdict)


def _by_mistake(family: list[_Sides], totals: Totals, min_sample: int) -> Iterator[ComparisonRow]:
    """Yield the comparisons by mistake that show a difference; all that were looked at count for the correction."""
    fit = [sides for sides in family if sides.kind != TEAM or _enough(sides, min_sample)]
    looked_at = {
        rule: [
            sides
            for sides in fit
            if min(_applicable(_rates(side, rule, totals)) for side in (sides.own, sides.others)) >= min_sample
        ]
        for rule in sorted({rule for _, rule in totals.member_rates})
    }
    level = shared_level(sum(map(len, looked_at.values())))
    for rule, judged in looked_at.items():
        found = _standing_out(judged, partial(_rate_difference, rule=rule, totals=totals, level=level))
        for sides in judged:
            interval = found[sides.name]
            if interval.excludes_zero:
                yield _rate_row(sides, rule, interval, totals)


def _rate_row(sides: _Sides, rule: str, found: Interval, totals: Totals) -> ComparisonRow:
    own, others = _rates(sides.own, rule, totals), _rates(sides.others, rule, totals)
    ends = [None if end is None else round(end, 4) for end in (found.value, found.low, found.high)]
    return ComparisonRow(
        kind=sides.kind,
        name=sides.name,
        against=sides.against,
        of=rule,
        conversations=_applicable(own),
        value=round(_made(own) / _applicable(own), 4),
        others=round(_made(others) / _applicable(others), 4),
        difference=ends[0],
        low=ends[1],
        high=ends[2],
        verdict=WORSE if (found.value or 0.0) > 0 else BETTER,
    )


def _standing_out(
    family: list[_Sides], difference: Callable[[_Sides, frozenset[str]], Interval]
) -> dict[str, Interval]:
    """Return the interval of each: of who stands out most first, then of the others without those that do."""
    out: dict[str, Interval] = {}
    while True:
        left = [sides for sides in family if sides.name not in out]
        found = {sides.name: difference(sides, frozenset(out)) for sides in left}
        beyond = {name: interval for name, interval in found.items() if interval.excludes_zero}
        if not beyond:
            return found | out
        most = max(beyond, key=lambda name: (_surety(beyond[name]), name))
        out[most] = beyond[most]


def _surety(interval: Interval) -> float:
    """Return how far an interval is from 0, by its own width."""
    assert interval.value is not None and interval.low is not None and interval.high is not None  # noqa: S101, PT018
    return abs(interval.value) / max(1e-9, interval.high - interval.low)


def _enough(sides: _Sides, min_sample: int) -> bool:
    """Whether both sides have the conversations to be compared; a team, and the others, the people too."""
    for side in (sides.own, sides.others):
        if sum(one.scored for one in side.values()) < min_sample:
            return False
        if sides.kind == TEAM and len(side) < FEWEST_AGENTS:
            return False
    return True


def _score_difference(sides: _Sides, without: frozenset[str], *, level: float) -> Interval:
    rest = _others(sides, without)
    own, others = _moments(sides.own), _moments(rest)
    if sides.kind != TEAM:
        return mean_difference(own, others, level)
    if len(rest) < FEWEST_AGENTS:
        return NOTHING
    errors, freedom = [], 0
    for side, whole in ((sides.own, own), (rest, others)):
        parts = (one.moments.total - whole.mean * one.scored for one in side.values())
        error, clusters = clustered_error(parts, whole.n)
        errors.append(error)
        freedom += clusters - 1
    clustered = around(own.mean - others.mean, math.hypot(*errors), freedom, level)
    return _wider(mean_difference(own, others, level), clustered)


def _rate_difference(sides: _Sides, without: frozenset[str], *, rule: str, totals: Totals, level: float) -> Interval:
    pair = [_rates(side, rule, totals) for side in (sides.own, _others(sides, without))]
    counts = [(_made(side), _applicable(side)) for side in pair]
    plain = rate_difference(counts[0], counts[1], level)
    if sides.kind != TEAM or plain.value is None:
        return plain
    if min(map(len, pair)) < FEWEST_AGENTS:
        return NOTHING
    errors, freedom = [], 0
    for side in pair:
        rate = _made(side) / _applicable(side)
        error, clusters = clustered_error((one.made - rate * one.applicable for one in side), _applicable(side))
        errors.append(error)
        freedom += clusters - 1
    return _wider(plain, around(plain.value, math.hypot(*errors), freedom, level))


def _wider(one: Interval, other: Interval) -> Interval:
    """Return both ends as far out as either: people who happen to be alike must not make a team look surer."""
    lows = [interval.low for interval in (one, other) if interval.low is not None]
    highs = [interval.high for interval in (one, other) if interval.high is not None]
    return Interval(one.value, min(lows), max(highs))


def _others(sides: _Sides, without: frozenset[str]) -> Mapping[Member, ScoreSum]:
    if not without:
        return sides.others
    who = 0 if sides.kind == TEAM else 1
    return {member: one for member, one in sides.others.items() if member[who] not in without}


def _rates(side: Mapping[Member, ScoreSum], rule: str, totals: Totals) -> list[RateSum]:
    return [totals.member_rates[member, rule] for member in side if (member, rule) in totals.member_rates]


def _applicable(side: list[RateSum]) -> int:
    return sum(one.applicable for one in side)


def _made(side: list[RateSum]) -> int:
    return sum(one.made for one in side)


def _moments(side: Mapping[Member, ScoreSum]) -> Moments:
    return sum((one.moments for one in side.values()), Moments())


def _points(tenths: float) -> float:
    return round(tenths / TENTHS, 2)
