"""Rules as they are asked of a reply that stands alone, with nobody before it and nobody behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from csmistakes.conversation import Conversation, Role, Turn
from csmistakes.judging.engine import JudgedRule
from csmistakes.judging.scene import Scene

if TYPE_CHECKING:
    from csmistakes.recognition.recogniser import Recognised

_BEGINNINGS = ("", "The lamp stands on the left.")  # a reply without substance and one with it


def alone(
    rules: Sequence[JudgedRule], role: Role, channel: str, recognise: Callable[[str], Recognised]
) -> list[JudgedRule]:
    """Return the rules for conversations of one turn; those that need another speaker are left out.

    They say what the whole rules say, and sooner: a condition that is ruled out before a word is said is not asked.
    """
    replies = (Conversation("", (Turn(role, text),), channel=channel) for text in _BEGINNINGS)
    openings = [Scene(reply, recognise) for reply in replies]
    narrowed = (judged.narrowed(openings) for judged in rules)
    return [judged for judged in narrowed if judged is not None]
