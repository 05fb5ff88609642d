"""spread: the same kind of mistake in conversation after conversation of one agent, or of a team."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from csmistakes.catalogue.model import Rule
from csmistakes.conversation import Role
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

    def note(self, scene: Scene, verdicts: Sequence[Verdict]) -> Note:
        slips = [[who, turn + 1, what] for who, turn, what in self._slips(scene, verdicts)]
        return {"served": sorted(agents_of(scene)), "slips": slips}

    def parts(self, place: Conversed, note: Note) -> Iterator[tuple[str, Part]]:
        slips: dict[str, list[tuple[int, str]]] = {name: [] for name in note["served"]}
        for who, turn, what in note["slips"]:
            slips.setdefault(who, []).append((turn, what))
        for who, some in slips.items():
            first = place.at(min(turn for turn, _ in some)) if some else None
            yield who, (who in note["served"], [what for _, what in some], first)

    def tally(self, key: str) -> Tally:
        return _Slips(self, key)

    def _slips(self, scene: Scene, verdicts: Sequence[Verdict]) -> Iterator[tuple[str, int, str]]:
        for verdict in verdicts:
            if scene.conversation.turns[verdict.turn].role is Role.AGENT:
                yield agent_of(scene, verdict.turn) or TEAM, verdict.turn, verdict.rule.slug
        for contribution in scene.contributions:
            if contribution.role is Role.AGENT:
                for placed in scene.hits(contribution.index, self.signals):
                    yield TEAM, placed.turn, placed.hit.signal

    def speak(self, told: Mapping[str, Told], _conversations: int) -> Iterator[Said]:
        if not told:
            yield None, f"{self.rule.slug}: no named agent has {self.minimum} conversations", ()
        for who in sorted(told, key=lambda who: (who == TEAM, who)):
            yield from told[who]


@dataclass(slots=True)
class _Slips:
    """What one agent, or the team, did in how many conversations."""

    spread: _Spread
    who: str
    served: int = 0
    slipped: int = 0  # conversations
    kinds: Counter[str] = field(default_factory=Counter)
    places: list[Place] = field(default_factory=list)  # the first of them
    is_faint = False

    def add(self, part: Part) -> None:
        served, kinds, first = part
        self.served += served
        if first is not None:
            self.slipped += 1
            self.kinds.update(kinds)
            if len(self.places) < MAX_EVIDENCE:
                self.places.append(first)

    def told(self, conversations: int) -> Sequence[Said] | None:
        spread, is_team = self.spread, self.who == TEAM
        of, share = (conversations, spread.team_share) if is_team else (self.served, spread.share)
        if self.slipped < spread.at_least if is_team else self.served < spread.minimum:
            return None
        if self.slipped < spread.at_least or self.slipped < share * of:
            return []
        words = {
            "count": str(self.slipped),
            "value": ", ".join(kind for kind, _ in self.kinds.most_common(4)),
            "words": str(of),
            "quote": self.who,
        }
        return [(self.who, fill(spread.rule.message, words), self.places)]


def build(node: Node, rule: Rule) -> Observer:
    """Return the observer that a node says."""
    return _Spread(node, rule)
