"""What a condition is, and how the conditions of rules are built from YAML by their kinds.

A kind is a module of judging/conditions/ with KIND (its key in YAML), ABOUT (a sentence for the docs), KEYS (what may
stand beside or under it) and `build`. The set is closed and small; a new rule almost never needs a new one.
"""

from __future__ import annotations

import importlib
import pkgutil
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Protocol, cast

from csmistakes.catalogue.schema import Checker
from csmistakes.conversation import Span
from csmistakes.errors import did_you_mean
from csmistakes.judging.scene import WINDOWS, Scene
from csmistakes.recognition.builtin import BUILTIN

BY = ("any", "agent", "customer", "person", "bot")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a condition was met: the turn (from 0), the span in it, and the signal found there ("" for none)."""

    turn: int
    span: Span
    signal: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A condition met: where, and the words that a message may name ({count}, {value} …)."""

    places: tuple[Place, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)

    def __add__(self, other: Match) -> Match:
        return Match(self.places + other.places, {**other.words, **self.words})


MET = Match()


@dataclass(frozen=True, slots=True)
class Need:
    """One of `signals` must be found in the contribution that is judged, or, not `here`, anywhere: else no match."""

    signals: frozenset[str]
    here: bool


class Condition(ABC):
    """A condition of a rule, ready to be asked."""

    @property
    def needs(self) -> tuple[Need, ...]:
        """What must all be there for the condition to be met at all, so that it need not be asked in vain."""
        return ()

    @abstractmethod
    def meet(self, scene: Scene, at: int) -> Match | None:
        """Return how the condition is met for contribution `at`, or None."""

    def foreseen(self, scene: Scene, at: int) -> bool | None:  # noqa: ARG002  (open unless a kind knows better)
        """Return what is settled before contribution `at` is said: met, not met, or None for still open."""
        return None

    def possible(self, scene: Scene, at: int) -> bool:
        """Whether what came before leaves it possible: the same as `foreseen`, asked no further than needed."""
        return self.foreseen(scene, at) is not False

    def narrowed(self, scenes: Sequence[Scene]) -> Condition:  # noqa: ARG002  (nothing to leave out)
        """Return the condition without what cannot be met at a first contribution.

        Of that, as much is known before it is said as in one of `scenes`; there it is met as before.
        """
        return self


class Gate:
    """A condition behind what it needs: asked only where all of that is there."""

    def __init__(self, condition: Condition) -> None:
        self.condition = condition
        needs = condition.needs
        self._anywhere = tuple(need.signals for need in needs)
        self._here = tuple(need.signals for need in needs if need.here)
        # signals of which one must be there: of the needs, that which is met least often
        self.key = min(self._anywhere, key=_commonness, default=None)

    def opens(self, scene: Scene) -> bool:
        """Whether the condition could be met in a conversation."""
        present = scene.present
        return not any(map(present.isdisjoint, self._anywhere))

    def opens_at(self, scene: Scene, at: int) -> bool:
        """Whether the condition could be met at contribution `at` of a conversation in which the gate opens."""
        present = scene.present_at(at)
        return not any(map(present.isdisjoint, self._here))


def _commonness(signals: frozenset[str]) -> tuple[bool, int]:
    return not signals.isdisjoint(BUILTIN), len(signals)  # a built-in signal may be anywhere


class Node:
    """One condition as written, with checked access to its keys and a way to build the conditions inside it."""

    def __init__(self, check: Checker, signals: frozenset[str]) -> None:
        self.check = check
        self.signals = signals

    def signal_names(self, key: str, *, required: bool = True) -> tuple[str, ...]:
        """Return the signals named under `key`; complain about unknown ones."""
        names = self.check.texts(key, required=required)
        for name in names:
            if name not in self.signals:
                self.check.complain(f"unknown signal “{name}”", key, did_you_mean(name, sorted(self.signals)))
        return names

    def window(self, key: str = "in", default: str = "here") -> str:
        """Return the window named under `key`."""
        return self.check.one_of(key, tuple(WINDOWS), default)

    def by(self) -> str:
        """Return who must speak."""
        return self.check.one_of("by", BY, "any")

    def children(self, key: str) -> tuple[Condition, ...]:
        """Return the conditions listed under `key`."""
        items = self.check.data.get(key)
        if not isinstance(items, list) or not items:
            self.check.complain(f"“{key}” must be a list of conditions", key)
            return ()
        return tuple(self._child(item, f"{key}.{k}") for k, item in enumerate(items))

    def child(self, key: str) -> Condition:
        """Return the condition under `key`."""
        return self._child(self.check.data.get(key), key)

    def inside(self, key: str) -> Node:
        """Return the mapping under `key` as a node."""
        return Node(self.check.inside(key), self.signals)

    def _child(self, item: object, key: str) -> Condition:
        if isinstance(item, str):
            item = {"signal": item}
        data = item if isinstance(item, dict) else {}
        prefix = f"{self.check.prefix}.{key}".strip(".")
        return build(Node(Checker(self.check.file, self.check.problems, data, prefix), self.signals))


class KindModule(Protocol):
    """What a module of judging/conditions/ must have."""

    KIND: str
    ABOUT: str
    KEYS: Sequence[str]
    build: Callable[[Node], Condition]


@cache
def kinds() -> Mapping[str, KindModule]:
    """Return the kinds of condition by their key, found by walking the package."""
    from csmistakes.judging import conditions  # noqa: PLC0415  (the modules there import this one)

    found: dict[str, KindModule] = {}
    for module in sorted(pkgutil.iter_modules(conditions.__path__), key=lambda module: module.name):
        loaded = importlib.import_module(f"{conditions.__name__}.{module.name}")
        for name in ("KIND", "ABOUT", "KEYS", "build"):
            if not hasattr(loaded, name):
                raise TypeError(f"{loaded.__file__}: a kind of condition needs {name}")
        found[loaded.KIND] = cast("KindModule", loaded)
    return found


class _Never(Condition):
    """Stands in for a condition that could not be built; the problem is noted, so it is never asked."""

    def meet(self, _scene: Scene, _at: int) -> Match | None:
        return None

    def foreseen(self, _scene: Scene, _at: int) -> bool | None:
        return False


def build(node: Node) -> Condition:
    """Return the condition that a node says; complain in its checker where it says none."""
    named = [key for key in node.check.data if key in kinds()]
    if len(named) != 1:
        known = ", ".join(kinds())
        what = "names no kind" if not named else f"names several kinds ({', '.join(named)})"
        guess = next((advice for key in node.check.data if (advice := did_you_mean(str(key), tuple(kinds())))), None)
        node.check.complain(f"this condition {what}", advice=guess or f"kinds are: {known}")
        return _Never()
    module = kinds()[named[0]]
    node.check.only(*module.KEYS)
    return module.build(node)
