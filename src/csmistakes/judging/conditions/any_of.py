"""any: at least one condition of the list is met, or at least n of them."""

from __future__ import annotations

from dataclasses import dataclass

from csmistakes.judging.condition import MET, Condition, Match, Node
from csmistakes.judging.scene import Scene

KIND = "any"
ABOUT = "At least one condition of the list is met; with `at_least: n`, n of them."
KEYS = ("any", "at_least")


@dataclass(frozen=True, slots=True)
class _Any:
    conditions: tuple[Condition, ...]
    at_least: int

    def meet(self, scene: Scene, at: int) -> Match | None:
        total, met = MET, 0
        for condition in self.conditions:
            match = condition.meet(scene, at)
            if match is not None:
                total, met = total + match, met + 1
                if met >= self.at_least:
                    return total
        return None

    def foreseen(self, scene: Scene, at: int) -> bool | None:
        met = still_open = 0
        for condition in self.conditions:
            settled = condition.foreseen(scene, at)
            met, still_open = met + (settled is True), still_open + (settled is None)
        if met >= self.at_least:
            return True
        return None if met + still_open >= self.at_least else False


def build(node: Node) -> Condition:
    """Return the condition that a node says."""
    conditions = node.children("any")
    at_least = node.check.count("at_least", 1)
    if not 1 <= at_least <= max(1, len(conditions)):
        node.check.complain("“at_least” must be from 1 to the number of conditions", "at_least")
    return _Any(conditions, at_least)
