"""The result of a run: everything that many conversations add up to, frozen, in the order in which it is shown."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from csmistakes.finding import Finding, Summary
from csmistakes.scoring.card import Scorecard
from csmistakes.scoring.fairness import comparisons
from csmistakes.scoring.intervals import wilson
from csmistakes.scoring.rows import ComparisonRow, CorpusRow, GroupRow, RateRow, TrendRow
from csmistakes.scoring.sums import TENTHS, RateSum, ScoreSum
from csmistakes.scoring.totals import AGENT, KINDS, Group, Totals
from csmistakes.scoring.trends import trends

MIN_SAMPLE = 30  # conversations below which nobody is compared
_OF = ("mistake", "article", "item")


@dataclass(frozen=True, slots=True)
class Made:
    """What a result was made with, so that two results can be told apart."""

    version: str  # of csmistakes
    catalogue: str  # a digest of the rules and signals
    card: Scorecard
    min_sample: int = MIN_SAMPLE


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a file, or, where it is no failure, what is worth knowing of it."""

    path: str | None
    line: int | None
    message: str
    advice: str | None = None
    is_failure: bool = True


@dataclass(frozen=True, slots=True)
class Read:
    """What was read: of `files`, so many to their end; fewer where the run was interrupted."""

    files: int
    done: int
    passed_over: int
    problems: tuple[Problem, ...]  # file by file

    @property
    def complete(self) -> bool:
        """Whether every file was read to its end."""
        return self.done == self.files


@dataclass(frozen=True, slots=True)
class Scores:
    """All figures of a run. The rows of single conversations are not in it; there may be millions."""

    made: Made
    read: Read
    conversations: int
    turns: int
    groups: tuple[GroupRow, ...]
    rates: tuple[RateRow, ...]
    comparisons: tuple[ComparisonRow, ...]
    trends: tuple[TrendRow, ...]
    corpus: tuple[CorpusRow, ...]
    silent: tuple[str, ...]  # why a rule over many conversations says nothing
    bands: tuple[tuple[str, int], ...] = ()  # of the card, from the best, and how many conversations fall into each
    disputed: int = 0  # findings that people have disputed, and that count for nothing


def scores_of(totals: Totals, made: Made, read: Read, summary: Summary) -> Scores:
    """Return the result that the totals make, with what `summary` says of many conversations."""
    everything = totals.scores.get(((KINDS[0], KINDS[0]), None), ScoreSum())
    return Scores(
        made=made,
        read=read,
        conversations=everything.conversations,
        turns=summary.turns,
        groups=tuple(group_rows(totals, made.min_sample)),
        rates=tuple(rate_rows(totals)),
        comparisons=tuple(comparisons(totals, made.min_sample)),
        trends=tuple(trends(totals, made.min_sample)),
        corpus=tuple(row for finding in summary.findings for row in _corpus_rows(finding)),
        silent=summary.silent,
        bands=_bands(made.card, everything),
        disputed=totals.disputed + summary.disputed,
    )


def _bands(card: Scorecard, everything: ScoreSum) -> tuple[tuple[str, int], ...]:
    """Return how many conversations have a score of each band: a mean hides a few that are bad among many good ones."""
    found: Counter[str | None] = Counter()
    for tenths, conversations in everything.scores.items():
        found[card.band(tenths / TENTHS)] += conversations
    return tuple((band.name, found[band.name]) for band in card.bands)


def _order(group: Group) -> tuple[int, str]:
    return KINDS.index(group[0]), group[1]


def group_rows(totals: Totals, min_sample: int) -> list[GroupRow]:
    """Return the scores of every group, over all periods and in each."""
    teams = _main_teams(totals)
    rows = []
    for (group, week), found in sorted(totals.scores.items(), key=lambda item: (_order(item[0][0]), item[0][1] or "")):
        kind, name = group
        mean = found.mean(f"{kind} {name} {week}")
        rows.append(
            GroupRow(
                kind=kind,
                name=name,
                team=teams.get(name) if kind == AGENT else None,
                week=week,
                conversations=found.conversations,
                scored=found.scored,
                with_findings=found.with_findings,
                findings=found.findings,
                score=_rounded(mean.value, 2),
                low=_rounded(mean.low, 2),
                high=_rounded(mean.high, 2),
                enough=found.scored >= min_sample,
            )
        )
    return rows


def _main_teams(totals: Totals) -> dict[str, str]:
    """Return the team in which each agent has most conversations."""
    best: dict[str, tuple[int, str]] = {}
    for (team, agent), own in sorted(totals.members.items()):
        if team and own.conversations > best.get(agent, (0, ""))[0]:
            best[agent] = (own.conversations, team)
    return {agent: team for agent, (_, team) in best.items()}


def rate_rows(totals: Totals) -> list[RateRow]:
    """Return how often every mistake was made: by group, and for all together also by period, article and item."""

    def order(key: tuple[Group, str | None, str, str]) -> tuple[object, ...]:
        group, week, of, name = key
        return *_order(group), week or "", _OF.index(of), name

    on_card = {item.rule for item in totals.card.items()}
    return [
        _rate_row(group, week, of, name, totals.rates[key], scored=of != "mistake" or name in on_card)
        for key in sorted(totals.rates, key=order)
        for group, week, of, name in (key,)
    ]


def _rate_row(group: Group, week: str | None, of: str, name: str, found: RateSum, *, scored: bool) -> RateRow:  # noqa: PLR0913
    rate, chance = wilson(found.made, found.applicable), wilson(found.findings, found.opportunities)
    return RateRow(
        kind=group[0],
        name=group[1],
        week=week,
        of=of,
        mistake=name,
        applicable=found.applicable,
        conversations=found.made,
        rate=_rounded(rate.value, 4),
        low=_rounded(rate.low, 4),
        high=_rounded(rate.high, 4),
        opportunities=found.opportunities,
        findings=found.findings,
        per_opportunity=_rounded(chance.value, 4),
        per_opportunity_low=_rounded(chance.low, 4),
        per_opportunity_high=_rounded(chance.high, 4),
        score=round(100 - found.lost / 10 / found.applicable, 2) if scored and found.applicable else None,
    )


def _corpus_rows(finding: Finding) -> list[CorpusRow]:
    return [
        CorpusRow(
            rule=finding.rule,
            severity=finding.severity.label,
            subject=finding.subject or "",
            message=finding.message,
            fix=finding.fix,
            path=place.path,
            conversation=place.conversation,
            turn=place.turn,
        )
        for place in finding.evidence
    ]


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)
