"""python -m benchmarks.floors: set the floors of the regression set a little below what is measured now.

To be run after the rules got better, never to let a worse rule through: it prints each floor that would sink.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import click
import yaml

from benchmarks.regression import FLOORS, Figure, read_floors, regression_items, rule_figures
from benchmarks.spelling import conversations, survivals
from csmistakes.catalogue import load

RULE_SLACK = 0.03  # a case or two of a frequent mistake
SPELLING_SLACK = 0.02
_HEAD = """\
# Written by `python -m benchmarks.floors`: figures on the regression set that no change may fall below.
# rules: precision and recall of each; spelling: the share of findings that survives another way of writing.
"""


def floor_below(figure: Figure, slack: float) -> float:
    """Return a floor for a figure: hundredths, rounded down; 0 where there is no figure."""
    return 0.0 if figure is None else max(0.0, math.floor((figure - slack) * 100 + 1e-9) / 100)


def sinking(old: Mapping[str, float], new: Mapping[str, float]) -> list[str]:
    """Return a sentence for each floor that would be lower than before."""
    return [f"{name} sinks from {old[name]} to {new[name]}" for name in new if new[name] < old.get(name, 0)]


@click.command()
def main() -> None:
    """Write tests/regression/floors.yaml from what is measured now."""
    catalogue = load()
    old = read_floors()
    figures = rule_figures(catalogue, regression_items())
    rules = {
        slug: {key: floor_below(value, RULE_SLACK) for key, value in figures[slug].items()} for slug in sorted(figures)
    }
    measured = survivals(catalogue, conversations(catalogue))
    spelling = {name: floor_below(survival.share, SPELLING_SLACK) for name, survival in measured.items()}
    for slug, floors in rules.items():
        for sentence in sinking(old["rules"].get(slug, {}), floors):
            click.echo(f"{slug}: {sentence}")
    for sentence in sinking(old["spelling"], spelling):
        click.echo(f"spelling: {sentence}")
    text = yaml.safe_dump({"rules": rules, "spelling": spelling}, default_flow_style=None, sort_keys=False, width=120)
    FLOORS.write_text(_HEAD + text, encoding="utf-8")
    click.echo(f"written to {FLOORS}")


if __name__ == "__main__":
    main()
