"""python -m benchmarks.measured: precision and recall of each rule on real conversations, as the catalogue's data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click
import yaml

from benchmarks.committed import settle
from benchmarks.labelled import MISTAKES
from benchmarks.results import FOLDER, read_all
from csmistakes.catalogue.loading import shipped

REAL = "real-"
_HEAD = """\
# Made from benchmarks/results by `python -m benchmarks.measured`; do not edit.
# slug: precision (null: never reported), recall (null: no case), reports: conversations in which the rule reported
# (arguable ones left out), cases: conversations that clearly have the mistake, on: the labelled sets.
"""


def measured_rules(results: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, object]]:
    """Return the figures of each rule over all sets of real conversations, pooled."""
    real = [result for result in results if result["set"].startswith(REAL)]
    names = [result["set"] for result in real]
    return {mistake: _pooled(real, mistake, names) for mistake in sorted(MISTAKES)} if real else {}


def _pooled(real: Sequence[Mapping[str, Any]], mistake: str, names: Sequence[str]) -> dict[str, object]:
    rows = [result["csmistakes"]["summary"]["by_mistake"].get(mistake, {}) for result in real]
    hits, false, support = (sum(row.get(key, 0) for row in rows) for key in ("hits", "false", "support"))
    return {
        "precision": round(hits / (hits + false), 2) if hits + false else None,
        "recall": round(hits / support, 2) if support else None,
        "reports": hits + false,
        "cases": support,
        "on": list(names),
    }


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; exit 1 with a diff if the file is out of date.")
@click.option("--results", type=click.Path(path_type=Path), default=FOLDER, help="The folder of the results.")
@click.option("--to", type=click.Path(path_type=Path), default=shipped() / "measured.yaml", help="The file.")
def main(check: bool, results: Path, to: Path) -> None:  # noqa: FBT001
    """Write rules/measured.yaml from the kept results of the sets called real-…."""
    rules = measured_rules(read_all(results))
    if not rules:
        raise click.UsageError(f"{results} holds no results of real conversations: run benchmarks.quality first")
    settle(to, _HEAD + "".join(f"{slug}: {_flow(figures)}\n" for slug, figures in rules.items()), check=check)


def _flow(figures: Mapping[str, object]) -> str:
    return yaml.safe_dump(figures, default_flow_style=True, width=1000, sort_keys=False).strip()


if __name__ == "__main__":
    main()
