"""csmistakes score: scores for many transcripts, and what they show of agents, teams and mistakes."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from csmistakes import __version__
from csmistakes.batch.journal import Journal
from csmistakes.batch.rereading import Rereader
from csmistakes.batch.run import Batch, size_of
from csmistakes.batch.scorer import Setup
from csmistakes.catalogue.digest import digest_of
from csmistakes.cli.errors import Status, complain, tell
from csmistakes.cli.options import color_option, jobs_of, jobs_option
from csmistakes.cli.output import standard_output, width
from csmistakes.cli.rate import Rate
from csmistakes.cli.run_options import run_options, settled
from csmistakes.cli.score_inputs import card_for, disputed, inputs_of, labeller_of
from csmistakes.cli.score_outputs import print_scores, sinks_of, tell_read
from csmistakes.cli.score_spark import SPARK, score_on_spark, spark_options
from csmistakes.config import find
from csmistakes.errors import TranscriptError, UsageError
from csmistakes.exports.card_text import card_text
from csmistakes.exports.html_file import MOST
from csmistakes.pipeline import Run
from csmistakes.scoring.result import MIN_SAMPLE, Made, Scores
from csmistakes.scoring.totals import Totals

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW_FILE = click.Path(dir_okay=False, path_type=Path)
NEW_FOLDER = click.Path(file_okay=False, path_type=Path)
_MUCH = 2 * 1024 * 1024  # bytes from which other processes are worth starting, where nobody says how many
EPILOG = """
\b
What to read (also .gz, .zst and Parquet), and who is who:
  csmistakes score talks/                         a folder
  csmistakes score talks/ --name-pattern '{team}/{agent}_{date}.txt'
  csmistakes score talks.jsonl.zst --people agents.csv    agent,team
\b
Where the figures go:
  csmistakes score talks/ --csv out/ --json scores.json --parquet out/
  csmistakes score talks/ --html report.html      one page, for people
  csmistakes score talks/ --store history.duckdb  for `csmistakes trends`
\b
A long run:
  csmistakes score archive/ --csv out/ --jobs 8
  csmistakes score archive/ --csv out/ --jobs 8 --resume   go on after a stop
  csmistakes score --engine spark s3a://us/talks/ s3a://us/scores/
\b
The scorecard:
  csmistakes score --explain-card                 what costs how much, and why
  csmistakes score talks/ --card our-card.yaml    one of your own
