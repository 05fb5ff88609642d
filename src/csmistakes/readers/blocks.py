"""Markdown as far as replies need it: headings, and below them fenced, quoted and plain text (CommonMark 0.31)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from csmistakes.expressions import expression
from csmistakes.readers.pieces import Piece, end_of, rest_of
from csmistakes.readers.source import Line

_FENCE = expression(r"(?P<indent> {0,3})(?P<mark>`{3,}|~{3,})[ \t]*(?P<language>[^\s`]*)[^`]*")
_HEADING = expression(r" {0,3}#{1,6}(?:[ \t]++(?P<title>.*+))?")
_UNDERLINE = expression(r" {0,3}(?:=+|-+)[ \t]*")
_RULE = expression(r" {0,3}(?:(?:-[ \t]*+){3,}+|(?:\*[ \t]*+){3,}+|(?:_[ \t]*+){3,}+)")
_QUOTE = expression(r" {0,3}>[ \t]?")
_ROW = expression(r"\s*\|.*\|\s*")
_COMMENT = expression(r"\s*<!--")
_TEXT_LANGUAGES = frozenset(
    {
        "",
        "text",
        "txt",
        "plain",
        "plaintext",
        "md",
        "markdown",
        "html",
        "liquid",
        "jinja",
        "jinja2",
        "email",
        "handlebars",
    }
)
_LONGEST_TITLE = 60


class Kind(StrEnum):
    """What a block is."""

    HEADING = "heading"
    FENCE = "fence"
    QUOTE = "quote"
    TEXT = "text"
    RULE = "rule"


@dataclass(slots=True)
class Block:
    """Lines that belong together, with what marks them left out. A heading has its title."""

    kind: Kind
    title: str = ""
    lines: list[tuple[Line, int]] = field(default_factory=list)  # and where in the line the text starts

    def add(self, line: Line, start: int = 0) -> None:
        """Add the line from `start` on."""
        self.lines.append((line, start))

    @property
    def first(self) -> str:
        """The text of the first line."""
        line, start = self.lines[0]
        return line.text[start:]


def pieces_of(lines: Sequence[tuple[Line, int]]) -> list[Piece]:
    """Return the text of lines, each from where it starts, and where it stands."""
    pieces: list[Piece] = []
    for number, (line, start) in enumerate(lines):
        if number:
            pieces.append(end_of(lines[number - 1][0]))
        pieces.append(rest_of(line, start))
    return pieces


def blocks(lines: Sequence[Line]) -> Iterator[Block]:
    """Yield the blocks of a text in order; comments, tables and code in a programming language are left out."""
    text: Block | None = None
    at = 0
    while at < len(lines):
        line = lines[at]
        if text is not None and (title := _underlined(text, line)):
            yield Block(Kind.HEADING, title)
            text, at = None, at + 1
            continue
        special, after = _special(lines, at)
        if after > at:
            if text is not None:
                yield text
                text = None
            if special is not None:
                yield special
            at = after
            continue
        if text is not None or line.text.strip():
            text = text or Block(Kind.TEXT)
            text.add(line)
        at += 1
    if text is not None:
        yield text


def _special(lines: Sequence[Line], at: int) -> tuple[Block | None, int]:
    """Return the block that is no plain text, and the line behind it; nothing, and the same line, if there is none."""
    line = lines[at]
    if fence := _FENCE.fullmatch(line.text):
        return _fenced(lines, at, fence)
    if heading := _HEADING.fullmatch(line.text):
        return Block(Kind.HEADING, _title(heading["title"] or "")), at + 1
    if _RULE.fullmatch(line.text):
        return Block(Kind.RULE), at + 1
    if _QUOTE.match(line.text):
        return _quoted(lines, at)
    if _ROW.fullmatch(line.text):
        return None, at + 1
    if _COMMENT.match(line.text):
        end = next((n for n in range(at, len(lines)) if "-->" in lines[n].text), len(lines) - 1)
        return None, end + 1
    return None, at


def _title(written: str) -> str:
    """Return a heading without the marks that may close it."""
    title = written.strip()
    open_ = title.rstrip("#")
    return open_.rstrip() if not open_ or open_[-1] in " \t" else title


def _fenced(lines: Sequence[Line], at: int, fence: re.Match[str]) -> tuple[Block | None, int]:
    """Return a fenced block; one that is never closed ends with the file."""
    mark, indent = fence["mark"], len(fence["indent"])
    block = Block(Kind.FENCE)
    at += 1
    while at < len(lines):
        stripped = lines[at].text.strip()
        if len(stripped) >= len(mark) and not stripped.strip(mark[0]):
            break
        text = lines[at].text
        block.add(lines[at], min(indent, len(text) - len(text.lstrip(" "))))
        at += 1
    is_text = fence["language"].lower() in _TEXT_LANGUAGES and block.lines
    return (block if is_text else None), at + 1


def _quoted(lines: Sequence[Line], at: int) -> tuple[Block | None, int]:
    block = Block(Kind.QUOTE)
    while at < len(lines) and (mark := _QUOTE.match(lines[at].text)):
        block.add(lines[at], mark.end())
        at += 1
    return (None if block.first.lstrip().startswith("[!") else block), at  # [!NOTE] is for the team


def _underlined(text: Block, line: Line) -> str:
    """Return the title that a line under it makes one; "" where it is a text that a rule follows."""
    if len(text.lines) != 1 or not _UNDERLINE.fullmatch(line.text):
        return ""
    title = text.first.strip()
    return title if len(title) <= _LONGEST_TITLE and title[-1] not in ".!?,;" else ""
