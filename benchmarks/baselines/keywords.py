"""The obvious phrases of each mistake, looked for letter by letter: what a search over transcripts would find."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import yaml

from benchmarks.labelled import Labelled
from benchmarks.reports import Report, Reports, is_agents
from csmistakes.conversation import Conversation

PHRASES = Path(__file__).parent.parent / "keywords.yaml"


class Keywords:
    """Reports a mistake where one of its phrases is said."""

    def __init__(self, phrases: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
        """Take phrases by mistake and by who says them: `agent` or `customer`."""
        self._patterns = {
            (mistake, side == "agent"): re.compile("|".join(rf"\b{re.escape(phrase)}\b" for phrase in listed))
            for mistake, sides in phrases.items()
            for side, listed in sides.items()
        }

    @classmethod
    def shipped(cls) -> Keywords:
        """Return the baseline with the phrases of keywords.yaml."""
        return cls(yaml.safe_load(PHRASES.read_text(encoding="utf-8")))

    def __call__(self, items: Sequence[Labelled]) -> Reports:
        """Return a report for each turn with a phrase; for a customer's words, at the answer to them."""
        return [tuple(sorted(set(self._reports(item.conversation)), key=_order)) for item in items]

    def _reports(self, conversation: Conversation) -> Iterator[Report]:
        turns = conversation.turns
        for position, turn in enumerate(turns):
            text = turn.text.lower().replace("’", "'")
            for (mistake, by_agent), pattern in self._patterns.items():
                if by_agent == is_agents(turn.role) and pattern.search(text):
                    yield Report(mistake, position if by_agent else _answer(conversation, position))


def _answer(conversation: Conversation, position: int) -> int:
    after = range(position + 1, len(conversation.turns))
    return next((later for later in after if is_agents(conversation.turns[later].role)), position)


def _order(report: Report) -> tuple[int, str]:
    return report.turn, report.mistake
