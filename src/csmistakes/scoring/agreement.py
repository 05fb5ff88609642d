"""How far raters agree about yes and no: figures that correct for chance, as functions of sums over conversations.

Every figure here is a function of sums over conversations, so that one resampling of conversations (which weighs
them anew) gives the bootstrap of all figures at once. Where a figure is not defined it is NaN.

Sources: Cohen (1960), A coefficient of agreement for nominal scales; Byrt, Bishop and Carlin (1993), Bias, prevalence
and kappa (PABAK); Fleiss (1971), Measuring nominal scale agreement among many raters; Gwet (2008), Computing
inter-rater reliability in the presence of high agreement (AC1). Raters that are missing for some subjects are
handled as in Gwet, Handbook of Inter-Rater Reliability: who judged alone still counts for how common a yes is.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Decisions = NDArray[np.int8]  # 1 yes, 0 no, MISSING

MISSING = -1
PAIR_SUMS = 4  # both say yes, only the first, only the second, neither
GROUP_SUMS = 4  # agreement within subjects, subjects of two raters or more, share of yes, subjects of one or more


def pair_sums(first: Decisions, second: Decisions) -> Floats:
    """Return the four counts of each cell of two arrays of decisions, as a last axis; zeros where one is missing."""
    known = (first != MISSING) & (second != MISSING)
    yes, also = first == 1, second == 1
    cells = (yes & also, yes & ~also, ~yes & also, ~yes & ~also)
    return np.stack([known & cell for cell in cells], axis=-1).astype(np.float64)


def pair_figures(sums: Floats) -> Mapping[str, Floats]:
    """Return percent agreement (as a share), Cohen's kappa, PABAK and Gwet's AC1 of two raters.

    `sums` has the four counts as its last axis. Kappa is not defined where both always say the same one thing:
    nothing is left that chance would not explain.
    """
    both, first, second, _ = np.moveaxis(sums, -1, 0)
    total = sums.sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        agreement = (total - first - second) / total
        here, there = (both + first) / total, (both + second) / total
        by_chance = here * there + (1 - here) * (1 - there)
        yes = (here + there) / 2
        return {
            "agreement": agreement,
            "kappa": _corrected(agreement, by_chance),
            "pabak": 2 * agreement - 1,
            "ac1": _corrected(agreement, 2 * yes * (1 - yes)),
        }


def group_sums(decisions: Decisions) -> Floats:
    """Return four sums for each subject, as a last axis; the first axis of `decisions` is the raters."""
    raters = (decisions != MISSING).sum(axis=0).astype(np.float64)
    yes = (decisions == 1).sum(axis=0).astype(np.float64)
    no = raters - yes
    pairs = raters * (raters - 1)
    agreeing = np.divide(yes * (yes - 1) + no * (no - 1), pairs, out=np.zeros_like(pairs), where=pairs > 0)
    share = np.divide(yes, raters, out=np.zeros_like(raters), where=raters > 0)
    return np.stack([agreeing, (raters >= 2).astype(np.float64), share, (raters >= 1).astype(np.float64)], axis=-1)


def group_figures(sums: Floats) -> Mapping[str, Floats]:
    """Return percent agreement (as a share), Fleiss' kappa, PABAK and Gwet's AC1 of any number of raters.

    `sums` has the four sums as its last axis. Fleiss' kappa is not defined where everybody always says the same.
    """
    agreeing, several, share, any_ = np.moveaxis(sums, -1, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        agreement = agreeing / several
        yes = share / any_
        return {
            "agreement": agreement,
            "fleiss_kappa": _corrected(agreement, yes**2 + (1 - yes) ** 2),
            "pabak": 2 * agreement - 1,
            "ac1": _corrected(agreement, 2 * yes * (1 - yes)),
        }


def _corrected(agreement: Floats, by_chance: Floats) -> Floats:
    """Return agreement beyond chance; NaN where chance explains it all, up to what floats cannot tell."""
    room = np.where(1 - by_chance < 1e-12, np.nan, 1 - by_chance)
    return (agreement - by_chance) / room
