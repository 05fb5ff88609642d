"""All phrases of the catalogue as one automaton over the words of a turn, made deterministic as text asks for it.

Phrases with alternatives, options and gaps are never written out. A state is a set of positions in phrases; the step
from a state by a word is worked out when a text first takes it and remembered, so that after a few turns matching is
one dictionary look-up a word. Words that no phrase names share one step per token class.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from csmistakes.recognition.phrases import Chain, Choice, Edge, Gap, Kind, Literal, Part
from csmistakes.recognition.stream import Stream
from csmistakes.recognition.words import ASK, EDGES, END, START, STOP

Label = tuple[str, str]  # ("word", norm), ("kind", class) or ("any", "")
_ANY: Label = ("any", "")
_SENTENCE_START = (START, STOP, ASK)
_SENTENCE_END = (STOP, ASK)
_LEAD = ("oh", "well", "so", "and", "but", "right", "now", "look", "ok", "yes")
_MAX_LEAD = 2
_OTHER = "\0"  # stands for every word that no phrase names


@dataclass(frozen=True, slots=True)
class Match:
    """Phrase `label` found at the words `first` to `last` of a stream, both included."""

    label: int
    first: int
    last: int


class Automaton:
    """Phrases, each with a label, matched together. Add all phrases first, then match."""

    def __init__(self) -> None:
        self._steps: list[list[tuple[Label, int]]] = [[]]  # position → (label of the word, next position)
        self._free: list[list[int]] = [[]]  # position → positions reached without a word
        self._accepts: dict[int, int] = {}
        self._vocabulary: set[str] = set(EDGES)
        self._states: dict[frozenset[int], int] = {}
        self._sets: list[frozenset[int]] = []
        self._next: list[dict[tuple[str, str], int]] = []
        self._labels: list[tuple[int, ...]] = []
        self._first: dict[Label, list[int]] = {}

    def add(self, tree: Part, label: int) -> None:
        """Add one phrase."""
        first = self._position()
        self._free[0].append(first)
        self._accepts[self._build(tree, first)] = label

    def matches(self, stream: Stream) -> Iterator[Match]:
        """Yield, for each start, the longest match of each label. Symbols that no phrase names are passed over."""
        if not self._sets:
            self._state(self._closure([0]))
        vocabulary = self._vocabulary
        words: list[tuple[str, str]] = []
        where: list[int] = []
        for k, (norm, kind) in enumerate(zip(stream.norms, stream.kinds, strict=True)):
            known = norm in vocabulary
            if known or kind != "symbol":
                words.append((norm, kind) if known else (_OTHER, kind))
                where.append(k)
        steps, labels = self._next, self._labels
        for first in range(len(words)):
            state = 0
            best: dict[int, int] = {}
            for at in range(first, len(words)):
                word = words[at]
                step = steps[state].get(word)
                state = self._step(state, word) if step is None else step
                if state < 0:
                    break
                for label in labels[state]:
                    best[label] = at
            for label, last in best.items():
                yield Match(label, where[first], where[last])

    def _position(self) -> int:
        self._steps.append([])
        self._free.append([])
        return len(self._steps) - 1

    def _build(self, part: Part, start: int) -> int:
        """Add `part` from position `start`; return the position behind it."""
        match part:
            case Literal(norm):
                return self._word(start, [("word", norm)])
            case Kind(kind):
                return self._word(start, [("kind", kind)])
            case Edge(mark):
                return self._edge(mark, start)
            case Gap(low, high):
                return self._gap(low, high, start)
            case Chain(parts):
                for inner in parts:
                    start = self._build(inner, start)
                return start
            case Choice(options):
                end = self._position()
                for option in options:
                    self._free[self._build(option, start)].append(end)
                return end

    def _word(self, start: int, labels: Sequence[Label]) -> int:
        end = self._position()
        for label in labels:
            self._steps[start].append((label, end))
            if label[0] == "word":
                self._vocabulary.add(label[1])
        return end

    def _edge(self, mark: str, start: int) -> int:
        ends = {"^": _SENTENCE_START, "$": _SENTENCE_END, "^^": (START,), "$?": (ASK,), "$$": _SENTENCE_END}[mark]
        end = self._word(start, [("word", norm) for norm in ends])
        if mark == "$$":
            return self._word(end, [("word", END)])
        return self._lead(end) if mark in ("^", "^^") else end

    def _lead(self, start: int) -> int:
        """Allow a few words that open a sentence without saying anything: “oh well, sorry …”."""
        end = self._position()
        for _ in range(_MAX_LEAD):
            self._free[start].append(end)
            start = self._word(start, [("word", norm) for norm in _LEAD])
        self._free[start].append(end)
        return end

    def _gap(self, low: int, high: int, start: int) -> int:
        end = self._position()
        for k in range(high + 1):
            if k >= low:
                self._free[start].append(end)
            if k < high:
                start = self._word(start, [_ANY])
        return end

    def _closure(self, positions: Sequence[int]) -> frozenset[int]:
        seen = set(positions)
        todo = list(positions)
        while todo:
            for position in self._free[todo.pop()]:
                if position not in seen:
                    seen.add(position)
                    todo.append(position)
        return frozenset(seen)

    def _state(self, positions: frozenset[int]) -> int:
        known = self._states.get(positions)
        if known is not None:
            return known
        self._states[positions] = number = len(self._sets)
        self._sets.append(positions)
        self._next.append({})
        self._labels.append(tuple(sorted({self._accepts[p] for p in positions if p in self._accepts})))
        return number

    def _step(self, state: int, word: tuple[str, str]) -> int:
        norm, kind = word
        wanted = {("word", norm), ("kind", kind)}
        if norm not in EDGES:
            wanted.add(_ANY)
        if state == 0 and not self._first:
            self._index()
        if state == 0:
            reached = [end for label in wanted for end in self._first.get(label, ())]
        else:
            reached = [end for position in self._sets[state] for label, end in self._steps[position] if label in wanted]
        number = self._state(self._closure(reached)) if reached else -1
        self._next[state][word] = number
        return number

    def _index(self) -> None:
        """Index the steps out of the first state, of which there are as many as phrases."""
        for position in self._sets[0]:
            for label, end in self._steps[position]:
                self._first.setdefault(label, []).append(end)
