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
from csmistakes.reporters.parts.view import View

__all__ = ["Reporter", "View", "available"]


class Reporter(Protocol):
    """What a module of this package offers."""

    NAME: str  # what --output-format calls it
    ABOUT: str  # in a few words, for the help text

    def report(self, checked: Iterable[Checked], summary: Callable[[], Summary], out: TextIO, view: View) -> None:
        """Write each conversation as it comes, then ask for `summary`, once, and write what closes it all."""
        ...


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
    name, about, report = (getattr(module, key, None) for key in ("NAME", "ABOUT", "report"))
    if not (isinstance(name, str) and isinstance(about, str) and callable(report)):
        raise TypeError(f"{module} is no reporter: it needs NAME, ABOUT and report()")
    return module  # type: ignore[return-value]
