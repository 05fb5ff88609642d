"""Who gets better or worse from week to week: a straight line through the scores, with an interval of its slope."""

from __future__ import annotations

import math
from collections import defaultdict

from csmistakes.scoring.intervals import NOTHING, Interval, around, clustered_error, shared_level
from csmistakes.scoring.metadata import week_named, week_number
from csmistakes.scoring.rows import TrendRow
from csmistakes.scoring.sums import TENTHS, LineSum
from csmistakes.scoring.totals import AGENT, KINDS, Group, Totals

FEWEST_WEEKS = 4  # two points make a line, and three hardly a trend
FEWEST_AGENTS = 3
IMPROVES, DECLINES, NOT_SHOWN, TOO_FEW = "improves", "declines", "no change shown", "too few"


def trends(totals: Totals, min_sample: int, among: int | None = None) -> list[TrendRow]:
    """Return the trend of all, of each agent, team, channel and queue that has a week; corrected as comparisons are.

    `among` so many trends are judged, where the totals hold only some of them.
    """
    groups, weeks = _lines(totals), _weeks(totals)
    judged = _judged(groups, weeks, min_sample)
    level = shared_level(len(judged) if among is None else among)
    return [
        _row(group, groups[group], sorted(weeks[group]), level if group in judged else None)
        for group in sorted(groups, key=lambda group: (KINDS.index(group[0]), group[1]))
    ]


def judged(totals: Totals, min_sample: int) -> int:
    """Return how many trends are judged."""
    return len(_judged(_lines(totals), _weeks(totals), min_sample))


def _lines(totals: Totals) -> dict[Group, dict[str, LineSum]]:
    groups: dict[Group, dict[str, LineSum]] = defaultdict(dict)
    for (group, agent), line in totals.lines.items():
        groups[group][agent] = line
    return groups


def _weeks(totals: Totals) -> dict[Group, list[int]]:
    weeks: dict[Group, list[int]] = defaultdict(list)
    for (group, week), found in totals.scores.items():
        if week is not None and found.scored:
            weeks[group].append(week_number(week))
    return weeks


def _judged(
    groups: dict[Group, dict[str, LineSum]], weeks: dict[Group, list[int]], min_sample: int
) -> frozenset[Group]:
    return frozenset(group for group, agents in groups.items() if _enough(agents, len(weeks[group]), min_sample))


def _enough(agents: dict[str, LineSum], weeks: int, min_sample: int) -> bool:
    return weeks >= FEWEST_WEEKS and sum(line.n for line in agents.values()) >= min_sample


def _row(group: Group, agents: dict[str, LineSum], weeks: list[int], level: float | None) -> TrendRow:
    whole = LineSum.total(agents.values())
    found = NOTHING if level is None else _slope(group, agents, whole, level)
    verdict = TOO_FEW
    if found.value is not None:
        verdict = (IMPROVES if found.value > 0 else DECLINES) if found.excludes_zero else NOT_SHOWN
    return TrendRow(
        kind=group[0],
        name=group[1],
        weeks=len(weeks),
        conversations=whole.n,
        first_week=week_named(weeks[0]) if weeks else None,
        last_week=week_named(weeks[-1]) if weeks else None,
        per_week=_points(found.value),
        low=_points(found.low),
        high=_points(found.high),
        verdict=verdict,
    )


def _slope(group: Group, agents: dict[str, LineSum], whole: LineSum, level: float) -> Interval:
    """Return the slope in tenths a week; that of many people is as sure as they are alike."""
    plain = math.sqrt(whole.squared_error / (whole.n - 2) / whole.spread)
    if group[0] == AGENT or set(agents) == {""}:
        return around(whole.slope, plain, whole.n - 2, level)
    if len(agents) < FEWEST_AGENTS:
        return NOTHING
    error, clusters = clustered_error((line.residual(whole) for line in agents.values()), whole.spread)
    return around(whole.slope, max(error, plain), clusters - 1, level)


def _points(tenths: float | None) -> float | None:
    return None if tenths is None else round(tenths / TENTHS, 3)
