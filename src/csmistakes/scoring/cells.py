"""Totals as single whole numbers, each with a name: what many machines can add up, in any order, cell by cell."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any

from csmistakes.scoring.card import Scorecard
from csmistakes.scoring.intervals import Moments
from csmistakes.scoring.sums import ScoreSum
from csmistakes.scoring.totals import Totals

Cell = tuple[str, int]  # name, number

_SUMS = ("rates", "members", "member_rates", "lines", "scores")
_SCORES = "scores"  # of a ScoreSum: how many conversations have which, in tenths
_DERIVED = "moments"
_DISPUTED = json.dumps(["disputed"])


def cells_of(totals: Totals) -> Iterator[Cell]:
    """Yield every number of the totals that is not 0."""
    if totals.disputed:
        yield _DISPUTED, totals.disputed
    for table in _SUMS:
        for key, found in getattr(totals, table).items():
            for field, number in _numbers(found):
                if number:
                    yield json.dumps([table, key, field]), number


def totals_of(cells: Iterable[Cell], card: Scorecard, sources: Mapping[str, Sequence[str]]) -> Totals:
    """Return the totals whose cells these are, each name once."""
    totals = Totals(card, sources)
    for name, number in cells:
        if name == _DISPUTED:
            totals.disputed = number
            continue
        table, key, field = json.loads(name)
        found = getattr(totals, table)[_frozen(key)]
        if isinstance(field, int):
            found.scores[field] = number
        else:
            setattr(found, field, number)
    for found in (*totals.scores.values(), *totals.members.values()):
        found.moments = Moments.of(found.scores)
    return totals


def _numbers(found: Any) -> Iterator[tuple[str | int, int]]:  # noqa: ANN401  (one of the sums)
    for field in fields(found):
        if isinstance(found, ScoreSum) and field.name == _SCORES:
            yield from sorted(found.scores.items())
        elif field.name != _DERIVED:
            yield field.name, getattr(found, field.name)


def _frozen(key: Any) -> Any:  # noqa: ANN401  (a key, as JSON holds it)
    return tuple(map(_frozen, key)) if isinstance(key, list) else key


def summed(cells: Iterable[Cell]) -> Mapping[str, int]:
    """Return the cells of several totals added up by name."""
    sums: dict[str, int] = defaultdict(int)
    for name, number in cells:
        sums[name] += number
    return sums
