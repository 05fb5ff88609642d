"""recurs: one issue comes back from different customers."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from csmistakes.catalogue.model import Rule
from csmistakes.finding import Evidence, digest
from csmistakes.judging.condition import Node
from csmistakes.judging.corpus.judge import MAX_EVIDENCE, Conversed, Note, Observer
from csmistakes.judging.corpus.shape import Shape
from csmistakes.judging.engine import Verdict
from csmistakes.judging.messages import fill
from csmistakes.judging.scene import Scene
from csmistakes.recognition.content import stem

KIND = "recurs"
ABOUT = (
    "`recurs: {problem: [signals], known: [signals], conversations: n, at_least: k, share: s}`: two content words "
    "that customers use together in a sentence with a `problem` signal, at least k different customers, and a share s "
    "of the conversations; where an agent admits it with a `known` signal (“it's a known issue”) in one of those "
    "conversations, two fewer are enough. Silent below n conversations."
)
ENOUGH = {"conversations": 2, "at_least": 2, "share": 0}
_MAX_WORDS = 14  # of one problem sentence: enough to name an issue, and few enough pairs to remember
_FEWER = 2  # reports that an admission stands for
_PRUNE_EVERY = 2_000  # conversations

_Pair = tuple[str, str]


@dataclass(slots=True)
class _Issue:
    """What is remembered of one pair of words: how many customers, who (where they have names), the first places."""

    count: int = 0
    admitted: bool = False
    customers: array[int] = field(default_factory=lambda: array("I"))  # by number, sorted
    evidence: list[Evidence] = field(default_factory=list)

    def note(self, customer: int | None, place: Evidence) -> None:
        """Count one conversation, unless the same customer was counted before."""
        if customer is not None:
            k = bisect_left(self.customers, customer)
            if k < len(self.customers) and self.customers[k] == customer:
                return
            self.customers.insert(k, customer)
        self.count += 1
        if len(self.evidence) < MAX_EVIDENCE:
            self.evidence.append(place)


class _Recurs:
    """Counts pairs of words, and remembers the first places of each.

    Most pairs come once and never again, so every 2,000 conversations those seen once are forgotten, unless an agent
    admitted the issue: one that comes up less often than that is not told, and memory stays within bounds.
    """

    needs: frozenset[str] | None = frozenset()
    shape: Shape = {  # noqa: RUF012  (never written to)
        "admitted": bool,
        "pairs": [(str, str, int, str)],
        "spelt": {str: {str: int}},
    }

    def __init__(self, node: Node, rule: Rule) -> None:
        node.check.only("problem", "known", "conversations", "at_least", "share")
        self.rule = rule
        self.problem = node.signal_names("problem")
        self.known = node.signal_names("known")
        self.minimum = node.check.count("conversations", 8)
        self.at_least = node.check.count("at_least", 4)
        self.share = node.check.number("share", 0.05)
        self.conversations = 0
        self.customers: dict[str, int] = {}  # numbered as they come
        self.issues: dict[_Pair, _Issue] = defaultdict(_Issue)
        self.spelt: dict[str, Counter[str]] = defaultdict(Counter)  # how the words behind a stem were written

    def note(self, scene: Scene, _verdicts: Sequence[Verdict]) -> Note:
        told: dict[_Pair, int] = {}
        spelt: dict[str, Counter[str]] = defaultdict(Counter)
        admitted = False
        for contribution in scene.contributions:
            if contribution.side == "agent":
                admitted = admitted or any(True for _ in scene.hits(contribution.index, self.known))
            elif contribution.side == "customer":
                for turn in contribution.turns:
                    for pair in self._pairs(scene, turn, spelt):
                        told.setdefault(pair, turn)
        conversation = scene.conversation
        names = {turn: conversation.customer or conversation.turns[turn].name or "" for turn in told.values()}
        # A note may be kept for long: whether two customers are one shows in a digest as well as in their names.
        known_by = {turn: digest(name.casefold()) if name else "" for turn, name in names.items()}
        pairs = [[*pair, turn + 1, known_by[turn]] for pair, turn in told.items()]
        return {"admitted": admitted, "pairs": pairs, "spelt": {word: dict(how) for word, how in spelt.items()}}

    def take(self, place: Conversed, note: Note) -> None:
        self.conversations += 1
        for word, how in note["spelt"].items():
            self.spelt[word].update(how)
        places = {turn: place.at(turn) for _, _, turn, _ in note["pairs"]}
        for one, other, turn, name in note["pairs"]:
            issue = self.issues[one, other]
            issue.admitted = issue.admitted or note["admitted"]
            customer = self.customers.setdefault(name, len(self.customers)) if name else None
            issue.note(customer, places[turn])
        if self.conversations % _PRUNE_EVERY == 0:
            self._prune()

    def _prune(self) -> None:
        for pair in [pair for pair, issue in self.issues.items() if issue.count < 2 and not issue.admitted]:
            del self.issues[pair]
        kept = {word for pair in self.issues for word in pair}
        for word in [word for word in self.spelt if word not in kept]:
            del self.spelt[word]

    def _pairs(self, scene: Scene, turn: int, spelt: dict[str, Counter[str]]) -> Iterator[_Pair]:
        spans = [hit.span for hit in scene.recognised(turn).of(self.problem)]
        for sentence in scene.facts(turn).sentences:
            if not any(map(sentence.span.meets, spans)):
                continue
            words = sorted(word for word in sentence.content if word.isalpha())[:_MAX_WORDS]
            for word in sentence.words:
                if stem(word) in words:
                    spelt[stem(word)][word] += 1
            yield from combinations(words, 2)

    def speak(self) -> Iterator[tuple[str | None, str, tuple[Evidence, ...]]]:
        if self.conversations < self.minimum:
            reason = f"needs at least {self.minimum} conversations, there are {self.conversations}"
            yield None, f"{self.rule.slug}: {reason}", ()
            return
        enough = max(self.at_least, self.share * self.conversations)
        spoken: set[Evidence] = set()
        for pair, issue in sorted(self.issues.items(), key=lambda issue: (-issue[1].count, issue[0])):
            if issue.count < enough - _FEWER * issue.admitted:
                continue
            if len(spoken.intersection(issue.evidence)) > len(issue.evidence) / 2:  # the same issue in other words
                continue
            spoken.update(issue.evidence)
            subject = " / ".join(self.spelt[word].most_common(1)[0][0] for word in pair)
            words = {"count": str(issue.count), "value": subject, "words": str(self.conversations)}
            yield subject, fill(self.rule.message, words), tuple(issue.evidence)


def build(node: Node, rule: Rule) -> Observer:
    """Return the observer that a node says."""
    return _Recurs(node, rule)
