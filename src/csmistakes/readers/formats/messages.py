"""Role and content messages, as chat models and many help desks export them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from typing import Any, NamedTuple, TypeGuard

from csmistakes.errors import TranscriptError
from csmistakes.expressions import expression
from csmistakes.readers.assemble import Utterance, conversation
from csmistakes.readers.base import Item
from csmistakes.readers.jsontext import JsonDocument, JsonOrigin, Parsed, Path, clean, documents, sample
from csmistakes.readers.record import facts_of, word
from csmistakes.readers.roles import RoleNames
from csmistakes.readers.source import Source

NAME = "role and content messages (JSON)"
PRIORITY = 30

_MESSAGE_KEYS = expression(r'\s*+[\[{](?:(?=.*?"messages"\s*+:)|(?=.*?"role"\s*+:)(?=.*?"content"\s*+:))', re.DOTALL)
_HEAD = 65_536
_NOT_SAID = frozenset({"tool", "function"})  # what a program answered; nobody in the conversation heard it
_ROLE_WORDS = {"developer": "system"}


class _Chat(NamedTuple):
    """The messages of one conversation, where they stand, and what else is said of it."""

    messages: list[dict[str, Any]]
    at: Path
    record: Mapping[str, Any]


def recognises(sample_: Source) -> bool:
    """Say whether the first JSON value is or holds messages; where none is valid, whether it looks so."""
    value = sample(sample_)
    if value is None:
        return bool(_MESSAGE_KEYS.match(sample_.text[:_HEAD]))
    return _is_message(value) or any(chat is not None for chat in _chats(value))


def read(source: Source, roles: RoleNames) -> Iterator[Item]:
    """Yield the conversations. A file with one message on each line is one conversation."""
    single: list[Parsed] = []
    for item in documents(source):
        if isinstance(item, TranscriptError):
            yield item
        elif _is_message(item.value):
            single.append(item)
        else:
            yield from _conversations(item, source.path, roles)
    if single:
        said = [one for item in single for one in _utterances([(item.value, ())], item.document, source.path)]
        yield conversation(said, roles, source.path)


def _conversations(parsed: Parsed, path: str, roles: RoleNames) -> Iterator[Item]:
    document, value = parsed
    for number, chat in enumerate(_chats(value), start=1):
        if chat is None:
            where = f"conversation {number}: " if isinstance(value, list) else ""
            yield TranscriptError(f"{where}no messages with role and content", path=path, line=document.line)
            continue
        record = dict(chat.record)
        record.setdefault("id", record.pop("conversation_id", None))
        placed = [(message, (*chat.at, index)) for index, message in enumerate(chat.messages)]
        try:
            said = list(_utterances(placed, document, path))
            yield conversation(said, roles, path, facts_of(record, turns="messages"))
        except TranscriptError as error:
            yield error


def _is_message(value: object) -> bool:
    return isinstance(value, dict) and isinstance(value.get("role"), str) and "content" in value


def _are_messages(value: object) -> TypeGuard[list[dict[str, Any]]]:
    return isinstance(value, list) and bool(value) and all(_is_message(message) for message in value)


def _chats(value: object) -> Iterator[_Chat | None]:
    """Yield the conversations: a list of messages, an object holding one, a list of either; else None."""
    if _are_messages(value):
        yield _Chat(value, (), {})
    elif isinstance(value, list):
        for index, record in enumerate(value):
            yield _Chat(record, (index,), {}) if _are_messages(record) else _held(record, (index,))
    else:
        yield _held(value, ())


def _held(record: object, at: Path) -> _Chat | None:
    if not isinstance(record, dict) or not _are_messages(messages := record.get("messages")):
        return None
    return _Chat(messages, (*at, "messages"), record)


def _utterances(
    placed: Iterable[tuple[dict[str, Any], Path]], document: JsonDocument, path: str
) -> Iterator[Utterance]:
    for message, at in placed:
        role = message["role"].strip().casefold()
        texts = list(_texts(message["content"], (*at, "content")))
        if role in _NOT_SAID or not texts:
            continue
        starts = accumulate((len(text) + 1 for text, _ in texts), initial=0)
        origin = JsonOrigin(document, tuple(zip(starts, (place for _, place in texts), strict=False)))
        whole = clean("\n".join(text for text, _ in texts))
        name = word(message.get("name"))
        label = _ROLE_WORDS.get(role) or word(message["role"]) or name
        if label is None:
            raise TranscriptError(
                "a message says neither role nor name",
                path=path,
                line=origin.at(0)[0],
                advice="roles are agent, customer, bot and system",
            )
        yield Utterance(label, whole, name, origin=origin, has_role=True)


def _texts(content: object, at: Path) -> Iterator[tuple[str, Path]]:
    """Yield the texts of a message and their places: of a string, or a list of strings and {"text": …}."""
    if isinstance(content, str):
        yield content, at
    elif isinstance(content, list):
        for index, part in enumerate(content):
            if isinstance(part, str):
                yield part, (*at, index)
            elif isinstance(part, dict) and isinstance(part.get("text"), str):
                yield part["text"], (*at, index, "text")
