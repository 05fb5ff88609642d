"""trend: over time, an agent's rate of a mistake does not fall."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from csmistakes.catalogue.model import Rule
from csmistakes.conversation import Conversation
from csmistakes.finding import Evidence
from csmistakes.judging.condition import Node
from csmistakes.judging.corpus.judge import Observer, agent_of
from csmistakes.judging.engine import Verdict
from csmistakes.judging.scene import Scene

KIND = "trend"
ABOUT = (
    "`trend: {conversations: n, at_least: k}`: an agent's n or more dated conversations are put in order and cut "
    "into an earlier and a later half; the rate of conversations with the same mistake in the later half is not "
    "below that in the earlier one, and it was made in at least k conversations, in both halves. Silent where "
    "conversations have no `started`, or an agent has fewer."
)


@dataclass(frozen=True, slots=True)
class _Served:
    started: float
    slugs: frozenset[str]
    evidence: Evidence
    turns: dict[str, int]


class _Trend:
    needs: frozenset[str] = frozenset()

    def __init__(self, node: Node, rule: Rule) -> None:
        node.check.only("conversations", "at_least")
        self.rule = rule
        self.minimum = int(node.check.number("conversations", 8))
        self.at_least = int(node.check.number("at_least", 4))
        self.served: dict[str, list[_Served]] = defaultdict(list)

    def observe(self, scene: Scene, verdicts: Sequence[Verdict]) -> None:
        started = _started(scene.conversation)
        if started is None:
            return
        agents = {
            name for c in scene.contributions if c.role.value == "agent" and (name := agent_of(scene, c.turns[0]))
        }
        for name in agents:
            turns: dict[str, int] = {}
            for verdict in verdicts:
                if agent_of(scene, verdict.turn) == name:
                    turns.setdefault(verdict.rule.slug, verdict.turn + 1)
            place = Evidence(scene.conversation.path, scene.conversation.id, 1)
            self.served[name].append(_Served(started, frozenset(turns), place, turns))

    def speak(self) -> Iterator[tuple[str | None, str, tuple[Evidence, ...]]]:
        judged = sorted(name for name, served in self.served.items() if len(served) >= self.minimum)
        if not judged:
            yield None, f"{self.rule.slug}: no named agent has {self.minimum} conversations with a date", ()
        for name in judged:
            served = sorted(self.served[name], key=lambda one: (one.started, one.evidence.conversation))
            for slug in sorted(frozenset().union(*(one.slugs for one in served))):
                yield from self._judge(name, slug, served)

    def _judge(self, name: str, slug: str, served: list[_Served]) -> Iterator[tuple[str, str, tuple[Evidence, ...]]]:
        half = len(served) // 2
        early = sum(slug in one.slugs for one in served[:half])
        late = sum(slug in one.slugs for one in served[half:])
        if early + late < self.at_least or not early or late / (len(served) - half) < early / half:
            return
        evidence = tuple(
            Evidence(one.evidence.path, one.evidence.conversation, one.turns[slug])
            for one in served
            if slug in one.slugs
        )
        rates = f"{early} of {half}, then {late} of {len(served) - half}"
        words = {"quote": name, "value": slug, "count": rates, "words": str(len(served)), "minutes": ""}
        yield f"{name}: {slug}", self.rule.message.format_map(words), evidence


def _started(conversation: Conversation) -> float | None:
    """Return when a conversation began: `started`, else the first turn's time where that is a date rather than an offset."""
    if conversation.started is not None:
        return conversation.started
    first = next((turn.time for turn in conversation.turns if turn.time is not None), None)
    return first if first is not None and first > 10**8 else None


def build(node: Node, rule: Rule) -> Observer:
    """Return the observer that a node says."""
    return _Trend(node, rule)
