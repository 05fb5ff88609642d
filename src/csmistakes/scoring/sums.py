"""Sums that take in conversation after conversation and keep none: whole numbers, so that no order changes them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from csmistakes.scoring.intervals import Interval, Moments, bootstrap_mean

TENTHS = 10  # scores have one decimal, and are counted in tenths


@dataclass(slots=True)
class ScoreSum:
    """The scores of some conversations, as counts by tenths of a point."""

    conversations: int = 0
    with_findings: int = 0
    findings: int = 0
    scores: Counter[int] = field(default_factory=Counter)
    moments: Moments = field(default_factory=Moments)  # of the scores, in tenths

    def add(self, score: float | None, findings: int) -> None:
        """Take in one conversation."""
        self.conversations += 1
        self.with_findings += findings > 0
        self.findings += findings
        if score is not None:
            tenths = round(score * TENTHS)
            self.scores[tenths] += 1
            self.moments += Moments(1, tenths, tenths * tenths)

    @property
    def scored(self) -> int:
        """The number of conversations that have a score."""
        return self.scores.total()

    def mean(self, seed: str) -> Interval:
        """Return the mean score with its bootstrap interval."""
        found = bootstrap_mean(self.scores, seed)
        return Interval(*(None if end is None else end / TENTHS for end in (found.value, found.low, found.high)))


@dataclass(slots=True)
class RateSum:
    """How often a mistake had a chance and was made. `lost` is what it took off 100, in tenths, over `applicable`."""

    applicable: int = 0
    made: int = 0
    opportunities: int = 0
    findings: int = 0
    lost: int = 0

    def add(self, opportunities: int, findings: int, score: float | None) -> None:
        """Take in one conversation in which the mistake had a chance. `score`: None for one that is not on the card."""
        self.applicable += 1
        self.made += findings > 0
        self.opportunities += opportunities
        self.findings += findings
        if score is not None:
            self.lost += round((100.0 - score) * TENTHS)


@dataclass(slots=True)
class LineSum:
    """What a straight line through scores by week needs: sums of whole numbers (weeks counted from a fixed one)."""

    n: int = 0
    x: int = 0
    xx: int = 0
    y: int = 0
    xy: int = 0
    yy: int = 0

    def add(self, week: int, tenths: int) -> None:
        """Take in one score."""
        self.n += 1
        self.x += week
        self.xx += week * week
        self.y += tenths
        self.xy += week * tenths
        self.yy += tenths * tenths

    @classmethod
    def total(cls, parts: Iterable[LineSum]) -> LineSum:
        """Return the sums of several groups together."""
        whole = cls()
        for part in parts:
            for name in cls.__slots__:
                setattr(whole, name, getattr(whole, name) + getattr(part, name))
        return whole

    @property
    def spread(self) -> float:
        """The sum of squared deviations of the weeks from their mean."""
        return (self.xx * self.n - self.x * self.x) / self.n if self.n else 0.0

    @property
    def slope(self) -> float:
        """Tenths of a point a week."""
        return (self.xy * self.n - self.x * self.y) / self.n / self.spread

    def residual(self, line: LineSum) -> float:
        """Return the sum of the residuals from `line`, each times its week's distance from the line's mean week."""
        mean = line.x / line.n
        start = line.y / line.n - line.slope * mean
        moved = self.xy - start * self.x - line.slope * self.xx
        return moved - mean * (self.y - start * self.n - line.slope * self.x)

    @property
    def squared_error(self) -> float:
        """The sum of squared residuals from the own line."""
        total = (self.yy * self.n - self.y * self.y) / self.n
        return max(0.0, total - self.slope * self.slope * self.spread)
