"""recurs: one issue comes back from different customers."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from csmistakes.catalogue.model import Rule
from csmistakes.finding import digest
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
)
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
_RECURRING = 2  # conversations
_AND = " "  # between the words of a pair, which have none in them

_Pair = tuple[str, str]


class _Recurs:
    """Counts pairs of words, and remembers the first places of each; beside them, how each word was written.

    Most pairs come once and never again, so those seen once are forgotten after a while, unless an agent admitted the
    issue: one that comes up less often than that is not told, and memory stays within bounds. A word goes by the same
    measure. It is in as many conversations at least as any pair that it is in, so it is there as long as one of them.
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

    def parts(self, place: Conversed, note: Note) -> Iterator[tuple[str, Part]]:
        admitted = note["admitted"]
        places = {turn: place.at(turn) for _, _, turn, _ in note["pairs"]}  # one for all pairs of a turn
        for one, other, turn, name in note["pairs"]:
            yield f"{one}{_AND}{other}", (admitted, name, places[turn])
        for word, how in note["spelt"].items():
            yield word, (admitted, how)

    def tally(self, key: str) -> Tally:
        return _Issue(self) if _AND in key else _Word(self)

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

    def speak(self, told: Mapping[str, Told], conversations: int) -> Iterator[Said]:
        if conversations < self.minimum:
            reason = f"needs at least {self.minimum} conversations, there are {conversations}"
            yield None, f"{self.rule.slug}: {reason}", ()
            return
        issues = [(key.split(_AND), *issue) for key, issue in told.items() if _AND in key]
        spoken: set[Place] = set()
        for pair, count, found in sorted(issues, key=lambda issue: (-issue[1], issue[0])):
            places = [Place(*place) for place in found]
            if len(spoken.intersection(places)) > len(places) / 2:  # the same issue in other words
                continue
            spoken.update(places)
            subject = " / ".join(told[word] for word in pair)
            words = {"count": str(count), "value": subject, "words": str(conversations)}
            yield subject, fill(self.rule.message, words), places


@dataclass(slots=True)
class _Seen:
    """In how many conversations something was, and whether an agent admitted in one of them that there is an issue."""

    recurs: _Recurs
    count: int = 0
    admitted: bool = False

    @property
    def is_faint(self) -> bool:
        return self.count < _RECURRING and not self.admitted

    def is_enough(self, conversations: int) -> bool:
        enough = max(self.recurs.at_least, self.recurs.share * conversations)
        return self.count >= enough - _FEWER * self.admitted


@dataclass(slots=True)
class _Issue(_Seen):
    """What is remembered of one pair of words: how many customers, who (where they have names), the first places."""

    customers: array[int] = field(default_factory=lambda: array("q"))  # hashes of their names, sorted
    places: list[Place] = field(default_factory=list)

    def add(self, part: Part) -> None:
        """Count one conversation, unless the same customer was counted before."""
        admitted, name, place = part
        self.admitted = self.admitted or admitted
        if name:
            customer = hash(name)  # of this process, and no other ever sees it
            k = bisect_left(self.customers, customer)
            if k < len(self.customers) and self.customers[k] == customer:
                return
            self.customers.insert(k, customer)
        self.count += 1
        if len(self.places) < MAX_EVIDENCE:
            self.places.append(place)

    def told(self, conversations: int) -> tuple[int, Sequence[Place]] | None:
        return (self.count, self.places) if self.is_enough(conversations) else None


@dataclass(slots=True)
class _Word(_Seen):
    """How the words behind a stem were written."""

    spelt: dict[str, int] = field(default_factory=dict)

    def add(self, part: Part) -> None:
        admitted, how = part
        self.admitted = self.admitted or admitted
        self.count += 1
        for word, times in how.items():
            self.spelt[word] = self.spelt.get(word, 0) + times

    def told(self, conversations: int) -> str | None:
        return max(self.spelt, key=self.spelt.__getitem__) if self.is_enough(conversations) else None


def build(node: Node, rule: Rule) -> Observer:
    """Return the observer that a node says."""
    return _Recurs(node, rule)
