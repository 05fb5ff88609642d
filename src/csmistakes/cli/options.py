"""Options that several commands share."""

from __future__ import annotations

import os
from pathlib import Path

import click

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)

rules_option = click.option(
    "--rules",
    multiple=True,
    type=FOLDER,
    metavar="DIR",
    help="Add rules of your own, or override shipped ones.",
)
baseline_option = click.option(
    "--baseline",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The accepted findings.  [default: csmistakes-baseline.json beside the configuration]",
)
today_option = click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day that suppressions expire by, as 2027-01-31.  [default: today, UTC]",
)
cache_dir_option = click.option(
    "--cache-dir",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Keep what is kept between runs in this folder.  [default: csmistakes in your cache folder]",
)
color_option = click.option(
    "--color/--no-color",
    default=None,
    help="Use colour, or none. Default: on a terminal, unless NO_COLOR is set.",
)
jobs_option = click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Processes to share the work, where there is much.  [default: 2, with as many processors]",
)
_JOBS = 2  # where nobody says how many: each more needs up to 300 MB, and only one reads and reports


def jobs_of(asked: int | None) -> int:
    """Return how many processes are to share the work, where `asked` is what was asked for."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return asked or min(_JOBS, usable or 1)
