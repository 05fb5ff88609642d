"""How far two raters' scores go together: Pearson's r, Spearman's rho, Kendall's tau-b, each with its interval.

All three are computed for many weightings of the pairs at once, so that a bootstrap is a few matrix products.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from csmistakes.scoring.agreement import Floats
from csmistakes.scoring.agreement_bootstrap import Figure, Resampling

FEWEST = 3  # pairs: two always lie on a line
_ROWS = 512  # of a matrix of all pairs held at once


@dataclass(frozen=True, slots=True)
class ScoreAgreement:
    """Two raters' scores of `n` conversations. A figure is None for fewer than 3, or where one rater never varies."""

    first: str
    second: str
    n: int
    pearson: Figure
    spearman: Figure
    kendall: Figure


def score_agreement(
    names: tuple[str, str], first: Sequence[float], second: Sequence[float], resampling: Resampling
) -> ScoreAgreement:
    """Return how far two lists of scores of the same conversations go together."""
    n = len(first)
    if n < FEWEST:
        return ScoreAgreement(*names, n, Figure(None), Figure(None), Figure(None))
    x, y = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)

    def correlations(weights: Floats) -> Floats:
        ranks = (_ranks(x, weights), _ranks(y, weights))
        return np.stack([_pearson(x, y, weights), _pearson(*ranks, weights), _kendall(x, y, weights)], axis=1)

    return ScoreAgreement(*names, n, *resampling.figures(n, correlations))


def _pearson(x: Floats, y: Floats, weights: Floats) -> Floats:
    """Return r for each row of weights; `x` and `y` are the same for all rows, or have a row for each."""
    total = weights.sum(axis=1, keepdims=True)
    x = x - (weights * x).sum(axis=1, keepdims=True) / total
    y = y - (weights * y).sum(axis=1, keepdims=True) / total
    return _ratio((weights * x * y).sum(axis=1), (weights * x * x).sum(axis=1), (weights * y * y).sum(axis=1))


def _ranks(values: Floats, weights: Floats) -> Floats:
    """Return the rank of each value for each row of weights, equal values sharing the mean of their ranks."""
    kinds, inverse = np.unique(values, return_inverse=True)
    order = np.argsort(inverse, kind="stable")
    starts = np.searchsorted(inverse[order], np.arange(len(kinds)))
    sizes = np.add.reduceat(weights[:, order], starts, axis=1)
    ranks: Floats = (np.cumsum(sizes, axis=1) - sizes + (sizes + 1) / 2)[:, inverse]
    return ranks


def _kendall(x: Floats, y: Floats, weights: Floats) -> Floats:
    """Return tau-b for each row of weights: a pair drawn twice is tied with itself and counts for nothing."""
    together, of_x, of_y = (np.zeros(len(weights)) for _ in range(3))
    for start in range(0, len(x), _ROWS):
        rows = slice(start, start + _ROWS)
        signs = np.sign(x[rows, None] - x), np.sign(y[rows, None] - y)
        together += _weighed(weights, rows, signs[0] * signs[1])
        of_x += _weighed(weights, rows, np.abs(signs[0]))
        of_y += _weighed(weights, rows, np.abs(signs[1]))
    return _ratio(together, of_x, of_y)


def _weighed(weights: Floats, rows: slice, pairs: Floats) -> Floats:
    weighed: Floats = ((weights[:, rows] @ pairs) * weights).sum(axis=1)
    return weighed


def _ratio(together: Floats, of_x: Floats, of_y: Floats) -> NDArray[np.float64]:
    """Return the covariance over both spreads; NaN where one has none, up to what floats cannot tell."""
    flat = (of_x <= 1e-12) | (of_y <= 1e-12)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(flat, np.nan, np.clip(together / np.sqrt(of_x * of_y), -1, 1))
