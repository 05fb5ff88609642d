"""ConvoKit's politeness strategies as a detector of the four mistakes that lack of politeness makes.

The strategies are ConvoKit's own code and word lists. They are given spaCy's tokens and rule-based sentence ends and no
parse, so that no model has to be downloaded: those parts of a strategy that ask for a grammatical relation (“I
appreciate”, “excuse me”, “I apologize”) find nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

import spacy
from convokit.politeness_collections.politeness_api.features.politeness_strategies import (
    get_politeness_strategy_features,
)

from benchmarks.labelled import Labelled
from benchmarks.reports import Report, Reports, agent_turns
from csmistakes.conversation import Conversation, Role

MANY_APOLOGIES = 3
LEAST_TURNS = 3  # with fewer turns of the agent, nothing can be said of manners
_Strategies = frozenset[str]


class Politeness:
    """Reports a mistake where strategies are missing or too many, by a fixed and simple reading of each."""

    def __init__(self) -> None:
        self._language = spacy.blank("en")
        self._language.add_pipe("sentencizer")
        self.strategies = lru_cache(maxsize=100_000)(self._strategies)

    def __call__(self, items: Sequence[Labelled]) -> Reports:
        """Return the reports for each conversation."""
        return [
            tuple(
                Report(mistake, turn) for mistake, reading in READINGS.items() for turn in reading(self, conversation)
            )
            for conversation in (item.conversation for item in items)
        ]

    def _strategies(self, text: str) -> _Strategies:
        """Return the names of the strategies in a turn."""
        sentences = [
            [{"tok": token.lower_, "dep": ""} for token in sentence if not token.is_space]
            for sentence in self._language(text).sents
        ]
        features, _ = get_politeness_strategy_features([sentence for sentence in sentences if sentence])
        return frozenset(name.split("==")[1] for name, value in features.items() if value)


def _over_apologizing(detector: Politeness, conversation: Conversation) -> Iterator[int]:
    sorry = [
        turn
        for turn in agent_turns(conversation)
        if "Apologizing" in detector.strategies(conversation.turns[turn].text)
    ]
    yield from sorry[MANY_APOLOGIES - 1 : MANY_APOLOGIES]


def _no_empathy(detector: Politeness, conversation: Conversation) -> Iterator[int]:
    for turn in agent_turns(conversation):
        asked = conversation.turns[turn - 1] if turn else None
        is_upset = asked and asked.role is Role.CUSTOMER and "HASNEGATIVE" in detector.strategies(asked.text)
        if is_upset and "Apologizing" not in detector.strategies(conversation.turns[turn].text):
            yield turn


def _bad_manners(detector: Politeness, conversation: Conversation) -> Iterator[int]:
    turns = agent_turns(conversation)
    polite = {"Please", "Please_start", "Gratitude", "SUBJUNCTIVE"}
    said = [detector.strategies(conversation.turns[turn].text) for turn in turns]
    if len(turns) >= LEAST_TURNS and all(polite.isdisjoint(strategies) for strategies in said):
        yield turns[-1]


def _unfriendly(detector: Politeness, conversation: Conversation) -> Iterator[int]:
    turns = agent_turns(conversation)
    if turns:
        first, last = (detector.strategies(conversation.turns[turn].text) for turn in (turns[0], turns[-1]))
        if "Indirect_(greeting)" not in first and last.isdisjoint({"Gratitude", "HASPOSITIVE", "Deference"}):
            yield turns[0]


READINGS: dict[str, Callable[[Politeness, Conversation], Iterator[int]]] = {
    "over-apologizing": _over_apologizing,
    "no-empathy": _no_empathy,
    "bad-manners": _bad_manners,
    "unfriendly": _unfriendly,
}

# The signals of csmistakes that mean what a strategy means, for the table of where the two agree.
COUNTERPARTS = {
    "apology": ("Apologizing",),
    "thanks": ("Gratitude",),
    "greeting": ("Indirect_(greeting)",),
    "please": ("Please", "Please_start"),
}
