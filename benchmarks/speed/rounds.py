"""Commands run in turn, round after round, so that whatever else the machine does falls on all of them alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from statistics import median
from typing import Any

from benchmarks.speed.processes import Cost

Figures = dict[str, Any]


def in_turn(runs: Mapping[str, Callable[[], Cost]], rounds: int, tell: Callable[[str], None]) -> dict[str, list[Cost]]:
    """Run each of `runs` `rounds` times, A B C, A B C …, and return the costs of each."""
    costs: dict[str, list[Cost]] = {name: [] for name in runs}
    for number in range(1, rounds + 1):
        for name, run in runs.items():
            cost = run()
            costs[name].append(cost)
            tell(f"round {number}: {name}: {cost.cpu:.2f} s of the processor, {cost.megabytes:.0f} MB")
    return costs


def summed_up(costs: list[Cost]) -> Figures:
    """Return the median, least and most of each figure of a cost, and the last status."""
    figures: Figures = {}
    for key in ("cpu", "wall", "megabytes", "first"):
        values = [value for cost in costs if (value := asdict(cost)[key]) is not None]
        figures[key] = spread(values) if values else None
    figures["status"] = costs[-1].status
    return figures


def spread(values: list[float]) -> Figures:
    """Return median, least and most."""
    return {"median": _short(median(values)), "low": _short(min(values)), "high": _short(max(values))}


def ratio(these: list[float], those: list[float]) -> Figures:
    """Return how many times `those` each of `these` is, round by round."""
    return spread([this / that for this, that in zip(these, those, strict=True)])


def _short(value: float) -> float:
    return float(f"{value:.4g}")
