"""The worst and the best conversations, picked while all go by; only so many are ever remembered."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field

from csmistakes.scoring.rows import Record

Rank = tuple[float, int, int, int]  # the highest ranks stay; no two are alike, so that records are never compared


@dataclass(slots=True)
class Picks:
    """The `most` worst and the `most` best of the conversations that have a score."""

    most: int
    _seen: int = 0
    _worst: list[tuple[Rank, Record]] = field(default_factory=list)
    _best: list[tuple[Rank, Record]] = field(default_factory=list)

    def add(self, record: Record) -> None:
        """Take in a conversation. Of those alike in score, the first stay.

        Before that, of bad ones those with most findings; of good ones those where most could have gone wrong.
        """
        score = record.conversation.score
        if score is None:
            return
        self._seen += 1
        findings = len(record.findings)
        chances = sum(row.opportunities for row in record.opportunities)
        if score < 100:
            self._keep(self._worst, (-score, findings, 0, -self._seen), record)
        self._keep(self._best, (score, -findings, chances, -self._seen), record)

    def _keep(self, heap: list[tuple[Rank, Record]], rank: Rank, record: Record) -> None:
        if len(heap) < self.most:
            heapq.heappush(heap, (rank, record))
        elif heap and rank > heap[0][0]:
            heapq.heapreplace(heap, (rank, record))

    def worst(self) -> list[Record]:
        """Return the worst, the very worst first: half of all at most, so that none is among the best, too."""
        ranked = sorted(self._worst, key=lambda one: one[0], reverse=True)
        return [record for _, record in ranked[: (self._seen + 1) // 2]]

    def best(self) -> list[Record]:
        """Return the best, the very best first, without those that are among the worst."""
        bad = {_key(record) for record in self.worst()}
        ranked = sorted(self._best, key=lambda one: one[0], reverse=True)
        return [record for _, record in ranked if _key(record) not in bad]


def _key(record: Record) -> tuple[str, str]:
    return record.conversation.path, record.conversation.conversation
