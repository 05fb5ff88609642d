"""Reads files back at the places that origins give."""

import re

from csmistakes.conversation import Conversation, Turn
from csmistakes.readers import How, Item, RoleNames, read_bytes
from csmistakes.readers.scripted import BY_CONTENT

LINE_END = re.compile(r"\r\n|\n|\r")


def conversations(data: bytes | str, roles: RoleNames | None = None, path: str = "x") -> list[Conversation]:
    found = items(data, roles, path)
    assert all(isinstance(item, Conversation) for item in found), [str(item) for item in found]
    return [item for item in found if isinstance(item, Conversation)]


def items(data: bytes | str, roles: RoleNames | None = None, path: str = "x", how: How = BY_CONTENT) -> list[Item]:
    raw = data.encode() if isinstance(data, str) else data
    return list(read_bytes(raw, path, roles or RoleNames(), how))


def errors(data: bytes | str, roles: RoleNames | None = None) -> list[str]:
    return [str(item) for item in items(data, roles) if not isinstance(item, Conversation)]


def characters_at(text: str, turn: Turn) -> list[str]:
    """Return, for each character of a turn, the one in the file where its origin says it stands."""
    lines = LINE_END.split(text)
    ends = [end[0] for end in LINE_END.finditer(text)]
    found = []
    for offset in range(len(turn.text)):
        line, column = turn.origin.at(offset)
        row = lines[line - 1] + (ends[line - 1] if line <= len(ends) else "")
        found.append(row[column - 1])
    return found


def assert_exact(text: str, turn: Turn) -> None:
    for char, found in zip(turn.text, characters_at(text, turn), strict=True):
        assert char == found or (char == "\n" and found == "\r"), (turn, char, found)
