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
from csmistakes.recognition.content import stem

KIND = "recurs"
ABOUT = (
    "`recurs: {problem: [signals], known: [signals], conversations: n, at_least: k, share: s}`: two content words "
    "that customers use together in a sentence with a `problem` signal, at least k different customers, and a share s "
    "of the conversations; where an agent admits it with a `known` signal (“it's a known issue”) in one of those "
    "conversations, two fewer are enough. Silent below n conversations."
)
_MAX_WORDS = 14  # of one problem sentence: enough to name an issue, and few enough pairs to remember
_FEWER = 2  # reports that an admission stands for

_Pair = tuple[str, str]


class _Recurs:
    needs: frozenset[str] | None = frozenset()

    def __init__(self, node: Node, rule: Rule) -> None:
        node.check.only("problem", "known", "conversations", "at_least", "share")
        self.rule = rule
        self.problem = node.signal_names("problem")
        self.known = node.signal_names("known")
        self.minimum = int(node.check.number("conversations", 8))
        self.at_least = int(node.check.number("at_least", 4))
        self.share = node.check.number("share", 0.05)
        self.conversations = 0
        self.issues: dict[_Pair, list[Evidence]] = defaultdict(list)
        self.customers: dict[_Pair, set[str]] = defaultdict(set)
        self.admitted: Counter[_Pair] = Counter()
        self.spelt: dict[str, Counter[str]] = defaultdict(Counter)  # how the words behind a stem were written

    def observe(self, scene: Scene, _verdicts: Sequence[Verdict]) -> None:
        self.conversations += 1
        told: dict[_Pair, int] = {}
        admitted = False
        for contribution in scene.contributions:
            if contribution.side == "agent":
                admitted = admitted or any(True for _ in scene.hits(contribution.index, self.known))
            elif contribution.side == "customer":
                for turn in contribution.turns:
                    for pair in self._pairs(scene, turn):
                        told.setdefault(pair, turn)
        for pair, turn in told.items():
            self.admitted[pair] += admitted
            self._note(pair, scene, turn)

    def _note(self, pair: _Pair, scene: Scene, turn: int) -> None:
        """Count one conversation for a pair, unless the same customer was counted before."""
        conversation = scene.conversation
        customer = (conversation.customer or conversation.turns[turn].name or "").casefold()
        if customer and customer in self.customers[pair]:
            return
        self.customers[pair].add(customer)
        self.issues[pair].append(Evidence(conversation.path, conversation.id, turn + 1))

    def _pairs(self, scene: Scene, turn: int) -> Iterator[_Pair]:
        spans = [hit.span for hit in scene.recognised(turn).of(self.problem)]
        for sentence in scene.facts(turn).sentences:
            if not any(span.start < sentence.span.end and sentence.span.start < span.end for span in spans):
                continue
            words = sorted(word for word in sentence.content if word.isalpha())[:_MAX_WORDS]
            for word in sentence.words:
                if stem(word) in words:
                    self.spelt[stem(word)][word] += 1
            yield from combinations(words, 2)

    def speak(self) -> Iterator[tuple[str | None, str, tuple[Evidence, ...]]]:
        if self.conversations < self.minimum:
            reason = f"needs at least {self.minimum} conversations, there are {self.conversations}"
            yield None, f"{self.rule.slug}: {reason}", ()
            return
        enough = max(self.at_least, self.share * self.conversations)
        spoken: set[Evidence] = set()
        for pair, evidence in sorted(self.issues.items(), key=lambda issue: (-len(issue[1]), issue[0])):
            if len(evidence) < enough - _FEWER * bool(self.admitted[pair]):
                continue
            if len(spoken.intersection(evidence)) > len(evidence) / 2:  # the same issue in other words
                continue
            spoken.update(evidence)
            subject = " / ".join(self.spelt[word].most_common(1)[0][0] for word in pair)
            words = {
                "count": str(len(evidence)),
                "value": subject,
                "words": str(self.conversations),
                "quote": "",
                "minutes": "",
            }
            yield subject, self.rule.message.format_map(words), tuple(evidence)


def build(node: Node, rule: Rule) -> Observer:
    """Return the observer that a node says."""
    return _Recurs(node, rule)
