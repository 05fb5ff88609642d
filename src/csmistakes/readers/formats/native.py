"""The project's own format: objects with a list of turns, one on each line, or one or a list as a file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeGuard

from csmistakes.conversation import Conversation, TextOrigin
from csmistakes.errors import TranscriptError
from csmistakes.expressions import expression
from csmistakes.readers.assemble import Utterance, conversation
from csmistakes.readers.base import Item
from csmistakes.readers.clock import times
from csmistakes.readers.jsontext import JsonDocument, JsonOrigin, Path, clean, documents, sample
from csmistakes.readers.record import facts_of, word
from csmistakes.readers.roles import RoleNames
from csmistakes.readers.source import Source

NAME = "native JSON Lines"
PRIORITY = 20

_TURNS_KEY = expression(r'^\s*[\[{].*"turns"\s*:', re.DOTALL)
_HEAD = 65_536
_TURN_KEYS = {"role", "name", "ts", "text"}


def recognises(sample_: Source) -> bool:
    """Say whether the first JSON value has turns; where none is valid, whether it looks so."""
    value = sample(sample_)
    if value is None:
        return bool(_TURNS_KEY.match(sample_.text[:_HEAD]))
    return any(_is_native(item) for item in (value[:1] if isinstance(value, list) else [value]))


def read(source: Source, roles: RoleNames) -> Iterator[Item]:
    """Yield the conversations; unknown keys go to `extra`, a turn's under "turns" and its position."""
    for item in documents(source):
        if isinstance(item, TranscriptError):
            yield item
            continue
        document, value = item
        listed = isinstance(value, list)
        for index, record in enumerate(value if listed else [value]):
            try:
                yield _conversation(record, document, (index,) if listed else (), source.path, roles)
            except TranscriptError as error:
                yield error


def _is_native(value: object) -> TypeGuard[dict[str, Any]]:
    return isinstance(value, dict) and isinstance(value.get("turns"), list)


def _conversation(record: object, document: JsonDocument, at: Path, path: str, roles: RoleNames) -> Conversation:
    where = f"conversation {int(at[0]) + 1}: " if at else ""
    if not _is_native(record):
        raise TranscriptError(f"{where}no list of turns", path=path, line=document.line)
    for number, turn in enumerate(record["turns"], start=1):
        if complaint := _complaint(turn):
            raise TranscriptError(f"{where}turn {number} {complaint}", path=path, line=document.line)
    facts = facts_of(record, turns="turns", extra=_extra(record["turns"]))
    return conversation(_utterances(record["turns"], document, at), roles, path, facts)


def _complaint(turn: object) -> str | None:
    """Return what is wrong with a turn."""
    if not isinstance(turn, dict):
        return "is no object"
    if not isinstance(turn.get("text", 0), str | None):
        return "has no text"
    if (word(turn.get("role")) or word(turn.get("name"))) is None:
        return "says neither role nor name (roles are agent, customer, bot and system)"
    return None


def _utterances(turns: Sequence[Mapping[str, Any]], document: JsonDocument, at: Path) -> list[Utterance]:
    clock = times([None if (written := turn.get("ts")) is None else str(written) for turn in turns])
    said = []
    for index, (turn, time) in enumerate(zip(turns, clock, strict=True)):
        role, name, text = turn.get("role"), word(turn.get("name")), turn["text"]
        # No text is an attachment, say: the turn stays, so that the others keep their numbers.
        origin = (
            TextOrigin(((0, document.line, 1),))
            if text is None
            else JsonOrigin(document, ((0, (*at, "turns", index, "text")),))
        )
        label = word(role) or name or ""
        said.append(Utterance(label, clean(text or ""), name, time, origin, has_role=role is not None))
    return said


def _extra(turns: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """Return the keys of turns that have no place in a Turn, by the turn's number."""
    of_turns = {
        number: more
        for number, turn in enumerate(turns, start=1)
        if (more := {key: value for key, value in turn.items() if key not in _TURN_KEYS})
    }
    return {"turns": of_turns} if of_turns else {}
