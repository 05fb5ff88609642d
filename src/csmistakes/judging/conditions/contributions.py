"""contributions: how many contributions of a window are of one speaker, or meet a condition of their own."""

from __future__ import annotations

from dataclasses import dataclass

from csmistakes.judging.condition import MET, Condition, Match, Need, Node
from csmistakes.judging.contribution import speaks
from csmistakes.judging.scene import PAST, REACH, Scene

KIND = "contributions"
ABOUT = (
    "`contributions: {by: …, at_least: n, at_most: m, when: condition}`: how many contributions `in` a window "
    "(default: all) are said `by` someone, are of substance (unless `filler: true`), stand `within` so many "
    "places, and meet the condition `when`, which is judged at each of them."
)
KEYS = ("contributions",)
_INNER = ("in", "by", "at_least", "at_most", "when", "filler", "within")


@dataclass(frozen=True, slots=True)
class _Contributions(Condition):
    window: str
    by: str
    at_least: int
    at_most: float
    when: Condition | None
    filler: bool
    within: int

    @property
    def needs(self) -> tuple[Need, ...]:
        if self.when is None or self.at_least < 1:
            return ()
        return tuple(Need(need.signals, here=False) for need in self.when.needs)

    def meet(self, scene: Scene, at: int) -> Match | None:
        # Whether a contribution counts does not depend on who asks, so it is worked out once in a conversation.
        known: dict[int, Match | None] = scene.notes(self)
        total, count = MET, 0
        for i in scene.window(self.window, at, self.within):
            if i not in known:
                known[i] = self._counts(scene, i)
            match = known[i]
            if match is not None:
                total, count = total if match is MET else total + match, count + 1
                if count > self.at_most:
                    return None
        return Match(total.places, {**total.words, "count": str(count)}) if count >= self.at_least else None

    def foreseen(self, scene: Scene, at: int) -> bool | None:
        return self.meet(scene, at) is not None if self.window in PAST else None

    def _counts(self, scene: Scene, index: int) -> Match | None:
        if not speaks(scene.contributions[index], self.by) or (not self.filler and scene.is_filler(index)):
            return None
        return MET if self.when is None else self.when.meet(scene, index)


def build(node: Node) -> Condition:
    """Return the condition that a node says."""
    inner = node.inside("contributions")
    inner.check.only(*_INNER)
    return _Contributions(
        window=inner.window(default="all"),
        by=inner.by(),
        at_least=inner.check.count("at_least", 0 if "at_most" in inner.check.data else 1),
        at_most=inner.check.number("at_most", float("inf")),
        when=inner.child("when") if "when" in inner.check.data else None,
        filler=inner.check.flag("filler"),
        within=inner.check.count("within", 0) if "within" in inner.check.data else REACH,
    )
