"""Where a report goes, how wide it is, and whether in colour."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from csmistakes.errors import UsageError

_PIPED = 100  # columns where there is no terminal to ask


def width() -> int:
    """Return the columns to fill: COLUMNS, else the terminal's, else a width that reads well in a file."""
    return shutil.get_terminal_size((_PIPED, 24)).columns


def wants_color(asked: bool | None, out: TextIO, environ: Mapping[str, str] = os.environ) -> bool:  # noqa: FBT001
    """Decide on colour: as asked for, else by NO_COLOR, else by FORCE_COLOR, else if `out` is a terminal."""
    if asked is not None:
        return asked
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR", "0") not in {"", "0"}:
        return True
    return out.isatty() and environ.get("TERM") != "dumb"


@contextmanager
def opened(path: Path | None, inputs: Iterable[Path], option: str) -> Iterator[TextIO]:
    """Open what a report is written to: `path`, never one of `inputs`, or standard output.

    UsageError, which names the `option`, if it cannot be opened, or cannot be written to the end.
    """
    if path is None:
        yield standard_output()
        return
    from csmistakes.readers import key_of  # noqa: PLC0415  (what writes no report needs no readers)

    if key_of(path) in map(key_of, inputs):
        raise UsageError(f"{option}: {path} is one of the inputs, and would be lost")
    try:
        out = path.open("w", encoding="utf-8", newline="\n", errors="replace")
    except OSError as error:
        raise UsageError(f"{option}: {error.strerror}") from None
    try:
        yield out
    finally:
        try:
            out.close()
        except OSError as error:  # the disk is full, and only now it shows
            raise UsageError(f"{option}: {error.strerror}") from None


def standard_output() -> TextIO:
    """Return standard output, set so that no character can break it."""
    out = sys.stdout
    if isinstance(out, io.TextIOWrapper):
        out.reconfigure(encoding=None if out.isatty() else "utf-8", errors="replace")
    return out
