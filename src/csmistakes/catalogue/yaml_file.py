"""A file of the catalogue: its values, and where each stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from csmistakes.catalogue.kept import Kept
from csmistakes.errors import CatalogueError, CsmistakesError


@dataclass(frozen=True, slots=True)
class YamlFile:
    """A mapping read from a file. `lines` gives the line (from 1) of each key by its dotted path (“examples.bad.0”)."""

    path: Path
    data: Mapping[str, Any]
    lines: Mapping[str, int] = field(default_factory=dict)

    def problem(self, message: str, key: str = "", advice: str | None = None) -> CsmistakesError:
        """Return an error at `key`, or at the nearest key above it that has a line."""
        while key and key not in self.lines:
            key = key.rpartition(".")[0]
        return CsmistakesError(message, path=str(self.path), line=self.lines.get(key, 1), advice=advice)


def read_yaml(path: Path, kept: Kept | None = None) -> YamlFile:
    """Return the mapping in the file, from `kept` where its text is known there; CatalogueError where it is none."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise CatalogueError([CsmistakesError(f"cannot be read: {error}", path=str(path))]) from error
    known = None if kept is None else kept.find(text)
    if known is None:
        from csmistakes.catalogue.parsing import parse  # noqa: PLC0415  (slow to import, and rarely needed)

        known = parse(text, str(path))
        if kept is not None:
            kept.note(text, *known)
    return YamlFile(path, *known)
