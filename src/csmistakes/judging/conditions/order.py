"""order: one signal, and later another, with nothing of a third between."""

from __future__ import annotations

from dataclasses import dataclass

from csmistakes.judging.condition import BY, Condition, Match, Need, Node, Place
from csmistakes.judging.contribution import speaks
from csmistakes.judging.scene import Placed, Scene

KIND = "order"
ABOUT = (
    "`order: {first: …, then: …}`: a signal of `first` (said `first_by`), later one of `then` (said `then_by`), "
    "with none of `without` between, all `in` a window (default: so-far). The place is that of `then`."
)
KEYS = ("order",)
_INNER = ("first", "then", "first_by", "then_by", "without", "in")


@dataclass(frozen=True, slots=True)
class _Order(Condition):
    first: tuple[str, ...]
    then: tuple[str, ...]
    first_by: str
    then_by: str
    without: tuple[str, ...]
    window: str

    @property
    def needs(self) -> tuple[Need, ...]:
        return Need(frozenset(self.first), here=False), Need(frozenset(self.then), here=False)

    def meet(self, scene: Scene, at: int) -> Match | None:
        opened = False
        for placed, is_first, is_then, closes in self._events(scene, at):
            if opened and is_then:
                return Match((Place(placed.turn, placed.hit.span, placed.hit.signal),), {"value": placed.hit.value})
            opened = (opened or is_first) and not closes
        return None

    def _events(self, scene: Scene, at: int) -> list[tuple[Placed, bool, bool, bool]]:
        events = []
        signals = (*self.first, *self.then, *self.without)
        for i in scene.having(signals, self.window, at):
            speaker = scene.contributions[i]
            for placed in scene.hits(i, signals):
                name = placed.hit.signal
                is_first = name in self.first and speaks(speaker, self.first_by)
                is_then = name in self.then and speaks(speaker, self.then_by)
                events.append((placed, is_first, is_then, name in self.without))
        return events


def build(node: Node) -> Condition:
    """Return the condition that a node says."""
    inner = node.inside("order")
    inner.check.only(*_INNER)
    return _Order(
        first=inner.signal_names("first"),
        then=inner.signal_names("then"),
        first_by=inner.check.one_of("first_by", BY, "any"),
        then_by=inner.check.one_of("then_by", BY, "any"),
        without=inner.signal_names("without", required=False),
        window=inner.window(default="so-far"),
    )
