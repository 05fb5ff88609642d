"""What one speaker says in a row, and who is on which side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from csmistakes.conversation import Conversation, Role


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one speaker said in a row: a message, or several, or a tweet in parts. `turns` are positions from 0."""

    index: int
    side: str  # "agent" (a bot is on the agent's side), "customer" or "system"
    role: Role
    name: str | None
    turns: tuple[int, ...]


def side_of(role: Role) -> str:
    """Return the side a role is on."""
    return "agent" if role in (Role.AGENT, Role.BOT) else role.value


def speaks(contribution: Contribution, by: str) -> bool:
    """Whether `by` (any, agent, customer, person, bot) covers a contribution; agent covers bots, person does not."""
    if by == "any":
        return True
    if by == "person":
        return contribution.role is Role.AGENT
    if by == "bot":
        return contribution.role is Role.BOT
    return contribution.side == by


def contributions_of(conversation: Conversation) -> Iterator[Contribution]:
    """Yield the turns of one speaker in a row as one contribution each."""
    run: list[int] = []
    index = 0
    for position, turn in enumerate(conversation.turns):
        if run:
            last = conversation.turns[run[-1]]
            if (last.role, last.name) != (turn.role, turn.name):
                yield Contribution(index, side_of(last.role), last.role, last.name, tuple(run))
                index, run = index + 1, []
        run.append(position)
    if run:
        last = conversation.turns[run[-1]]
        yield Contribution(index, side_of(last.role), last.role, last.name, tuple(run))
