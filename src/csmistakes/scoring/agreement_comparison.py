"""csmistakes and people side by side: the figures of every two raters and of all, by mistake and overall."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from csmistakes.scoring.agreement import MISSING, Decisions, Floats, group_figures, group_sums, pair_figures, pair_sums
from csmistakes.scoring.agreement_bootstrap import Figure, Resampling
from csmistakes.scoring.agreement_scores import ScoreAgreement, score_agreement

TOOL = "csmistakes"


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """Two raters about one mistake, or about all (`mistake` is None): decisions that both made, and their figures.

    `both`, `only_first`, `only_second` and `neither` count who said yes. `agreement` is a share from 0 to 1.
    """

    mistake: str | None
    first: str
    second: str
    both: int
    only_first: int
    only_second: int
    neither: int
    agreement: Figure
    kappa: Figure
    pabak: Figure
    ac1: Figure

    @property
    def n(self) -> int:
        """The number of decisions."""
        return self.both + self.only_first + self.only_second + self.neither


@dataclass(frozen=True, slots=True)
class GroupAgreement:
    """Three raters or more (or two people) about one mistake, or about all; `n` decisions were made by two or more."""

    mistake: str | None
    raters: tuple[str, ...]
    n: int
    agreement: Figure
    fleiss_kappa: Figure
    pabak: Figure
    ac1: Figure


@dataclass(frozen=True, slots=True)
class Ratings:
    """Who decided what: `decisions` has an axis each for raters, conversations and mistakes; the first rater is TOOL.

    `scores` holds each rater's scores by the conversation's position.
    """

    raters: tuple[str, ...]
    mistakes: tuple[str, ...]
    decisions: Decisions
    scores: Mapping[str, Mapping[int, float]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All figures: pairs and groups by mistake, each with the overall one (mistake None) last, and those of scores."""

    pairs: tuple[PairAgreement, ...]
    groups: tuple[GroupAgreement, ...]
    scores: tuple[ScoreAgreement, ...]


def compare(ratings: Ratings, resampling: Resampling) -> Comparison:
    """Return the figures of every two raters, of the people together, and of the people with csmistakes.

    Who are together are at least two people: csmistakes and one person are a pair.
    """
    people = ratings.raters[1:]
    together = [people, ratings.raters] if len(people) > 1 else []
    return Comparison(
        tuple(one for pair in combinations(ratings.raters, 2) for one in _pair(ratings, pair, resampling)),
        tuple(one for raters in together for one in _group(ratings, raters, resampling)),
        tuple(_scores(ratings, resampling)),
    )


def _pair(ratings: Ratings, pair: tuple[str, str], resampling: Resampling) -> Iterator[PairAgreement]:
    here, there = (ratings.decisions[ratings.raters.index(rater)] for rater in pair)
    sums = _with_overall(pair_sums(here, there))
    figures = _figures(sums, pair_figures, resampling)
    for mistake, counts, row in zip((*ratings.mistakes, None), sums.sum(axis=0), figures, strict=True):
        both, first, second, neither = map(int, counts)
        if both + first + second + neither:
            yield PairAgreement(mistake, *pair, both, first, second, neither, *row)


def _group(ratings: Ratings, raters: tuple[str, ...], resampling: Resampling) -> Iterator[GroupAgreement]:
    decisions = ratings.decisions[[ratings.raters.index(rater) for rater in raters]]
    sums = _with_overall(group_sums(decisions))
    figures = _figures(sums, group_figures, resampling)
    for mistake, counts, row in zip((*ratings.mistakes, None), sums.sum(axis=0), figures, strict=True):
        if counts[1]:
            yield GroupAgreement(mistake, raters, int(counts[1]), *row)


def _with_overall(sums: Floats) -> Floats:
    """Return sums (conversations, mistakes, sums) with one more mistake: all of them together."""
    return np.concatenate([sums, sums.sum(axis=1, keepdims=True)], axis=1)


def _figures(
    sums: Floats, of_sums: Callable[[Floats], Mapping[str, Floats]], resampling: Resampling
) -> list[list[Figure]]:
    """Return the figures of each mistake. What is resampled are the conversations that were graded at all."""
    graded = sums[sums.any(axis=(1, 2))]
    units, mistakes, parts = graded.shape
    flat = graded.reshape(units, mistakes * parts)

    def of(weights: Floats) -> Floats:
        figures = of_sums((weights @ flat).reshape(len(weights), mistakes, parts))
        return np.stack(list(figures.values()), axis=-1).reshape(len(weights), -1)

    found = resampling.figures(units, of)
    width = len(found) // mistakes
    return [found[start : start + width] for start in range(0, len(found), width)]


def _scores(ratings: Ratings, resampling: Resampling) -> Iterator[ScoreAgreement]:
    scored = [rater for rater in ratings.raters if ratings.scores.get(rater)]
    for first, second in combinations(scored, 2):
        here, there = ratings.scores[first], ratings.scores[second]
        shared = sorted(here.keys() & there.keys())
        yield score_agreement((first, second), [here[at] for at in shared], [there[at] for at in shared], resampling)


def decisions_of(
    tool: Sequence[frozenset[str]], people: Sequence[Mapping[int, Mapping[str, int]]], mistakes: Sequence[str]
) -> Decisions:
    """Return decisions as an array: what csmistakes found in each conversation, then each person's grades."""
    decisions = np.full((1 + len(people), len(tool), len(mistakes)), MISSING, dtype=np.int8)
    for at, found in enumerate(tool):
        decisions[0, at] = [mistake in found for mistake in mistakes]
    for rater, graded in enumerate(people, start=1):
        for at, said in graded.items():
            decisions[rater, at] = [said.get(mistake, MISSING) for mistake in mistakes]
    return decisions
