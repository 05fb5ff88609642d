"""Options that several commands share."""

from __future__ import annotations

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
color_option = click.option(
    "--color/--no-color",
    default=None,
    help="Use colour, or none. Default: on a terminal, unless NO_COLOR is set.",
)
