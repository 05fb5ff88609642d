"""trend: over time, an agent's rate of a mistake does not fall."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from sys import intern

from csmistakes.catalogue.model import Rule
from csmistakes.conversation import Conversation
from csmistakes.finding import Evidence
from csmistakes.judging.condition import Node
from csmistakes.judging.corpus.judge import Conversed, Note, Observer, agent_of, agents_of
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
        self.served: dict[str, list[_Served]] = defaultdict(list)

    def note(self, scene: Scene, verdicts: Sequence[Verdict]) -> Note:
        agents: dict[str, dict[str, int]] = {name: {} for name in sorted(agents_of(scene))}
        for verdict in verdicts:
            name = agent_of(scene, verdict.turn)
            if name in agents:
                agents[name].setdefault(verdict.rule.slug, verdict.turn + 1)
        return {"started": _started(scene.conversation), "agents": agents}

    def take(self, place: Conversed, note: Note) -> None:
        if note["started"] is None:
            return
        for name, mistakes in note["agents"].items():
            found = {intern(slug): turn for slug, turn in mistakes.items()} if mistakes else _NONE
            self.served[name].append(_Served(note["started"], intern(place.path), place.conversation, found))

    def speak(self) -> Iterator[tuple[str | None, str, tuple[Evidence, ...]]]:
        judged = sorted(name for name, served in self.served.items() if len(served) >= self.minimum)
        if not judged:
            yield None, f"{self.rule.slug}: no named agent has {self.minimum} conversations with a date", ()
        for name in judged:
            served = sorted(self.served[name], key=lambda one: (one.started, one.path, one.conversation))
            for slug in sorted({slug for one in served for slug in one.mistakes}):
                yield from self._judge(name, slug, served)

    def _judge(self, name: str, slug: str, served: list[_Served]) -> Iterator[tuple[str, str, tuple[Evidence, ...]]]:
        half = len(served) // 2
        rest = len(served) - half
        early = sum(slug in one.mistakes for one in served[:half])
        late = sum(slug in one.mistakes for one in served[half:])
        if early + late < max(self.at_least, self.share * len(served)) or late / rest < early / half:
            return
        evidence = tuple(
            Evidence(one.path, one.conversation, one.mistakes[slug]) for one in served if slug in one.mistakes
        )
        count = f"{early} of {half}, then {late} of {rest}"
        words = {"quote": name, "value": slug, "count": count, "words": str(len(served))}
        yield f"{name}: {slug}", fill(self.rule.message, words), evidence


def _started(conversation: Conversation) -> float | None:
    """Return when a conversation began: `started`, else the first turn's time where that is a date."""
    if conversation.started is not None:
        return conversation.started
    first = next((turn.time for turn in conversation.turns if turn.time is not None), None)
    return first if first is not None and first > _EPOCH else None


def build(node: Node, rule: Rule) -> Observer:
    """Return the observer that a node says."""
    return _Trend(node, rule)
