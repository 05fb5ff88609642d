"""The catalogue that a command works with, and the folder of what is kept between runs."""

from __future__ import annotations

from pathlib import Path

import click

from csmistakes import cache
from csmistakes.catalogue import Catalogue
from csmistakes.checking import load_whole
from csmistakes.cli.errors import warn
from csmistakes.config import Config, find


def load_catalogue(folders: tuple[Path, ...], config: Config | None = None, *, with_signals: bool = True) -> Catalogue:
    """Return the shipped catalogue with the configuration's folders over it, and `folders` over those.

    Until the command ends, what is kept between runs is kept where the configuration says. `with_signals` is for who
    needs more than the rules, to show them.
    """
    config = find(Path.cwd()) if config is None else config
    if context := click.get_current_context(silent=True):
        context.with_resource(cache.placed(config.cache_dir))
    return load_whole((*config.rules, *folders), with_signals=with_signals)


def can_keep(folder: Path | None) -> bool:
    """Whether results can be kept in `folder`, which is told if not; or where they are by default, for None."""
    try:
        with cache.placed(folder):
            cache.made()
    except OSError as error:
        if folder is not None:
            warn(f"no results are kept: {error}")
        return False
    return True
