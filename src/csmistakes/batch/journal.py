"""The journal of a run: what has been scored, appended block by block, so that nothing of it is ever scored twice.

A line is a checksum, a head and a body, both JSON. A process that is killed leaves at most one torn line at the end;
it is cut off when the run goes on. Bodies stay on disk; what is remembered is where each stands.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import SEEK_END
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from csmistakes.errors import UsageError

FORMAT = 2
_SIZE = 8  # hexadecimal digits of a length, and of a checksum
_HEAD = 2 * _SIZE


@dataclass(frozen=True, slots=True)
class Block:
    """Some conversations of a file, scored: `records` as JSON can hold them. `number` counts from 0.

    The last block of a file has `end`: what could not be read, and whether the file was passed over.
    """

    path: str
    content: str  # a digest of the file
    number: int
    records: Sequence[Any]
    bugs: Sequence[Sequence[str]] = ()  # conversation, error: what csmistakes itself could not get through
    end: Mapping[str, Any] | None = None
    line: int = 0  # where the last of the conversations ends in the file; not kept


@dataclass(slots=True)
class Done:
    """What is known of a file: where its blocks stand in the journal, and how many there are once that is known."""

    content: str
    places: dict[int, int] = field(default_factory=dict)  # block → offset
    total: int | None = None

    @property
    def complete(self) -> bool:
        """Whether every block is there."""
        return self.total is not None and len(self.places) == self.total


class Journal:
    """A journal at `path`, for runs that `key` describes: those that would give the same result for the same file.

    UsageError if there is one already and `resume` is not asked for, if it is of another key, or cannot be written.
    """

    def __init__(self, path: Path, key: Mapping[str, str], *, resume: bool) -> None:
        self.path = path
        self.files: dict[str, Done] = {}
        if path.exists() and not resume:
            advice = "go on with it (--resume), or delete it"
            raise UsageError("there is a journal of a run that broke off", path=str(path), advice=advice)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file: BinaryIO = path.open("r+b" if path.exists() else "w+b", buffering=0)
        except OSError as error:
            message = f"the journal cannot be written: {error.strerror or error}"
            raise UsageError(message, path=str(path), advice="choose another place with --journal") from None
        self._end = self._load(key)
        if self._end == 0:
            self._append({"format": FORMAT, **key}, None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        if not self.files:  # nothing to go on with
            self.path.unlink(missing_ok=True)

    def append(self, block: Block) -> None:
        """Keep a block; when this returns, it outlives the process."""
        head = {"path": block.path, "content": block.content, "block": block.number, "last": block.end is not None}
        place = self._append(head, [block.records, block.bugs, block.end])
        self._note(head, place)

    def block(self, path: str, number: int) -> Block:
        """Return a block of a file. KeyError if it is not known."""
        done = self.files[path]
        records, bugs, end = json.loads(self._line(done.places[number]).split(b"\t", 1)[1])
        return Block(path, done.content, number, records, bugs, end)

    def delete(self) -> None:
        """Remove the journal: the run is over, and all it holds is in the outputs."""
        self._file.close()
        self.path.unlink(missing_ok=True)

    def _line(self, place: int) -> bytes:
        self._file.seek(place)
        size = int(self._read(_HEAD)[:_SIZE], 16)
        return self._read(size)

    def _read(self, size: int) -> bytes:
        parts = []
        while size and (part := self._file.read(size)):
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def _append(self, head: Mapping[str, Any], body: Any) -> int:  # noqa: ANN401  (what JSON can hold)
        text = b"\t".join(json.dumps(part, separators=(",", ":")).encode() for part in (head, body))
        data = b"%08x%08x%s\n" % (len(text), zlib.crc32(text), text)
        place = self._end
        self._file.seek(place)
        while data:  # unbuffered: a write may take a part of it
            data = data[self._file.write(data) :]
        self._end = self._file.tell()
        return place

    def _load(self, key: Mapping[str, str]) -> int:
        """Take in the lines that are whole, cut off what follows them, and return where the next goes."""
        place = 0
        self._file.seek(0)
        while (sizes := self._read(_HEAD)) and len(sizes) == _HEAD:
            try:
                size, checksum = int(sizes[:_SIZE], 16), int(sizes[_SIZE:], 16)
            except ValueError:
                break
            line = self._read(size + 1)
            if line[size:] != b"\n" or zlib.crc32(line[:size]) != checksum:
                break
            head = json.loads(line.split(b"\t", 1)[0])
            if place == 0:
                self._check(head, key)
            else:
                self._note(head, place)
            place += _HEAD + size + 1
        if place == 0 and self._file.seek(0, SEEK_END) > _HEAD:  # more than the beginning of a torn first line
            self._file.close()
            raise UsageError("is no journal", path=str(self.path), advice="name another file")
        self._file.truncate(place)
        return place

    def _check(self, head: Mapping[str, Any], key: Mapping[str, str]) -> None:
        changed = [name for name, value in {"format": FORMAT, **key}.items() if head.get(name) != value]
        if changed:
            self._file.close()
            raise UsageError(
                f"the journal is of a run with another {', another '.join(changed)}",
                path=str(self.path),
                advice="its rows would not be comparable: delete it, or run as it was run",
            )

    def _note(self, head: Mapping[str, Any], place: int) -> None:
        done = self.files.get(head["path"])
        if done is None or done.content != head["content"]:  # of a file that has been changed since
            done = self.files[head["path"]] = Done(head["content"])
        done.places.setdefault(head["block"], place)
        if head["last"]:
            done.total = head["block"] + 1
