"""Which files are scripted replies, and by which reader a file is read: what the user says of it."""

from __future__ import annotations

import fnmatch
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from csmistakes.errors import UsageError
from csmistakes.expressions import expression
from csmistakes.readers.selectors import Fields

# What a folder of replies holds of them; other files in it are read as they would be without --scripts.
_SUFFIXES = frozenset(
    """
    .csv .hbs .htm .html .j2 .jinja .jinja2 .json .json5 .jsonc .jsonl .liquid .markdown .md .mustache .ndjson .text
    .toml .tsv .txt .yaml .yml
    """.split()
)
_ABOUT = expression(
    r"(?:readme|changelog|changes|contributing|contributors|licen[cs]e|notice|code[-_]of[-_]conduct|security|codeowners)"
    r"(?:[-_.].*)?|csmistakes\.toml|pyproject\.toml|package(?:-lock)?\.json",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class How:
    """How one file is to be read: by a reader of the user's choice, as scripted replies, with their places in it."""

    reader: str | None = None
    is_script: bool = False
    fields: Fields | None = None


BY_CONTENT = How()


@dataclass(frozen=True, slots=True)
class Scripts:
    """What the user says of files: `is_all` (--scripts), `reader` (--reader), globs relative to `base`."""

    is_all: bool = False
    reader: str | None = None
    base: Path | None = None
    globs: tuple[re.Pattern[str], ...] = ()
    fields: tuple[tuple[re.Pattern[str], Fields], ...] = ()

    @classmethod
    def of(
        cls, *, is_all: bool, reader: str | None, base: Path | None, globs: Iterable[str], fields: Mapping[str, Any]
    ) -> Scripts:
        """Build from the options and the configuration's values; UsageError if a table of fields makes no sense."""
        placed = tuple((translated(glob), _fields(glob, table)) for glob, table in fields.items())
        return cls(is_all, reader, base, tuple(map(translated, globs)), placed)

    def how(self, location: Path | None, *, is_named: bool) -> How:
        """Return how the file at `location` (None: standard input) is to be read.

        A README and the like is no reply unless it is named itself, whatever globs and folders say.
        """
        if location is None:
            return How(self.reader, self.is_all)
        if not is_named and _ABOUT.fullmatch(location.name):
            return How(self.reader)
        path = self._relative(location)
        fields = next((fields for glob, fields in self.fields if path and glob.fullmatch(path)), None)
        chosen = fields is not None or any(glob.fullmatch(path) for glob in self.globs if path)
        is_fit = is_named or location.suffix.lower() in _SUFFIXES
        return How(self.reader, chosen or (self.is_all and is_fit), fields)

    def _relative(self, location: Path) -> str | None:
        if self.base is None:
            return None
        full = Path(os.path.abspath(location))  # noqa: PTH100 - resolve() would follow links
        base = Path(os.path.abspath(self.base))  # noqa: PTH100
        return full.relative_to(base).as_posix() if full.is_relative_to(base) else None


NO_SCRIPTS = Scripts()  # but for those that are known by their content


def _fields(glob: str, table: Mapping[str, Any]) -> Fields:
    try:
        return Fields.of(table)
    except UsageError as error:
        raise UsageError(f"“{glob}”: {error.message}", advice=error.advice) from None


def translated(glob: str) -> re.Pattern[str]:
    """Return the pattern of the paths that a glob matches: `**` is any folders, a folder is all that is in it."""
    parts = [part for part in glob.removeprefix("./").split("/") if part]
    written = ""
    for number, part in enumerate(parts, start=1):
        if part == "**":
            written += "(?:[^/]+/)*+" if number < len(parts) else ".+"
        else:
            name = fnmatch.translate(part).removeprefix("(?s:").removesuffix(r")\Z").replace(".*", "[^/]*")
            written += name + ("/" if number < len(parts) else "(?:/.+)?")
    return re.compile(written, re.DOTALL)
