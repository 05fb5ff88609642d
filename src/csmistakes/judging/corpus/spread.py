"""spread: one agent makes mistakes of the named rules in several conversations."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from csmistakes.catalogue.model import Rule
from csmistakes.finding import Evidence
from csmistakes.judging.condition import Node
from csmistakes.judging.corpus.judge import Observer, agent_of
from csmistakes.judging.engine import Verdict
from csmistakes.judging.scene import Scene

KIND = "spread"
ABOUT = (
    "`spread: {rules: [slugs], evidence: [signals], conversations: n, at_least: k, share: s}`: one named agent "
    "has verdicts of these rules, or says one of the `evidence` signals, in at least k conversations and in a "
    "share s of the own ones. Silent on agents with fewer than n conversations."
)


class _Spread:
    def __init__(self, node: Node, rule: Rule) -> None:
        node.check.only("rules", "evidence", "conversations", "at_least", "share")
        self.rule = rule
        self.needs = frozenset(node.check.texts("rules", required=True))
        self.signals = node.signal_names("evidence", required=False)
        self.minimum = int(node.check.number("conversations", 4))
        self.at_least = int(node.check.number("at_least", 3))
        self.share = node.check.number("share", 0.3)
        self.served: Counter[str] = Counter()
        self.slips: dict[str, list[Evidence]] = defaultdict(list)
        self.kinds: dict[str, Counter[str]] = defaultdict(Counter)

    def observe(self, scene: Scene, verdicts: Sequence[Verdict]) -> None:
        agents = {
            name for c in scene.contributions if c.role.value == "agent" and (name := agent_of(scene, c.turns[0]))
        }
        self.served.update(agents)
        first: dict[str, int] = {}
        for turn, what in self._slips(scene, verdicts):
            name = agent_of(scene, turn)
            if name is not None and name in agents:
                first[name] = min(turn + 1, first.get(name, turn + 1))
                self.kinds[name][what] += 1
        for name, turn in first.items():
            self.slips[name].append(Evidence(scene.conversation.path, scene.conversation.id, turn))

    def _slips(self, scene: Scene, verdicts: Sequence[Verdict]) -> Iterator[tuple[int, str]]:
        for verdict in verdicts:
            if verdict.rule.slug in self.needs and scene.conversation.turns[verdict.turn].role.value == "agent":
                yield verdict.turn, verdict.rule.slug
        for contribution in scene.contributions:
            if contribution.role.value == "agent":
                for placed in scene.hits(contribution.index, self.signals):
                    yield placed.turn, placed.hit.signal

    def speak(self) -> Iterator[tuple[str | None, str, tuple[Evidence, ...]]]:
        judged = sorted(name for name, count in self.served.items() if count >= self.minimum)
        if not judged:
            yield None, f"{self.rule.slug}: no named agent has {self.minimum} conversations", ()
            return
        for name in judged:
            evidence = self.slips[name]
            if len(evidence) >= self.at_least and len(evidence) >= self.share * self.served[name]:
                kinds = ", ".join(kind for kind, _ in self.kinds[name].most_common(4))
                words = {
                    "count": str(len(evidence)),
                    "value": kinds,
                    "words": str(self.served[name]),
                    "quote": name,
                    "minutes": "",
                }
                yield name, self.rule.message.format_map(words), tuple(evidence)


def build(node: Node, rule: Rule) -> Observer:
    """Return the observer that a node says."""
    return _Spread(node, rule)
