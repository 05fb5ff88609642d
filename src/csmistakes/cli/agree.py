"""csmistakes agree: what csmistakes finds, beside what people saw in the same conversations."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from csmistakes.cli.agreement_text import write_text
from csmistakes.cli.agreement_values import FIGURES, TALK, Agreement, as_json, figure_rows, talk_rows
from csmistakes.cli.errors import Status, warn
from csmistakes.cli.inputs import Inputs
from csmistakes.cli.options import color_option
from csmistakes.cli.output import opened, wants_color, width
from csmistakes.cli.run_options import run_options, settled
from csmistakes.cli.settings import Settings
from csmistakes.errors import CsmistakesError, UsageError
from csmistakes.masking import mask
from csmistakes.pipeline import Run
from csmistakes.policy import wanted
from csmistakes.reporters.parts.fields import dumps
from csmistakes.reporters.parts.words import count
from csmistakes.scoring.agreement import MISSING
from csmistakes.scoring.agreement_bootstrap import Resampling
from csmistakes.scoring.agreement_cases import Cases, disagreements, ratings
from csmistakes.scoring.agreement_comparison import compare
from csmistakes.scoring.agreement_grades import Grades, read_grades
from csmistakes.scoring.agreement_own_scores import OwnScores, read_scores
from csmistakes.scoring.sheet import write_table

EPILOG = """
\b
GRADES.csv has a header and one of two shapes:
  wide: conversation,grader,score,jargon,no-empathy
        t-1,Ann,80,1,NA        1 seen, 0 not, NA: had no chance to be
  long: conversation,grader,mistake,turn,comment
        t-1,Ann,jargon,3,"nobody knows what a docket is"
        t-2,Ann,none,,         looked at, and nothing seen
A conversation goes by its id, or by path:id where ids repeat.
`csmistakes sample` writes such a sheet, to be filled in.
\b
Examples:
  csmistakes agree grades.csv talks/
  csmistakes agree grades.csv talks/ --select ownership --disagreements 50
  csmistakes agree grades.csv talks/ --scores conversations.csv
  csmistakes agree grades.csv talks/ --csv figures.csv --output-format json
