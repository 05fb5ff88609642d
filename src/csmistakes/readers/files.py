"""From what is named on the command line to files, and from files to conversations."""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from csmistakes.errors import TranscriptError
from csmistakes.readers.base import EmptyTranscript, Item, NotATranscript
from csmistakes.readers.packed import pieces
from csmistakes.readers.reading import read_pieces
from csmistakes.readers.roles import RoleNames
from csmistakes.readers.scripted import NO_SCRIPTS, Scripts

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

    Nothing is opened yet. What does not exist is an error in its place. A file that is both named and met in a
    folder counts as named.
    """
    here = cwd or Path.cwd()
    view = _View(here, base_of(here))
    once: dict[str, Input | TranscriptError] = {}
    for found in (found for path in paths for found in _found(path, view)):
        key = str(found) if isinstance(found, TranscriptError) else key_of(found.location)
        known = once.setdefault(key, found)
        if isinstance(found, Input) and isinstance(known, Input) and found.is_named:
            once[key] = replace(known, is_named=True)
    yield from once.values()


def read_input(found: Input, roles: RoleNames, scripts: Scripts = NO_SCRIPTS) -> Iterator[Item | PassedOver]:
    """Yield what is in a file: conversations, errors, or that it is passed over."""
    how = scripts.how(found.location, is_named=found.is_named)
    for item in read_pieces(pieces(found.location, found.path), found.path, roles, how):
        if isinstance(item, EmptyTranscript | NotATranscript) and not found.is_named:
            yield PassedOver(found.path)
        else:
            yield item


def key_of(location: Path | None) -> str:
    """Return what two mentions of one file have in common; None is standard input."""
    return STANDARD_INPUT if location is None else os.path.realpath(location)


def base_of(here: Path) -> Path:
    """Return what paths are shown relative to: the root of the git repository around `here`, or `here` itself."""
    return next((parent for parent in (here, *here.parents) if (parent / ".git").exists()), here)


def path_from(folder: Path, *, cwd: Path | None = None) -> Callable[[str], str]:
    """Return what turns a path as it is shown into one relative to `folder`, parted by "/"."""
    here = cwd or Path.cwd()
    base = base_of(here)
    return partial(_relative, folder=folder, base=base, here=here)


def _relative(path: str, *, folder: Path, base: Path, here: Path) -> str:
    return Path(os.path.relpath(shown_at(path, base, here), folder)).as_posix()


def shown_as(location: Path, *, cwd: Path | None = None) -> str:
    """Return how the path of a file is shown: relative to the base where it lies in it."""
    here = cwd or Path.cwd()
    return _View(here, base_of(here)).path(str(location))


def shown_at(path: str, base: Path, here: Path) -> Path:
    """Return where the file lies that is shown as `path`: under the base, or else relative to `here`."""
    return (here if path.startswith("../") else base) / path


@dataclass(frozen=True, slots=True)
class _View:
    """How files are shown: relative to one base for the whole run, so that no two are shown alike."""

    here: Path
    base: Path  # the root of the git repository around `here`, or `here` itself

    def path(self, given: str) -> str:
        """Return a path relative to the base; outside it, relative to `here`, or absolute if so given."""
        full = Path(os.path.abspath(self.here / given))  # noqa: PTH100 - resolve() would follow links
        if full.is_relative_to(self.base):
            return full.relative_to(self.base).as_posix()
        return Path(full if Path(given).is_absolute() else os.path.relpath(full, self.here)).as_posix()


def _found(path: str, view: _View) -> Iterator[Input | TranscriptError]:
    if path == STANDARD_INPUT:
        yield Input(None, STANDARD_INPUT, is_named=True)
        return
    location = view.here / path
    try:
        if location.is_dir():
            yield from _in_folder(location, path, view)
        elif location.exists():
            yield Input(location, view.path(path), is_named=True)
        elif os.path.lexists(location) or not glob.has_magic(path):
            yield TranscriptError("no such file or folder", path=path)
        else:
            yield from _matching(path, view)
    except OSError as error:  # a name too long, say, or a folder that may not be looked into
        yield TranscriptError(f"cannot be read: {error.strerror}", path=path)


def _matching(pattern: str, view: _View) -> Iterator[Input | TranscriptError]:
    matches = sorted(glob.glob(pattern, root_dir=view.here, recursive=True))  # noqa: PTH207 - may be absolute
    if not matches:
        yield TranscriptError("no file matches", path=pattern)
    for match in matches:
        # A pattern with ** matches folders and what is in them; each file comes from the pattern itself.
        if "**" not in pattern or not (view.here / match).is_dir():
            yield from _found(match, view)


def _in_folder(folder: Path, given: str, view: _View) -> Iterator[Input | TranscriptError]:
    failures: list[OSError] = []
    for parent, folders, files in os.walk(folder, onerror=failures.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            location = Path(parent, name)
            if not name.startswith(".") and _may_be_a_file(location):
                yield Input(location, view.path(str(Path(given) / location.relative_to(folder))), is_named=False)
    for error in failures:
        yield TranscriptError(f"cannot be read: {error.strerror}", path=str(error.filename))


def _may_be_a_file(location: Path) -> bool:
    """Leave out pipes, devices and broken links; what cannot be asked is told when it is to be read."""
    try:
        return location.is_file()
    except OSError:
        return True
