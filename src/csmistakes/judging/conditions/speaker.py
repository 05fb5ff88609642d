"""speaker: who says the contribution."""

from __future__ import annotations

from dataclasses import dataclass

from csmistakes.judging.condition import BY, MET, Condition, Match, Node
from csmistakes.judging.contribution import speaks
from csmistakes.judging.scene import Scene

KIND = "speaker"
ABOUT = (
    "The contribution is said by one of these: agent (bots included), person, bot, customer; `new` beside it: by "
    "another named person of the same side than the last one."
)
KEYS = ("speaker", "new")


@dataclass(frozen=True, slots=True)
class _Speaker(Condition):
    by: str
    new: bool

    def meet(self, scene: Scene, at: int) -> Match | None:
        contribution = scene.contributions[at]
        if not speaks(contribution, self.by):
            return None
        if self.new:
            before = (other for other in reversed(scene.contributions[:at]) if other.side == contribution.side)
            last = next(before, None)
            if last is None or (last.name, last.role) == (contribution.name, contribution.role):
                return None
        return MET


def build(node: Node) -> Condition:
    """Return the condition that a node says."""
    return _Speaker(node.check.one_of("speaker", BY), node.check.flag("new"))
