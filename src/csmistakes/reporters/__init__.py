"""Findings → what people and programs read. A module of this package is one output, found by its name.

What outputs share is in `parts`. A reporter gets frozen values and writes; it never sees a rule's inside.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Protocol, TextIO

from csmistakes.finding import Checked, Summary
from csmistakes.reporters.parts.view import RuleHelp, View

__all__ = ["Report", "Reporter", "RuleHelp", "View", "available", "feed"]


class Report(Protocol):
    """One output of one run: it is handed the conversations one by one, so that several can be written at once."""

    def add(self, item: Checked) -> None:
        """Write the next conversation, or keep of it what the end needs."""
        ...

    def close(self, summary: Summary) -> None:
        """Write what closes it all, once, after the last conversation."""
        ...


class Reporter(Protocol):
    """What a module of this package offers."""

    NAME: str  # what --output-format calls it
    ABOUT: str  # in a few words, for the help text

    def Report(self, out: TextIO, view: View) -> Report:  # noqa: N802  (a class, by its name)
        """Begin a report that is written to `out`."""
        ...


def feed(report: Report, checked: Iterable[Checked], summary: Callable[[], Summary]) -> None:
    """Hand a whole run to `report`; `summary` is asked for once, after the last conversation."""
    for item in checked:
        report.add(item)
    report.close(summary())


@cache
def available() -> Mapping[str, Reporter]:
    """Return all reporters by name, in the order of their names; TypeError if a module is none."""
    found: dict[str, Reporter] = {}
    for info in pkgutil.iter_modules(__path__):
        if info.ispkg:
            continue
        module = _checked(importlib.import_module(f"{__name__}.{info.name}"))
        found[module.NAME] = module
    return dict(sorted(found.items()))


def _checked(module: object) -> Reporter:
    name, about, report = (getattr(module, key, None) for key in ("NAME", "ABOUT", "Report"))
    if not (isinstance(name, str) and isinstance(about, str) and callable(report)):
        raise TypeError(f"{module} is no reporter: it needs NAME, ABOUT and Report")
    return module  # type: ignore[return-value]
