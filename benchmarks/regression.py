"""The regression set: our own labelled fiction in tests/regression, and the floors that no change may fall below."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from benchmarks.labelled import MISTAKES, Labelled, load_sets
from benchmarks.reports import Csmistakes
from benchmarks.scoring import COLUMNS, tallies
from csmistakes.catalogue import Catalogue

FOLDER = Path(__file__).parent.parent / "tests" / "regression"
NAMES = ("call", "chat", "letters", "lines", "real_style")
FLOORS = FOLDER / "floors.yaml"
Figure = float | None


def regression_items() -> list[Labelled]:
    """Return all conversations of the regression set."""
    return [item for each in load_sets(str(FOLDER / name) for name in NAMES) for item in each.items]


def rule_figures(catalogue: Catalogue, items: list[Labelled]) -> dict[str, dict[str, Figure]]:
    """Return the precision and recall of each rule, None where there is nothing to divide by."""
    counts = tallies(items, Csmistakes(catalogue)(items)).sum(axis=0)
    hits, false, missed = (counts[:, COLUMNS.index(name)].tolist() for name in ("hits", "false", "missed"))
    return {
        mistake: {
            "precision": hits[k] / (hits[k] + false[k]) if hits[k] + false[k] else None,
            "recall": hits[k] / (hits[k] + missed[k]) if hits[k] + missed[k] else None,
        }
        for k, mistake in enumerate(MISTAKES)
    }


def read_floors() -> Mapping[str, Any]:
    """Return the floors: `rules` by slug and figure, `spelling` by transformation; empty before they are first set."""
    floors = yaml.safe_load(FLOORS.read_text(encoding="utf-8")) if FLOORS.is_file() else {}
    return {"rules": {}, "spelling": {}, **floors}
