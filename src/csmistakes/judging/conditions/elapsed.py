"""elapsed: time that passed before a turn, against a limit by channel or against a time that was stated."""

from __future__ import annotations

from dataclasses import dataclass

from csmistakes.catalogue.schema import Checker
from csmistakes.judging.condition import Condition, Match, Need, Node, Place
from csmistakes.judging.contribution import speaks
from csmistakes.judging.scene import Scene

KIND = "elapsed"
ABOUT = (
    "`elapsed: {over: seconds}`: more time passed before a turn of this contribution than `over`, a number or "
    "one by channel (`other` for the rest, which else never meets it). `since: turn` (default) counts from the "
    "turn before, whoever spoke, not behind a question of this contribution; `since: own` from this side's last turn; "
    "`since: asked` from the first turn this answers; `since: stated` from the turn that stated a time with one of "
    "the signals `stated` (their value in seconds is the limit, times `over`), said `by` someone. Transcripts "
    "without times never meet it."
)
KEYS = ("elapsed",)
_INNER = ("over", "since", "stated", "by")
_CHANNELS = ("chat", "call", "email", "tweet", "sms", "script", "other")


@dataclass(frozen=True, slots=True)
class _Elapsed(Condition):
    limits: dict[str, float]
    since: str
    stated: tuple[str, ...]
    by: str

    @property
    def needs(self) -> tuple[Need, ...]:
        return (Need(frozenset(self.stated), here=False),) if self.since == "stated" else ()

    def meet(self, scene: Scene, at: int) -> Match | None:
        if self.since == "stated":
            return self._stated(scene, at)
        limit = self.limits.get(scene.conversation.channel or "other", self.limits["other"])
        turns = scene.contributions[at].turns
        for turn in turns if self.since == "turn" else turns[:1]:
            start = self._start(scene, at, turn)
            waited = _between(scene, start, turn)
            if waited is None or waited <= limit:
                continue
            # After one's own question, the silence is the other side's.
            if self.since != "turn" or not any(_asks(scene, own) for own in turns if own < turn):
                return Match((Place(turn, scene.facts(turn).span),), {"minutes": _minutes(waited)})
        return None

    def foreseen(self, scene: Scene, at: int) -> bool | None:
        """Return False where no clock can meet it: no times, no limit for the channel, no time that was stated."""
        if self.since == "stated":
            return None if self._can_be_late(scene, at) else False
        limit = self.limits.get(scene.conversation.channel or "other", self.limits["other"])
        turns = scene.contributions[at].turns
        timed = any(_between(scene, self._start(scene, at, turn), turn) is not None for turn in turns)
        return None if timed and limit < float("inf") else False

    def _can_be_late(self, scene: Scene, at: int) -> bool:
        """Whether a time was stated before, and the clock can tell if it passed."""
        turn = scene.contributions[at].turns[0]
        return any(
            _between(scene, placed.turn, turn) is not None
            for i in scene.having(self.stated, "before", at)
            if speaks(scene.contributions[i], self.by)
            for placed in scene.hits(i, self.stated)
        )

    def _start(self, scene: Scene, at: int, turn: int) -> int | None:
        """Return the turn from which the wait is counted."""
        if self.since == "asked":
            asked = scene.asked(at)
            return scene.contributions[asked[0]].turns[0] if asked else None
        for earlier in range(turn - 1, -1, -1):
            role = scene.conversation.turns[earlier].role
            if self.since == "own" and role is not scene.contributions[at].role:
                continue
            if role.value != "system":
                return earlier
        return None

    def _stated(self, scene: Scene, at: int) -> Match | None:
        turn = scene.contributions[at].turns[0]
        for i in reversed(scene.having(self.stated, "before", at)):
            if not speaks(scene.contributions[i], self.by):
                continue
            for placed in scene.hits(i, self.stated):
                waited = _between(scene, placed.turn, turn)
                if (
                    placed.hit.value.isdigit()
                    and waited is not None
                    and waited > float(placed.hit.value) * self.limits["other"]
                ):
                    return Match(
                        (Place(turn, scene.facts(turn).span),),
                        {"minutes": _minutes(waited), "value": _minutes(float(placed.hit.value))},
                    )
        return None


def _asks(scene: Scene, turn: int) -> bool:
    sentences = scene.facts(turn).sentences
    return bool(sentences) and sentences[-1].asks


def _between(scene: Scene, start: int | None, end: int) -> float | None:
    if start is None:
        return None
    one, other = scene.time(start), scene.time(end)
    return None if one is None or other is None else other - one


def _minutes(seconds: float) -> str:
    """Return a time for people: “90 seconds”, “6 minutes”, “3 hours”, “2 days”."""
    for size, name in ((86400, "days"), (3600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {name}"
    return f"{seconds:.0f} seconds"


def build(node: Node) -> Condition:
    """Return the condition that a node says."""
    inner = node.inside("elapsed")
    inner.check.only(*_INNER)
    since = inner.check.one_of("since", ("turn", "own", "asked", "stated"), "turn")
    return _Elapsed(_limits(inner.check), since, inner.signal_names("stated", required=since == "stated"), inner.by())


def _limits(check: Checker) -> dict[str, float]:
    if not isinstance(check.data.get("over"), dict):
        return {"other": check.number("over", 1.0)}
    inner = check.inside("over")
    inner.only(*_CHANNELS)
    return {"other": float("inf")} | {str(name): inner.number(str(name), 0) for name in inner.data}
