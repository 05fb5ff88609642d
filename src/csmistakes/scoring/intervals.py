"""Intervals: how far a figure could be off, by chance alone, with the data there is.

Wilson (1927) for rates; Newcombe (1998, method 10) for a difference of rates; a seeded bootstrap for means; Welch for
a difference of means; sums over clusters (Liang and Zeger 1986) where conversations of one agent are alike.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import NormalDist

LEVEL = 0.95
FAMILIES = 5  # agents by score, agents by mistake, teams by score, teams by mistake, trends
_RESAMPLES = 500
_FEWEST = 5  # values below which a resampled interval says nothing


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure with the ends of its interval; None where there is nothing to go by."""

    value: float | None
    low: float | None
    high: float | None

    @property
    def excludes_zero(self) -> bool:
        """Whether the interval lies wholly above or below 0."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


NOTHING = Interval(None, None, None)


def wilson(hits: int, total: int, level: float = LEVEL) -> Interval:
    """Return a rate with Wilson's interval."""
    if total <= 0:
        return NOTHING
    rate, z = hits / total, z_of(level)
    middle = rate + z * z / (2 * total)
    reach = z * math.sqrt(rate * (1 - rate) / total + z * z / (4 * total * total))
    scale = 1 + z * z / total
    # Rounding may push an end past the rate at 0 and 1, where the two are one.
    return Interval(rate, max(0.0, min(rate, (middle - reach) / scale)), min(1.0, max(rate, (middle + reach) / scale)))


def rate_difference(one: tuple[int, int], other: tuple[int, int], level: float = LEVEL) -> Interval:
    """Return the difference of two rates (hits, total), the first less the second, with Newcombe's interval."""
    first, second = wilson(*one, level), wilson(*other, level)
    if first.value is None or second.value is None:
        return NOTHING
    assert first.low is not None and first.high is not None  # noqa: S101, PT018
    assert second.low is not None and second.high is not None  # noqa: S101, PT018
    difference = first.value - second.value
    below = math.hypot(first.value - first.low, second.high - second.value)
    above = math.hypot(first.high - first.value, second.value - second.low)
    return Interval(difference, difference - below, difference + above)


def bootstrap_mean(values: Mapping[int, int], seed: str, level: float = LEVEL) -> Interval:
    """Return the mean of whole numbers, given with their counts, with the percentile interval of its resampled means.

    The same counts and seed give the same interval, in whatever order they were counted.
    """
    import numpy as np  # noqa: PLC0415  (half the time of --help)

    total = sum(values.values())
    if not total:
        return NOTHING
    mean = sum(value * count for value, count in values.items()) / total
    keys = sorted(values)
    if total < _FEWEST or len(keys) == 1:  # resampling what is all the same finds no width, which would look sure
        return Interval(mean, None, None)
    shares = np.array([values[key] for key in keys]) / total
    draws = np.random.Generator(np.random.PCG64(zlib.crc32(seed.encode()))).multinomial(total, shares, _RESAMPLES)
    means = np.sort(draws @ np.array(keys, dtype=np.int64)) / total
    tail = (1 - level) / 2
    low, high = (float(np.quantile(means, share)) for share in (tail, 1 - tail))
    return Interval(mean, min(low, mean), max(high, mean))


@dataclass(frozen=True, slots=True)
class Moments:
    """The number of some whole numbers, their sum, and that of their squares."""

    n: int = 0
    total: int = 0
    squares: int = 0

    @classmethod
    def of(cls, values: Mapping[int, int]) -> Moments:
        """Return the moments of values given with their counts."""
        pairs = values.items()
        return cls(sum(values.values()), sum(v * c for v, c in pairs), sum(v * v * c for v, c in pairs))

    def __add__(self, other: Moments) -> Moments:
        return Moments(self.n + other.n, self.total + other.total, self.squares + other.squares)

    @property
    def mean(self) -> float:
        """The mean; 0 of nothing."""
        return self.total / self.n if self.n else 0.0

    @property
    def variance(self) -> float:
        """The variance (n - 1); 0 of fewer than two."""
        return max(0.0, self.squares - self.total * self.total / self.n) / (self.n - 1) if self.n > 1 else 0.0


def mean_difference(one: Moments, other: Moments, level: float = LEVEL) -> Interval:
    """Return the difference of two means with its interval.

    Welch's error, or that of both together if it is larger: a few scores that happen to be all the same look surer by
    themselves than they are.
    """
    n, m = one.n, other.n
    if n < 2 or m < 2:
        return NOTHING
    difference = one.mean - other.mean
    own, theirs = one.variance / n, other.variance / m
    if own + theirs == 0:
        return Interval(difference, difference, difference)
    freedom = (own + theirs) ** 2 / (own**2 / (n - 1) + theirs**2 / (m - 1))
    pooled = ((n - 1) * one.variance + (m - 1) * other.variance) / (n + m - 2) * (1 / n + 1 / m)
    return around(difference, math.sqrt(max(own + theirs, pooled)), freedom, level)


def clustered_error(parts: Iterable[float], size: float) -> tuple[float, int]:
    """Return the standard error of a mean over `size`, from its clusters' sums of residuals, and their number."""
    sums = list(parts)
    count = len(sums)
    if count < 2 or size <= 0:
        return 0.0, count
    return math.sqrt(math.fsum(part * part for part in sums) * count / (count - 1)) / size, count


def shared_level(comparisons: int) -> float:
    """Return the level of each interval of a family of so many, so that all families together are right at LEVEL."""
    return 1 - (1 - LEVEL) / FAMILIES / max(1, comparisons)


def around(value: float, error: float, freedom: float, level: float = LEVEL) -> Interval:
    """Return `value` with Student's interval for its standard error."""
    reach = t_of(level, freedom) * error
    return Interval(value, value - reach, value + reach)


def z_of(level: float) -> float:
    """Return how many standard errors a two-sided interval of `level` reaches."""
    return NormalDist().inv_cdf((1 + level) / 2)


def t_of(level: float, freedom: float) -> float:
    """Return the same for Student's distribution (Hill 1970): exact for 1 and 2 degrees of freedom."""
    tail = 1 - level
    if freedom < 1.5:
        return 1 / math.tan(tail * math.pi / 2)
    if freedom < 2.5:
        return math.sqrt(2 / (tail * (2 - tail)) - 2)
    a = 1 / (freedom - 0.5)
    b = 48 / (a * a)
    c = ((20700 * a / b - 98) * a - 16) * a + 96.36
    d = ((94.5 / (b + c) - 3) / b + 1) * math.sqrt(a * math.pi / 2) * freedom
    x = d * tail
    y = x ** (2 / freedom)
    if y > 0.05 + a:
        z = -z_of(level)
        y = z * z
        if freedom < 5:
            c += 0.3 * (freedom - 4.5) * (z + 0.6)
        c = (((0.05 * d * z - 5) * z - 7) * z - 2) * z + b + c
        y = (((((0.4 * y + 6.3) * y + 36) * y + 94.5) / c - y - 3) / b + 1) * z
        y = math.expm1(min(a * y * y, 700.0))
    else:
        y = (
            (1 / (((freedom + 6) / (freedom * y) - 0.089 * d - 0.822) * (freedom + 2) * 3) + 0.5 / (freedom + 4)) * y
            - 1
        ) * (freedom + 1) / (freedom + 2) + 1 / y
    return math.sqrt(freedom * y)
