"""Figures as Markdown tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Row = Sequence[str]
Data = Mapping[str, Any]  # a part of a result, as read from its JSON

NONE = "–"
FIGURES = ("precision", "recall", "F1", "located", "turn precision")
_KEYS = ("precision", "recall", "f1", "located", "turn_precision")


def table(heads: Row, rows: Iterable[Row], texts: int = 1) -> str:
    """Return a table whose first `texts` columns are words and whose others are numbers, set to the right."""
    rules = ["---"] * texts + ["--:"] * (len(heads) - texts)
    return "\n".join(f"| {' | '.join(row)} |" for row in (heads, rules, *rows))


def estimate(data: Data, *, interval: bool = True) -> str:
    """Return a figure, with its interval where wanted."""
    if data["value"] is None:
        return NONE
    value = f"{data['value']:.2f}"
    return f"{value} [{data['low']:.2f}–{data['high']:.2f}]" if interval and data["low"] is not None else value


def figures(data: Data, *, interval: bool = True) -> list[str]:
    """Return the five figures of a system or a mistake."""
    return [estimate(data[key], interval=interval) for key in _KEYS]


def share(count: int, of: int) -> str:
    """Return so many of so many."""
    return f"{count} of {of} ({count / of:.0%})" if of else NONE


def total(shares: Iterable[Data]) -> str:
    """Return the sum of shares."""
    listed = list(shares)
    return share(sum(each["count"] for each in listed), sum(each["of"] for each in listed))


def sections(parts: Iterable[tuple[str, str]], *, level: int = 3) -> str:
    """Return titled parts."""
    return "\n\n".join(f"{'#' * level} {title}\n\n{body}" for title, body in parts)
