"""Small turns of phrase that several outputs need."""

from __future__ import annotations

from csmistakes.finding import Severity, Summary
from csmistakes.reporters.parts.tally import Tally


def count(number: int, noun: str) -> str:
    """Return a number with its noun: 1 error, 2,000 errors."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def left_out(summary: Summary) -> str:
    """Return how many findings people have disputed."""
    return f"{count(summary.disputed, 'finding')} left out as disputed."


def verdict(tally: Tally, summary: Summary) -> str:
    """Return what a run found, in one sentence."""
    turns = count(summary.turns, "turn")
    conversations = count(summary.conversations, "conversation")
    if not summary.conversations:
        return "No conversations were checked."
    if not tally.severities.total():
        return f"No mistakes found in {conversations} ({turns})."
    levels = ", ".join(count(tally.severities[level], level.label) for level in sorted(Severity, reverse=True))
    return f"{levels} in {tally.affected:,} of {conversations} ({turns})."
