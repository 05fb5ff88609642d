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
    behind = unreported(summary)
    behind = f" Left out: {behind}." if behind else ""
    if not tally.severities.total():
        new = "new " if summary.baselined else ""
        return f"No {new}mistakes found in {conversations} ({turns}).{behind}"
    levels = ", ".join(count(tally.severities[level], level.label) for level in sorted(Severity, reverse=True))
    return f"{levels} in {tally.affected:,} of {conversations} ({turns}).{behind}"


def unreported(summary: Summary) -> str:
    """Return how many findings a run left out and why, "" for none."""
    parts = (
        (summary.baselined, "in the baseline"),
        (summary.suppressed, "suppressed"),
        (summary.unchanged, "on unchanged lines"),
    )
    return ", ".join(f"{number:,} {why}" for number, why in parts if number)
