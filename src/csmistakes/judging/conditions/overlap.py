"""overlap: how much of what one side is about the other takes up."""

from __future__ import annotations

from dataclasses import dataclass

from csmistakes.judging.condition import MET, Condition, Match, Node
from csmistakes.judging.contribution import speaks
from csmistakes.judging.scene import Scene

KIND = "overlap"
ABOUT = (
    "`overlap: {with: asked, at_least: n, at_most: m}`: the number of content words (by stem) that this "
    "contribution shares with those `with` a window, said `by` someone; with `questions: true`, only with the "
    "questions there."
)
KEYS = ("overlap",)
_INNER = ("with", "by", "at_least", "at_most", "questions")


@dataclass(frozen=True, slots=True)
class _Overlap(Condition):
    window: str
    by: str
    at_least: float
    at_most: float
    questions: bool

    def meet(self, scene: Scene, at: int) -> Match | None:
        others = [i for i in scene.window(self.window, at) if i != at and speaks(scene.contributions[i], self.by)]
        if self.questions:
            theirs = frozenset().union(*(s.content for i in others for _, s in scene.sentences(i) if s.asks))
        else:
            theirs = frozenset().union(*map(scene.content, others))
        shared = len(scene.content(at) & theirs)
        return MET if self.at_least <= shared <= self.at_most else None


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
    )
