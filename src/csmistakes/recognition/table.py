"""A hash table from numbers to numbers, looked up and filled many at a time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Longs = NDArray[np.int64]

_EMPTY = -1
_FACTOR = np.uint64(0x9E3779B97F4A7C15)  # spreads neighbouring keys (Fibonacci hashing)


def sorted_once(numbers: Longs) -> Longs:
    """Return `numbers` sorted, each of them once. It sorts them in place; for numbers like these faster than unique."""
    numbers.sort(kind="stable")  # they come in long runs that are sorted already, which only this kind makes use of
    once = np.ones(len(numbers), bool)
    np.not_equal(numbers[1:], numbers[:-1], out=once[1:])
    return numbers[once]


class Table:
    """Keys are numbers from 0; values any of 32 bits but UNKNOWN."""

    UNKNOWN = -2

    def __init__(self) -> None:
        self._bits = 12
        self._count = 0
        self._clear()

    def __len__(self) -> int:
        return self._count

    def look_up(self, keys: Longs) -> Longs:
        """Return the value of each key, UNKNOWN where there is none."""
        slots = self._slots(keys)
        values = self._values[slots].astype(np.int64)
        left = np.flatnonzero(self._keys[slots] != keys)
        while len(left):
            empty = self._keys[slots[left]] == _EMPTY
            values[left[empty]] = self.UNKNOWN
            left = left[~empty]
            slots[left] = (slots[left] + 1) & (len(self._keys) - 1)
            found = self._keys[slots[left]] == keys[left]
            values[left[found]] = self._values[slots[left[found]]]
            left = left[~found]
        return values

    def add(self, keys: Longs, values: Longs) -> None:
        """Take in new keys, each of them once."""
        self._count += len(keys)
        while self._count * 2 > len(self._keys):
            full = self._keys != _EMPTY
            old = self._keys[full], self._values[full]
            self._bits += 1
            self._clear()
            self._place(*old)
        self._place(keys, values)

    def _clear(self) -> None:
        self._keys = np.full(1 << self._bits, _EMPTY, np.int64)
        self._values = np.zeros(1 << self._bits, np.int32)

    def _slots(self, keys: Longs) -> Longs:
        spread = keys.astype(np.uint64) * _FACTOR
        return (spread >> np.uint64(64 - self._bits)).astype(np.int64)

    def _place(self, keys: Longs, values: Longs) -> None:
        """Put each key into the first free slot behind its own; of several that want one slot, the last gets it."""
        slots = self._slots(keys)
        while len(keys):
            free = self._keys[slots] == _EMPTY
            self._keys[slots[free]] = keys[free]
            settled = self._keys[slots] == keys
            self._values[slots[settled]] = values[settled]
            keys, values, slots = keys[~settled], values[~settled], slots[~settled]
            slots = (slots + 1) & (len(self._keys) - 1)
