"""A progress bar for a scoring run: how far, how fast, how long yet. On standard error, on a terminal only."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from typing import TextIO

_QUIET = 1.0  # seconds before a run counts as long
_EVERY = 0.2  # seconds between two drawings
_BAR = 24
_FEW_LINES = 10  # of a file that may be one long line: where one is says nothing
_CLEAR = "\r\x1b[K"


class Rate:
    """Counts what is scored, by the bytes of files and the lines in them, and draws it. `sizes`: bytes by path."""

    def __init__(
        self, sizes: Mapping[str, int], err: TextIO | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._err = sys.stderr if err is None else err
        self._on = self._err.isatty()
        self._sizes = sizes
        self._total = max(1, sum(sizes.values()))
        self._clock = clock
        self._start = clock()
        self._due = self._start + _QUIET
        self._lines: dict[str, int] = {}
        self._bytes: dict[str, float] = {}
        self._earlier = 0.0  # bytes that were scored in an earlier run: nothing to judge the speed by
        self._conversations = 0
        self._drawn = False

    def found(self, path: str, lines: int) -> None:
        """Take note of a file that a process has come to."""
        self._lines[path] = lines

    def scored(self, path: str, conversations: int, line: int, *, is_last: bool) -> None:
        """Take note of conversations that were scored, and draw."""
        self._conversations += conversations
        lines = self._lines.get(path, 0)
        share = 1.0 if is_last else min(1.0, line / lines) if lines > _FEW_LINES else 0.0
        self._bytes[path] = max(self._bytes.get(path, 0.0), share * self._sizes.get(path, 0))
        self._draw()

    def known(self, path: str, *, complete: bool) -> None:
        """Take note of what an earlier run has done."""
        if complete:
            self._bytes[path] = self._sizes.get(path, 0)
            self._earlier += self._bytes[path]

    def clear(self) -> None:
        """Take the bar away."""
        if self._drawn:
            self._err.write(_CLEAR)
            self._err.flush()
            self._drawn = False

    def line(self) -> str:
        """Return what the bar says."""
        done = sum(self._bytes.values())
        took = max(1e-9, self._clock() - self._start)
        now = done - self._earlier
        left = f", {_time(took * (self._total - done) / now)} left" if now > 0 else ""
        full = int(_BAR * done / self._total)
        bar = "━" * full + "╌" * (_BAR - full)
        rate = self._conversations / took
        return f"{bar} {done / self._total:.0%} · {self._conversations:,} conversations, {rate:,.0f} a second{left}"

    def _draw(self) -> None:
        now = self._clock()
        if self._on and now >= self._due:
            self._due = now + _EVERY
            self._err.write(_CLEAR + self.line())
            self._err.flush()
            self._drawn = True


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
