"""What readers produce and everything else reads: turns said by roles, each with its exact place in a file.

Standard library only; every value is frozen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

SCRIPT = "script"  # the channel of scripted replies


class Role(StrEnum):
    """Who speaks: the company's person, the customer, the company's machine, or the platform itself."""

    AGENT = "agent"
    CUSTOMER = "customer"
    BOT = "bot"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points in a turn's text."""

    start: int
    end: int

    def meets(self, other: Span) -> bool:
        """Whether the two have a code point in common, or an empty one lies inside the other."""
        return self.start < other.end and other.start < self.end


class Origin(Protocol):
    """Where a turn's text stands in its file."""

    def at(self, offset: int) -> tuple[int, int]:
        """Return (line, column), both counted from 1, columns in code points, of `offset` in the turn's text."""
        ...

    def end(self, offset: int) -> tuple[int, int]:
        """Return (line, column) just behind the character at `offset`, however many the file writes it with."""
        ...


@dataclass(frozen=True, slots=True)
class TextOrigin:
    """An origin made of stretches: from `offset` on, the text stands at `line`, `column`, until the next stretch.

    `stretches` is sorted by offset and its first offset is 0.
    """

    stretches: tuple[tuple[int, int, int], ...]  # (offset, line, column)

    def at(self, offset: int) -> tuple[int, int]:
        """Return (line, column) of `offset`; an offset between two stretches belongs to the earlier one."""
        line, column = self.stretches[0][1:]
        base = 0
        for start, stretch_line, stretch_column in self.stretches:
            if start > offset:
                break
            base, line, column = start, stretch_line, stretch_column
        return line, column + offset - base

    def end(self, offset: int) -> tuple[int, int]:
        """Return (line, column) just behind the character at `offset`: plain text writes each with one."""
        line, column = self.at(offset)
        return line, column + 1


NOWHERE = TextOrigin(((0, 1, 1),))


@dataclass(frozen=True, slots=True)
class Turn:
    """One contribution of one speaker. `time` is in seconds on whatever clock the transcript uses."""

    role: Role
    text: str
    name: str | None = None
    time: float | None = None
    origin: Origin = NOWHERE


@dataclass(frozen=True, slots=True)
class Conversation:
    """What two or more parties said, in order. Known by (path, id)."""

    id: str
    turns: tuple[Turn, ...]
    path: str = "-"
    channel: str | None = None  # chat, call, email, tweet, sms, script
    agent: str | None = None
    customer: str | None = None
    started: float | None = None  # seconds since the epoch
    extra: Mapping[str, Any] = field(default_factory=dict)  # keys of the source that have no place here


def blocks(conversations: Iterable[Conversation], most: int) -> Iterator[list[Conversation]]:
    """Yield conversations, in order, in blocks of about `most` code points of text."""
    block: list[Conversation] = []
    size = 0
    for conversation in conversations:
        block.append(conversation)
        size += sum(len(turn.text) for turn in conversation.turns)
        if size >= most:
            yield block
            block, size = [], 0
    if block:
        yield block
