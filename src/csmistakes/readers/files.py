"""From what is named on the command line to files, and from files to conversations."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from csmistakes.errors import TranscriptError
from csmistakes.readers.base import EmptyTranscript, Item, NotATranscript
from csmistakes.readers.reading import read_bytes
from csmistakes.readers.roles import RoleNames

STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read, or standard input if `location` is None.

    `path` is how it is shown. `is_named` tells one that was asked for, and so must be a transcript, from one
    met in a folder.
    """

    location: Path | None
    path: str
    is_named: bool


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A file met in a folder that is no transcript."""

    path: str


def discover(paths: Sequence[str], *, cwd: Path | None = None) -> Iterator[Input | TranscriptError]:
    """Yield each file once: named, in a folder (but hidden), or matching a glob; "-" is standard input.

    Nothing is opened yet. What does not exist is an error in its place.
    """
    here = cwd or Path.cwd()
    seen: set[str] = set()
    for path in paths:
        for found in _found(path, here):
            key = str(found) if isinstance(found, TranscriptError) else _key(found)
            if key not in seen:
                seen.add(key)
                yield found


def read_input(found: Input, roles: RoleNames) -> Iterator[Item | PassedOver]:
    """Yield what is in a file: conversations, errors, or that it is passed over."""
    try:
        data = sys.stdin.buffer.read() if found.location is None else found.location.read_bytes()
    except OSError as error:
        yield TranscriptError(f"cannot be read: {error.strerror or error}", path=found.path)
        return
    for item in read_bytes(data, found.path, roles):
        if isinstance(item, NotATranscript | EmptyTranscript) and not found.is_named:
            yield PassedOver(found.path)
        else:
            yield item


def shown_path(location: Path, here: Path, given: str) -> str:
    """Return a path relative to the git root around it, else to the working folder, else as given."""
    full = Path(os.path.abspath(here / location))  # noqa: PTH100 - resolve() would follow links
    for base in (_git_root(full.parent), here):
        if base is not None and full.is_relative_to(base):
            return full.relative_to(base).as_posix()
    return given


def _key(found: Input) -> str:
    return STANDARD_INPUT if found.location is None else os.path.realpath(found.location)


def _found(path: str, here: Path) -> Iterator[Input | TranscriptError]:
    if path == STANDARD_INPUT:
        yield Input(None, STANDARD_INPUT, is_named=True)
        return
    location = here / path
    if location.is_dir():
        yield from _in_folder(location, path, here)
    elif os.path.lexists(location) or not glob.has_magic(path):
        if location.exists():
            yield Input(location, shown_path(location, here, path), is_named=True)
        else:
            yield TranscriptError("no such file or folder", path=path)
    else:
        matches = sorted(glob.glob(path, root_dir=here, recursive=True))  # noqa: PTH207 - may be absolute
        if not matches:
            yield TranscriptError("no file matches", path=path)
        for match in matches:
            # A pattern with ** matches folders and what is in them; each file comes from the pattern itself.
            if "**" not in path or not (here / match).is_dir():
                yield from _found(match, here)


def _in_folder(folder: Path, given: str, here: Path) -> Iterator[Input | TranscriptError]:
    failures: list[OSError] = []
    for parent, folders, files in os.walk(folder, onerror=failures.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            location = Path(parent, name)
            if not name.startswith(".") and location.is_file():
                shown = (Path(given) / location.relative_to(folder)).as_posix()
                yield Input(location, shown_path(location, here, shown), is_named=False)
    for error in failures:
        yield TranscriptError(f"cannot be read: {error.strerror}", path=str(error.filename))


@cache
def _git_root(folder: Path) -> Path | None:
    return next((parent for parent in (folder, *folder.parents) if (parent / ".git").exists()), None)
