"""recurs: one issue comes back from different customers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from csmistakes.catalogue.model import Rule
from csmistakes.finding import Evidence
from csmistakes.judging.condition import Node
from csmistakes.judging.corpus.judge import Observer
from csmistakes.judging.engine import Verdict
from csmistakes.judging.scene import Scene

KIND = "recurs"
ABOUT = (
    "`recurs: {problem: [signals], known: [signals], conversations: n, at_least: k, share: s}`: two content words "
    "that customers use together in a sentence with a `problem` signal in at least k conversations, and s of all; "
    "with an agent's `known` signal (“it's a known issue”) in one of them, two fewer are enough. Silent below n "
    "conversations."
)
_MAX_WORDS = 14  # of one problem sentence: enough to name an issue, and few enough pairs to remember


class _Recurs:
    needs: frozenset[str] = frozenset()

    def __init__(self, node: Node, rule: Rule) -> None:
        node.check.only("problem", "known", "conversations", "at_least", "share")
        self.rule = rule
        self.problem = node.signal_names("problem")
        self.known = node.signal_names("known")
        self.minimum = int(node.check.number("conversations", 8))
        self.at_least = int(node.check.number("at_least", 4))
        self.share = node.check.number("share", 0.05)
        self.conversations = 0
        self.issues: dict[tuple[str, str], list[Evidence]] = defaultdict(list)
        self.admitted: Counter[tuple[str, str]] = Counter()

    def observe(self, scene: Scene, _verdicts: Sequence[Verdict]) -> None:
        self.conversations += 1
        told: dict[tuple[str, str], int] = {}
        admitted = False
        for contribution in scene.contributions:
            if contribution.side == "agent":
                admitted = admitted or any(True for _ in scene.hits(contribution.index, self.known))
            elif contribution.side == "customer":
                for turn in contribution.turns:
                    for pair in self._pairs(scene, turn):
                        told.setdefault(pair, turn + 1)
        for pair, turn in told.items():
            self.issues[pair].append(Evidence(scene.conversation.path, scene.conversation.id, turn))
            self.admitted[pair] += admitted

    def _pairs(self, scene: Scene, turn: int) -> Iterator[tuple[str, str]]:
        spans = [hit.span for hit in scene.recognised(turn).of(self.problem)]
        for sentence in scene.facts(turn).sentences:
            if any(span.start < sentence.span.end and sentence.span.start < span.end for span in spans):
                words = sorted(word for word in sentence.content if word.isalpha())[:_MAX_WORDS]
                yield from combinations(words, 2)

    def speak(self) -> Iterator[tuple[str | None, str, tuple[Evidence, ...]]]:
        if self.conversations < self.minimum:
            yield (
                None,
                f"{self.rule.slug}: needs at least {self.minimum} conversations, there are {self.conversations}",
                (),
            )
            return
        enough = max(self.at_least, self.share * self.conversations)
        spoken: set[Evidence] = set()
        for pair, evidence in sorted(self.issues.items(), key=lambda issue: (-len(issue[1]), issue[0])):
            if (
                len(evidence) < enough - 2 * bool(self.admitted[pair])
                or len(spoken.intersection(evidence)) > len(evidence) / 2
            ):
                continue
            spoken.update(evidence)
            words = {
                "count": str(len(evidence)),
                "value": " / ".join(pair),
                "words": str(self.conversations),
                "quote": "",
                "minutes": "",
            }
            yield " / ".join(pair), self.rule.message.format_map(words), tuple(evidence)


def build(node: Node, rule: Rule) -> Observer:
    """Return the observer that a node says."""
    return _Recurs(node, rule)
