"""From what a file says (labels and texts) to turns with roles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from csmistakes.conversation import NOWHERE, Conversation, Origin, Role, Turn
from csmistakes.readers.base import UnknownSpeakers
from csmistakes.readers.roles import RoleNames


@dataclass(frozen=True, slots=True)
class Utterance:
    """A turn before its role is known. `label` is what the file calls the speaker, role word or name.

    `has_role` tells that the file has a place for roles, and says something there.
    """

    label: str
    text: str
    name: str | None = None
    time: float | None = None
    origin: Origin = NOWHERE
    has_role: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What a file says of a conversation besides its turns. Names it leaves out are taken from the turns."""

    id: str | None = None
    channel: str | None = None
    agent: str | None = None
    customer: str | None = None
    started: float | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)


def turns_of(utterances: Sequence[Utterance], roles: RoleNames, path: str) -> tuple[Turn, ...]:
    """Return the turns of one conversation; UnknownSpeakers if it does not say who is who."""
    open_labels = dict.fromkeys(said.label for said in utterances if roles.given_to(said.name) is None)
    cast = roles.cast(open_labels, {said.label for said in utterances if said.has_role})
    unknown = [label for label, role in cast.items() if role is None]
    if unknown:
        first = next(said for said in utterances if said.label == unknown[0])
        raise UnknownSpeakers(unknown, path=path, line=first.origin.at(0)[0])
    return tuple(_turn(said, cast, roles) for said in utterances)


def name_of(turns: Iterable[Turn], role: Role) -> str | None:
    """Return the first name that someone of this role goes by."""
    return next((turn.name for turn in turns if turn.role is role and turn.name), None)


def conversation(
    utterances: Sequence[Utterance], roles: RoleNames, path: str, facts: Facts | None = None
) -> Conversation:
    """Return the conversation of these utterances; UnknownSpeakers if it does not say who is who."""
    turns = turns_of(utterances, roles, path)
    known = facts or Facts()
    return Conversation(
        id=known.id or "",
        turns=turns,
        path=path,
        channel=known.channel,
        agent=known.agent or name_of(turns, Role.AGENT),
        customer=known.customer or name_of(turns, Role.CUSTOMER),
        started=known.started,
        extra=known.extra,
    )


def _turn(said: Utterance, cast: Mapping[str, Role | None], roles: RoleNames) -> Turn:
    role = roles.given_to(said.name) or cast[said.label]
    assert role is not None  # noqa: S101 - turns_of has refused conversations with unknown speakers
    return Turn(role, said.text, said.name or roles.name_in(said.label), said.time, said.origin)
