"""Contexts in which a phrase does not say what it seems to say, worked out once for all signals that ask for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise

from csmistakes.recognition.stream import Stream
from csmistakes.recognition.words import EDGES

_NEGATIONS = frozenset(
    """
    not never no nobody none without hardly nor neither
    """.split()
)
_CONDITIONS = frozenset(["if", "unless", "whether", "suppose", "supposing"])
_REPORTS = frozenset(
    """
    said says say told tells claimed claims stated wrote promised replied answered called
    """.split()
)
_OTHERS = frozenset(
    """
    he she they someone somebody guy lady colleague people agent rep bot email letter website site app page it
    """.split()
)


class Around:
    """A stream with the look-ups that guards need."""

    def __init__(self, stream: Stream) -> None:
        self.norms = stream.norms

    def before(self, first: int, count: int) -> tuple[str, ...]:
        """Return up to `count` words before word `first`, within the sentence."""
        start = first
        while start > 0 and first - start < count and self.norms[start - 1] not in EDGES:
            start -= 1
        return self.norms[start:first]


def negated(around: Around, first: int, _last: int) -> bool:
    """“not”, “never”, “no” … up to three words before, in the same sentence."""
    return not _NEGATIONS.isdisjoint(around.before(first, 3))


def hypothetical(around: Around, first: int, _last: int) -> bool:
    """“if”, “in case”, “unless” or “whether” up to eight words before, or “would have” just before."""
    before = around.before(first, 8)
    in_case = any(pair == ("in", "case") for pair in pairwise(before))
    return in_case or not _CONDITIONS.isdisjoint(before) or before[-2:] == ("would", "have")


def reported(around: Around, first: int, _last: int) -> bool:
    """Somebody else's words: “he said …”, “your colleague told me …” up to five words before."""
    before = around.before(first, 5)
    return not _REPORTS.isdisjoint(before) and not _OTHERS.isdisjoint(around.before(first, 9))


GUARDS: Mapping[str, Callable[[Around, int, int], bool]] = {
    "negated": negated,
    "hypothetical": hypothetical,
    "reported": reported,
}
