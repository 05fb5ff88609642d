"""position: where in the conversation the contribution stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from csmistakes.judging.condition import MET, Condition, Match, Node
from csmistakes.judging.scene import Scene


def _opening(scene: Scene, at: int) -> bool:
    return scene.ends[scene.contributions[at].side][0] == at


def _closing(scene: Scene, at: int) -> bool:
    return scene.ends[scene.contributions[at].side][1] == at


def _last(scene: Scene, at: int) -> bool:
    return max(last for side, (_, last) in scene.ends.items() if side != "system") <= at


def _first(scene: Scene, at: int) -> bool:
    return min(first for side, (first, _) in scene.ends.items() if side != "system") >= at


def _replies(scene: Scene, at: int) -> bool:
    return not scene.is_filler(at) and bool(scene.asked(at))


def _substantive(scene: Scene, at: int) -> bool:
    return not scene.is_filler(at)


_POSITIONS: Mapping[str, Callable[[Scene, int], bool]] = {
    "first": _first,
    "opening": _opening,
    "replying": _replies,
    "substantive": _substantive,
    "closing": _closing,
    "last": _last,
}

KIND = "position"
ABOUT = (
    "`opening`: this side's first contribution; `closing`: its last; `first`, `last`: the conversation's; "
    "`replying`: of substance, and the first to answer the other side; `substantive`: not a mere “one moment”."
)
KEYS = ("position",)


@dataclass(frozen=True, slots=True)
class _Position(Condition):
    name: str

    def meet(self, scene: Scene, at: int) -> Match | None:
        return MET if _POSITIONS[self.name](scene, at) else None


def build(node: Node) -> Condition:
    """Return the condition that a node says."""
    return _Position(node.check.one_of("position", tuple(_POSITIONS)))
