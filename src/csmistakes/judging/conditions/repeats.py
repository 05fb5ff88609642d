"""repeats: a sentence, or the whole contribution, says almost the words of an earlier one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from csmistakes.conversation import Span
from csmistakes.expressions import expression
from csmistakes.judging.condition import Condition, Match, Node, Place
from csmistakes.judging.scene import PAST, Scene

_DIGIT = expression(r"\d")

KIND = "repeats"
ABOUT = (
    "`repeats: {of: own|other}`: a sentence here (with `unit: whole`, the whole contribution; `unit: question`, a "
    "question) shares `similarity` (0.8) of its words with an earlier one of the own or the other side, `in` a "
    "window (default: before); it has `min_words` (4), is said for at least the `times` (2)th time, and holds "
    "none of the signals `except`."
)
KEYS = ("repeats",)
_INNER = ("of", "unit", "similarity", "min_words", "times", "in", "except")


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence, or all of a contribution: its words with their counts, and the numbers among them."""

    turn: int
    span: Span
    size: int  # words
    words: Counter[str]
    numbers: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Repeats(Condition):
    of: str
    unit: str
    similarity: float
    min_words: int
    times: int
    window: str
    excluded: tuple[str, ...]

    def meet(self, scene: Scene, at: int) -> Match | None:
        said: dict[int, Sequence[_Said]] = scene.notes(self)
        here = [mine for mine in self._said(scene, at, said) if mine.size >= self.min_words]
        if not here:
            return None
        side = scene.contributions[at].side
        others = [
            other
            for i in scene.window(self.window, at)
            if i != at and (scene.contributions[i].side == side) == (self.of == "own")
            for other in self._said(scene, i, said)
        ]
        for mine in here:
            times = 1 + sum(_alike(mine, other, self.similarity) for other in others)
            if times >= self.times:
                return Match((Place(mine.turn, mine.span),), {"count": str(times)})
        return None

    def foreseen(self, scene: Scene, at: int) -> bool | None:
        nothing = self.window in PAST and self.times > 1 and not scene.window(self.window, at)
        return False if nothing else None

    def _said(self, scene: Scene, index: int, known: dict[int, Sequence[_Said]]) -> Sequence[_Said]:
        if index not in known:
            known[index] = [
                _Said(turn, span, len(words), Counter(words), frozenset(filter(_DIGIT.search, words)))
                for turn, span, words in self._units(scene, index)
            ]
        return known[index]

    def _units(self, scene: Scene, index: int) -> Iterator[tuple[int, Span, tuple[str, ...]]]:
        sentences = [
            (turn, sentence)
            for turn, sentence in scene.sentences(index)
            if not any(sentence.span.meets(hit.span) for hit in scene.recognised(turn).of(self.excluded))
        ]
        if self.unit == "whole":
            if sentences:
                turn, _ = sentences[0]
                yield turn, scene.facts(turn).span, tuple(word for _, sentence in sentences for word in sentence.words)
            return
        for turn, sentence in sentences:
            if self.unit == "sentence" or sentence.asks:
                yield turn, sentence.span, sentence.words


def _alike(one: _Said, other: _Said, similarity: float) -> bool:
    """Whether two share so much of their words. With other numbers the same words say another thing."""
    total = one.size + other.size
    if one.numbers != other.numbers or not total or 2 * min(one.size, other.size) / total < similarity:
        return False
    return 2 * (one.words & other.words).total() / total >= similarity


def build(node: Node) -> Condition:
    """Return the condition that a node says."""
    inner = node.inside("repeats")
    inner.check.only(*_INNER)
    return _Repeats(
        of=inner.check.one_of("of", ("own", "other"), "own"),
        unit=inner.check.one_of("unit", ("sentence", "whole", "question"), "sentence"),
        similarity=inner.check.number("similarity", 0.8),
        min_words=inner.check.count("min_words", 4),
        times=inner.check.count("times", 2),
        window=inner.window(default="before"),
        excluded=inner.signal_names("except", required=False),
    )
