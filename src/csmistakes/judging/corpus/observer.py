"""What a kind of corpus rule is made of: an observer maps conversations to parts, and tallies add these up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from csmistakes.conversation import Role
from csmistakes.judging.corpus.shape import Shape
from csmistakes.judging.engine import Verdict
from csmistakes.judging.scene import Scene

MAX_EVIDENCE = 50  # places named per finding, the first ones

Note = Any  # what JSON can hold, so that it can be kept in a file or sent from another process
Part = Any  # the same, of a note: what it adds under one key
Told = Any  # the same, of a tally: what is needed to speak of it


class Place(NamedTuple):
    """An `Evidence` as JSON can hold it."""

    path: str
    conversation: str
    turn: int


Said = tuple[str | None, str, Sequence[Place]]  # subject, message, evidence; or None, why a rule stays silent, nothing


@dataclass(frozen=True, slots=True)
class Conversed:
    """The conversation that a note is about."""

    path: str
    conversation: str

    def at(self, turn: int) -> Place:
        """Return the place of `turn`, from 1."""
        return Place(self.path, self.conversation, turn)


class Tally(Protocol):
    """What a corpus rule remembers under one key: counts and the first places, never whole conversations."""

    @property
    def is_faint(self) -> bool:
        """Whether it is forgotten at the end of a window of conversations, unless more has come by then."""
        ...

    def add(self, part: Part) -> None:
        """Take in what one conversation adds. Parts come in the order of the conversations."""
        ...

    def told(self, conversations: int) -> Told | None:
        """Return what can matter of it among so many conversations in all, None if nothing does."""
        ...


class Observer(Protocol):
    """A corpus rule at work: it maps conversations to parts under keys, and speaks of the tallies that these make.

    It has no memory of its own, and no tally knows of another: so each can be made wherever its parts come together.
    """

    needs: frozenset[str] | None  # slugs of the in-conversation rules whose verdicts it counts; None: of all
    shape: Shape  # of its notes

    def note(self, scene: Scene, verdicts: Sequence[Verdict]) -> Note:
        """Return what of one conversation, and of what the rules it needs found in it, has to be remembered."""
        ...

    def parts(self, place: Conversed, note: Note) -> Iterator[tuple[str, Part]]:
        """Yield what a note adds, under which keys: no key twice."""
        ...

    def tally(self, key: str) -> Tally:
        """Return an empty tally for a key."""
        ...

    def speak(self, told: Mapping[str, Told], conversations: int) -> Iterator[Said]:
        """Yield what there is to say, by what was told of the tallies, by key and sorted by it."""
        ...


def agents_of(scene: Scene) -> frozenset[str]:
    """Return the names of the people who served the customer in a conversation."""
    turns = (contribution.turns[0] for contribution in scene.contributions if contribution.role is Role.AGENT)
    return frozenset(name for turn in turns if (name := agent_of(scene, turn)) is not None)


def agent_of(scene: Scene, turn: int) -> str | None:
    """Return who said an agent's turn: the turn's name, else the conversation's agent."""
    return scene.conversation.turns[turn].name or scene.conversation.agent
