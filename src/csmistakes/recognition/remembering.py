"""What was found out about pieces of text, remembered within bounds."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

_ROOM = 1_000_000  # code points, all that is remembered counted by its own and what it takes beside them
_BESIDE = 50

T = TypeVar("T")


class Remembered(dict[str, T]):
    """What `find` returns for a text, found once. When it is too much, all is forgotten: memory stays flat."""

    def __init__(self, find: Callable[[str], T]) -> None:
        super().__init__()
        self._find = find
        self._size = 0

    def __missing__(self, text: str) -> T:
        self._size += len(text) + _BESIDE
        if self._size > _ROOM:
            self.clear()
            self._size = len(text) + _BESIDE
        found = self[text] = self._find(text)
        return found
