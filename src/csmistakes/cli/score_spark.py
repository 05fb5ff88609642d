"""csmistakes score --engine spark: the input and the output are tables on whatever file system Spark knows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

import click

from csmistakes.batch.scorer import Setup
from csmistakes.catalogue import Catalogue
from csmistakes.cli.errors import Status, complain, tell
from csmistakes.cli.score_outputs import print_scores, tell_read
from csmistakes.errors import TranscriptError, UsageError
from csmistakes.scoring.result import Made
from csmistakes.spark.job import PER_TASK, Job
from csmistakes.spark.session import session

LOCAL, SPARK = "local", "spark"
F = TypeVar("F", bound=Callable[..., Any])

_OPTIONS = (
    click.option(
        "--engine",
        type=click.Choice([LOCAL, SPARK]),
        default=LOCAL,
        show_default=True,
        help="Where to score: here, or on Apache Spark (needs pyspark, and Java): score --engine spark IN OUT.",
    ),
    click.option("--spark-conf", multiple=True, metavar="KEY=VALUE", help="A setting of Spark's (repeatable)."),
    click.option(
        "--per-task",
        type=click.IntRange(min=1),
        default=PER_TASK,
        show_default=True,
        help="Conversations that one task of Spark's scores.",
    ),
)
SHOWN = 50  # problems that the terminal shows
_ELSEWHERE = ("csv", "json", "parquet", "html", "journal", "resume", "scripts", "reader")


def spark_options(command: F) -> F:
    """Add the options to a command."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def score_on_spark(  # noqa: PLR0913, PLR0917
    paths: Sequence[str],
    flags: Mapping[str, Any],
    setup: Setup,
    catalogue: Catalogue,
    made: Made,
    titles: dict[str, str],
    color: bool | None,  # noqa: FBT001
) -> Status:
    """Score the table IN into the folder OUT, print what it shows, and return the exit code."""
    if len(paths) != 2:
        raise UsageError("--engine spark takes an input and an output", advice="csmistakes score --engine spark IN OUT")
    given, out = paths
    for name in _ELSEWHERE:
        if flags[name]:
            advice = "its results are the Parquet tables in OUT; make others of these"
            raise UsageError(f"--{name} does not go with --engine spark", advice=advice)
    with session(_settings(flags["spark_conf"])) as spark:
        job = Job(spark, given, out, replace(setup, folders=()), catalogue, made, flags["per_task"])
        scores = job.run()
    print_scores(scores, titles, color)
    if len(scores.read.problems) > SHOWN:
        tell(f"more than {SHOWN} problems: all of them are in {out.rstrip('/')}/problems.parquet")
    failed = tell_read(scores.read, SHOWN)
    for bug in job.bugs:
        complain(TranscriptError(f"a bug in csmistakes: {bug}"))
    if job.bugs:
        return Status.BUG
    return Status.WRONG if failed else Status.CLEAN


def _settings(pairs: Sequence[str]) -> dict[str, str]:
    settings = dict(pair.partition("=")[::2] for pair in pairs)
    for pair in pairs:
        if "=" not in pair:
            raise UsageError(f"--spark-conf {pair}: no value", advice="write spark.master=local[2], for example")
    return settings
