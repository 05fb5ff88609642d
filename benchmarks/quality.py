"""python -m benchmarks.quality SET…: measure csmistakes on labelled conversations, beside plain baselines."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import click
from rich.console import Console

from benchmarks.agreement import agreement
from benchmarks.baselines.keywords import Keywords
from benchmarks.labelled import LabelledSet, load_sets
from benchmarks.reports import Csmistakes, Reports
from benchmarks.results import FOLDER, Measured, Politeness, measure, result, write
from benchmarks.show import show, show_errors
from csmistakes.catalogue import Catalogue, load
from csmistakes.errors import CsmistakesError

PLAIN_WIDTH = 150  # where the output is no terminal, tables must not be cut


@click.command()
@click.argument("sets", nargs=-1, required=True, metavar="SET...")
@click.option("--errors", type=click.IntRange(min=0), default=0, help="Print N misses and false reports per mistake.")
@click.option("--quick", is_flag=True, help="csmistakes only, and nothing is written.")
@click.option("--results", type=click.Path(path_type=Path), default=FOLDER, help="The folder to write to.")
def main(sets: tuple[str, ...], errors: int, quick: bool, results: Path) -> None:  # noqa: FBT001
    """Measure csmistakes on each SET: what comes before .transcripts.jsonl and .labels.jsonl.

    Baselines that learn are cross-validated over the conversations of all sets together.
    """
    console = Console(width=None if sys.stdout.isatty() else PLAIN_WIDTH)
    try:
        labelled = load_sets(sets)
        catalogue = load()
        unread = [each.name for each in labelled if each.is_kept_unread]
        if errors and unread:
            raise click.UsageError(f"{unread[0]} is kept unread, so that it can show what holds elsewhere: no --errors")
        reports = [Csmistakes(catalogue)(each.items) for each in labelled]
    except CsmistakesError as error:
        raise click.UsageError(str(error)) from error
    beside = _Beside(labelled, catalogue, console) if not quick else None
    for each, said in zip(labelled, reports, strict=True):
        own = measure(each.items, said, in_parts=True)
        if beside is None:
            show(console, result(each, own))
        else:
            measured = result(
                each,
                own,
                baselines=beside.baselines(each),
                politeness=beside.politeness(each, said),
                trained_with=beside.trained_with,
            )
            show(console, measured)
            console.print(f"written to {write(measured, results)}")
        if errors:
            show_errors(console, each.items, said, errors)


class _Beside:
    """What the baselines make of the same conversations."""

    def __init__(self, sets: Sequence[LabelledSet], catalogue: Catalogue, console: Console) -> None:
        self._catalogue = catalogue
        self._items = [item for each in sets for item in each.items]
        self._places: dict[str, slice] = {}
        for each in sets:
            start = max((place.stop for place in self._places.values()), default=0)
            self._places[each.name] = slice(start, start + len(each.items))
        self._said: dict[str, Reports] = {"keywords": Keywords.shipped()(self._items)}
        if _is_installed("sklearn", console):
            from benchmarks.baselines.classifier import Classifier  # noqa: PLC0415 - an extra

            self._said["TF-IDF + logistic regression"] = Classifier()(self._items)
            self.trained_with = tuple(self._places)
        else:
            self.trained_with = ()
        self._has_convokit = _is_installed("convokit", console)

    def baselines(self, labelled: LabelledSet) -> dict[str, Measured]:
        """Return the figures of each baseline on one of the sets."""
        place = self._places[labelled.name]
        return {name: measure(labelled.items, said[place]) for name, said in self._said.items()}

    def politeness(self, labelled: LabelledSet, csmistakes: Reports) -> Politeness | None:
        """Return what ConvoKit makes of one of the sets, and csmistakes on the same mistakes."""
        if not self._has_convokit:
            return None
        from benchmarks.baselines import politeness  # noqa: PLC0415 - an extra

        detector = politeness.Politeness()
        mistakes = tuple(politeness.READINGS)
        return Politeness(
            csmistakes=measure(labelled.items, csmistakes, mistakes),
            convokit=measure(labelled.items, detector(labelled.items), mistakes),
            agreement=agreement(labelled.items, self._catalogue, detector, politeness.COUNTERPARTS),
        )


def _is_installed(module: str, console: Console) -> bool:
    if find_spec(module) is None:
        console.print(f"[yellow]{module} is not installed: its baseline is left out (see docs/quality.md)")
        return False
    return True


if __name__ == "__main__":
    main()
