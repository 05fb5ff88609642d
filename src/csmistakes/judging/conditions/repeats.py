"""repeats: a sentence, or the whole contribution, says almost the words of an earlier one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from csmistakes.conversation import Span
from csmistakes.judging.condition import Condition, Match, Node, Place
from csmistakes.judging.scene import PAST, Scene

KIND = "repeats"
ABOUT = (
    "`repeats: {of: own|other}`: a sentence here (with `unit: whole`, the whole contribution; `unit: question`, a "
    "question) shares `similarity` (0.8) of its words with an earlier one of the own or the other side, `in` a "
    "window (default: before); it has `min_words` (4), is said for at least the `times` (2)th time, and holds "
    "none of the signals `except`."
)
KEYS = ("repeats",)
_INNER = ("of", "unit", "similarity", "min_words", "times", "in", "except")

_LOOK_AT = 100  # contributions, the nearest: who repeats a thing hundreds of turns later has not repeated it
_Unit = tuple[int, Span, tuple[str, ...]]


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
        mine_all = [unit for unit in self._units(scene, at) if len(unit[2]) >= self.min_words]
        if not mine_all:
            return None
        side = scene.contributions[at].side
        others = [
            i
            for i in scene.window(self.window, at)
            if i != at and (scene.contributions[i].side == side) == (self.of == "own")
        ]
        near = sorted(others, key=lambda i: abs(i - at))[:_LOOK_AT]
        earlier = [_bag(words) for i in near for _, _, words in self._units(scene, i)]
        for turn, span, words in mine_all:
            mine = _bag(words)
            times = 1 + sum(_likeness(mine, other) >= self.similarity for other in earlier)
            if times >= self.times:
                return Match((Place(turn, span),), {"count": str(times)})
        return None

    def foreseen(self, scene: Scene, at: int) -> bool | None:
        nothing = self.window in PAST and self.times > 1 and not scene.window(self.window, at)
        return False if nothing else None

    def _units(self, scene: Scene, index: int) -> Iterator[_Unit]:
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


@lru_cache(maxsize=4096)
def _bag(words: tuple[str, ...]) -> tuple[Counter[str], frozenset[str]]:
    """Return the words of a sentence with their counts, and the numbers among them; not to be changed."""
    return Counter(words), frozenset(word for word in words if any(map(str.isdigit, word)))


def _likeness(one: tuple[Counter[str], frozenset[str]], other: tuple[Counter[str], frozenset[str]]) -> float:
    """Return how alike two bags of words are, from 0 to 1. With other numbers the same words say another thing."""
    (words, numbers), (other_words, other_numbers) = one, other
    total = words.total() + other_words.total()
    if numbers != other_numbers or not total:
        return 0.0
    return 2 * (words & other_words).total() / total


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
