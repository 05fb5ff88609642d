"""All phrases of the catalogue as one automaton over the words of a turn, made deterministic as text asks for it.

Phrases with alternatives, options and gaps are never written out. A state is a set of positions in phrases; the step
from a state by a word is worked out when a text first takes it and remembered, so that after a few turns matching is
one dictionary look-up a word. Words that no phrase names share one step per token class.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from csmistakes.recognition.phrases import Chain, Choice, Edge, Gap, Kind, Literal, Part
from csmistakes.recognition.stream import Stream
from csmistakes.recognition.words import ASK, EDGES, END, START, STOP

Label = tuple[str, str]  # ("word", norm), ("kind", class), ("any", ""), or ("end", …) where a phrase ends
Positions = frozenset[int]
_ANY: Label = ("any", "")
_EDGES = {"^": (START, STOP, ASK), "^^": (START,), "$": (STOP, ASK), "$?": (ASK,), "$$": (STOP, ASK)}
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
    """Phrases, each with a label, matched together. Add all phrases first, then match.

    A position is one word still to come and the positions behind it; phrases are built from their ends, so that equal
    tails are one position, whatever phrase they end. A state is a set of positions.
    """

    def __init__(self) -> None:
        self._words: list[Label] = []  # position → the word to come
        self._behind: list[Positions] = []  # position → where that word leads
        self._known: dict[tuple[Label, Positions], int] = {}
        self._accepts: dict[int, int] = {}  # position without a word → label of the phrases that end there
        self._vocabulary: set[str] = set(EDGES)
        self._start: set[int] = set()
        self._states: dict[Positions, int] = {}
        self._sets: list[Positions] = []
        self._leads: list[
            Mapping[Label, Sequence[Positions]] | None
        ] = []  # state → word → positions, made when first needed
        self._next: list[dict[tuple[str, str], int]] = []
        self._labels: list[tuple[int, ...]] = []

    def add(self, tree: Part, label: int) -> None:
        """Add one phrase."""
        end = self._position(("end", str(label)), frozenset())
        self._accepts[end] = label
        self._start |= self._build(tree, frozenset((end,)))

    def dump(self) -> Any:  # noqa: ANN401  (what JSON can hold)
        """Return the phrases added so far as plain lists; `load` takes them back."""
        numbers: dict[Positions, int] = {}
        behind = [numbers.setdefault(positions, len(numbers)) for positions in self._behind]
        norms = [norm for _, norm in self._words]
        kinds = [kind for kind, _ in self._words]
        return [kinds, norms, behind, list(map(sorted, numbers)), sorted(self._accepts.items()), sorted(self._start)]

    @classmethod
    def load(cls, dumped: Any) -> Automaton:  # noqa: ANN401
        """Return the automaton that `dump` was called on."""
        kinds, norms, behind, sets, accepts, start = dumped
        automaton = cls()
        automaton._words = list(zip(kinds, norms, strict=True))
        shared = list(map(frozenset, sets))
        automaton._behind = [shared[number] for number in behind]
        automaton._accepts = dict(accepts)
        automaton._start = set(start)
        automaton._vocabulary.update(norms)
        return automaton

    def matches(self, stream: Stream) -> Iterator[Match]:
        """Yield, for each start, the longest match of each label. Symbols that no phrase names are passed over."""
        if not self._sets:
            self._state(frozenset(self._start))
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

    def _position(self, word: Label, behind: Positions) -> int:
        known = self._known.get((word, behind))
        if known is not None:
            return known
        self._known[word, behind] = position = len(self._words)
        self._words.append(word)
        self._behind.append(behind)
        if word[0] == "word":
            self._vocabulary.add(word[1])
        return position

    def _build(self, part: Part, behind: Positions) -> Positions:
        """Return the positions at which `part` begins, if `behind` comes after it."""
        match part:
            case Literal(norm):
                return frozenset((self._position(("word", norm), behind),))
            case Kind(kind):
                return frozenset((self._position(("kind", kind), behind),))
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
        return frozenset(self._position(("word", norm), behind) for norm in norms)

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
            behind = frozenset((self._position(_ANY, behind),))
            if count >= low:
                begins |= behind
        return begins

    def _state(self, positions: Positions) -> int:
        known = self._states.get(positions)
        if known is not None:
            return known
        self._states[positions] = number = len(self._sets)
        self._sets.append(positions)
        self._leads.append(None)
        self._next.append({})
        self._labels.append(tuple(sorted({self._accepts[p] for p in positions if p in self._accepts})))
        return number

    def _step(self, state: int, word: tuple[str, str]) -> int:
        """Work out, and remember, where `word` leads from `state`; -1 for nowhere."""
        leads = self._leads[state]
        if leads is None:
            leads = self._leads[state] = self._indexed(self._sets[state])
        norm, kind = word
        wanted = (("word", norm), ("kind", kind)) if norm in EDGES else (("word", norm), ("kind", kind), _ANY)
        behind = [positions for label in wanted for positions in leads.get(label, ())]
        reached = behind[0] if len(behind) == 1 else frozenset().union(*behind)
        number = self._state(reached) if reached else -1
        self._next[state][word] = number
        return number

    def _indexed(self, positions: Positions) -> Mapping[Label, Sequence[Positions]]:
        """Return where each word leads from `positions`."""
        leads: dict[Label, list[Positions]] = {}
        for position in positions:
            leads.setdefault(self._words[position], []).append(self._behind[position])
        return leads
