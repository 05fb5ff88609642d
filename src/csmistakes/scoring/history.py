"""Scores and rates from period to period, of all conversations or of some, judged as one run over all would be."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from csmistakes.scoring.card import Scorecard
from csmistakes.scoring.fairness import between
from csmistakes.scoring.grading import grade
from csmistakes.scoring.recording import counts_of
from csmistakes.scoring.result import group_rows, rate_rows
from csmistakes.scoring.rows import ComparisonRow, ConversationRow, GroupRow, RateRow, Record, TrendRow
from csmistakes.scoring.totals import AGENT, ALL, CHANNEL, QUEUE, TEAM, Group, Totals, week
from csmistakes.scoring.trends import judged, trends

WEEK = "week"
PERIODS: Mapping[str, Callable[[ConversationRow], str | None]] = {
    "day": lambda talk: talk.date,
    WEEK: week,
    "month": lambda talk: talk.date and talk.date[:7],
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose conversations are looked at; None: anybody's. Of an agent, the own part of each."""

    agent: str | None = None
    team: str | None = None
    queue: str | None = None
    channel: str | None = None

    @property
    def subject(self) -> Group:
        """The kind and the name of what this picks out: of several fields the agent, else all that fit."""
        if self.agent is not None:
            return AGENT, self.agent
        places = ((TEAM, self.team), (QUEUE, self.queue), (CHANNEL, self.channel))
        named = [(kind, name) for kind, name in places if name is not None]
        return named[0] if len(named) == 1 else (ALL, ALL)

    def of(self, record: Record) -> Record | None:
        """Return what of a conversation is wanted; None if nothing is."""
        talk = record.conversation
        pairs = ((self.team, talk.team), (self.queue, talk.queue), (self.channel, talk.channel))
        if any(wanted is not None and wanted != has for wanted, has in pairs):
            return None
        if self.agent is None:
            return record
        own = tuple(row for row in record.opportunities if row.agent == self.agent)
        return replace(record, opportunities=own) if own else None


@dataclass(frozen=True, slots=True)
class Course:
    """How it went. The rows' `week` is the period; None: over all of them. `trend` is by week, always."""

    subject: Group
    conversations: int  # of everybody, that the correction is for
    scores: tuple[GroupRow, ...]
    rates: tuple[RateRow, ...]
    trend: TrendRow | None
    compared: tuple[ComparisonRow, ...]


class History:
    """Takes in record after record, keeps none, and grades each with one card, whatever it was graded with before.

    `compare` are two labels, of those that records are added with: the second is compared with the first.
    """

    def __init__(
        self, card: Scorecard, wanted: Wanted, *, by: str = WEEK, compare: tuple[str, str] | None = None
    ) -> None:
        self._card = card
        self._wanted = wanted
        self._compare = compare
        self._conversations = 0
        self._whole = Totals(card, {})
        self._part = self._whole if wanted == Wanted() else Totals(card, {})
        self._shown = self._part if by == WEEK else Totals(card, {}, PERIODS[by])
        self._sides = Totals(card, {})

    def add(self, record: Record, label: str | None = None) -> None:
        """Take in one conversation, and as one of those with `label` if these are compared."""
        record = self._graded(record)
        self._conversations += 1
        self._whole.add(record)
        mine = self._wanted.of(record)
        if mine is None:
            return
        if self._part is not self._whole:
            self._part.add(mine)
        if self._shown is not self._part:
            self._shown.add(mine)
        if self._compare is not None and label in self._compare:
            self._sides.add(replace(mine, conversation=replace(mine.conversation, team=label)))

    def course(self, min_sample: int, mistakes: Sequence[str] = ()) -> Course:
        """Return how it went, with the rates of these mistakes; of all if none is named.

        One trend of many is as sure as it would be beside all the others: to ask for one agent makes no agent special.
        """
        subject = self._wanted.subject
        among = judged(self._whole, min_sample)
        return Course(
            subject=subject,
            conversations=self._conversations,
            scores=tuple(row for row in group_rows(self._shown, min_sample) if (row.kind, row.name) == subject),
            rates=tuple(
                replace(row, kind=subject[0], name=subject[1])
                for row in rate_rows(self._shown)
                if row.kind == ALL and (not mistakes or row.mistake in mistakes)
            ),
            trend=next((row for row in trends(self._part, min_sample, among) if (row.kind, row.name) == subject), None),
            compared=tuple(self._compared(min_sample)),
        )

    def _compared(self, min_sample: int) -> Sequence[ComparisonRow]:
        if self._compare is None:
            return ()
        first, second = self._compare
        kind = AGENT if self._wanted.agent is not None else TEAM
        return [
            replace(row, kind=self._wanted.subject[0]) for row in between(self._sides, second, first, kind, min_sample)
        ]

    def _graded(self, record: Record) -> Record:
        talk = record.conversation
        if talk.card == self._card.digest:
            return record
        graded = grade(self._card, counts_of(record.opportunities))
        return replace(record, conversation=replace(talk, score=graded.score, band=graded.band, card=self._card.digest))
