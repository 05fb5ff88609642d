"""Bytes to text: UTF-8, UTF-16 with its mark, or the Windows code page where nothing else can be meant."""

from __future__ import annotations

import codecs
import unicodedata

from csmistakes.readers.base import EmptyTranscript, NotATranscript
from csmistakes.readers.source import Source

_LAYOUT = frozenset("\t\n\r\v\f")


def decode(data: bytes, path: str) -> Source:
    """Return the text of `data`; EmptyTranscript if there is none, NotATranscript if it is no text."""
    text = _text(data, path)
    if not text.strip():
        raise EmptyTranscript(path)
    if "\0" in text:
        raise NotATranscript("not a transcript I know: it is no text", path=path)
    return Source(path, text)


def _text(data: bytes, path: str) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as error:
            raise NotATranscript("not a transcript I know: its UTF-16 is broken", path=path) from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _windows(data, error, path)


def _windows(data: bytes, error: UnicodeDecodeError, path: str) -> str:
    """Decode as cp1252, unless that would make nonsense of binary data or of UTF-8 with a damaged byte."""
    before = error.object[: error.start]
    refusal = NotATranscript(
        f"not a transcript I know: byte {data[error.start]:#04x} is not UTF-8",
        path=path,
        line=before.count(b"\n") + 1,
        advice="save the file as UTF-8",
    )
    if not before.isascii():  # valid UTF-8 up to here, so it was meant to be UTF-8
        raise refusal
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        raise refusal from error
    if any(unicodedata.category(char) == "Cc" for char in set(text) - _LAYOUT):
        raise refusal
    return text
