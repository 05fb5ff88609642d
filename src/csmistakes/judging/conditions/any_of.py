"""any: at least one condition of the list is met, or at least n of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from csmistakes.judging.condition import MET, Condition, Gate, Match, Need, Node
from csmistakes.judging.scene import Scene

KIND = "any"
ABOUT = "At least one condition of the list is met; with `at_least: n`, n of them."
KEYS = ("any", "at_least")


@dataclass(frozen=True, slots=True)
class _Any(Condition):
    gates: tuple[Gate, ...]
    at_least: int

    @property
    def needs(self) -> tuple[Need, ...]:
        """Of each condition its narrowest need, as one; none where a condition needs nothing."""
        narrowest = [
            min(gate.condition.needs, key=lambda need: (not need.here, len(need.signals)), default=None)
            for gate in self.gates
        ]
        known = [need for need in narrowest if need is not None]
        if len(known) < len(narrowest):
            return ()
        return (Need(frozenset().union(*(need.signals for need in known)), all(need.here for need in known)),)

    def meet(self, scene: Scene, at: int) -> Match | None:
        notes: dict[str, list[Gate]] = scene.notes(self)
        if "open" not in notes:
            notes["open"] = [gate for gate in self.gates if gate.opens(scene)]
        total, met = MET, 0
        for gate in notes["open"]:
            if not gate.opens_at(scene, at):
                continue
            match = gate.condition.meet(scene, at)
            if match is not None:
                total, met = total + match, met + 1
                if met >= self.at_least:
                    return total
        return None

    def foreseen(self, scene: Scene, at: int) -> bool | None:
        settled = [gate.condition.foreseen(scene, at) for gate in self.gates]
        if settled.count(True) >= self.at_least:
            return True
        return None if len(settled) - settled.count(False) >= self.at_least else False

    def narrowed(self, scenes: Sequence[Scene]) -> Condition:
        possible = (g.condition for g in self.gates if any(g.condition.possible(scene, 0) for scene in scenes))
        return _Any(tuple(Gate(condition.narrowed(scenes)) for condition in possible), self.at_least)

    def possible(self, scene: Scene, at: int) -> bool:
        found = (True for gate in self.gates if gate.condition.possible(scene, at))
        return sum(islice(found, self.at_least)) == self.at_least


def build(node: Node) -> Condition:
    """Return the condition that a node says."""
    conditions = node.children("any")
    at_least = node.check.count("at_least", 1)
    if not 1 <= at_least <= max(1, len(conditions)):
        node.check.complain("“at_least” must be from 1 to the number of conditions", "at_least")
    return _Any(tuple(map(Gate, conditions)), at_least)
