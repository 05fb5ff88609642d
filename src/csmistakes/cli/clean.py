"""csmistakes clean: what is kept between runs goes."""

from __future__ import annotations

from pathlib import Path

import click

from csmistakes import cache
from csmistakes.cli.options import cache_dir_option
from csmistakes.cli.output import standard_output
from csmistakes.config import find


@click.command(short_help="Remove what is kept between runs.")
@cache_dir_option
def command(cache_dir: Path | None) -> None:
    """Remove what csmistakes keeps between runs: results, catalogues as they were read, phrases made ready.

    Nothing is lost by it: the next run takes longer, and keeps it all again. Results tell what was said in transcripts:
    whoever deletes transcripts will want to delete these too.
    """
    with cache.placed(cache_dir or find(Path.cwd()).cache_dir):
        folder = cache.place()
        files, size = cache.clean()
    what = "1 file" if files == 1 else f"{files:,} files"
    told = f"Removed {what} ({size / 1e6:,.1f} MB) from {folder}." if files else f"Nothing is kept in {folder}."
    standard_output().write(told + "\n")
