"""What many conversations add up to: by all, agent, team, channel and queue, by week, by mistake, article and item."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from csmistakes.scoring.card import Scorecard
from csmistakes.scoring.grading import Count, Grade, grade
from csmistakes.scoring.metadata import week_number
from csmistakes.scoring.recording import counts_of
from csmistakes.scoring.rows import ConversationRow, OpportunityRow, Record
from csmistakes.scoring.sums import TENTHS, LineSum, RateSum, ScoreSum

ALL, AGENT, TEAM, CHANNEL, QUEUE = KINDS = ("all", "agent", "team", "channel", "queue")
NO_TEAM = ""

Group = tuple[str, str]  # kind, name
Member = tuple[str, str]  # team, agent


def week(talk: ConversationRow) -> str | None:
    """Return the week of a conversation."""
    return talk.week


@dataclass(slots=True)
class Totals:
    """Takes in record after record; grows with the number of groups, weeks and mistakes, never of conversations.

    `sources` are the items ("staff-7:7") that each rule encodes, by slug. `period` says what scores and rates are
    counted by; a line through scores is by week.
    """

    card: Scorecard
    sources: Mapping[str, Sequence[str]]
    period: Callable[[ConversationRow], str | None] = week
    scores: dict[tuple[Group, str | None], ScoreSum] = field(default_factory=lambda: defaultdict(ScoreSum))
    rates: dict[tuple[Group, str | None, str, str], RateSum] = field(default_factory=lambda: defaultdict(RateSum))
    members: dict[Member, ScoreSum] = field(default_factory=lambda: defaultdict(ScoreSum))
    member_rates: dict[tuple[Member, str], RateSum] = field(default_factory=lambda: defaultdict(RateSum))
    lines: dict[tuple[Group, str], LineSum] = field(default_factory=lambda: defaultdict(LineSum))  # group, agent
    disputed: int = 0  # findings left out

    def add(self, record: Record) -> None:
        """Take in one conversation: as a whole for all, team, channel and queue, and each agent's own part."""
        talk = record.conversation
        self.disputed += talk.disputed
        whole = counts_of(record.opportunities)
        team = talk.team or NO_TEAM
        when = self.period(talk)
        groups = [(ALL, ALL), *((kind, name) for kind, name in _places(record) if name)]
        graded = grade(self.card, whole)
        for group in groups:
            self._add(group, when, whole, graded)
            self._line(group, talk.agent or "", talk.week, talk.score)
        self._articles(whole, when, graded)
        for agent, counts in _parts(record.opportunities):
            own = grade(self.card, counts)
            self._add((AGENT, agent), when, counts, own)
            self._line((AGENT, agent), agent, talk.week, own.score)
            self.members[team, agent].add(own.score, _found(counts))
            for rule, count in counts.items():
                self.member_rates[(team, agent), rule].add(count.opportunities, count.findings, own.items.get(rule))

    def _add(self, group: Group, week: str | None, counts: Mapping[str, Count], graded: Grade) -> None:
        for when in dict.fromkeys((None, week)):
            self.scores[group, when].add(graded.score, _found(counts))
            if when is None or group[0] == ALL:  # by week, mistakes are counted for all together
                for rule, count in counts.items():
                    rate = self.rates[group, when, "mistake", rule]
                    rate.add(count.opportunities, count.findings, graded.items.get(rule))

    def _line(self, group: Group, agent: str, week: str | None, score: float | None) -> None:
        if week is not None and score is not None:
            self.lines[group, agent].add(week_number(week), round(score * TENTHS))

    def _articles(self, counts: Mapping[str, Count], week: str | None, graded: Grade) -> None:
        """Count the articles and their items: each together for all the rules that encode something of it."""
        rules: dict[tuple[str, str], list[str]] = defaultdict(list)
        for rule in counts:
            for source in self.sources.get(rule, ()):
                rules["item", source].append(rule)
                article = rules["article", source.partition(":")[0]]
                if rule not in article:
                    article.append(rule)
        for (of, name), mine in rules.items():
            scores = [graded.items[rule] for rule in mine if rule in graded.items]
            for when in dict.fromkeys((None, week)):
                self.rates[(ALL, ALL), when, of, name].add(
                    sum(counts[rule].opportunities for rule in mine),
                    sum(counts[rule].findings for rule in mine),
                    sum(scores) / len(scores) if scores else None,
                )


def _places(record: Record) -> Iterator[tuple[str, str | None]]:
    talk = record.conversation
    yield from ((TEAM, talk.team), (CHANNEL, talk.channel), (QUEUE, talk.queue))


def _parts(rows: Sequence[OpportunityRow]) -> Iterator[tuple[str, dict[str, Count]]]:
    """Yield each agent with the counts of the own part."""
    parts: dict[str, list[OpportunityRow]] = defaultdict(list)
    for row in rows:
        if row.agent is not None:
            parts[row.agent].append(row)
    for agent in sorted(parts):
        yield agent, counts_of(parts[agent])


def _found(counts: Mapping[str, Count]) -> int:
    return sum(count.findings for count in counts.values())
