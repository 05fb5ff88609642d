"""All phrases matched together, in many texts at once, by an automaton made deterministic as text asks for it.

A state is a set of positions of the graph of phrases. The step from a state by a word is worked out when a text first
takes it, and remembered in a table of numbers; matching goes through that table for all words of all texts at once.
Words that no phrase names share one letter per token class.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from csmistakes.recognition.graph import ANY, Graph, Ints, kind_symbol
from csmistakes.recognition.states import DEAD, States
from csmistakes.recognition.stream import Stream
from csmistakes.recognition.table import Longs, Table, sorted_once
from csmistakes.recognition.words import EDGES

Places = Mapping[int, Sequence[tuple[int, int]]]  # label → (first, last) word of each match, both included

_OTHER = "\0"  # stands for every word that no phrase names
_END_OF_TEXT = 0  # the letter between texts
_LETTER_BITS = 17
_PASSED_OVER = -1  # the letter of what is no word
_NONE = -1  # no symbol
_REMEMBERED = 30_000  # words
_MAX_STEPS = 1_000_000  # remembered; then all is forgotten, so that memory stays flat however long a run is


class _Letters(dict[tuple[str, str], int]):
    """The letter of each word, by its norm and class. `asked` are the symbols that each letter meets."""

    def __init__(self, graph: Graph) -> None:
        super().__init__()
        self.asked = [(_NONE, _NONE, _NONE)]
        self._symbols = graph.symbols()

    def __missing__(self, word: tuple[str, str]) -> int:
        norm, kind = word
        is_named = norm in self._symbols or norm in EDGES or norm == _OTHER
        if is_named:
            letter = len(self.asked)
            any_word = _NONE if norm in EDGES else ANY
            self.asked.append((self._symbols.get(norm, _NONE), kind_symbol(kind, _NONE), any_word))
        else:
            letter = _PASSED_OVER if kind == "symbol" else self[_OTHER, kind]
        if is_named or len(self) < _REMEMBERED:
            self[word] = letter
        return letter


class Automaton:
    """The phrases of a graph, ready to be matched."""

    def __init__(self, graph: Graph) -> None:
        self._letters = _Letters(graph)
        self._taken = Table()
        self._states = States(graph)

    @property
    def steps(self) -> int:
        """How many steps are remembered."""
        return len(self._taken)

    def matches(self, streams: Sequence[Stream]) -> list[Places]:
        """Return what is found in each stream: for each label and start, the longest match, in order of starts.

        Symbols that no phrase names are passed over.
        """
        letters, where, ends = self._spelt(streams)
        found: list[dict[int, list[tuple[int, int]]]] = [{} for _ in streams]
        first, label, last = self._run(letters)
        texts = np.searchsorted(ends, first, side="right")
        for text, name, start, end in zip(
            texts.tolist(), label.tolist(), where[first].tolist(), where[last].tolist(), strict=True
        ):
            found[text].setdefault(name, []).append((start, end))
        return list(found)

    def _spelt(self, streams: Sequence[Stream]) -> tuple[Longs, Longs, Longs]:
        """Return the letters of all streams, the word of its stream that each is, and where each stream ends."""
        spelt: list[int] = []
        starts: list[int] = []
        for stream in streams:
            starts.append(len(spelt))
            spelt += map(self._letters.__getitem__, zip(stream.norms, stream.kinds, strict=True))
            spelt.append(_END_OF_TEXT)
        letters, first = np.array(spelt, np.int64), np.array(starts, np.int64)
        where = np.arange(len(letters)) - np.repeat(first, np.diff(first, append=len(letters)))
        said = letters != _PASSED_OVER
        letters, where = letters[said], where[said]
        return letters, where, np.flatnonzero(letters == _END_OF_TEXT) + 1

    def _run(self, letters: Longs) -> tuple[Longs, Longs, Longs]:
        """Return (first letter, label, last letter) of every match, ordered by first letter and label."""
        found: list[tuple[Longs, Longs, Longs]] = []
        at = np.flatnonzero(letters != _END_OF_TEXT)
        first, state = at, np.zeros(len(at), np.int64)
        if len(self._taken) > _MAX_STEPS or self._states.are_many:
            self._taken = Table()
            self._states.forget()
        while len(at):
            state = self._step(state, letters[at])
            alive = state != DEAD
            first, at, state = first[alive], at[alive], state[alive]
            ending = self._states.ending[state]
            if ending.any():
                found.append(self._ended(first, at, ending))
            at = at + 1
            alive = letters[at] != _END_OF_TEXT
            first, at, state = first[alive], at[alive], state[alive]
        if not found:
            none = np.zeros(0, np.int64)
            return none, none, none
        firsts, labels, lasts = (np.concatenate(parts) for parts in zip(*found, strict=True))
        order = np.lexsort((lasts, labels, firsts))
        firsts, labels, lasts = firsts[order], labels[order], lasts[order]
        longest = np.ones(len(order), bool)
        longest[:-1] = (firsts[1:] != firsts[:-1]) | (labels[1:] != labels[:-1])
        return firsts[longest], labels[longest], lasts[longest]

    def _ended(self, first: Longs, at: Longs, ending: Ints) -> tuple[Longs, Longs, Longs]:
        """Return first letter, label and last letter for each label of the sets of labels `ending`; 0 is none."""
        here = np.flatnonzero(ending)
        labels = [self._states.labels[number] for number in ending[here].tolist()]
        times = list(map(len, labels))
        flat = np.array([label for some in labels for label in some], np.int64)
        return np.repeat(first[here], times), flat, np.repeat(at[here], times)

    def _step(self, state: Longs, letter: Longs) -> Longs:
        """Return where each of `letter` leads from the state beside it."""
        keys = (state << _LETTER_BITS) | letter
        known = self._taken.look_up(keys)
        missing = np.flatnonzero(known == Table.UNKNOWN)
        if len(missing):
            new = sorted_once(keys[missing])
            asked = np.array(self._letters.asked, np.int64)[new & ((1 << _LETTER_BITS) - 1)]
            reached = self._states.reached(new >> _LETTER_BITS, asked)
            self._taken.add(new, reached)
            known[missing] = reached[np.searchsorted(new, keys[missing])]
        return known
