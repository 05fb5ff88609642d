"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

from csmistakes.readers import by_key

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
scripts_option = click.option(
    "--scripts", is_flag=True, help="Take PATHS as scripted replies: macros, canned replies, bot responses."
)
reader_option = click.option(
    "--reader", type=click.Choice(sorted(by_key())), help="Read PATHS with this reader, whatever they hold."
)
color_option = click.option(
    "--color/--no-color",
    default=None,
    help="Use colour, or none. Default: on a terminal, unless NO_COLOR is set.",
)
