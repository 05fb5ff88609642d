"""Where a signal of csmistakes and a strategy of ConvoKit find the same speech act in a turn, and where one does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from benchmarks.labelled import Labelled
from csmistakes.catalogue import Catalogue
from csmistakes.recognition.compiling import recogniser_of


@dataclass(frozen=True, slots=True)
class Agreement:
    """Turns in which both find it, only the one, and only the other."""

    both: int
    only_csmistakes: int
    only_convokit: int


class _HasStrategies(Protocol):
    def strategies(self, text: str) -> frozenset[str]: ...


def agreement(
    items: Sequence[Labelled],
    catalogue: Catalogue,
    detector: _HasStrategies,
    counterparts: Mapping[str, tuple[str, ...]],
) -> dict[str, Agreement]:
    """Return the counts for each signal that the catalogue has."""
    recognise = recogniser_of(catalogue).recognise
    known = {signal.name for signal in catalogue.signals}
    counts = {signal: [0, 0, 0] for signal in counterparts if signal in known}
    for text in _texts(items):
        here, there = {hit.signal for hit in recognise(text).hits}, detector.strategies(text)
        for signal, count in counts.items():
            ours, theirs = signal in here, not there.isdisjoint(counterparts[signal])
            count[0] += ours and theirs
            count[1] += ours and not theirs
            count[2] += theirs and not ours
    return {signal: Agreement(*count) for signal, count in counts.items()}


def _texts(items: Sequence[Labelled]) -> Iterator[str]:
    return (turn.text for item in items for turn in item.conversation.turns)
