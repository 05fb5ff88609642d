"""overlap: how much of what one side is about the other takes up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from csmistakes.judging.condition import MET, Condition, Match, Node
from csmistakes.judging.contribution import speaks
from csmistakes.judging.scene import PAST, Scene
from csmistakes.recognition.content import content

KIND = "overlap"
ABOUT = (
    "`overlap: {with: asked, at_least: n, at_most: m}`: the number of content words (by stem) that this "
    "contribution shares with those `with` a window, said `by` someone; with `questions: true`, only with the "
    "questions there; with `about: [signals]`, only with what these signals (`value: words`) say there."
)
KEYS = ("overlap",)
_INNER = ("with", "by", "at_least", "at_most", "questions", "about")


@dataclass(frozen=True, slots=True)
class _Overlap(Condition):
    window: str
    by: str
    at_least: float
    at_most: float
    questions: bool
    about: tuple[str, ...]

    def meet(self, scene: Scene, at: int) -> Match | None:
        others = [i for i in scene.window(self.window, at) if i != at and speaks(scene.contributions[i], self.by)]
        shared = len(scene.content(at) & frozenset().union(*self._theirs(scene, others)))
        return MET if self.at_least <= shared <= self.at_most else None

    def _theirs(self, scene: Scene, others: list[int]) -> Iterator[frozenset[str]]:
        for i in others:
            if self.about:
                for placed in scene.hits(i, self.about):
                    yield content(tuple(placed.hit.value.rpartition("=")[2].split()))
            elif self.questions:
                yield from (sentence.content for _, sentence in scene.sentences(i) if sentence.asks)
            else:
                yield scene.content(i)

    def foreseen(self, scene: Scene, at: int) -> bool | None:
        others = [i for i in scene.window(self.window, at) if i != at and speaks(scene.contributions[i], self.by)]
        return False if self.window in PAST and self.at_least > 0 and not others else None


def build(node: Node) -> Condition:
    """Return the condition that a node says."""
    inner = node.inside("overlap")
    inner.check.only(*_INNER)
    return _Overlap(
        window=inner.window("with", "asked"),
        by=inner.by(),
        at_least=inner.check.number("at_least", 0),
        at_most=inner.check.number("at_most", float("inf")),
        questions=inner.check.flag("questions"),
        about=inner.signal_names("about", required=False),
    )
