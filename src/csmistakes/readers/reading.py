"""From a file's bytes to its conversations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from csmistakes.conversation import Origin
from csmistakes.errors import TranscriptError
from csmistakes.readers.base import Item, NoRoleKnown, NothingSaid, UnknownSpeakers
from csmistakes.readers.decoding import decode
from csmistakes.readers.packed import Piece
from csmistakes.readers.registry import Reading, reading_of
from csmistakes.readers.roles import RoleNames
from csmistakes.readers.scripted import BY_CONTENT, How


def read_bytes(data: bytes, path: str, roles: RoleNames, how: How = BY_CONTENT) -> Iterator[Item]:
    """Yield the conversations of a file that is at hand; see `read_pieces`."""
    return read_pieces([Piece(data, 0)], path, roles, how)


def read_pieces(pieces: Iterable[Piece], path: str, roles: RoleNames, how: How = BY_CONTENT) -> Iterator[Item]:
    """Yield the conversations of a file, and an error for each that cannot be read; the rest is read anyway.

    Ids are made unique: a missing one is the position in the file (`#3`), one met before gets its count
    (`A-7#2`). Speakers without a role are gathered into one error for the file, which comes last.
    """
    unknown: list[UnknownSpeakers] = []
    ids: set[str] = set()
    repeats: Counter[str] = Counter()
    for position, item in enumerate(items_of(pieces, path, roles, how), start=1):
        if isinstance(item, UnknownSpeakers) and not isinstance(item, NoRoleKnown):
            unknown.append(item)
        elif isinstance(item, TranscriptError):
            yield item
        else:
            known = unique(item.id, position, ids, repeats)
            ids.add(known)
            yield item if known == item.id else replace(item, id=known)
    if unknown:
        speakers = dict.fromkeys(speaker for error in unknown for speaker in error.speakers)
        yield UnknownSpeakers(list(speakers), path=path, line=unknown[0].line, conversations=len(unknown))


def items_of(pieces: Iterable[Piece], path: str, roles: RoleNames, how: How) -> Iterator[Item]:
    """Yield what is in a file one by one, ids as they are given ("" where there is none)."""
    read: Reading | None = None
    empty = True
    try:
        for piece in pieces:
            if read is not None and not piece.data.strip():
                continue
            source = decode(piece.data, path)
            read = read or reading_of(source, how)
            for item in read(source, roles):
                empty = False
                yield _moved(item, piece.lines) if piece.lines else item
        if empty:
            yield NothingSaid(path)
    except TranscriptError as error:
        yield error


@dataclass(frozen=True, slots=True)
class _Below:
    """Where a text stands in a file, by where it stands in a piece of it."""

    inner: Origin
    lines: int

    def at(self, offset: int) -> tuple[int, int]:
        line, column = self.inner.at(offset)
        return line + self.lines, column

    def end(self, offset: int) -> tuple[int, int]:
        line, column = self.inner.end(offset)
        return line + self.lines, column


def _moved(item: Item, lines: int) -> Item:
    """Return what was read from a piece as it stands in the file."""
    if isinstance(item, TranscriptError):
        item.line = None if item.line is None else item.line + lines
        return item
    return replace(item, turns=tuple(replace(turn, origin=_Below(turn.origin, lines)) for turn in item.turns))


def unique(given: str, position: int, taken: set[str], repeats: Counter[str]) -> str:
    """Return the id that a conversation goes by in its file; `repeats` counts those met before."""
    known = given or f"#{position}"
    while known in taken:
        repeats[given] += 1
        known = f"{given}#{repeats[given] + 1}"
    return known
