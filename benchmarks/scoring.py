"""Counting: for each conversation and mistake, what was hit, missed, falsely reported and rightly placed.

The unit is (conversation, mistake): was it reported in a conversation that has it? Arguable labels are neither missed
nor falsely reported. Placing counts single reports, so that reporting a mistake on every turn gains nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from benchmarks.labelled import MISTAKES, Labelled
from benchmarks.reports import Report, Reports
from csmistakes.finding import Severity

NEARBY = 1  # turns between a report and a label that still count as the same place


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of one mistake, in one conversation or summed over many."""

    hits: int = 0
    false: int = 0
    missed: int = 0
    located: int = 0  # hits of which a report stands near a clear label
    placed: int = 0  # single reports near any label, arguable ones included
    reports: int = 0  # single reports, one for each turn


COLUMNS = tuple(field.name for field in fields(Tally))
Tallies = npt.NDArray[np.int64]  # conversation x mistake x column


def tally(item: Labelled, reports: Sequence[Report], mistake: str) -> Tally:
    """Return how a system did with one mistake in one conversation."""
    turns = {report.turn for report in reports if report.mistake == mistake}
    clear = {label.turn for label in item.labels if label.mistake == mistake and label.is_clear}
    anywhere = {label.turn for label in item.labels if label.mistake == mistake}
    return Tally(
        hits=int(bool(turns and clear)),
        false=int(bool(turns and not anywhere)),
        missed=int(bool(clear and not turns)),
        located=int(any(_is_near(turn, clear) for turn in turns)),
        placed=sum(_is_near(turn, anywhere) for turn in turns),
        reports=len(turns),
    )


def tallies(items: Sequence[Labelled], reports: Reports, mistakes: Sequence[str] = MISTAKES) -> Tallies:
    """Return the counts of every conversation and mistake."""
    table = np.zeros((len(items), len(mistakes), len(COLUMNS)), dtype=np.int64)
    columns = {mistake: k for k, mistake in enumerate(mistakes)}
    for row, (item, said) in enumerate(zip(items, reports, strict=True)):
        for mistake in item.clear | item.arguable | {report.mistake for report in said}:
            if mistake in columns:
                one = tally(item, said, mistake)
                table[row, columns[mistake]] = [getattr(one, column) for column in COLUMNS]
    return table


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    count: int
    of: int


@dataclass(frozen=True, slots=True)
class Pairs:
    """Conversations written in pairs: those that have a mistake, and those that only look like it."""

    found: Share  # planted mistakes that were reported
    mistaken: Share  # near misses that were reported


def pairs(items: Sequence[Labelled], reports: Reports) -> dict[str, Pairs]:
    """Return the near-miss table, mistake by mistake; empty where a set has neither."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for item, said in zip(items, reports, strict=True):
        reported = {report.mistake for report in said}
        if item.planted:
            counts[item.planted][0] += item.planted in reported
            counts[item.planted][1] += 1
        for mistake in item.absent:
            counts[mistake][2] += mistake in reported
            counts[mistake][3] += 1
    return {mistake: Pairs(Share(*counts[mistake][:2]), Share(*counts[mistake][2:])) for mistake in sorted(counts)}


def clean_reported(items: Sequence[Labelled], reports: Reports, least: Severity = Severity.NOTE) -> Share:
    """Return how many conversations without any label got a report of at least that severity."""
    clean = [said for item, said in zip(items, reports, strict=True) if item.is_clean]
    return Share(sum(any(report.severity >= least for report in said) for said in clean), len(clean))


@dataclass(frozen=True, slots=True)
class Mishap:
    """A mistake missed or falsely reported in a conversation, at these turns."""

    item: Labelled
    mistake: str
    is_missed: bool
    turns: tuple[int, ...]


def mishaps(items: Sequence[Labelled], reports: Reports) -> Iterator[Mishap]:
    """Yield what went wrong, conversation by conversation."""
    for item, said in zip(items, reports, strict=True):
        for mistake in MISTAKES:
            one = tally(item, said, mistake)
            if one.missed:
                labelled = {label.turn for label in item.labels if label.mistake == mistake and label.is_clear}
                yield Mishap(item, mistake, is_missed=True, turns=tuple(sorted(labelled)))
            elif one.false:
                reported = {report.turn for report in said if report.mistake == mistake}
                yield Mishap(item, mistake, is_missed=False, turns=tuple(sorted(reported)))


def _is_near(turn: int, others: set[int]) -> bool:
    return any(abs(turn - other) <= NEARBY for other in others)
