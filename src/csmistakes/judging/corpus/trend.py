"""trend: over time, an agent's rate of a mistake does not fall."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from sys import intern

from csmistakes.catalogue.model import Rule
from csmistakes.conversation import Conversation
from csmistakes.judging.condition import Node
from csmistakes.judging.corpus.observer import (
    MAX_EVIDENCE,
    Conversed,
    Note,
    Observer,
    Part,
    Place,
    Said,
    Tally,
    Told,
    agent_of,
    agents_of,
)
from csmistakes.judging.corpus.shape import Shape
from csmistakes.judging.engine import Verdict
from csmistakes.judging.messages import fill
from csmistakes.judging.scene import Scene

KIND = "trend"
ABOUT = (
    "`trend: {conversations: n, at_least: k, share: s}`: an agent's n or more dated conversations are put in order and "
    "cut into an earlier and a later half; the rate of conversations with the same mistake in the later half is not "
    "below that in the earlier one, and it was made in at least k conversations and a share s of them. Silent where "
    "conversations have no `started`, or an agent has fewer."
)
ENOUGH = {"conversations": 2, "at_least": 2, "share": 0}
_NONE: Mapping[str, int] = {}  # one for all conversations that went well
_EPOCH = 10**8  # a time above it is a date, below it an offset within the conversation


@dataclass(frozen=True, slots=True)
class _Served:
    started: float
    path: str
    conversation: str
    mistakes: Mapping[str, int]  # slug to the first turn, from 1


class _Trend:
    needs: frozenset[str] | None = None
    shape: Shape = {"started": float | int | None, "agents": {str: {str: int}}}  # noqa: RUF012  (never written to)

    def __init__(self, node: Node, rule: Rule) -> None:
        node.check.only("conversations", "at_least", "share")
        self.rule = rule
        self.minimum = node.check.count("conversations", 8)
        self.at_least = node.check.count("at_least", 4)
        self.share = node.check.number("share", 0.25)

    def note(self, scene: Scene, verdicts: Sequence[Verdict]) -> Note:
        agents: dict[str, dict[str, int]] = {name: {} for name in sorted(agents_of(scene))}
        for verdict in verdicts:
            name = agent_of(scene, verdict.turn)
            if name in agents:
                agents[name].setdefault(verdict.rule.slug, verdict.turn + 1)
        return {"started": _started(scene.conversation), "agents": agents}

    def parts(self, place: Conversed, note: Note) -> Iterator[tuple[str, Part]]:
        if note["started"] is not None:
            for name, mistakes in note["agents"].items():
                yield name, (note["started"], place.path, place.conversation, mistakes)

    def tally(self, key: str) -> Tally:
        return _Agent(self, key)

    def speak(self, told: Mapping[str, Told], _conversations: int) -> Iterator[Said]:
        if not told:
            yield None, f"{self.rule.slug}: no named agent has {self.minimum} conversations with a date", ()
        for said in told.values():
            yield from said


@dataclass(slots=True)
class _Agent:
    """The dated conversations of one agent."""

    trend: _Trend
    name: str
    served: list[_Served] = field(default_factory=list)
    is_faint = False

    def add(self, part: Part) -> None:
        started, path, conversation, mistakes = part
        found = {intern(slug): turn for slug, turn in mistakes.items()} if mistakes else _NONE
        self.served.append(_Served(started, intern(path), conversation, found))

    def told(self, _conversations: int) -> Sequence[Said] | None:
        if len(self.served) < self.trend.minimum:
            return None
        served = sorted(self.served, key=lambda one: (one.started, one.path, one.conversation))
        slugs = sorted({slug for one in served for slug in one.mistakes})
        return [said for slug in slugs for said in self._judged(slug, served)]

    def _judged(self, slug: str, served: list[_Served]) -> Iterator[Said]:
        half = len(served) // 2
        rest = len(served) - half
        early = sum(slug in one.mistakes for one in served[:half])
        late = sum(slug in one.mistakes for one in served[half:])
        enough = max(self.trend.at_least, self.trend.share * len(served))
        if early + late < enough or late / rest < early / half:
            return
        met = (one for one in served if slug in one.mistakes)
        places = [Place(one.path, one.conversation, one.mistakes[slug]) for one in islice(met, MAX_EVIDENCE)]
        count = f"{early} of {half}, then {late} of {rest}"
        words = {"quote": self.name, "value": slug, "count": count, "words": str(len(served))}
        yield f"{self.name}: {slug}", fill(self.trend.rule.message, words), places


def _started(conversation: Conversation) -> float | None:
    """Return when a conversation began: `started`, else the first turn's time where that is a date."""
    if conversation.started is not None:
        return conversation.started
    first = next((turn.time for turn in conversation.turns if turn.time is not None), None)
    return first if first is not None and first > _EPOCH else None


def build(node: Node, rule: Rule) -> Observer:
    """Return the observer that a node says."""
    return _Trend(node, rule)
