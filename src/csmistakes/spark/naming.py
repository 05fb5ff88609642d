"""In Spark's workers: what each conversation is called in its file, which only who sees the whole file can say.

That takes two steps, so that the texts need not be in one place: a short head of each line, then the heads of a file
in order.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from csmistakes.conversation import SCRIPT, Conversation, Role, Turn
from csmistakes.identity import Alike
from csmistakes.readers.base import Item
from csmistakes.readers.packed import Piece
from csmistakes.readers.reading import items_of, unique
from csmistakes.readers.roles import RoleNames
from csmistakes.readers.scripted import How
from csmistakes.spark.lines import NUMBER, TEXT, Batches, batches, rows_of

# `items`: of each that the line holds, the id it has and how it begins (where that tells it apart); null for an error
HEADS = {"file": NUMBER, "at": NUMBER, "line": NUMBER, "items": TEXT}
# `names`: of each, the id it gets, and what fingerprints know it by
NAMES = {"file": NUMBER, "at": NUMBER, "line": NUMBER, "names": TEXT, "size": NUMBER}
_NATIVE = How(reader="native")


def items_in(text: bytes, line: int, path: str, roles: RoleNames) -> Iterator[Item]:
    """Yield what a line holds: a conversation mostly, or an error."""
    return items_of([Piece(text, line - 1)], path, roles, _NATIVE)


def heads(parts: Batches, roles: RoleNames) -> Batches:
    """Lines → heads."""
    return batches(
        (
            (file, at, line, json.dumps([_head(item) for item in items_in(text, 1, "", roles)]))
            for file, at, line, text in rows_of(parts)
        ),
        HEADS,
    )


def names(parts: Batches) -> Batches:
    """Heads, sorted by file and place → names."""
    return batches(_named(parts), NAMES)


def _head(item: Item) -> Sequence[Any] | None:
    if not isinstance(item, Conversation):
        return None
    begins = item.turns[0].text if item.turns and (not item.id or item.id.startswith("#")) else None
    return item.id, begins, item.channel == SCRIPT


def _named(parts: Batches) -> Iterator[tuple[Any, ...]]:
    here = None
    for file, at, line, text in rows_of(parts):
        if file != here:
            here = file
            ids: set[str] = set()
            repeats: Counter[str] = Counter()
            alike = Alike()
            position = lines = 0
        lines += 1
        found: list[list[str] | None] = []
        for head in json.loads(text):
            position += 1
            if head is None:
                found.append(None)
                continue
            given, begins, is_script = head
            known = unique(given, position, ids, repeats)
            ids.add(known)
            turns = () if begins is None else (Turn(Role.CUSTOMER, begins),)
            found.append([known, "" if is_script else alike.known_by(Conversation(known, turns))])
        yield file, at, line or lines, json.dumps(found), sum(name is not None for name in found)
