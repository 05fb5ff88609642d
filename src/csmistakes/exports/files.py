"""Files that appear whole or not at all: written beside their place, and moved there at the end, or gone."""

from __future__ import annotations

import os
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from csmistakes.errors import UsageError


class Draft:
    """A file in the making, at `part`, which goes with the draft where it is never published."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.part = path.with_name(f".{path.name}.part")
        with told(path):
            path.parent.mkdir(parents=True, exist_ok=True)
        self._given_up = weakref.finalize(self, _remove, self.part, os.getpid())

    def publish(self) -> None:
        """Put the finished file in its place."""
        with told(self.path):
            self.part.replace(self.path)
        self._given_up.detach()


def _remove(part: Path, process: int) -> None:
    if os.getpid() == process:  # and not one that shares the work
        with suppress(OSError):
            part.unlink()


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Make a failure to write an error of the user's, naming the output."""
    try:
        yield
    except OSError as error:
        raise UsageError(f"cannot be written: {error.strerror or error}", path=str(path)) from None
