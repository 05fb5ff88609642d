"""JSON with places: values come from the standard parser, where a string stands is found when asked."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Any, NamedTuple

from csmistakes.errors import TranscriptError
from csmistakes.expressions import expression
from csmistakes.readers.source import Positions, Source

Path = tuple[str | int, ...]  # the keys and indexes that lead to a value

_TOKEN = expression(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[{}\[\],:]', re.DOTALL)
_ESCAPE = expression(r"\\u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|\\u[\da-fA-F]{4}|\\.", re.DOTALL)
_LONGEST_ESCAPE = 12  # two halves of a surrogate pair
_LONE_SURROGATE = expression("[\ud800-\udfff]")
_LOOKED_AT = 50  # lines that are tried before a file counts as no JSON Lines


@dataclass(frozen=True)
class JsonDocument:
    """The raw text of one JSON value, beginning in column 1 of `line`."""

    text: str = field(repr=False)
    line: int = 1

    @cached_property
    def _positions(self) -> Positions:
        return Positions(self.text, self.line)

    @cached_property
    def _starts(self) -> Mapping[Path, int]:
        return _string_starts(self.text)

    def place(self, path: Path, offset: int) -> tuple[int, int]:
        """Return (line, column) of the character at `offset` in the string at `path`."""
        return self._positions.at(self._index(path, offset))

    def end(self, path: Path, offset: int) -> tuple[int, int]:
        """Return (line, column) just behind that character, or behind the whole of the escape it is written as."""
        index = self._index(path, offset)
        line, column = self._positions.at(index)
        escape = _ESCAPE.match(self.text, index)
        return line, column + (len(escape[0]) if escape else 1)

    def _index(self, path: Path, offset: int) -> int:
        start = self._starts[path] + 1
        index = start + offset
        for escape in _ESCAPE.finditer(self.text, start, start + _LONGEST_ESCAPE * offset):
            if escape.start() >= index:
                break
            index += len(escape[0]) - 1
        return index


@dataclass(frozen=True, slots=True)
class JsonOrigin:
    """Where a text made of JSON strings stands; `parts` are (offset in the text, path of the string)."""

    document: JsonDocument
    parts: tuple[tuple[int, Path], ...]

    def at(self, offset: int) -> tuple[int, int]:
        """Return (line, column) of `offset` in the text."""
        start, path = self._part(offset)
        return self.document.place(path, offset - start)

    def end(self, offset: int) -> tuple[int, int]:
        """Return (line, column) just behind the character at `offset` in the text."""
        start, path = self._part(offset)
        return self.document.end(path, offset - start)

    def _part(self, offset: int) -> tuple[int, Path]:
        return max(part for part in self.parts if part[0] <= offset)


class Parsed(NamedTuple):
    """A JSON value and the document it was read from."""

    document: JsonDocument
    value: Any


def documents(source: Source) -> Iterator[Parsed | TranscriptError]:
    """Yield the one JSON value that the file is, or one for each line; an error for a malformed one."""
    whole = _whole(source)
    if isinstance(whole, Parsed) or not _is_by_line(source):
        yield whole
        return
    for line in source.spoken_lines():
        yield _parse(line.text, line.number, source.path)


def sample(source: Source) -> object:
    """Return the first value that can be parsed: what the file's shape is known by. None if there is none."""
    parsed = (item.value for item in islice(documents(source), _LOOKED_AT) if isinstance(item, Parsed))
    return next(parsed, None)


def clean(text: str) -> str:
    """Return the text with what is no character (half of a surrogate pair) replaced, one for one."""
    return _LONE_SURROGATE.sub("\ufffd", text)


def _whole(source: Source) -> Parsed | TranscriptError:
    """Return the text as one JSON value, or what is wrong with it as one."""
    known = source.memo.get(__name__)
    if isinstance(known, Parsed | TranscriptError):
        return known
    whole = source.memo[__name__] = _parse(source.text, 1, source.path)
    return whole


def _parse(text: str, line: int, path: str) -> Parsed | TranscriptError:
    try:
        return Parsed(JsonDocument(text, line), json.loads(text))
    except json.JSONDecodeError as error:
        row, column = Positions(text[: error.pos + 1], line).at(error.pos)
        return TranscriptError(
            f"malformed JSON in column {column}: {error.msg.removesuffix(' at')}", path=path, line=row
        )
    except RecursionError:
        return TranscriptError("malformed JSON: nested too deeply", path=path, line=line)
    except ValueError as error:  # a number with thousands of digits
        return TranscriptError(f"malformed JSON: {error}", path=path, line=line)


def _is_by_line(source: Source) -> bool:
    """Tell JSON Lines with a malformed line from one malformed value spread over lines."""
    lines = [line.text.rstrip() for line in islice(source.spoken_lines(), _LOOKED_AT)]
    return len(lines) > 1 and 2 * sum(line[0] in "{[" and line[-1] != "," for line in lines) >= len(lines)


def _string_starts(text: str) -> Mapping[Path, int]:
    """Map the path of each string value to the index of its opening quote. The text is known to be valid."""
    starts: dict[Path, int] = {}
    path: list[str | int] = []
    is_key = False
    for token in _TOKEN.finditer(text):
        match text[token.start()]:
            case "{":
                path.append("")
                is_key = True
            case "[":
                path.append(0)
            case "}" | "]":
                path.pop()
            case ",":
                is_key = True
                if isinstance(last := path[-1], int):
                    path[-1] = last + 1
            case ":":
                is_key = False
            case _ if is_key and path and isinstance(path[-1], str):
                path[-1] = json.loads(token[0])
            case _:
                starts[tuple(path)] = token.start()
    return starts
