"""all: every condition of the list is met."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from csmistakes.judging.condition import MET, Condition, Match, Need, Node
from csmistakes.judging.scene import Scene

KIND = "all"
ABOUT = "Every condition of the list is met."
KEYS = ("all",)


@dataclass(frozen=True, slots=True)
class _All(Condition):
    conditions: tuple[Condition, ...]

    @property
    def needs(self) -> tuple[Need, ...]:
        return tuple(need for condition in self.conditions for need in condition.needs)

    def meet(self, scene: Scene, at: int) -> Match | None:
        total = MET
        for condition in self.conditions:
            match = condition.meet(scene, at)
            if match is None:
                return None
            total += match
        return total

    def foreseen(self, scene: Scene, at: int) -> bool | None:
        is_open = False
        for condition in self.conditions:
            settled = condition.foreseen(scene, at)
            if settled is False:
                return False
            is_open = is_open or settled is None
        return None if is_open else True

    def narrowed(self, scenes: Sequence[Scene]) -> Condition:
        return _All(tuple(condition.narrowed(scenes) for condition in self.conditions))

    def possible(self, scene: Scene, at: int) -> bool:
        return all(condition.possible(scene, at) for condition in self.conditions)


def build(node: Node) -> Condition:
    """Return the condition that a node says."""
    return _All(node.children("all"))
