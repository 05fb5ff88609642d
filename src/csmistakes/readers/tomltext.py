"""TOML with places: values come from the standard parser, where a string stands is found by reading the text along."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from csmistakes.conversation import Origin
from csmistakes.errors import TranscriptError
from csmistakes.expressions import expression
from csmistakes.readers.origins import Spelling, Stretch, Within
from csmistakes.readers.source import Source
from csmistakes.readers.trees import Path, at

_GAP = expression(r"(?:[ \t\r\n]|#[^\r\n]*+)*+")
_STRING = expression(
    r'"""(?:[^"\\]|\\.|"{1,2}(?!"))*+"{3,5}' + r"|'''(?:[^']|'{1,2}(?!'))*+'{3,5}"
    r'|"(?:[^"\\]|\\.)*+"' + r"|'[^']*+'",
    re.DOTALL,
)
_BARE = expression(r"[\w-]++")
_SCALAR = expression(r"[^,\]}#\r\n]*+")
_AT_LINE = expression(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_ESCAPE = expression(r"\\(?:u([\da-fA-F]{4})|U([\da-fA-F]{8})|[ \t]*+\r?\n[ \t\r\n]*+|(.))|\r\n")
_MEANT = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", '"': '"', "\\": "\\"}


@dataclass(frozen=True)
class TomlTree:
    """The value of a file."""

    source: Source = field(repr=False)
    value: Any

    @cached_property
    def _strings(self) -> dict[Path, tuple[int, int]]:
        return dict(_Strings(self.source.text).found())

    def origin(self, path: Path) -> Origin:
        """Return where the text at `path` stands; TranscriptError if that cannot be told."""
        start, end = self._strings.get(path, (0, 0))
        spelling = _spelling(self.source.text[start:end])
        if spelling.text != at(self.value, path):
            raise TranscriptError(f"the place of {'.'.join(map(str, path))} cannot be told", path=self.source.path)
        return Within(Stretch(self.source.positions, start), spelling.starts, spelling.ends)


def toml_trees(source: Source) -> Iterator[TomlTree | TranscriptError]:
    """Yield the value of a file, or what is wrong with it."""
    try:
        yield TomlTree(source, tomllib.loads(source.text))
    except tomllib.TOMLDecodeError as error:
        found = _AT_LINE.search(str(error))
        line = int(found[1]) if found and found[1] else None
        yield TranscriptError(f"malformed TOML: {_AT_LINE.sub('', str(error))}", path=source.path, line=line)
    except RecursionError:
        yield TranscriptError("malformed TOML: nested too deeply", path=source.path)


class _Strings:
    """Finds the strings of a text that is known to be valid."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._lists: dict[Path, int] = {}  # of tables: the number of the last one

    def found(self) -> Iterator[tuple[Path, tuple[int, int]]]:
        """Yield the path of each string value, and where it starts and ends, its quotes included."""
        table: Path = ()
        while self._next():
            if self._text[self._at] == "[":
                table = self._header()
            else:
                yield from self._pair(table)

    def _next(self) -> str:
        """Pass over blanks, line ends and comments; return the character that follows, or nothing at the end."""
        gap = _GAP.match(self._text, self._at)
        self._at = gap.end() if gap else self._at
        return self._text[self._at : self._at + 1]

    def _header(self) -> Path:
        is_list = self._text.startswith("[[", self._at)
        self._at += 1 + is_list
        keys = self._keys()
        self._at += 1 + is_list
        path: Path = ()
        for number, key in enumerate(keys, start=1):
            path = (*path, key)
            if is_list and number == len(keys):
                self._lists[path] = self._lists.get(path, -1) + 1
            if path in self._lists:
                path = (*path, self._lists[path])
        return path

    def _keys(self) -> list[str]:
        keys = []
        while True:
            self._next()
            if quoted := _STRING.match(self._text, self._at):
                keys.append(_spelling(quoted[0]).text)
                self._at = quoted.end()
            elif bare := _BARE.match(self._text, self._at):
                keys.append(bare[0])
                self._at = bare.end()
            if self._next() != ".":
                return keys
            self._at += 1

    def _pair(self, table: Path) -> Iterator[tuple[Path, tuple[int, int]]]:
        path = (*table, *self._keys())
        self._at += 1  # the equals sign
        yield from self._value(path)

    def _value(self, path: Path) -> Iterator[tuple[Path, tuple[int, int]]]:
        opening = self._next()
        if opening in "[{":
            self._at += 1
            index = 0
            while self._next() not in "]}":
                yield from self._value((*path, index)) if opening == "[" else self._pair(path)
                index += 1
                if self._next() == ",":
                    self._at += 1
            self._at += 1
        elif string := _STRING.match(self._text, self._at):
            yield path, string.span()
            self._at = string.end()
        else:
            scalar = _SCALAR.match(self._text, self._at)
            self._at = max(self._at + 1, scalar.end() if scalar else 0)


def _spelling(raw: str) -> Spelling:
    """Return what a string says, its quotes around it."""
    spelling = Spelling()
    marks = 3 if raw[:3] in {'"""', "'''"} and len(raw) >= 6 else 1
    at, stop = marks, len(raw) - marks
    if marks == 3:
        at += 2 if raw.startswith("\r\n", at) else 1 if raw.startswith("\n", at) else 0
    while at < stop:
        found = _ESCAPE.match(raw, at, stop) if raw[0] == '"' or raw[at] == "\r" else None
        if found is None:
            spelling.add(raw[at], at, at + 1)
            at += 1
            continue
        code = found[1] or found[2]
        if code or found[3]:
            spelling.add(chr(int(code, 16)) if code else _MEANT.get(found[3], "\ufffd"), at, found.end())
        elif found[0] == "\r\n":
            spelling.add("\n", at, at + 1)
        at = found.end()
    return spelling
