"""Scripted replies, judged: each stands alone, and its placeholders are words that nobody will ever read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from csmistakes.conversation import SCRIPT, Conversation, Role
from csmistakes.judging.alone import alone
from csmistakes.judging.engine import Docket, JudgedRule, Verdict
from csmistakes.judging.scene import Scene
from csmistakes.placeholders import Placeholders
from csmistakes.wording import changes_of

if TYPE_CHECKING:
    from csmistakes.recognition.recogniser import Recognised


class ScriptJudge:
    """Judges scripted replies by those of `rules` that one alone can break; `recognise` is asked of each text."""

    def __init__(
        self, rules: Sequence[JudgedRule], recognise: Callable[[str], Recognised], placeholders: Placeholders
    ) -> None:
        self._rules = rules
        self._recognise = recognise
        self._placeholders = placeholders
        self._hidden = lru_cache(maxsize=20_000)(placeholders.hidden)  # asked twice for each reply of a block
        self._breakable: dict[Role, Docket] = {}  # who says a reply → the rules that it can break

    def texts(self, conversation: Conversation) -> Iterator[str]:
        """Yield each turn's text as it is to be recognised: with its placeholders hidden."""
        return (self._hidden(turn.text) for turn in conversation.turns)

    def judge(self, conversation: Conversation) -> Iterator[Verdict]:
        """Yield the verdicts on a scripted reply. Its turns are variants, of which only one is ever sent."""
        for position, (turn, text) in enumerate(zip(conversation.turns, self.texts(conversation), strict=True)):
            scene = Scene(replace(conversation, turns=(replace(turn, text=text),)), self._recognise)
            for verdict in self._docket(turn.role).judge(scene):
                span = self._placeholders.widened(turn.text, verdict.span)
                changes = changes_of(verdict.rule, turn.text, span, scene.recognised(0), self._placeholders)
                yield replace(verdict, turn=position, span=span, changes=changes)

    def _docket(self, role: Role) -> Docket:
        """Return the rules as they are asked of one scripted reply: what needs a customer's turn is left out."""
        if role not in self._breakable:
            self._breakable[role] = Docket(alone(self._rules, role, SCRIPT, self._recognise))
        return self._breakable[role]
