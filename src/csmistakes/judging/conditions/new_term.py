"""new_term: a term that the customer has not used and that is not explained."""

from __future__ import annotations

from dataclasses import dataclass

from csmistakes.judging.condition import Condition, Match, Node, Place
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
class _NewTerm:
    signals: tuple[str, ...]
    at_least: int
    explained: tuple[str, ...]

    def meet(self, scene: Scene, at: int) -> Match | None:
        side = scene.contributions[at].side
        said = [
            f" {' '.join(sentence.words)} "
            for i in scene.window("before", at)
            if scene.contributions[i].side != side
            for _, sentence in scene.sentences(i)
        ]
        places: dict[str, Place] = {}
        for placed in scene.hits(at, self.signals):
            term = placed.hit.value
            known = any(f" {term} " in sentence for sentence in said)
            if not known and not any(scene.recognised(placed.turn).of(self.explained)):
                places.setdefault(term, Place(placed.turn, placed.hit.span, placed.hit.signal))
        if len(places) < self.at_least:
            return None
        return Match(tuple(places.values()), {"value": ", ".join(places), "count": str(len(places))})


def build(node: Node) -> Condition:
    """Return the condition that a node says."""
    inner = node.inside("new_term")
    inner.check.only(*_INNER)
    return _NewTerm(
        inner.signal_names("signal"),
        int(inner.check.number("at_least", 1)),
        inner.signal_names("explained", required=False),
    )
