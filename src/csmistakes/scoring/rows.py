"""The rows of every table that scoring gives: flat, frozen, with stable columns. docs/score.md says what each means.

A column is only ever added, at the end; its type is that of the field: str, int, float or bool, None where unknown.
Shares are from 0 to 1, scores from 0 to 100, dates ISO 8601 (UTC), weeks ISO weeks (“2026-W03”).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from operator import attrgetter
from typing import Any, get_type_hints


class Row:
    """A row of a table."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class ConversationRow(Row):
    """A conversation and its score, which is None where nothing on the card had a chance to go wrong."""

    path: str
    conversation: str
    agent: str | None
    team: str | None
    queue: str | None
    channel: str | None
    date: str | None
    week: str | None
    turns: int
    findings: int
    score: float | None
    band: str | None
    failed_by: str  # mistakes that failed a section or the whole, parted by blanks
    card: str  # the scorecard's digest
    disputed: int = 0  # findings that people have disputed: left out of `findings`, and of the score


@dataclass(frozen=True, slots=True)
class SectionRow(Row):
    """A section of the card in a conversation; not applicable where the score is None."""

    path: str
    conversation: str
    section: str
    score: float | None
    share: float  # of the conversation's score


@dataclass(frozen=True, slots=True)
class FindingRow(Row):
    """A finding, with what it took off the conversation's score, and whom it is charged to."""

    path: str
    conversation: str
    rule: str
    severity: str
    section: str | None  # None where the mistake is not on the card
    agent: str | None
    turn: int
    role: str
    speaker: str | None
    start: int
    end: int
    line: int
    column: int
    quote: str
    message: str
    fix: str
    sources: str  # parted by blanks
    fingerprint: str
    primary: bool
    cost: float  # points off the conversation's score


@dataclass(frozen=True, slots=True)
class OpportunityRow(Row):
    """How often a rule had a chance to be met in one agent's part of a conversation, and how often it was."""

    path: str
    conversation: str
    rule: str
    agent: str | None
    opportunities: int
    findings: int


@dataclass(frozen=True, slots=True)
class GroupRow(Row):
    """The scores of many conversations: of all, an agent, a team, a channel or a queue, over all weeks or in one.

    `low` and `high` end the mean's 95 % bootstrap interval. `enough` says if the sample is large enough to compare.
    """

    kind: str  # all, agent, team, channel, queue
    name: str
    team: str | None  # of an agent
    week: str | None  # None: over all weeks
    conversations: int
    scored: int
    with_findings: int
    findings: int
    score: float | None
    low: float | None
    high: float | None
    enough: bool


@dataclass(frozen=True, slots=True)
class RateRow(Row):
    """How often a mistake (or any of an article, or of an item of one) was made.

    Per conversation where it had a chance to be made, and per chance, each with Wilson's 95 % interval. Chances in one
    conversation are not independent, so the second interval is the narrower one and for reading, not for ranking.
    """

    kind: str  # all, agent, team, channel, queue
    name: str
    week: str | None
    of: str  # mistake, article, item
    mistake: str
    applicable: int  # conversations in which it had a chance
    conversations: int  # in which it was made
    rate: float | None
    low: float | None
    high: float | None
    opportunities: int
    findings: int
    per_opportunity: float | None
    per_opportunity_low: float | None
    per_opportunity_high: float | None
    score: float | None  # the mean of what it starts at, 100, less what it cost there


@dataclass(frozen=True, slots=True)
class ComparisonRow(Row):
    """An agent against the rest of the team, or a team against the other teams: by score, or by the rate of a mistake.

    `low` and `high` end an interval so wide that, of all comparisons and trends together, one run in twenty calls
    a difference that is none. `verdict`: better, worse, “no difference shown”, or “too few”.
    """

    kind: str  # agent, team
    name: str
    against: str
    of: str  # score, or a mistake
    conversations: int
    value: float | None
    others: float | None
    difference: float | None
    low: float | None
    high: float | None
    verdict: str


@dataclass(frozen=True, slots=True)
class TrendRow(Row):
    """The change of a score from week to week, as a straight line, with an interval corrected as in ComparisonRow.

    `verdict`: improves, declines, “no change shown”, or “too few”.
    """

    kind: str
    name: str
    weeks: int
    conversations: int
    first_week: str | None
    last_week: str | None
    per_week: float | None
    low: float | None
    high: float | None
    verdict: str


@dataclass(frozen=True, slots=True)
class CorpusRow(Row):
    """What a rule over many conversations says of a subject, and one conversation that it rests on: a row for each."""

    rule: str
    severity: str
    subject: str
    message: str
    fix: str
    path: str
    conversation: str
    turn: int


TABLES: Mapping[str, type[Row]] = {
    "conversations": ConversationRow,
    "sections": SectionRow,
    "findings": FindingRow,
    "opportunities": OpportunityRow,
    "groups": GroupRow,
    "rates": RateRow,
    "comparisons": ComparisonRow,
    "trends": TrendRow,
    "corpus": CorpusRow,
}
STREAMED = ("conversations", "sections", "findings", "opportunities")  # as many as there is input


def columns(row: type[Row]) -> Mapping[str, type]:
    """Return the columns of a table by name, with their types; any may be None where its field says so."""
    return _columns(row)  # type: ignore[arg-type]  # mypy: a class is not hashable


@cache
def _columns(row: Any) -> Mapping[str, type]:  # noqa: ANN401
    hints = get_type_hints(row)
    return {
        field.name: next(
            kind for kind in getattr(hints[field.name], "__args__", (hints[field.name],)) if kind is not type(None)
        )
        for field in fields(row)
    }


def values(row: Row) -> list[Any]:
    """Return a row's values in the order of its columns."""
    return list(_getter(type(row))(row))  # type: ignore[arg-type]  # mypy: a class is not hashable


@cache
def _getter(row: Any) -> Callable[[Row], tuple[Any, ...]]:  # noqa: ANN401
    return attrgetter(*_columns(row))


@dataclass(frozen=True, slots=True)
class Record:
    """All rows of one conversation, and what the rules over many conversations noted of it."""

    conversation: ConversationRow
    sections: tuple[SectionRow, ...]
    findings: tuple[FindingRow, ...]
    opportunities: tuple[OpportunityRow, ...]
    notes: tuple[Any, ...] = ()
    known_by: str = ""  # from run to run: its id, or how it begins

    def to_json(self) -> list[Any]:
        """Return what JSON can hold and `of_json` turns back."""
        tables = [[values(row) for row in rows] for rows in (self.sections, self.findings, self.opportunities)]
        return [values(self.conversation), *tables, list(self.notes), self.known_by]

    @classmethod
    def of_json(cls, data: Sequence[Any]) -> Record:
        """Return the record that `to_json` wrote."""
        conversation, sections, findings, opportunities, notes, known_by = data
        return cls(
            ConversationRow(*conversation),
            tuple(SectionRow(*row) for row in sections),
            tuple(FindingRow(*row) for row in findings),
            tuple(OpportunityRow(*row) for row in opportunities),
            tuple(notes),
            known_by,
        )
