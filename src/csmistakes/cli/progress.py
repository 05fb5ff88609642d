"""A progress bar for long runs: on standard error, on a terminal only, gone when the run ends."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TextIO, TypeVar

T = TypeVar("T")

_QUIET = 1.0  # seconds before a run counts as long
_EVERY = 0.1  # seconds between two drawings
_BAR = 24
_CLEAR = "\r\x1b[K"


class Progress:
    """Counts what goes by and draws how far it is."""

    def __init__(self, total: int, err: TextIO | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._err = sys.stderr if err is None else err
        self._on = self._err.isatty()
        self._total = total
        self._clock = clock
        self._files = 0
        self._due = clock() + _QUIET
        self._drawn = False

    def files(self, items: Iterable[T]) -> Iterator[T]:
        """Yield `items`, the files of the run, counting those that are done with."""
        for item in items:
            yield item
            self._files += 1

    def conversations(self, items: Iterable[T]) -> Iterator[T]:
        """Yield `items`, the conversations of the run; the bar is away whenever one is being reported."""
        try:
            for number, item in enumerate(items, start=1):
                self.clear()
                yield item
                self._draw(number)
        finally:
            self.clear()

    def clear(self) -> None:
        """Take the bar away, so that something else can be written."""
        if self._drawn:
            self._err.write(_CLEAR)
            self._err.flush()
            self._drawn = False

    def _draw(self, conversations: int) -> None:
        now = self._clock()
        if not self._on or now < self._due:
            return
        self._due = now + _EVERY
        done = _BAR * self._files // max(1, self._total)
        bar = "━" * done + "╌" * (_BAR - done)
        self._err.write(f"{_CLEAR}{bar} {self._files:,}/{self._total:,} files, {conversations:,} conversations")
        self._err.flush()
        self._drawn = True
