"""What csmistakes score is given: files, the scorecard, who is who, and what people have disputed."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from csmistakes.catalogue import Catalogue
from csmistakes.cli.disputed import disputes_file
from csmistakes.config import Config
from csmistakes.disputes import NOT_A_MISTAKE, read_disputes
from csmistakes.errors import TranscriptError
from csmistakes.readers import Input, discover
from csmistakes.scoring.card import Scorecard
from csmistakes.scoring.card_file import card_of, default_card, load_card
from csmistakes.scoring.metadata import Labeller, NamePattern, read_people


def card_for(path: Path | None, config: Config, catalogue: Catalogue) -> Scorecard:
    """Return the card that an option or the configuration names, or the shipped one."""
    scopes = {rule.slug: rule.scope for rule in catalogue.rules}
    if path is not None:
        return load_card(path, scopes)
    if isinstance(config.scorecard, Path):
        if not config.scorecard.is_file():
            raise config.error("scorecard", f"there is no file {config.scorecard}")
        return load_card(config.scorecard, scopes)
    if config.scorecard is not None and config.path is not None:
        return card_of(config.scorecard, config.path, config.lines.get("scorecard"), scopes)
    return default_card(scopes)


def disputed(config: Config) -> frozenset[str]:
    """Return the fingerprints of the findings that people say are none."""
    return frozenset(
        one.fingerprint for one in read_disputes(disputes_file(config)).of(NOT_A_MISTAKE) if one.fingerprint
    )


def labeller_of(flags: dict[str, Any]) -> Labeller:
    """Return what tells agent, team and the like, by the options."""
    pattern = NamePattern(flags["name_pattern"]) if flags["name_pattern"] else None
    return Labeller(pattern, read_people(flags["people"]) if flags["people"] else {})


def inputs_of(
    paths: Sequence[str], flags: dict[str, Any], journal: Path, scratch: Path
) -> tuple[list[Input], list[TranscriptError]]:
    """Return the files to read, but for the outputs of an earlier run, and what cannot be found."""
    outputs = {
        journal.resolve(),
        *(Path(flags[name]).resolve() for name in ("json", "html", "store", "people", "card") if flags[name]),
    }
    folders = [Path(flags[name]).resolve() for name in ("csv", "parquet") if flags[name]]
    files: list[Input] = []
    unreadable: list[TranscriptError] = []
    for found in discover(paths):
        if isinstance(found, TranscriptError):
            unreadable.append(found)
        elif found.location is None:
            files.append(Input(_kept(scratch), found.path, is_named=True))
        else:
            place = found.location.resolve()
            if found.is_named or not (place in outputs or any(place.is_relative_to(folder) for folder in folders)):
                files.append(found)
    return files, unreadable


def _kept(scratch: Path) -> Path:
    """Put standard input into a file, since processes share it and it is read twice."""
    place = scratch / "standard-input"
    with place.open("wb") as file:
        shutil.copyfileobj(sys.stdin.buffer, file)
    return place
