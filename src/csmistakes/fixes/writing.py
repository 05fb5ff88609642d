"""A file with edits in it: every other byte as it was, and proof that it says what it is meant to say."""

from __future__ import annotations

import codecs
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from csmistakes.conversation import Conversation
from csmistakes.errors import CsmistakesError, TranscriptError
from csmistakes.finding import Checked, Edit
from csmistakes.readers import Item
from csmistakes.readers.decoding import decode
from csmistakes.readers.source import Source
from csmistakes.wording import applied

_CODECS = (
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (b"", "utf-8"),
    (b"", "cp1252"),
)
Turns = tuple[str, int]  # a conversation's id and the number of a turn in it, from 1


class Unfixable(CsmistakesError):  # noqa: N818  (what the file is)
    """A file that is left as it was."""


@dataclass(slots=True)
class FileEdits:
    """The edits of one file, by turn. One that meets another already there is left for the next time."""

    path: str
    by_turn: dict[Turns, list[Edit]] = field(default_factory=dict)

    def add(self, turn: Turns, edits: Sequence[Edit]) -> None:
        """Take the edits of one finding."""
        taken = self.by_turn.setdefault(turn, [])
        taken += [edit for edit in edits if not any(edit.span.meets(other.span) for other in taken)]

    def __len__(self) -> int:
        return sum(map(len, self.by_turn.values()))

    def __iter__(self) -> Iterator[Edit]:
        for edits in self.by_turn.values():
            yield from edits


def rewritten(data: bytes, edits: FileEdits) -> bytes:
    """Return a file's bytes with the edits made, and every other byte as it was.

    Unfixable if the file no longer has what the edits are to replace.
    """
    source = decode(data, edits.path)
    text = source.text
    mark, codec = _codec(data, text)
    starts = _line_starts(source)
    for edit in sorted(edits, key=lambda edit: (edit.place.line, edit.place.column), reverse=True):
        start = starts[edit.place.line] + edit.place.column - 1
        end = start + len(edit.old)
        if text[start:end] != edit.old:
            raise Unfixable("the file has changed since it was read", path=edits.path, line=edit.place.line)
        text = text[:start] + edit.new + text[end:]
    return mark + text.encode(codec, "strict")


def proven(
    old: bytes,
    new: bytes,
    edits: FileEdits,
    read: Callable[[bytes], Iterator[Item]],
    check: Callable[[Sequence[Conversation]], Iterator[Checked]],
) -> None:
    """Raise Unfixable unless the new bytes are read as the old with the edits made, and have no finding more."""
    before, after = list(read(old)), list(read(new))
    if [_said(item, edits.by_turn) for item in before] != [_said(item, {}) for item in after]:
        raise Unfixable("with the fixes the file would be read as something else", path=edits.path)
    more = _findings(after, check) - _findings(before, check)
    if more:
        raise Unfixable(f"with the fixes there would be more to find: {', '.join(sorted(more))}", path=edits.path)


def write(location: Path, data: bytes) -> None:
    """Put `data` in the place of a file, all of it or nothing, its mode kept; a link stays one. OSError if not."""
    import tempfile  # noqa: PLC0415  (slow to import, and most runs write nothing)

    target = Path(os.path.realpath(location))
    handle, beside = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
        shutil.copymode(target, beside)
        Path(beside).replace(target)
    except OSError:
        with suppress(OSError):
            Path(beside).unlink()
        raise


def _codec(data: bytes, text: str) -> tuple[bytes, str]:
    """Return the byte order mark and the encoding by which the decoded text is the file again, byte for byte."""
    return next((mark, codec) for mark, codec in _CODECS if mark + text.encode(codec, "replace") == data)


def _line_starts(source: Source) -> Mapping[int, int]:
    """Return the index at which each line (from 1) begins."""
    starts: dict[int, int] = {}
    at = 0
    for number, line in source.lines():
        starts[number] = at
        at += len(line)
        at += 2 if source.text.startswith("\r\n", at) else 1
    return starts


def _said(item: Item, edits: Mapping[Turns, Sequence[Edit]]) -> object:
    """Return what must be the same of a conversation, its turns as they are with edits; of an error, what it says."""
    if isinstance(item, TranscriptError):
        return item.message
    turns = [
        (turn.role, turn.name, turn.time, applied(turn.text, edits.get((item.id, number), ())))
        for number, turn in enumerate(item.turns, start=1)
    ]
    return item.id, item.channel, item.agent, turns


def _findings(items: Sequence[Item], check: Callable[[Sequence[Conversation]], Iterator[Checked]]) -> Counter[str]:
    conversations = [item for item in items if isinstance(item, Conversation)]
    return Counter(finding.rule for item in check(conversations) for finding in item.findings)
