"""Reads scripted replies, and reads back what the file says at the place of each."""

from csmistakes.conversation import Conversation, Turn
from csmistakes.readers import How, Item, RoleNames, read_bytes
from csmistakes.readers.selectors import Fields

from .places import LINE_END

SCRIPT = How(is_script=True)


def items(text: str | bytes, path: str, how: How = SCRIPT) -> list[Item]:
    data = text if isinstance(text, bytes) else text.encode()
    return list(read_bytes(data, path, RoleNames(), how))


def replies(text: str | bytes, path: str, how: How = SCRIPT) -> list[Conversation]:
    found = items(text, path, how)
    assert all(isinstance(item, Conversation) for item in found), [str(item) for item in found]
    return [item for item in found if isinstance(item, Conversation)]


def by_name(text: str | bytes, path: str, how: How = SCRIPT) -> dict[str, list[str]]:
    return {reply.id: [turn.text for turn in reply.turns] for reply in replies(text, path, how)}


def fields(**written: object) -> How:
    return How(is_script=True, fields=Fields.of(written))


def written(text: str, turn: Turn, start: int, end: int) -> str:
    """Return what the file has between the place of character `start` of a turn and that behind character `end - 1`."""
    lines = LINE_END.split(text)
    first, left = turn.origin.at(start)
    last, right = turn.origin.end(end - 1)
    if first == last:
        return lines[first - 1][left - 1 : right - 1]
    return "\n".join([lines[first - 1][left - 1 :], *lines[first : last - 1], lines[last - 1][: right - 1]])
