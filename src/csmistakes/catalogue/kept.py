"""What the YAML files of a folder were read as, kept between runs: parsing takes most of the time of starting.

A file is known by a digest of its text, so that no edit is ever missed, whatever clocks and version control make of
its date; reading all texts costs a thirtieth of parsing them. What is kept is JSON, and is checked as what was parsed
is.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any

from csmistakes import __version__, cache

_KEPT = 8  # folders kept, those used last
_WORTH_KEEPING = 20  # files; fewer are parsed as fast as JSON is read

Parsed = tuple[dict[str, Any], dict[str, int]]  # the values, and the line of each key


class Kept:
    """The files of one folder as they were read before, by the digest of their text."""

    def __init__(self, folder: Path) -> None:
        parser = Path(__file__).with_name("parsing.py").read_text(encoding="utf-8")
        made_from = "\0".join((__version__, _place(folder), parser))
        self._name = f"catalogue-{_digest(made_from)}.json"
        self._now: dict[str, Parsed] = {}

    @cached_property
    def _before(self) -> dict[str, Any]:
        """What is kept from an earlier run, not checked yet."""
        with suppress(OSError, ValueError, RuntimeError):  # whatever somebody has put there, however deep
            before = json.loads(cache.kept(self._name))
            if isinstance(before, dict):
                return before
        return {}

    def find(self, text: str) -> Parsed | None:
        """Return what a text was read as before; None if it is not known."""
        key = _digest(text)
        match self._before.get(key):
            case [dict() as data, dict() as lines] if set(map(type, lines.values())) <= {int}:
                self._now[key] = data, lines
                return data, lines
        return None

    def note(self, text: str, data: dict[str, Any], lines: dict[str, int]) -> None:
        """Remember what a text was read as, where JSON can tell it: a key that is no text cannot be."""
        with suppress(ValueError, RecursionError):
            if json.loads(json.dumps(data)) == data:
                self._now[_digest(text)] = data, lines

    def write(self) -> None:
        """Keep what was read in this run, if anything is new or gone; where nothing can be kept, nothing is."""
        if len(self._now) < _WORTH_KEEPING or self._now.keys() == self._before.keys():
            return
        with suppress(OSError):
            text = json.dumps(self._now, ensure_ascii=False)
            cache.keep(self._name, text.encode("utf-8", "surrogatepass"), "catalogue-*.json", _KEPT)


def _place(folder: Path) -> str:
    """Return where a folder lies: one of the package, in the package, wherever that is installed."""
    package, folder = Path(__file__).absolute().parent.parent, folder.absolute()
    return folder.relative_to(package).as_posix() if folder.is_relative_to(package) else str(folder)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