\b
Exit codes: 0 scored, 2 wrong usage, rule or input (all that can be read is
scored first), 3 a bug, 130 interrupted (what was done is kept and shown).
"""


@click.command(epilog=EPILOG, short_help="Score many transcripts: agents, teams, mistakes, weeks.")
@click.argument("paths", nargs=-1)
@click.option("--card", type=FILE, metavar="FILE", help="The scorecard, in YAML.  [default: the configuration's]")
@click.option("--explain-card", is_flag=True, help="Print the scorecard with the reason of every weight, and stop.")
@click.option(
    "--name-pattern", metavar="PATTERN", help="Fields in file names: {agent} {team} {queue} {channel} {date}."
)
@click.option("--people", type=FILE, metavar="CSV", help="A table with a column agent, and team, queue or channel.")
@click.option("--csv", type=NEW_FOLDER, metavar="DIR", help="Write a CSV for each table into this folder.")
@click.option("--json", type=NEW_FILE, metavar="FILE", help="Write everything as one JSON document.")
@click.option("--parquet", type=NEW_FOLDER, metavar="DIR", help="Write a Parquet file for each table (needs pyarrow).")
@click.option(
    "--html", type=NEW_FILE, metavar="FILE", help="Write a page that opens offline (needs vl-convert-python)."
)
@click.option(
    "--html-conversations",
    type=click.IntRange(min=0, max=1000),
    default=MOST,
    show_default=True,
    metavar="N",
    help="So many of the worst, and of the best, are shown in the page.",
)
@click.option("--store", type=NEW_FILE, metavar="FILE", help="Add the run to this DuckDB database (needs duckdb).")
@click.option("--run-name", metavar="NAME", help="What the run is called in the database.")
@click.option("--journal", type=NEW_FILE, metavar="FILE", help="Where progress is kept.  [default: beside the output]")
@click.option("--resume", is_flag=True, help="Go on with a run that broke off.")
@jobs_option
@click.option(
    "--min-sample",
    type=click.IntRange(min=5),
    default=MIN_SAMPLE,
    show_default=True,
    help="Scored conversations below which nobody is compared or ranked.",
)
@click.option("--no-disputes", is_flag=True, help="Count what csmistakes-disputes.jsonl says is no mistake too.")
@spark_options
@run_options
@color_option
def command(paths: tuple[str, ...], color: bool | None, **flags: Any) -> int:  # noqa: ANN401, FBT001
    """Score the conversations in PATHS (files, folders, globs, or - for standard input) with a scorecard.

    Prints what they show: scores with their intervals, mistakes, agents and teams that differ by more than chance.
    """
    config = find(Path.cwd())
    settings = settled(flags)
    catalogue = settings.catalogue
    card = card_for(flags["card"], config, catalogue)
    titles = {rule.slug: rule.title for rule in catalogue.rules if rule.scope != "corpus"}
    if flags["explain_card"]:
        standard_output().write(card_text(card, titles, width()))
        return Status.CLEAN
    if flags["run_name"] and not flags["store"]:
        raise click.UsageError("--run-name goes with --store.")
    if not paths:
        raise click.UsageError("Missing argument 'PATHS...'.")
    setup = Setup(
        folders=(*config.rules, *flags["rules"]),
        options=settings.options,
        roles=settings.roles,
        labeller=labeller_of(flags),
        card=card,
        disputed=frozenset() if flags["no_disputes"] else disputed(config),
        scripts=settings.scripts,
    )
    sources = {rule.slug: rule.sources for rule in catalogue.rules}
    made = Made(version=__version__, catalogue=digest_of(catalogue), card=card, min_sample=flags["min_sample"])
    if flags["engine"] == SPARK:
        return score_on_spark(paths, flags, setup, catalogue, made, titles, color)
    with _scratch() as scratch, _journal(flags, setup, made, scratch) as journal:
        files, unreadable = inputs_of(paths, flags, journal.path, scratch)
        reread = Rereader(files, setup.roles, journal, is_masked=setup.options.mask, scripts=setup.scripts)
        # Before hours of work: what cannot be written is told at once.
        sinks = list(sinks_of(flags, catalogue, reread, files))
        run = Run(catalogue, setup.options)
        sizes = {found.path: size_of(found) for found in files}
        jobs = flags["jobs"] or (jobs_of(None) if sum(sizes.values()) >= _MUCH else 1)
        batch = Batch(files, unreadable, setup, run, journal, Totals(card, sources), sinks, jobs)
        watch = Rate(sizes)
        try:
            batch.score(watch)
        finally:
            watch.clear()
        scores = batch.finish(made)
        if scores.read.complete and not batch.bugs:
            journal.delete()
    print_scores(scores, titles, color)
    return _end(batch, scores, is_kept=_place(flags) is not None, journal=journal.path)


def _place(flags: dict[str, Any]) -> Path | None:
    """Return where the journal goes: as asked, or beside the first output; None if there is none to go on with."""
    if flags["journal"]:
        return Path(flags["journal"])
    output = flags["json"] or flags["csv"] or flags["parquet"] or flags["html"] or flags["store"]
    return None if output is None else output.with_name(f"{output.name}.journal")


@contextmanager
def _scratch() -> Iterator[Path]:
    """Make a folder for what is gone after the run."""
    folder = Path(tempfile.mkdtemp(prefix="csmistakes-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _journal(flags: dict[str, Any], setup: Setup, made: Made, scratch: Path) -> Journal:
    place = _place(flags)
    if place is None and flags["resume"]:
        raise UsageError(
            "--resume needs the journal of the run", advice="give the same --csv, --json, --parquet, --html or --store"
        )
    options = replace(setup.options, relative=str)  # where the files lie is none of the journal's business
    scripts = replace(setup.scripts, base=None)
    said = repr((options, setup.roles, setup.labeller, sorted(setup.disputed), scripts)).encode("utf-8", "replace")
    key = {
        "version": made.version,
        "catalogue": made.catalogue,
        "scorecard": made.card.digest,
        "set of options": hashlib.sha256(said).hexdigest()[:16],
    }
    return Journal(place or scratch / "journal", key, resume=flags["resume"])


def _end(batch: Batch, scores: Scores, *, is_kept: bool, journal: Path) -> Status:
    """Tell what could not be read, at the end and all together, and return the exit code."""
    failed = tell_read(scores.read)
    if batch.interrupted and not scores.read.complete:
        kept = f"what was scored is kept in {journal}: go on with --resume" if is_kept else "nothing is kept"
        tell(f"interrupted; {kept}")
        return Status.INTERRUPTED
    for bug in batch.bugs:
        complain(TranscriptError(f"a bug in csmistakes: {bug}"))
    if batch.bugs:
        return Status.BUG
    return Status.WRONG if failed else Status.CLEAN
