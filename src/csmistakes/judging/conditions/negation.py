"""not: the condition is not met."""

from __future__ import annotations

from dataclasses import dataclass

from csmistakes.judging.condition import MET, Condition, Match, Node
from csmistakes.judging.scene import Scene

KIND = "not"
ABOUT = "The condition is not met."
KEYS = ("not",)


@dataclass(frozen=True, slots=True)
class _Not(Condition):
    condition: Condition

    def meet(self, scene: Scene, at: int) -> Match | None:
        return MET if self.condition.meet(scene, at) is None else None


def build(node: Node) -> Condition:
    """Return the condition that a node says."""
    return _Not(node.child("not"))
