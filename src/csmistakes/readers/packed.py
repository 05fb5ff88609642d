"""What a file holds, unpacked and in pieces: gzip, Zstandard, Parquet and plain, told by their first bytes.

A JSON Lines file of any size is read a few megabytes at a time; every other is one piece, since its turns may belong
together wherever they stand.
"""

from __future__ import annotations

import gzip
import importlib
import json
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, cast

from csmistakes.errors import TranscriptError

PIECE = 2 * 1024 * 1024  # bytes read at a time
MOST = 1024**3  # bytes of a file that must be read as a whole: a small archive can unpack to any size
_GZIP, _ZSTD, PARQUET = b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PAR1"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class Piece(NamedTuple):
    """A part of a file, whole lines only, and the number of lines before it."""

    data: bytes
    lines: int


def pieces(location: Path | None, path: str) -> Iterator[Piece]:
    """Yield what is in the file at `location`, or in standard input. TranscriptError if it cannot be read."""
    broken: tuple[type[Exception], ...] = (EOFError, zlib.error)
    try:
        with _opened(location) as packed:
            head = packed.peek(4)[:4]
            if head == PARQUET:
                from csmistakes.readers.parquet import lines_of  # noqa: PLC0415  (only where there is such a file)

                yield from _pieces(cast("BinaryIO", lines_of(packed, path)), path)
            elif head.startswith(_ZSTD):
                zstandard = library("zstandard", "archive", path)
                broken = (*broken, zstandard.ZstdError)
                yield from _pieces(zstandard.ZstdDecompressor().stream_reader(packed, read_across_frames=True), path)
            elif head.startswith(_GZIP):
                yield from _pieces(cast("BinaryIO", gzip.GzipFile(fileobj=packed)), path)
            else:
                yield from _pieces(packed, path)
    except OSError as error:
        raise TranscriptError(f"cannot be read: {error.strerror or error}", path=path) from error
    except broken as error:
        raise TranscriptError(f"cannot be unpacked: {error}", path=path) from error


def library(name: str, extra: str, path: str) -> Any:  # noqa: ANN401  (a module that need not be there)
    """Return the module called `name`; TranscriptError that names the extra which installs it."""
    try:
        return importlib.import_module(name)
    except ImportError:
        advice = f"pip install 'csmistakes[{extra}]'"
        raise TranscriptError(f"{name} is needed to read it", path=path, advice=advice) from None


@contextmanager
def _opened(location: Path | None) -> Iterator[BufferedReader]:
    if location is None:
        yield BufferedReader(BytesIO(sys.stdin.buffer.read()))
    else:
        with location.open("rb") as file:
            yield file


def _pieces(stream: BinaryIO, path: str) -> Iterator[Piece]:
    data = _read(stream, PIECE)
    if len(data) < PIECE or not is_by_line(data):
        data += _read(stream, MOST + 1 - len(data))
        if len(data) > MOST:
            size = f"{MOST // 1024**3} GiB unpacked"
            raise TranscriptError(f"more than {size}", path=path, advice="split it, or make it JSON Lines")
        yield Piece(data, 0)
        return
    lines = 0
    while data:
        more = _read(stream, PIECE)
        end = data.rfind(b"\n") + 1 if more else len(data)
        if end:
            yield Piece(data[:end], lines)
            lines += data.count(b"\n", 0, end) + data.count(b"\r", 0, end) - data.count(b"\r\n", 0, end)
        data = data[end:] + more


def _read(stream: BinaryIO, size: int) -> bytes:
    """Return the next `size` bytes, fewer only at the end; a decompressor may give less at a time."""
    parts = []
    while size > 0 and (part := stream.read(min(size, PIECE))):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def is_by_line(data: bytes) -> bool:
    """Whether `data`, the beginning of a file, is JSON Lines: its first line is an object, and not all of it."""
    line, end, _ = data.lstrip(b"\xef\xbb\xbf\r\n\t ").partition(b"\n")
    if not end or data.startswith(_UTF16):
        return False
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False
