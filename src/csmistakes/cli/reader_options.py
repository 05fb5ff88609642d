"""Options that say how PATHS are read. Apart from options.py, because the readers take long to import."""

from __future__ import annotations

import click

from csmistakes.readers import keys

scripts_option = click.option(
    "--scripts", is_flag=True, help="Take PATHS as scripted replies: macros, canned replies, bot responses."
)
reader_option = click.option(
    "--reader", type=click.Choice(keys()), help="Read PATHS with this reader, whatever they hold."
)
