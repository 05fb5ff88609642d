"""The phrases of a catalogue as one graph of words: alternatives, options and gaps stay as they are written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from csmistakes.recognition.phrases import KINDS, Chain, Choice, Edge, Gap, Kind, Literal, Part
from csmistakes.recognition.words import ASK, END, START, STOP

Ints = NDArray[np.int32]
Positions = frozenset[int]

ANY = 0  # the symbol that every word but an edge meets
_KIND_SYMBOLS = {kind: number for number, kind in enumerate(sorted(KINDS), start=1)}
FIRST_WORD = len(_KIND_SYMBOLS) + 1
_END_OF_PHRASE = -1
_EDGES = {"^": (START, STOP, ASK), "^^": (START,), "$": (STOP, ASK), "$?": (ASK,), "$$": (STOP, ASK)}
_LEAD = ("oh", "well", "so", "and", "but", "right", "now", "look", "ok", "yes")
_MAX_LEAD = 2


@dataclass(frozen=True, slots=True)
class Graph:
    """A position is one word still to come and the set of positions behind it.

    `asks[p]` is the symbol of that word: ANY, the number of a token class, or FIRST_WORD + k for `words[k]`; negative
    where a phrase ends. `behind[p]` is the set behind it, the label of the phrase where it ends. Set k is
    `members[bounds[k]:bounds[k + 1]]`; phrases begin at the positions of set `start`.
    """

    words: tuple[str, ...]
    asks: Ints
    behind: Ints
    members: Ints
    bounds: Ints
    start: int

    def check(self) -> None:
        """Raise ValueError if some number leads nowhere, as it may in a file that somebody else wrote."""
        ends = self.asks < 0
        sets = len(self.bounds) - 1
        sound = (
            len(self.asks) == len(self.behind)
            and sets > self.start >= 0
            and self.bounds[0] == 0
            and self.bounds[-1] == len(self.members)
            and bool((np.diff(self.bounds) >= 0).all())
            and bool((self.behind >= 0).all())
            and bool((self.behind[~ends] < sets).all())
            and bool((self.asks < FIRST_WORD + len(self.words)).all())
            and bool(((self.members >= 0) & (self.members < len(self.asks))).all())
        )
        if not sound:
            raise ValueError("not a graph of phrases")

    def symbols(self) -> Mapping[str, int]:
        """Return the symbol of each word that phrases name."""
        return {word: number for number, word in enumerate(self.words, start=FIRST_WORD)}


def kind_symbol(kind: str, default: int) -> int:
    """Return the symbol of a token class, `default` where no phrase can name it."""
    return _KIND_SYMBOLS.get(kind, default)


class GraphBuilder:
    """Puts phrases together from their ends, so that equal tails are one position, whatever phrase they end."""

    def __init__(self) -> None:
        self._words: dict[str, int] = {}
        self._asks: list[int] = []
        self._behind: list[int] = []
        self._positions: dict[tuple[int, int], int] = {}
        self._sets: dict[Positions, int] = {}
        self._start: set[int] = set()

    def add(self, tree: Part, label: int) -> None:
        """Add one phrase."""
        end = self._position(_END_OF_PHRASE, label)
        self._start |= self._build(tree, frozenset((end,)))

    def graph(self) -> Graph:
        """Return the phrases added so far."""
        start = self._set(frozenset(self._start))
        sets = [sorted(positions) for positions in self._sets]
        bounds = np.zeros(len(sets) + 1, np.int32)
        np.cumsum([len(positions) for positions in sets], out=bounds[1:])
        return Graph(
            words=tuple(self._words),
            asks=np.array(self._asks, np.int32),
            behind=np.array(self._behind, np.int32),
            members=np.array([position for positions in sets for position in positions], np.int32),
            bounds=bounds,
            start=start,
        )

    def _word(self, word: str) -> int:
        return self._words.setdefault(word, len(self._words)) + FIRST_WORD

    def _set(self, positions: Positions) -> int:
        return self._sets.setdefault(positions, len(self._sets))

    def _position(self, symbol: int, behind: int) -> int:
        key = (symbol, behind)
        known = self._positions.get(key)
        if known is None:
            known = self._positions[key] = len(self._asks)
            self._asks.append(symbol)
            self._behind.append(behind)
        return known

    def _build(self, part: Part, behind: Positions) -> Positions:
        """Return the positions at which `part` begins, if `behind` comes after it."""
        match part:
            case Literal(norm):
                return self._one_of((norm,), behind)
            case Kind(kind):
                return frozenset((self._position(_KIND_SYMBOLS[kind], self._set(behind)),))
            case Edge(mark):
                return self._edge(mark, behind)
            case Gap(low, high):
                return self._gap(low, high, behind)
            case Chain(parts):
                for inner in reversed(parts):
                    behind = self._build(inner, behind)
                return behind
            case Choice(options):
                return frozenset().union(*(self._build(option, behind) for option in options))

    def _one_of(self, norms: Sequence[str], behind: Positions) -> Positions:
        number = self._set(behind)
        return frozenset(self._position(self._word(norm), number) for norm in norms)

    def _edge(self, mark: str, behind: Positions) -> Positions:
        if mark == "$$":
            behind = self._one_of((END,), behind)
        elif mark in ("^", "^^"):  # a few words may open a sentence without saying anything: “oh well, sorry …”
            lead = behind
            for _ in range(_MAX_LEAD):
                lead = self._one_of(_LEAD, lead)
                behind |= lead
        return self._one_of(_EDGES[mark], behind)

    def _gap(self, low: int, high: int, behind: Positions) -> Positions:
        begins = behind if low == 0 else frozenset()
        for count in range(1, high + 1):
            behind = frozenset((self._position(ANY, self._set(behind)),))
            if count >= low:
                begins |= behind
        return begins
