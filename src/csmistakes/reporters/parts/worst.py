"""Keeping the worst of many, where an output has a limit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Generic, TypeVar

from csmistakes.finding import Severity

T = TypeVar("T")


class Worst(Generic[T]):
    """Keeps `limit` items: the most severe, and of equal ones those that came first. Memory never grows beyond."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._kept: dict[Severity, list[tuple[int, T]]] = {level: [] for level in sorted(Severity)}
        self._seen = 0
        self._size = 0
        self.left_out: Counter[Severity] = Counter()

    def add(self, severity: Severity, item: T) -> None:
        """Keep `item` if it is among the worst so far."""
        self._kept[severity].append((self._seen, item))
        self._seen += 1
        self._size += 1
        if self._size > self._limit:
            self.drop()

    def drop(self) -> None:
        """Leave out one item: of the least severe the last."""
        level = next(level for level, kept in self._kept.items() if kept)
        self._kept[level].pop()
        self._size -= 1
        self.left_out[level] += 1

    def worst_first(self) -> Iterator[T]:
        """Yield the items kept, by severity."""
        for level in sorted(self._kept, reverse=True):
            yield from (item for _, item in self._kept[level])

    def in_order(self) -> list[T]:
        """Return the items kept, in the order in which they came."""
        return [item for _, item in sorted((each for kept in self._kept.values() for each in kept), key=lambda e: e[0])]

    def __len__(self) -> int:
        return self._size
