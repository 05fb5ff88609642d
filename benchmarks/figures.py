"""From counts to figures: precision, recall and F1 with what chance alone could have made of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from benchmarks.scoring import COLUMNS, Tallies

RESAMPLES = 1000
SEED = 0
LEAST_SUPPORT = 3  # a mistake found in fewer conversations says nothing in a macro average
_Floats = npt.NDArray[np.float64]
_Numbers = npt.NDArray[np.int64] | _Floats


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure, and its 95 % bootstrap interval over conversations. None where it would divide by nothing."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Figures:
    """How good a system is, at one mistake or at all."""

    support: int
    hits: int
    false: int
    reports: int
    precision: Estimate
    recall: Estimate
    f1: Estimate
    located: Estimate
    turn_precision: Estimate


@dataclass(frozen=True, slots=True)
class Summary:
    """All figures of one system on one set."""

    micro: Figures
    macro_f1: Estimate
    macro_over: int  # mistakes with enough support
    by_mistake: dict[str, Figures]


def summarise(table: Tallies, mistakes: Sequence[str]) -> Summary:
    """Return the figures for each mistake, over all of them, and their mean."""
    drawn = _resampled(table)
    counted = table.sum(axis=0)
    by_mistake = {mistake: _figures(counted[k], drawn[:, k]) for k, mistake in enumerate(mistakes) if counted[k].any()}
    macro = _estimate(_macro_f1(counted[None]), _macro_f1(drawn))
    return Summary(
        micro=_figures(counted.sum(axis=0), drawn.sum(axis=1)),
        macro_f1=macro,
        macro_over=int((_column(counted, "hits") + _column(counted, "missed") >= LEAST_SUPPORT).sum()),
        by_mistake=by_mistake,
    )


def micro(table: Tallies) -> Figures:
    """Return the figures over all mistakes."""
    return _figures(table.sum(axis=(0, 1)), _resampled(table).sum(axis=1))


def _resampled(table: Tallies) -> Tallies:
    """Return counts summed over conversations drawn with replacement: resample x mistake x column."""
    size, mistakes, columns = table.shape
    if not size:
        return np.zeros((RESAMPLES, mistakes, columns), dtype=np.int64)
    weights = np.random.default_rng(SEED).multinomial(size, np.full(size, 1 / size), size=RESAMPLES)
    return (weights @ table.reshape(size, mistakes * columns)).reshape(RESAMPLES, mistakes, columns)


def _column(counts: Tallies, name: str) -> Tallies:
    return counts[..., COLUMNS.index(name)]


def _ratio(part: _Numbers, whole: _Numbers) -> _Floats:
    out: _Floats = np.full(part.shape, np.nan)
    np.divide(part, whole, out=out, where=whole > 0)
    return out


def _ratios(counts: Tallies) -> dict[str, _Floats]:
    hits, false, missed, located, placed, reports = (_column(counts, name) for name in COLUMNS)
    return {
        "precision": _ratio(hits, hits + false),
        "recall": _ratio(hits, hits + missed),
        "f1": _ratio(2 * hits, 2 * hits + false + missed),
        "located": _ratio(located, hits),
        "turn_precision": _ratio(placed, reports),
    }


def _macro_f1(counts: Tallies) -> _Floats:
    enough = _column(counts, "hits") + _column(counts, "missed") >= LEAST_SUPPORT
    scores = np.where(enough, _ratios(counts)["f1"], 0.0)
    return _ratio(scores.sum(axis=-1), enough.sum(axis=-1))


def _figures(counted: Tallies, drawn: Tallies) -> Figures:
    values, chances = _ratios(counted[None]), _ratios(drawn)
    hits, missed = int(_column(counted, "hits")), int(_column(counted, "missed"))
    return Figures(
        support=hits + missed,
        hits=hits,
        false=int(_column(counted, "false")),
        reports=int(_column(counted, "reports")),
        **{name: _estimate(values[name], chances[name]) for name in values},
    )


def _estimate(value: _Floats, drawn: _Floats) -> Estimate:
    known = drawn[~np.isnan(drawn)]
    if np.isnan(value[0]) or not len(known):
        return Estimate(None, None, None)
    low, high = np.percentile(known, [2.5, 97.5])
    return Estimate(_rounded(value[0]), _rounded(low), _rounded(high))


def _rounded(value: float) -> float:
    return round(float(value), 4)