\b
docs/agreement.md says what each figure means, and when it has none.
"""
_TOLD = 5  # of grades without a conversation
FILE = click.Path(dir_okay=False, path_type=Path)


@click.command(epilog=EPILOG, short_help="Compare findings and scores with people's grades.")
@click.argument("grades", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="GRADES.csv")
@click.argument("paths", nargs=-1, required=True)
@click.option("--grades", "more", multiple=True, type=FILE, help="Another sheet, say of another grader (repeatable).")
@click.option("--scores", type=FILE, help="csmistakes' scores: a CSV with columns conversation, score, maybe path.")
@click.option(
    "--blank",
    type=click.Choice(["missing", "0"]),
    default="missing",
    show_default=True,
    help="What an empty cell means in a graded row of the wide shape: not graded, or not seen.",
)
@click.option(
    "--bootstrap", type=click.IntRange(min=0), default=2000, show_default=True, help="Resamplings; 0 for none."
)
@click.option(
    "--seed", type=click.IntRange(0, 2**32 - 1), default=0, show_default=True, help="What resampling starts from."
)
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text", help="For people or programs.")
@click.option("--output", type=FILE, help="Write the report to this file.")
@click.option("--csv", "csv_file", type=FILE, help="Write the figures to this file too, a row for each.")
@click.option("--talk-csv", type=FILE, help="Write all disagreements to this file too, a row for each.")
@click.option(
    "--disagreements", type=click.IntRange(min=0), default=20, show_default=True, help="How many to show as text."
)
@color_option
@run_options
def command(  # noqa: PLR0913, PLR0917  (as click hands them over)
    grades: Path,
    paths: tuple[str, ...],
    more: tuple[Path, ...],
    scores: Path | None,
    blank: str,
    bootstrap: int,
    seed: int,
    output_format: str,
    output: Path | None,
    csv_file: Path | None,
    talk_csv: Path | None,
    disagreements: int,
    color: bool | None,  # noqa: FBT001
    **flags: Any,  # noqa: ANN401
) -> int:
    """Compare what csmistakes finds in PATHS with what people saw there, as GRADES.csv says.

    Cohen's kappa, PABAK, Gwet's AC1 and percent agreement of every two raters, Fleiss' kappa of all, correlations of
    scores, each with a bootstrap interval, and the list of disagreements to talk about.
    """
    settings = settled(flags)
    catalogue = settings.catalogue
    slugs = [rule.slug for rule in catalogue.rules]
    table = read_grades((grades, *more), slugs, blank=MISSING if blank == "missing" else 0)
    own = read_scores(scores) if scores else OwnScores()
    cases = Cases(table)
    inputs = Inputs(paths, settings.roles, [output] if output else [], settings.scripts)
    _check(cases, Run(catalogue, settings.options), inputs)
    agreement = _agreement(cases, _mistakes(table, settings), own, Resampling(bootstrap, seed), settings)
    kept = {path.resolve() for path in (grades, *more, *([scores] if scores else []))}
    for target in (output, csv_file, talk_csv):
        if target is not None and target.resolve() in kept:
            raise UsageError(f"{target} is one of the inputs, and would be lost")
    with opened(output, inputs.locations, "--output") as out:
        if output_format == "json":
            out.write(dumps(as_json(agreement), indent=2) + "\n")
        else:
            write_text(agreement, out, width=width(), color=wants_color(color, out), show=disagreements)
    tables = (("--csv", csv_file, FIGURES, figure_rows), ("--talk-csv", talk_csv, TALK, talk_rows))
    for option, target, columns, rows in tables:
        if target is not None:
            with opened(target, inputs.locations, option) as out:
                write_table(out, columns, rows(agreement))
    inputs.tell_passed_over()
    return Status.WRONG if inputs.failed else Status.CLEAN


def _check(cases: Cases, run: Run, inputs: Inputs) -> None:
    """Check the conversations that were graded, and keep them."""
    graded = (item for item in inputs.conversations() if cases.are_wanted(item))
    for checked in inputs.progress.conversations(run.check(graded)):
        cases.add(checked)
    if run.broken:
        raise run.broken[0].error


def _mistakes(table: Grades, settings: Settings) -> list[str]:
    """Return what is compared: mistakes seen in one conversation that csmistakes looks for and the graders did too."""
    rules = [rule for rule in settings.catalogue.rules if rule.scope != "corpus" and wanted(rule, settings.options)]
    graded = _graded(table)
    compared = [rule.slug for rule in rules if table.looked_for is None or rule.slug in graded]
    left_out = sorted(graded - set(compared))
    if left_out:
        warn(f"graded, but not looked for in single conversations by this run: {', '.join(left_out)}")
    return compared


def _graded(table: Grades) -> set[str]:
    """Return the mistakes that graders looked for, as far as the table names them."""
    return set(table.looked_for or ()) | {slug for graded in table.graded for slug in graded.decisions}


def _agreement(
    cases: Cases, mistakes: Sequence[str], own: OwnScores, resampling: Resampling, settings: Settings
) -> Agreement:
    matched, unknown = cases.matched()
    _tell_unknown(unknown)
    if cases.grades.ungraded:
        warn(f"{count(cases.grades.ungraded, 'row')} not graded yet")
    if not matched:
        ids = "conversation ids must be those of the transcripts; csmistakes check --output-format jsonl shows them"
        raise UsageError("none of the transcripts was graded", advice=ids)
    scores = own.of([item.conversation for item in cases.checked])
    rated = ratings(cases, matched, mistakes, scores)
    hide = mask if settings.options.mask else str
    graded = {at for at, _ in matched}
    return Agreement(
        rated=rated,
        comparison=compare(rated, resampling),
        disagreements=tuple(disagreements(cases, matched, rated, hide)),
        resampling=resampling,
        conversations=len(graded),
        unmatched=len(unknown),
        ungraded=cases.grades.ungraded,
    )


def _tell_unknown(unknown: Sequence[CsmistakesError]) -> None:
    for error in unknown[:_TOLD]:
        warn(str(error))
    if len(unknown) > _TOLD:
        warn(f"and {count(len(unknown) - _TOLD, 'more grade')} of conversations that are not in the transcripts")
