"""The states of an automaton: sets of positions of a graph of phrases, made as text asks for them, many at a time."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from itertools import pairwise

import numpy as np

from csmistakes.recognition.graph import FIRST_WORD, Graph, Ints
from csmistakes.recognition.table import Longs, sorted_once

DEAD = -1  # the state from which nothing can match any more
_HALF = 32  # bits: two numbers in one, so that both are sorted or made unique together
_LOW = (1 << _HALF) - 1
_NONE = -1  # no symbol
_PLACES = np.array([1 << 8, 1 << 1, 1])  # of a word's symbols in one number: the word itself, its class, any word
_ROOM = 16_000_000  # what states ask for, at once; it takes no memory before it is written, and need not be copied


class States:
    """Each state is a number; `ending[state]` is the number of the labels that end there, in `labels`, 0 of none.

    Where a state leads by a symbol is read from one sorted array of numbers: of each state in turn, the symbols that it
    asks for in order, each with the set of positions behind it. State, symbol and set are one number.
    """

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._of_symbol = len(graph.bounds).bit_length()  # bits below a symbol: those of a set
        self._of_state = self._of_symbol + (FIRST_WORD + len(graph.words)).bit_length()  # bits below a state
        self.ending = np.zeros(1024, np.int64)
        self.labels: list[tuple[int, ...]] = [()]
        self._label_numbers: dict[tuple[int, ...], int] = {(): 0}
        self._by_parts: dict[bytes, int] = {}  # digest of sets of positions → the state of all of them
        self._by_members: dict[bytes, int] = {}  # digest of positions → their state
        self.forget()

    def forget(self) -> None:
        """Keep the first state alone, number 0: where phrases begin."""
        self.ending[:] = 0
        self._count = self._filled = 0
        self._steps = np.zeros(_ROOM, np.int64)
        self._by_parts.clear()
        self._by_members.clear()
        self._together([np.array([self._graph.start], np.int32)])

    @property
    def are_many(self) -> bool:
        """Whether it is time to forget: these are most of what a run needs of memory."""
        return self._filled > _ROOM * 3 // 4

    def reached(self, states: Longs, asked: Longs) -> Longs:
        """Return the state that each of `states` leads to by a word that meets the symbols beside it; -1 is none.

        `asked` has a row of symbols for each state.
        """
        steps = self._steps[: self._filled]
        wanted = (states[:, None] << self._of_state) | (asked << self._of_symbol)  # below 0, and never met, for none
        low = np.searchsorted(steps, wanted)
        count = np.searchsorted(steps, wanted + (1 << self._of_symbol)) - low
        # Words of which a state asks for the same lead to the same: for most, only that they are words.
        heard = (np.where(count > 0, asked, _NONE) - _NONE) @ _PLACES
        _, once, which = np.unique((states << _HALF) | heard, return_index=True, return_inverse=True)
        return self._behind(low[once], count[once])[which]

    def _behind(self, low: Longs, count: Longs) -> Longs:
        """Return the state that each row of ranges of steps stands for; -1 where it is empty."""
        owners = np.repeat(np.arange(len(low)), count.sum(axis=1))
        sets = self._steps[_ranges(low.ravel(), count.ravel())] & ((1 << self._of_symbol) - 1)
        both = sorted_once((owners << _HALF) | sets)
        parts: Ints = (both & _LOW).astype(np.int32)
        bounds = np.searchsorted(both >> _HALF, np.arange(len(low) + 1)).tolist()
        found = np.full(len(low), DEAD, np.int64)
        new: dict[bytes, list[int]] = {}
        for k, (first, end) in enumerate(pairwise(bounds)):
            if first < end:
                name = _digest(parts[first:end])
                known = self._by_parts.get(name)
                if known is None:
                    new.setdefault(name, []).append(k)
                else:
                    found[k] = known
        made = self._together([parts[bounds[places[0]] : bounds[places[0] + 1]] for places in new.values()])
        for (name, places), state in zip(new.items(), made, strict=True):
            self._by_parts[name] = state
            found[places] = state
        return found

    def _together(self, groups: Sequence[Ints]) -> list[int]:
        """Return for each group of sets of positions the state of all positions in them."""
        if not groups:
            return []
        graph = self._graph
        part = np.concatenate(groups)
        owner = np.repeat(np.arange(len(groups)), list(map(len, groups)))
        low, count = graph.bounds[part].astype(np.int64), np.diff(graph.bounds)[part]
        both = sorted_once((np.repeat(owner, count) << _HALF) | graph.members[_ranges(low, count)])
        owner, members = both >> _HALF, (both & _LOW).astype(np.int32)
        bounds = np.searchsorted(owner, np.arange(len(groups) + 1)).tolist()
        numbers: list[int] = []
        new = np.full(len(groups), DEAD, np.int64)
        count_before = self._count
        for k, (first, end) in enumerate(pairwise(bounds)):
            name = _digest(members[first:end])
            number = self._by_members.setdefault(name, self._count)
            if number == self._count:
                new[k] = number
                self._count += 1
            numbers.append(number)
        if self._count > count_before:
            states = new[owner]
            self._add(states[states != DEAD], members[states != DEAD])
        return numbers

    def _add(self, states: Longs, members: Ints) -> None:
        """Take in new states, in order, by their members."""
        while self._count > len(self.ending):
            self.ending = np.concatenate([self.ending, np.zeros_like(self.ending)])
        asks, behind = self._graph.asks[members], self._graph.behind[members]
        ends = asks < 0
        self._end(states[ends], behind[ends])
        steps = (states[~ends] << self._of_state) | (asks[~ends].astype(np.int64) << self._of_symbol) | behind[~ends]
        steps.sort(kind="stable")  # made of runs that are sorted already
        self._append(steps)

    def _end(self, states: Longs, labels: Ints) -> None:
        """Note which labels end at which of new states; both in order of states."""
        starts = np.flatnonzero(np.diff(states, prepend=DEAD)).tolist()
        for first, end in pairwise((*starts, len(states))):
            self.ending[states[first]] = self._labels_number(tuple(sorted(labels[first:end].tolist())))

    def _labels_number(self, labels: tuple[int, ...]) -> int:
        known = self._label_numbers.setdefault(labels, len(self.labels))
        if known == len(self.labels):
            self.labels.append(labels)
        return known

    def _append(self, steps: Longs) -> None:
        end = self._filled + len(steps)
        if end > len(self._steps):
            self._steps = np.concatenate([self._steps[: self._filled], np.zeros(len(steps) + end // 4, np.int64)])
        self._steps[self._filled : end] = steps
        self._filled = end


def _digest(numbers: Ints) -> bytes:
    return blake2b(numbers.tobytes(), digest_size=16).digest()


def _ranges(low: Longs, count: Longs) -> Longs:
    """Return the numbers from each of `low` on, so many of them as `count` says, one after the other."""
    before = np.cumsum(count) - count
    return np.repeat(low - before, count) + np.arange(int(count.sum()))
