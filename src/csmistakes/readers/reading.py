"""From a file's bytes to its conversations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from csmistakes.errors import TranscriptError
from csmistakes.readers.base import Item, NoRoleKnown, NothingSaid, UnknownSpeakers
from csmistakes.readers.decoding import decode
from csmistakes.readers.registry import items
from csmistakes.readers.roles import RoleNames
from csmistakes.readers.scripted import BY_CONTENT, How


def read_bytes(data: bytes, path: str, roles: RoleNames, how: How = BY_CONTENT) -> Iterator[Item]:
    """Yield the conversations of a file, and an error for each that cannot be read; the rest is read anyway.

    Ids are made unique: a missing one is the position in the file (`#3`), one met before gets its count
    (`A-7#2`). Speakers without a role are gathered into one error for the file, which comes last.
    """
    unknown: list[UnknownSpeakers] = []
    ids: set[str] = set()
    repeats: Counter[str] = Counter()
    for position, item in enumerate(_items(data, path, roles, how), start=1):
        if isinstance(item, UnknownSpeakers) and not isinstance(item, NoRoleKnown):
            unknown.append(item)
        elif isinstance(item, TranscriptError):
            yield item
        else:
            known = _unique(item.id, position, ids, repeats)
            ids.add(known)
            yield item if known == item.id else replace(item, id=known)
    if unknown:
        speakers = dict.fromkeys(speaker for error in unknown for speaker in error.speakers)
        yield UnknownSpeakers(list(speakers), path=path, line=unknown[0].line, conversations=len(unknown))


def _items(data: bytes, path: str, roles: RoleNames, how: How) -> Iterator[Item]:
    try:
        source = decode(data, path)
        empty = True
        for item in items(source, roles, how):
            empty = False
            yield item
        if empty:
            yield NothingSaid(path)
    except TranscriptError as error:
        yield error


def _unique(given: str, position: int, taken: set[str], repeats: Counter[str]) -> str:
    known = given or f"#{position}"
    while known in taken:
        repeats[given] += 1
        known = f"{given}#{repeats[given] + 1}"
    return known
