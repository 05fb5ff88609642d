"""same_value: a signal here with a value that another signal had elsewhere (asked for: what was already given)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from csmistakes.judging.condition import Condition, Match, Need, Node, Place
from csmistakes.judging.contribution import speaks
from csmistakes.judging.scene import PAST, REACH, Scene

KIND = "same_value"
ABOUT = (
    "`same_value: {signal: asks, as: gives}`: a signal here whose value one of the signals `as` had `in` a "
    "window (default: before), said `by` someone; only after the last signal `since`; with `other: true`, the "
    "same key with another value and not with that one (values written key=value)."
)
KEYS = ("same_value",)
_INNER = ("signal", "as", "in", "by", "other", "within", "since")


@dataclass(frozen=True, slots=True)
class _SameValue(Condition):
    signals: tuple[str, ...]
    earlier: tuple[str, ...]
    window: str
    by: str
    other: bool
    within: int
    since: tuple[str, ...]

    @property
    def needs(self) -> tuple[Need, ...]:
        return Need(frozenset(self.signals), here=True), Need(frozenset(self.earlier), here=False)

    def meet(self, scene: Scene, at: int) -> Match | None:
        mine = list(scene.hits(at, self.signals))
        if not mine:
            return None
        values = self._values(scene, at, {placed.hit.value.partition("=")[0] for placed in mine})
        kept = {placed.hit.value for placed in mine} if self.other else set()
        for placed in mine:
            key, _, value = placed.hit.value.partition("=")
            if key not in values or not key or f"{key}={values[key]}" in kept:
                continue
            if (values[key] != value) == self.other:
                return Match((Place(placed.turn, placed.hit.span, placed.hit.signal),), {"value": key})
        return None

    def foreseen(self, scene: Scene, at: int) -> bool | None:
        return False if self.window in PAST and next(self._given(scene, at), None) is None else None

    def _values(self, scene: Scene, at: int, keys: set[str]) -> dict[str, str]:
        """Return what was said of `keys`; later words win."""
        values: dict[str, str] = {}
        for key, value in self._given(scene, at):
            values.setdefault(key, value)
            if keys <= values.keys():
                break
        return values

    def _given(self, scene: Scene, at: int) -> Iterator[tuple[str, str]]:
        """Yield each key with its value, the latest first, as far back as the last signal `since`."""
        for i in reversed(scene.having((*self.earlier, *self.since), self.window, at)):
            counts = speaks(scene.contributions[i], self.by) and abs(i - at) <= self.within
            for placed in reversed(list(scene.hits(i, (*self.earlier, *self.since)))):
                if placed.hit.signal in self.since:
                    return
                if counts:
                    key, _, value = placed.hit.value.partition("=")
                    yield key, value


def build(node: Node) -> Condition:
    """Return the condition that a node says."""
    inner = node.inside("same_value")
    inner.check.only(*_INNER)
    return _SameValue(
        signals=inner.signal_names("signal"),
        earlier=inner.signal_names("as"),
        window=inner.window(default="before"),
        by=inner.by(),
        other=inner.check.flag("other"),
        since=inner.signal_names("since", required=False),
        within=inner.check.count("within", 0) if "within" in inner.check.data else REACH,
    )
