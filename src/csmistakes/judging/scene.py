"""A conversation as the judge sees it: contributions in order, and windows on them relative to the one being judged."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from csmistakes.conversation import Conversation, Span
from csmistakes.judging.contribution import contributions_of
from csmistakes.recognition.facts import Facts, Hit, Sentence

if TYPE_CHECKING:
    from csmistakes.recognition.recogniser import Recognised

FILLER = "filler"  # the signal whose phrases keep a line warm and say nothing: "one moment", "hi", "ok"
WINDOWS: Mapping[str, str] = {
    "here": "the contribution that is judged",
    "asked": "what the other side said since this side last said something of substance",
    "reply": "what the other side says next, up to this side's next word",
    "previous": "this side's last contribution of substance",
    "before": "everything before",
    "after": "everything after",
    "so-far": "everything before, and here",
    "from-here": "here, and everything after",
    "all": "the whole conversation",
}

REACH = 250  # contributions: what was said so long ago, or is said so much later, has no part in what is judged

PAST = frozenset({"asked", "previous", "before"})  # windows that are settled before the contribution is said


@dataclass(frozen=True, slots=True)
class Placed:
    """A hit and the turn it stands in."""

    turn: int
    hit: Hit


class Scene:
    """One conversation with all that was recognised in it."""

    def __init__(self, conversation: Conversation, recognise: Callable[[str], Recognised]) -> None:
        self.conversation = conversation
        self._recognise = recognise
        self._recognised: dict[int, Recognised] = {}
        self.contributions = tuple(contributions_of(conversation))
        self._spoken = [c.index for c in self.contributions if c.side != "system"]
        self._having: dict[tuple[str, ...], list[int]] = {}
        self._notes: dict[int, tuple[object, dict[Any, Any]]] = {}

    def notes(self, of: object) -> dict[Any, Any]:
        """Return what `of`, a condition, has noted about this conversation, to be read and written by it alone."""
        return self._notes.setdefault(id(of), (of, {}))[1]  # holding `of`, so that nothing else gets its id

    def recognised(self, turn: int) -> Recognised:
        """Return what was recognised in the turn at position `turn`."""
        known = self._recognised.get(turn)
        if known is None:
            known = self._recognised[turn] = self._recognise(self.conversation.turns[turn].text)
        return known

    @cached_property
    def present(self) -> frozenset[str]:
        """The signals that are found anywhere in the conversation."""
        return frozenset().union(*self._present)

    def present_at(self, index: int) -> frozenset[str]:
        """Return the signals that are found in contribution `index`."""
        return self._present[index]

    @cached_property
    def _present(self) -> tuple[frozenset[str], ...]:
        return tuple(
            frozenset().union(*(self.recognised(turn).present for turn in contribution.turns))
            for contribution in self.contributions
        )

    def facts(self, turn: int) -> Facts:
        """Return the facts of a turn."""
        return self.recognised(turn).facts

    def hits(self, index: int, signals: Sequence[str]) -> Iterator[Placed]:
        """Yield the hits of `signals` in contribution `index`, in order."""
        for turn in self.contributions[index].turns:
            for hit in self.recognised(turn).of(signals):
                yield Placed(turn, hit)

    def sentences(self, index: int) -> Iterator[tuple[int, Sentence]]:
        """Yield the sentences of contribution `index` with their turns."""
        for turn in self.contributions[index].turns:
            for sentence in self.facts(turn).sentences:
                yield turn, sentence

    def words(self, index: int) -> int:
        """Return the number of words of contribution `index`."""
        return sum(self.facts(turn).words for turn in self.contributions[index].turns)

    def content(self, index: int) -> frozenset[str]:
        """Return the stems that contribution `index` is about."""
        return frozenset().union(*(self.facts(turn).content for turn in self.contributions[index].turns))

    def time(self, turn: int) -> float | None:
        """Return the time of a turn in seconds, where the transcript gives it."""
        return self.conversation.turns[turn].time

    @cached_property
    def ends(self) -> Mapping[str, tuple[int, int]]:
        """The first and the last contribution of each side that speaks."""
        ends: dict[str, tuple[int, int]] = {}
        for contribution in self.contributions:
            first = ends.get(contribution.side, (contribution.index, 0))[0]
            ends[contribution.side] = (first, contribution.index)
        return ends

    @cached_property
    def _fillers(self) -> tuple[bool, ...]:
        return tuple(self._only_fills(contribution.index) for contribution in self.contributions)

    def is_filler(self, index: int) -> bool:
        """Whether a contribution only keeps the line warm, so that it answers nothing yet."""
        return self._fillers[index]

    def _only_fills(self, index: int) -> bool:
        words = self.words(index)
        if words == 0:
            return True
        if words > 25:
            return False
        covered = 0
        for turn in self.contributions[index].turns:
            spans = [hit.span for hit in self.recognised(turn).of((FILLER,))]
            text = self.conversation.turns[turn].text
            covered += sum(len(text[span.start : span.end].split()) for span in spans)
        return covered >= max(1, words - 1)

    def mark(self, index: int) -> tuple[int, Span]:
        """Return where a finding about a contribution as a whole stands: its first turn that is not filler."""
        turns = self.contributions[index].turns
        for turn in turns:
            facts = self.facts(turn)
            filled = sum(hit.span.end - hit.span.start for hit in self.recognised(turn).of((FILLER,)))
            if facts.words and filled < 0.6 * (facts.span.end - facts.span.start):
                return turn, facts.span
        return turns[0], self.facts(turns[0]).span

    def window(self, name: str, at: int, within: int = REACH) -> Sequence[int]:
        """Return the contributions of a window, at most `within` away, in order; system lines are left out."""
        return self._near(name, at, within) if name in _NEAR else self._within(self._spoken, name, at, within)

    def having(self, signals: Sequence[str], window: str, at: int, within: int = REACH) -> Sequence[int]:
        """Return those contributions of a window that hold any of `signals`, without looking at the others."""
        if window in _NEAR:
            return [i for i in self._near(window, at, within) if self._holds(i, signals)]
        key = tuple(signals)
        found = self._having.get(key)
        if found is None:
            found = [i for i in self._spoken if self._holds(i, key)]
            self._having[key] = found
        return self._within(found, window, at, within)

    def _holds(self, index: int, signals: Sequence[str]) -> bool:
        if self._present[index].isdisjoint(signals):
            return False
        return any(self.recognised(turn).has(signals) for turn in self.contributions[index].turns)

    def _near(self, name: str, at: int, within: int) -> list[int]:
        near = _NEAR[name](self, at)
        return [i for i in near if abs(i - at) <= within and self.contributions[i].side != "system"]

    def _within(self, indexes: list[int], name: str, at: int, within: int) -> Sequence[int]:
        """Return those of `indexes`, sorted, that a window covers and that are at most `within` away."""
        low, high = _BOUNDS[name](at)
        return indexes[bisect_left(indexes, max(low, at - within)) : bisect_right(indexes, min(high, at + within))]

    def asked(self, at: int) -> list[int]:
        """Return the other side's contributions that contribution `at` answers."""
        side = self.contributions[at].side
        found: list[int] = []
        for i in range(at - 1, -1, -1):
            other = self.contributions[i]
            if other.side == side and not self.is_filler(i):
                break
            if other.side not in (side, "system"):
                found.append(i)
        return found[::-1]

    def reply(self, at: int) -> list[int]:
        """Return the other side's contributions between `at` and this side's next one."""
        side = self.contributions[at].side
        found: list[int] = []
        for i in range(at + 1, len(self.contributions)):
            other = self.contributions[i].side
            if other == side and (found or not self.is_filler(i)):
                break
            if other not in (side, "system"):
                found.append(i)
        return found

    def previous(self, at: int) -> list[int]:
        """Return the last contribution of substance of the same side before `at`."""
        side = self.contributions[at].side
        for i in range(at - 1, -1, -1):
            if self.contributions[i].side == side and not self.is_filler(i):
                return [i]
        return []


_NEAR: Mapping[str, Callable[[Scene, int], Sequence[int]]] = {
    "here": lambda _, at: [at],
    "asked": Scene.asked,
    "reply": Scene.reply,
    "previous": Scene.previous,
}
_END = 1 << 60  # behind every contribution
_BOUNDS: Mapping[str, Callable[[int], tuple[int, int]]] = {  # first and last contribution
    "before": lambda at: (0, at - 1),
    "after": lambda at: (at + 1, _END),
    "so-far": lambda at: (0, at),
    "from-here": lambda at: (at, _END),
    "all": lambda _: (0, _END),
}
