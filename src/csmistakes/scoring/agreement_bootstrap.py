"""Bootstrap intervals by resampling conversations, with a seed: the same seed gives the same interval."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from csmistakes.scoring.agreement import Floats

CONFIDENCE = 0.95
_CELLS = 4_000_000  # of weights held at once


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its interval. None where it is not defined, or (low, high) too seldom in the resamplings."""

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Resampling:
    """How often to resample (0: no intervals) and from which seed."""

    times: int = 2000
    seed: int = 0

    def weights(self, units: int) -> Iterator[Floats]:
        """Yield how often each unit is drawn, a row for each resampling, in blocks that fit into memory."""
        # the one generator whose stream NumPy promises never to change
        random = np.random.RandomState(self.seed)
        left = self.times if units else 0
        while left:
            block = min(left, max(1, _CELLS // units))
            yield random.multinomial(units, np.full(units, 1 / units), size=block).astype(np.float64)
            left -= block

    def figures(self, units: int, of: Callable[[Floats], Floats]) -> list[Figure]:
        """Return the figures that `of` gives for weights: (rows, units) to (rows, figures), NaN where undefined.

        The intervals are percentiles. There is none where more than half of the resamplings give no figure.
        """
        plain = of(np.ones((1, units)))[0]
        drawn = [of(weights) for weights in self.weights(units)]
        replicates = np.concatenate(drawn) if drawn else np.empty((0, len(plain)))
        return [_figure(float(value), replicates[:, index]) for index, value in enumerate(plain)]


def _figure(value: float, replicates: Floats) -> Figure:
    if np.isnan(value):
        return Figure(None)
    known = replicates[~np.isnan(replicates)]
    if not len(known) or 2 * len(known) < len(replicates):
        return Figure(_rounded(value))
    tail = 100 * (1 - CONFIDENCE) / 2
    low, high = np.percentile(known, (tail, 100 - tail))
    return Figure(_rounded(value), _rounded(float(low)), _rounded(float(high)))


def _rounded(value: float) -> float:
    """Return `value` without the digits in which two processors may differ."""
    return round(value, 9) + 0.0  # no minus zero
