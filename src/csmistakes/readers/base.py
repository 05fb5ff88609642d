"""What a reader is, and the errors that only readers have.

A reader is a module in `readers/formats/`: adding a format is adding one file there and a fixture.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from typing import Protocol

from csmistakes.conversation import Conversation
from csmistakes.errors import TranscriptError
from csmistakes.readers.roles import RoleNames
from csmistakes.readers.selectors import Fields
from csmistakes.readers.source import Source

# An error takes the place of the conversation it spoils, so that the others of the same file are still read.
Item = Conversation | TranscriptError

_SPEAKERS_SHOWN = 6


class EmptyTranscript(TranscriptError):  # noqa: N818 - what it is, not that it is an error
    """There is nothing in the file: worth a warning, not a failure."""

    def __init__(self, path: str) -> None:
        super().__init__("the file is empty", path=path)


class NotATranscript(TranscriptError):  # noqa: N818
    """No reader knows the file, or it holds no talk, or no text at all. In a folder such files are passed over."""


class UnknownSpeakers(TranscriptError):  # noqa: N818
    """The file does not say who is the agent and who the customer, and nobody guesses."""

    def __init__(self, speakers: Sequence[str], *, path: str, line: int | None, conversations: int = 1) -> None:
        self.speakers = tuple(speakers)
        self.conversations = conversations
        shown = ", ".join(f"“{speaker}”" for speaker in self.speakers[:_SPEAKERS_SHOWN])
        more = len(self.speakers) - _SPEAKERS_SHOWN
        where = f" in {conversations} conversations" if conversations > 1 else ""
        super().__init__(
            f"no role known for {shown}{f' and {more} more' if more > 0 else ''}{where}",
            path=path,
            line=line,
            advice=_advice(self.speakers),
        )


class NoRoleKnown(UnknownSpeakers, NotATranscript):
    """A table in which nobody has a role: in a folder, as likely a table of something else."""


class NothingSaid(NotATranscript):
    """The form is that of a transcript, but there is no turn in it."""

    def __init__(self, path: str) -> None:
        super().__init__("nothing is said in it", path=path)


class Reader(Protocol):
    """A module that knows one format.

    `PRIORITY` orders detection, lower first: formats that are easy to tell come before those that match much.
    """

    NAME: str
    PRIORITY: int

    def recognises(self, sample: Source) -> bool:
        """Say whether the text is of this format, by its content alone."""
        ...

    def read(self, source: Source, roles: RoleNames) -> Iterator[Item]:
        """Yield the conversations in the order of the file, with "" as the id where the file gives none.

        An error is yielded in the place of the conversation it spoils; one that ends the reading is raised.
        """
        ...


class ScriptReader(Protocol):
    """A module that knows one way to keep scripted replies, in a file that the user has named as such."""

    NAME: str
    PRIORITY: int

    def recognises(self, sample: Source) -> bool:
        """Say whether the file is kept this way, by its name or content."""
        ...

    def read(self, source: Source, fields: Fields | None) -> Iterator[Item]:
        """Yield the replies in the order of the file; `fields` is what the user says of their places in it."""
        ...


def _advice(speakers: Sequence[str]) -> str:
    first, *others = (shlex.quote(speaker) for speaker in speakers)
    names = f"--agent {first} --customer {others[0]}" if others else f"--agent {first} or --customer {first}"
    role = shlex.quote(f"{speakers[0]}=agent")
    return f"say who is who, for example {names}, or --map {role}; roles are agent, customer, bot and system"
