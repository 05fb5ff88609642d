"""JSON5, and JSON with comments, read as the YAML that they nearly are: every character stays in its place.

Source: the JSON5 data interchange format, spec.json5.org. Flow collections of YAML have its unquoted keys, single
quotes and trailing commas. What differs is written anew, one character for one: comments and tabs become blanks, and
the escapes of single-quoted texts those of YAML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from csmistakes.errors import TranscriptError
from csmistakes.expressions import expression
from csmistakes.readers.source import Source
from csmistakes.readers.trees import Tree
from csmistakes.readers.yamltext import yaml_trees

_TOKEN = expression(
    r"""
    (?P<double> " (?: [^"\\] | \\. )*+ (?: " | \Z ) )
    | (?P<single> ' (?: [^'\\] | \\. )*+ (?: ' | \Z ) )
    | (?P<comment> // [^\n\r]*+ | /\* (?: [^*] | \*(?!/) )*+ (?: \*/ | \Z ) )
    | (?P<tab> \t )
    | (?P<close> [\w$] : (?= [^\s] ) )
    """,
    re.VERBOSE | re.DOTALL,
)
_MARK = expression(r"[^\n\r]")
_ESCAPE = expression(r"\\(.)", re.DOTALL)


class _Unlike(Exception):  # noqa: N818  (told as a TranscriptError, with its place)
    """What YAML has no way to write at the same length."""

    def __init__(self, at: int, problem: str) -> None:
        super().__init__(problem)
        self.at = at


def json5_trees(source: Source) -> Iterator[Tree | TranscriptError]:
    """Yield the value that the file is, or an error for a malformed one."""
    try:
        text = _TOKEN.sub(_as_yaml, source.text)
    except _Unlike as problem:
        line, column = source.positions.at(problem.at)
        yield TranscriptError(f"JSON5 in column {column}: {problem}", path=source.path, line=line)
        return
    for item in yaml_trees(Source(source.path, text)):
        if isinstance(item, TranscriptError):
            yield TranscriptError(item.message.replace("YAML", "JSON5"), path=source.path, line=item.line)
        else:
            yield item


def _as_yaml(token: re.Match[str]) -> str:
    written = token[0]
    match token.lastgroup:
        case "comment" | "tab":
            return _MARK.sub(" ", written)
        case "single" if "\\" in written:
            return _requoted(written, token.start())
        case "close":
            raise _Unlike(token.end(), "a key that is not quoted needs a blank behind its colon")
        case _:
            return written


def _requoted(written: str, at: int) -> str:
    """Return a text in single quotes that has escapes as YAML writes it."""
    inner = written[1:-1]
    escaped = set(_ESCAPE.findall(inner))
    if escaped == {"'"}:
        return f"'{_ESCAPE.sub(chr(39) * 2, inner)}'"
    if "'" in escaped or '"' in _ESCAPE.sub("", inner):
        raise _Unlike(at, "this text mixes quotes and escapes; write it in double quotes")
    return f'"{inner}"'
