"""What a conversation is known by in a fingerprint: by what stays when others are added above it in its file."""

from __future__ import annotations

from collections import Counter

from csmistakes.conversation import Conversation
from csmistakes.finding import digest
from csmistakes.masking import mask


def known_by(conversation: Conversation) -> str:
    """Return the id of a conversation, or what stands for how it begins where it has only a number."""
    if not conversation.id.startswith("#"):
        return conversation.id
    return digest(mask(conversation.turns[0].text)) if conversation.turns else ""


class Alike:
    """Tells the conversations of a file apart by what does not change when others are added above them."""

    def __init__(self) -> None:
        self._path: str | None = None
        self._begun: Counter[str] = Counter()  # how many of the file begin in one way

    def known_by(self, conversation: Conversation) -> str:
        """Return the id, or how a conversation begins where it has only a number; which of those alike it is."""
        if conversation.path != self._path:
            self._path = conversation.path
            self._begun.clear()
        if not conversation.id.startswith("#"):
            return known_by(conversation)
        begins = known_by(conversation)
        self._begun[begins] += 1
        return begins if self._begun[begins] == 1 else f"{begins}#{self._begun[begins]}"
