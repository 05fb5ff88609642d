"""A line of a file that was read, asked for again by an output that needs the text around a finding."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from csmistakes.errors import TranscriptError
from csmistakes.readers.decoding import decode


class Lines:
    """The lines of one file at a time; `locate` tells where the file shown as a path lies, None if nowhere."""

    def __init__(self, locate: Callable[[str], Path | None]) -> None:
        self._locate = locate
        self._path: str | None = None
        self._lines: list[str] = []

    def text(self, path: str, number: int) -> str | None:
        """Return line `number` (from 1) as it was decoded, without its end; None if it cannot be had again."""
        if path != self._path:
            self._path = path
            self._lines = self._read(path)
        return self._lines[number - 1] if 0 < number <= len(self._lines) else None

    def _read(self, path: str) -> list[str]:
        location = self._locate(path)
        try:
            return [] if location is None else [line.text for line in decode(location.read_bytes(), path).lines()]
        except (OSError, TranscriptError):  # gone or changed since it was read
            return []
