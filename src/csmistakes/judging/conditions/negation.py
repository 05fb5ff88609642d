"""not: the condition is not met."""

from __future__ import annotations

from collections.abc import Sequence
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

    def narrowed(self, scenes: Sequence[Scene]) -> Condition:
        return _Not(self.condition.narrowed(scenes))

    def foreseen(self, scene: Scene, at: int) -> bool | None:
        settled = self.condition.foreseen(scene, at)
        return None if settled is None else not settled


def build(node: Node) -> Condition:
    """Return the condition that a node says."""
    return _Not(node.child("not"))
