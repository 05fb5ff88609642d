"""words: how much is said in a window, in words or as a share of all that is said."""

from __future__ import annotations

from dataclasses import dataclass

from csmistakes.judging.condition import Condition, Match, Node
from csmistakes.judging.contribution import speaks
from csmistakes.judging.scene import Scene

KIND = "words"
ABOUT = (
    "`words: {at_least: n, at_most: m}`: the number of words said `by` someone `in` a window (default: here); "
    "with `share: true`, as a share from 0 to 1 of all words in that window; with `longest: true`, of the longest "
    "single contribution; with `times_asked: true`, as a multiple of the words it answers."
)
KEYS = ("words",)
_INNER = ("at_least", "at_most", "in", "by", "share", "longest", "times_asked")


@dataclass(frozen=True, slots=True)
class _Words(Condition):
    at_least: float
    at_most: float
    window: str
    by: str
    share: bool
    longest: bool
    times_asked: bool

    def meet(self, scene: Scene, at: int) -> Match | None:
        window = scene.window(self.window, at)
        counts = [scene.words(i) for i in window if speaks(scene.contributions[i], self.by)]
        said: float = max(counts, default=0) if self.longest else sum(counts)
        number = str(int(said))
        if self.share:
            said = said / max(1, sum(map(scene.words, window)))
            number = str(round(100 * said))
        elif self.times_asked:
            said = said / max(1, sum(map(scene.words, scene.asked(at))))
        return Match(words={"words": number}) if self.at_least <= said <= self.at_most else None


def build(node: Node) -> Condition:
    """Return the condition that a node says."""
    inner = node.inside("words")
    inner.check.only(*_INNER)
    if "at_least" not in inner.check.data and "at_most" not in inner.check.data:
        inner.check.complain("“words” needs “at_least” or “at_most”")
    return _Words(
        at_least=inner.check.number("at_least", 0),
        at_most=inner.check.number("at_most", float("inf")),
        window=inner.window(),
        by=inner.by(),
        share=inner.check.flag("share"),
        longest=inner.check.flag("longest"),
        times_asked=inner.check.flag("times_asked"),
    )
