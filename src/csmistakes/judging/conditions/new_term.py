"""new_term: a term that the customer has not used and that is not explained."""

from __future__ import annotations

from dataclasses import dataclass

from csmistakes.judging.condition import Condition, Match, Need, Node, Place
from csmistakes.judging.scene import Scene

KIND = "new_term"
ABOUT = (
    "`new_term: {signal: …, at_least: n}`: at least n (1) different terms of these signals stand here that the "
    "other side has not said before, and none of the signals `explained` stands in the same turn. The signal's "
    "value must be its words."
)
KEYS = ("new_term",)
_INNER = ("signal", "at_least", "explained")


@dataclass(frozen=True, slots=True)
class _NewTerm(Condition):
    signals: tuple[str, ...]
    at_least: int
    explained: tuple[str, ...]

    @property
    def needs(self) -> tuple[Need, ...]:
        return (Need(frozenset(self.signals), here=True),) if self.at_least > 0 else ()

    def meet(self, scene: Scene, at: int) -> Match | None:
        places = {
            placed.hit.value: Place(placed.turn, placed.hit.span, placed.hit.signal)
            for placed in reversed(list(scene.hits(at, self.signals)))
            if not scene.recognised(placed.turn).of(self.explained)
        }
        if len(places) < self.at_least:
            return None
        for term in self._said_before(scene, at, list(places)):
            del places[term]
        if len(places) < self.at_least:
            return None
        places = dict(sorted(places.items(), key=lambda item: (item[1].turn, item[1].span)))
        return Match(tuple(places.values()), {"value": ", ".join(places), "count": str(len(places))})

    @staticmethod
    def _said_before(scene: Scene, at: int, terms: list[str]) -> list[str]:
        """Return those of `terms` that the other side has said."""
        side = scene.contributions[at].side
        said = [
            f" {' '.join(sentence.words)} "
            for i in scene.window("before", at)
            if scene.contributions[i].side != side
            for _, sentence in scene.sentences(i)
        ]
        return [term for term in terms if any(f" {term} " in sentence for sentence in said)]


def build(node: Node) -> Condition:
    """Return the condition that a node says."""
    inner = node.inside("new_term")
    inner.check.only(*_INNER)
    return _NewTerm(
        inner.signal_names("signal"),
        inner.check.count("at_least", 1),
        inner.signal_names("explained", required=False),
    )
