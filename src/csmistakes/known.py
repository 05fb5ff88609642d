"""What was found in one conversation, as text and back: for runs to come, and for other processes of this one.

It is verdicts, not findings: which rule was met at which turn and span, and what the corpus rules noted. Everything
that is reported is made from those, by the same code, wherever they come from. Text that is damaged, or does not fit
the conversation, says nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from csmistakes.catalogue.model import Rule
from csmistakes.conversation import SCRIPT, Conversation, Span
from csmistakes.finding import Change, Checked
from csmistakes.judging.corpus import CorpusJudge, Note
from csmistakes.judging.engine import Verdict


@dataclass(frozen=True, slots=True)
class Known:
    """What was found in one conversation, and what the corpus rules noted of it: nothing of a scripted reply."""

    verdicts: tuple[Verdict, ...]
    notes: Sequence[Note] | None


@dataclass(frozen=True, slots=True)
class Examined:
    """One conversation with all that it says: findings, chances to go wrong, and notes for rules over many."""

    checked: Checked
    opportunities: Mapping[str, tuple[int, ...]]  # slug → turns (from 1) at which the rule had a chance to be met
    notes: tuple[Note, ...]  # what `Run.take` is to remember, as JSON can hold it


def written(known: Known) -> str:
    """Return what was found as text."""
    verdicts = [
        (
            *(v.rule.slug, v.turn, *_ends(v.span), dict(v.words)),
            v.asked and (v.asked[0], *_ends(v.asked[1])),
            [(*_ends(change.span), change.new, change.is_safe) for change in v.changes],
        )
        for v in known.verdicts
    ]
    return json.dumps([verdicts, known.notes], separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Restorer:
    """Restores what was `written` with these rules, by slug, and these rules over many conversations."""

    rules: Mapping[str, Rule]
    corpus: CorpusJudge

    def restored(self, text: str, conversation: Conversation) -> Known | None:
        """Return what `text` says of a conversation; None if that makes no sense."""
        try:
            verdicts, notes = json.loads(text)
            known = Known(tuple(self._verdict(conversation, *verdict) for verdict in verdicts), notes)
        except (ValueError, TypeError, AttributeError, LookupError, RecursionError):  # whatever somebody has put there
            return None
        is_sound = notes is None if conversation.channel == SCRIPT else self.corpus.can_take(notes)
        return known if is_sound else None

    def _verdict(  # noqa: PLR0913, PLR0917
        self,
        conversation: Conversation,
        slug: str,
        turn: int,
        start: int,
        end: int,
        words: Any,  # noqa: ANN401
        asked: Any,  # noqa: ANN401
        changes: Any,  # noqa: ANN401
    ) -> Verdict:
        if not all(type(key) is type(word) is str for key, word in words.items()):
            raise TypeError
        place = _place(conversation, turn, start, end)
        changed = tuple(_change(conversation, turn, *change) for change in changes)
        answers = None if asked is None else _place(conversation, *asked)
        return Verdict(self.rules[slug], *place, words, answers, changed)


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _place(conversation: Conversation, turn: int, start: int, end: int) -> tuple[int, Span]:
    """Return a place in a conversation; an error where it has none such."""
    if not type(turn) is type(start) is type(end) is int or turn < 0:
        raise TypeError
    if not 0 <= start <= end <= len(conversation.turns[turn].text):
        raise ValueError
    return turn, Span(start, end)


def _change(conversation: Conversation, turn: int, start: int, end: int, new: str, is_safe: bool) -> Change:  # noqa: FBT001, PLR0913, PLR0917
    if type(new) is not str or type(is_safe) is not bool:
        raise TypeError
    return Change(_place(conversation, turn, start, end)[1], new, is_safe)
