"""csmistakes rules test: whether the catalogue's examples hold."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from csmistakes.catalogue import Catalogue
from csmistakes.cli.catalogue import load_catalogue
from csmistakes.cli.errors import Status
from csmistakes.cli.options import FOLDER, rules_option
from csmistakes.cli.output import standard_output
from csmistakes.masking import one_line
from csmistakes.reporters.parts.words import count
from csmistakes.rule_tests import ExampleReport, run


@click.command()
@click.argument("folder", required=False, metavar="[DIR]", type=FOLDER)
@rules_option
def command(folder: Path | None, rules: tuple[Path, ...]) -> int:
    """Run the examples of the rules and signals in DIR (default: of all), and drop each term in turn.

    A term without which every example still does as it should is untested. The exit code is 1 if an example
    fails or a term is untested.
    """
    here = () if folder is None else (folder.absolute(),)
    catalogue = load_catalogue((*rules, *here))
    out = standard_output()
    reports = []
    for report in run(catalogue, f"{here[0]}{os.sep}" if here else None):
        reports.append(report)
        out.writelines(line + "\n" for line in _problems(report, catalogue))
    out.write(_verdict(reports) + "\n")
    return Status.FINDINGS if any(report.problems or report.untested for report in reports) else Status.CLEAN


def _problems(report: ExampleReport, catalogue: Catalogue) -> Iterator[str]:
    """Yield what is wrong with one rule or signal, each with its place."""
    path = os.path.relpath(report.path)
    for line, problem in report.problems:
        yield one_line(f"{path}:{line}: {report.kind} {report.name}: {problem}")
    for term in report.untested:
        line = catalogue.by_slug[report.name].lines.get(term, 1)
        yield f"{path}:{line}: {report.kind} {report.name}: {term} is untested: no example fails without it"


def _verdict(reports: Sequence[ExampleReport]) -> str:
    rules, signals = (sum(report.kind == kind for report in reports) for kind in ("rule", "signal"))
    examples = sum(report.examples for report in reports)
    failed = sum(len(report.problems) for report in reports)
    untested = sum(len(report.untested) for report in reports)
    return (
        f"{count(rules, 'rule')} and {count(signals, 'signal')}: {count(examples, 'example')}, "
        f"{failed:,} failed; {count(untested, 'term')} untested."
    )
