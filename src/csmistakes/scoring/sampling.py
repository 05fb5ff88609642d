"""A stratified random sample in one pass: the same for a seed, whatever order the conversations come in.

Every conversation gets a number from a hash of the seed and its name; of each stratum, those with the lowest numbers
are drawn. That is a simple random sample of each stratum, and no order of files can change it.
"""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Drawn(Generic[T]):
    """An item of the sample. It stands for `weight` items of its stratum: all of them over those drawn."""

    item: T
    stratum: str
    weight: float


class Reservoirs(Generic[T]):
    """Draws at most `size` items from as many strata as there are.

    Shared out evenly, it holds at most about twice `size`, and one a stratum more; in proportion, `size` a stratum.
    """

    def __init__(self, size: int, seed: int, *, evenly: bool = True) -> None:
        self._size, self._seed = size, seed
        self._allot: Callable[[Mapping[str, int], int, int], Mapping[str, int]] = evenly_ if evenly else in_proportion
        self._evenly = evenly
        self._most = size  # of one stratum that can still be drawn: it only falls when strata are added or grow
        self._heaps: dict[str, list[tuple[int, str, T]]] = {}
        self._sizes: dict[str, int] = {}
        self._held = 0

    @property
    def sizes(self) -> Mapping[str, int]:
        """How many items each stratum has, by its name in alphabetical order."""
        return dict(sorted(self._sizes.items()))

    def add(self, stratum: str, name: str, item: T) -> None:
        """Take an item into account. `name` is unique, and all that its luck depends on, beside the seed."""
        self._sizes[stratum] = self._sizes.get(stratum, 0) + 1
        heap = self._heaps.setdefault(stratum, [])
        entry = (-_number(self._seed, name), name, item)
        if len(heap) < self._most:
            heapq.heappush(heap, entry)
            self._held += 1
        elif entry[:2] > heap[0][:2]:
            heapq.heapreplace(heap, entry)
        if self._evenly and self._held > 2 * self._size + len(self._heaps):
            self._trim()

    def draw(self) -> list[Drawn[T]]:
        """Return the sample in random order, so that neighbours in it tell nothing of each other."""
        shares = self._allot(self._sizes, self._size, self._seed)
        drawn = [
            (number, name, Drawn(item, stratum, self._sizes[stratum] / shares[stratum]))
            for stratum, heap in self._heaps.items()
            for number, name, item in heapq.nlargest(shares[stratum], heap, key=lambda entry: entry[:2])
        ]
        return [one for _, _, one in sorted(drawn, key=lambda entry: entry[:2], reverse=True)]

    def _trim(self) -> None:
        """Let go of what cannot be drawn any more."""
        self._most = _level(self._sizes, self._size)
        for heap in self._heaps.values():
            while len(heap) > self._most:
                heapq.heappop(heap)
        self._held = sum(map(len, self._heaps.values()))


def evenly_(sizes: Mapping[str, int], size: int, seed: int) -> dict[str, int]:
    """Return how many to draw of each stratum: as many of one as of the other, as far as they have them.

    What cannot be shared out evenly goes to strata drawn by lot.
    """
    level = _level(sizes, size)
    shares = {stratum: min(count, max(level - 1, 0)) for stratum, count in sizes.items()}
    left = min(size, sum(sizes.values())) - sum(shares.values())
    larger = sorted((s for s, count in sizes.items() if count >= level > 0), key=lambda s: (_number(seed, s), s))
    for stratum in larger[:left]:
        shares[stratum] += 1
    return shares


def in_proportion(sizes: Mapping[str, int], size: int, seed: int) -> dict[str, int]:
    """Return how many to draw of each stratum: its share of all items, by largest remainders, equal ones by lot."""
    total = sum(sizes.values())
    size = min(size, total)
    shares = {stratum: size * count // total for stratum, count in sizes.items()}
    by_remainder = sorted(sizes, key=lambda s: (-(size * sizes[s] % total), _number(seed, s), s))
    for stratum in by_remainder[: size - sum(shares.values())]:
        shares[stratum] += 1
    return shares


def _level(sizes: Mapping[str, int], size: int) -> int:
    """Return the lowest number such that drawing up to it of each stratum makes `size`, or takes all there are.

    It falls, or stays, whenever a stratum grows or is added, as long as there are `size` items at all.
    """
    level, left = 0, size
    counts = sorted(sizes.values())
    for position, count in enumerate(counts):
        strata = len(counts) - position
        if (count - level) * strata >= left:
            return level + -(-left // strata)
        left -= (count - level) * strata
        level = count
    return level


def _number(seed: int, name: str) -> int:
    return int.from_bytes(hashlib.sha256(f"{seed}\0{name}".encode("utf-8", "surrogatepass")).digest()[:16])
