"""signal: how often any of the named signals is found in a window."""

from __future__ import annotations

from dataclasses import dataclass

from csmistakes.judging.condition import MET, Condition, Match, Need, Node, Place
from csmistakes.judging.contribution import speaks
from csmistakes.judging.scene import PAST, REACH, Placed, Scene

KIND = "signal"
ABOUT = (
    "Any of the named signals is found `in` a window (default: here), said `by` someone (default: any), "
    "`at_least` (1) and `at_most` so often; only with one of the `value`s; counting `distinct` values; `alone`: "
    "with hardly a word beside it; `within` so many contributions; `since` the last of these other signals, in "
    "the window or before it."
)
KEYS = ("signal", "in", "by", "at_least", "at_most", "value", "distinct", "alone", "within", "since")
_BESIDE = 3  # words that may stand beside a signal that is alone


@dataclass(frozen=True, slots=True)
class _Signal(Condition):
    signals: tuple[str, ...]
    window: str
    by: str
    at_least: int
    at_most: int | None
    values: tuple[str, ...]
    distinct: bool
    alone: bool
    within: int
    since: tuple[str, ...]

    @property
    def needs(self) -> tuple[Need, ...]:
        return (Need(frozenset(self.signals), self.window == "here"),) if self.at_least > 0 else ()

    def meet(self, scene: Scene, at: int) -> Match | None:
        found = self._found(scene, at)
        count = len({placed.hit.value for placed in found}) if self.distinct else len(found)
        if self.at_most is not None:
            return MET if self.at_least <= count <= self.at_most else None
        if count < self.at_least:
            return None
        places = tuple(Place(placed.turn, placed.hit.span, placed.hit.signal) for placed in found)
        return Match(places, {"count": str(count), "value": found[-1].hit.value if found else ""})

    def foreseen(self, scene: Scene, at: int) -> bool | None:
        return self.meet(scene, at) is not None if self.window in PAST else None

    def _found(self, scene: Scene, at: int) -> list[Placed]:
        holding = scene.having(self.signals, self.window, at, self.within)
        indexes = [i for i in holding if speaks(scene.contributions[i], self.by)]
        if self.alone:
            indexes = [i for i in indexes if self._is_alone(scene, i)]
        found = [placed for i in indexes for placed in scene.hits(i, self.signals)]
        if self.values:
            found = [placed for placed in found if placed.hit.value in self.values]
        return self._since(scene, at, found) if self.since and found else found

    def _since(self, scene: Scene, at: int, found: list[Placed]) -> list[Placed]:
        """Keep what stands behind the last of the `since` signals, in the window or before it."""
        window = scene.window(self.window, at)
        resetting = scene.having(self.since, "so-far", window[-1])
        if not resetting:
            return found
        latest = max((p.turn, p.hit.span.start) for p in scene.hits(resetting[-1], self.since))
        return [placed for placed in found if (placed.turn, placed.hit.span.start) > latest]

    def _is_alone(self, scene: Scene, index: int) -> bool:
        said = 0
        for placed in scene.hits(index, self.signals):
            text = scene.conversation.turns[placed.turn].text
            said += len(text[placed.hit.span.start : placed.hit.span.end].split())
        return said > 0 and scene.words(index) - said <= _BESIDE


def build(node: Node) -> Condition:
    """Return the condition that a node says."""
    check = node.check
    at_most = check.count("at_most", 0) if "at_most" in check.data else None
    at_least = check.count("at_least", 0 if at_most is not None else 1)
    if (at_most is not None and at_most < at_least) or (at_least == 0 and at_most is None):
        check.complain("this count is always or never met", "at_least")
    return _Signal(
        signals=node.signal_names("signal"),
        window=node.window(),
        by=node.by(),
        at_least=at_least,
        at_most=at_most,
        values=check.texts("value"),
        distinct=check.flag("distinct"),
        alone=check.flag("alone"),
        within=check.count("within", 0) if "within" in check.data else REACH,
        since=node.signal_names("since", required=False),
    )
