"""spread: the same kind of mistake in conversation after conversation of one agent, or of a team."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from csmistakes.catalogue.model import Rule
from csmistakes.conversation import Role
from csmistakes.finding import Evidence
from csmistakes.judging.condition import Node
from csmistakes.judging.corpus.judge import MAX_EVIDENCE, Conversed, Note, Observer, agent_of, agents_of
from csmistakes.judging.corpus.shape import Shape
from csmistakes.judging.engine import Verdict
from csmistakes.judging.messages import fill
from csmistakes.judging.scene import Scene

KIND = "spread"
ABOUT = (
    "`spread: {rules: [slugs], evidence: [signals], conversations: n, at_least: k, share: s, team_share: t}`: one "
    "named agent has verdicts of these rules in at least k conversations and in a share s of the own ones. What an "
    "agent says of somebody else (`evidence`, such as “my colleague told you wrong”), and verdicts where the agent has "
    "no name, count for the team: in at least k conversations and in a share t of all. Silent where no agent, and "
    "for want of names no team, has n conversations."
)
ENOUGH = {"conversations": 2, "at_least": 2, "share": 0, "team_share": 0}
TEAM = "the team"


class _Spread:
    shape: Shape = {"served": [str], "slips": [(str, int, str)]}  # noqa: RUF012  (never written to)

    def __init__(self, node: Node, rule: Rule) -> None:
        node.check.only("rules", "evidence", "conversations", "at_least", "share", "team_share")
        self.rule = rule
        self.needs: frozenset[str] | None = frozenset(node.check.texts("rules", required=True))
        self.signals = node.signal_names("evidence", required=False)
        self.minimum = node.check.count("conversations", 4)
        self.at_least = node.check.count("at_least", 3)
        self.share = node.check.number("share", 0.3)
        self.team_share = node.check.number("team_share", 0.1)
        self.served: Counter[str] = Counter()
        self.slipped: Counter[str] = Counter()  # conversations
        self.slips: dict[str, list[Evidence]] = defaultdict(list)  # the first of them
        self.kinds: dict[str, Counter[str]] = defaultdict(Counter)

    def note(self, scene: Scene, verdicts: Sequence[Verdict]) -> Note:
        slips = [[who, turn + 1, what] for who, turn, what in self._slips(scene, verdicts)]
        return {"served": sorted(agents_of(scene)), "slips": slips}

    def take(self, place: Conversed, note: Note) -> None:
        self.served.update({TEAM, *note["served"]})
        first: dict[str, int] = {}
        for who, turn, what in note["slips"]:
            first[who] = min(turn, first.get(who, turn))
            self.kinds[who][what] += 1
        for who, turn in first.items():
            self.slipped[who] += 1
            if len(self.slips[who]) < MAX_EVIDENCE:
                self.slips[who].append(place.at(turn))

    def _slips(self, scene: Scene, verdicts: Sequence[Verdict]) -> Iterator[tuple[str, int, str]]:
        for verdict in verdicts:
            if scene.conversation.turns[verdict.turn].role is Role.AGENT:
                yield agent_of(scene, verdict.turn) or TEAM, verdict.turn, verdict.rule.slug
        for contribution in scene.contributions:
            if contribution.role is Role.AGENT:
                for placed in scene.hits(contribution.index, self.signals):
                    yield TEAM, placed.turn, placed.hit.signal

    def speak(self) -> Iterator[tuple[str | None, str, tuple[Evidence, ...]]]:
        judged = sorted(name for name, count in self.served.items() if name != TEAM and count >= self.minimum)
        if not judged and self.slipped[TEAM] < self.at_least:
            yield None, f"{self.rule.slug}: no named agent has {self.minimum} conversations", ()
            return
        for who in (*judged, TEAM):
            evidence = self.slips[who]
            share = self.team_share if who == TEAM else self.share
            count = self.slipped[who]
            if count >= self.at_least and count >= share * self.served[who]:
                words = {
                    "count": str(count),
                    "value": ", ".join(kind for kind, _ in self.kinds[who].most_common(4)),
                    "words": str(self.served[who]),
                    "quote": who,
                }
                yield who, fill(self.rule.message, words), tuple(evidence)


def build(node: Node, rule: Rule) -> Observer:
    """Return the observer that a node says."""
    return _Spread(node, rule)
