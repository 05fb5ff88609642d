"""What any system says about conversations, csmistakes and baselines alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from benchmarks.labelled import MISTAKES, Labelled
from csmistakes.catalogue import Catalogue
from csmistakes.conversation import Conversation, Role
from csmistakes.finding import Severity
from csmistakes.options import Options
from csmistakes.pipeline import Run


@dataclass(frozen=True, slots=True)
class Report:
    """A mistake that a system sees at a turn (from 0)."""

    mistake: str
    turn: int
    severity: Severity = Severity.WARNING


Reports = Sequence[tuple[Report, ...]]  # one tuple for each conversation, in their order


class System(Protocol):
    """What reads conversations and reports mistakes."""

    def __call__(self, items: Sequence[Labelled]) -> Reports:
        """Return the reports for each conversation, in their order."""
        ...


class Csmistakes:
    """csmistakes itself, in this process."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def __call__(self, items: Sequence[Labelled]) -> Reports:
        """Return its findings; rules that are no documented mistake (a user's own) are left out."""
        run = Run(self._catalogue, Options(mask=False))
        return [
            tuple(
                Report(finding.rule, finding.turn - 1, finding.severity)
                for finding in checked.findings
                if finding.turn is not None and finding.rule in MISTAKES
            )
            for checked in run.check(item.conversation for item in items)
        ]


def is_agents(role: Role) -> bool:
    """Whether a turn is the company's: a person's or a machine's."""
    return role in (Role.AGENT, Role.BOT)


def agent_turns(conversation: Conversation) -> list[int]:
    """Return the positions of the company's turns."""
    return [position for position, turn in enumerate(conversation.turns) if is_agents(turn.role)]
