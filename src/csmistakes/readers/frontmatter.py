"""The settings between lines of `---` or `+++` with which a text file may begin."""

from __future__ import annotations

import re
from typing import NamedTuple

from csmistakes.expressions import expression
from csmistakes.readers.source import Line, Source

_MARKS = {"---": ("---", "..."), "+++": ("+++",)}
_NAME = expression(
    r"""(?:title|name|id|short_?code|slug)[ \t]*+[:=][ \t]*+["']?(?P<name>[^"'\r\n]{1,200}?)["']?[ \t]*+""",
    re.IGNORECASE,
)
_SETTING = expression(r"\s|#|-|[\w.\"'-]{1,60}[ \t]*+[:=]|\Z")


class Parted(NamedTuple):
    """A file's name for itself, if it has one, and the lines behind its settings."""

    name: str | None
    lines: list[Line]


def part(source: Source) -> Parted:
    """Part a file's settings from its lines. What only looks so (a rule between two texts) is none."""
    lines = list(source.lines())
    ends = _MARKS.get(lines[0].text.rstrip())
    if ends is None:
        return Parted(None, lines)
    for number, line in enumerate(lines[1:], start=1):
        if line.text.rstrip() in ends:
            names = [found["name"] for setting in lines[1:number] if (found := _NAME.fullmatch(setting.text))]
            return Parted(names[0] if names else None, lines[number + 1 :])
        if not _SETTING.match(line.text):
            break
    return Parted(None, lines)
