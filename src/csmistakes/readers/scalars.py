"""YAML's scalars read again with their places: quoted, plain, literal and folded (YAML 1.1, chapters 7 and 8)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from csmistakes.expressions import expression
from csmistakes.readers.origins import Spelling

_BREAK = expression("\r\n|[\r\n\x85\u2028\u2029]")
_BLANKS = expression(r"[ \t]*+")
_ESCAPE = expression(r"\\(?:x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|.)", re.DOTALL)
_MEANT = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b",
    " ": " ", '"': '"', "\\": "\\", "/": "/", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip
_HEADER = expression(r"[|>](?P<marks>[+\-\d]{0,2})[^\r\n\x85\u2028\u2029]*+(?:\r\n|[\r\n\x85\u2028\u2029]|\Z)")
_DEEPEST = 80  # columns of an indentation that is stated and has to be found out


def spelling_of(value: str, text: str, style: str) -> Spelling | None:
    """Return how `value` is spelt by `text`, from its first mark to its last; None if it is not spelt so.

    `style` is PyYAML's: the quote, "|" or ">", or "" for a plain scalar.
    """
    found = _block(text) if style in {"|", ">"} else iter([_flow(text, style)])
    return next((spelling for spelling in found if spelling.text == value), None)


def _flow(text: str, style: str) -> Spelling:
    """Read a quoted or plain scalar: a line break in it is a blank, and further ones are line feeds."""
    spelling = Spelling()
    at, stop = (1, len(text) - 1) if style in {"'", '"'} else (0, len(text))
    while at < stop:
        char = text[at]
        if style == '"' and char == "\\":
            at = _escape(text, at, spelling)
        elif style == "'" and text.startswith("''", at):
            spelling.add("'", at, at + 2)
            at += 2
        elif char in " \t" or _BREAK.match(char):
            at = _fold(text, at, stop, spelling)
        else:
            spelling.add(char, at, at + 1)
            at += 1
    return spelling


def _escape(text: str, at: int, spelling: Spelling) -> int:
    """Read an escape; one of a line break joins the lines. Return where it ends."""
    if line_end := _BREAK.match(text, at + 1):
        at = line_end.end()
        while True:
            at = _end(_BLANKS, text, at)
            further = _BREAK.match(text, at)
            if not further:
                return at
            spelling.add("\n", at, at + 1)
            at = further.end()
    found = _ESCAPE.match(text, at)
    if found is None:
        return at + 1
    code = found[0][2:]
    spelling.add(chr(int(code, 16)) if code else _MEANT.get(found[0][1], "\ufffd"), at, found.end())
    return found.end()


def _fold(text: str, at: int, stop: int, spelling: Spelling) -> int:
    """Read blanks and the line breaks among them. Return where they end."""
    end = min(stop, _end(_BLANKS, text, at))
    first = _BREAK.match(text, end)
    if not first or end >= stop:
        spelling.add(text[at:end], at, end)
        return end
    at = _end(_BLANKS, text, first.end())
    further = []
    while (line_end := _BREAK.match(text, at)) and at < stop:
        further.append(line_end)
        at = _end(_BLANKS, text, line_end.end())
    if _meant(first[0]) != "\n":
        spelling.add(first[0], first.start(), first.end())
    elif not further:
        spelling.add(" ", first.start(), first.start() + 1)
    for line_end in further:
        spelling.add(_meant(line_end[0]), line_end.start(), line_end.start() + 1)
    return min(at, stop)


def _block(text: str) -> Iterator[Spelling]:
    """Yield the readings of a block scalar: one, or with an indentation indicator one for each possible indentation."""
    header = _HEADER.match(text)
    if header is None:
        return
    marks = header["marks"]
    keep = "+" if "+" in marks else "-" if "-" in marks else ""
    stated = next((int(mark) for mark in marks if mark.isdigit()), 0)
    depths = range(stated, _DEEPEST) if stated else [_depth(text, header.end())]
    for depth in depths:
        yield _lines(text, header.end(), depth, keep, is_folded=text[0] == ">")


def _depth(text: str, at: int) -> int:
    """Return the indentation of a block: that of its first line with something in it, or of the deepest before."""
    depth = 0
    while at < len(text):
        end = at
        while text[end : end + 1] == " ":
            end += 1
        depth = max(depth, end - at)
        line_end = _BREAK.match(text, end)
        if line_end is None:
            return max(depth, 1)
        at = line_end.end()
    return max(depth, 1)


def _lines(text: str, at: int, depth: int, keep: str, *, is_folded: bool) -> Spelling:
    """Read the lines of a block. What stands less deep ends it."""
    spelling = Spelling()
    at, blank = _blank_lines(text, at, depth)
    last: re.Match[str] | None = None
    while at < len(text) and _column(text, at) == depth:
        for line_end in blank:
            spelling.add(_meant(line_end[0]), line_end.start(), line_end.start() + 1)
        is_text = text[at] not in " \t"
        last = _BREAK.search(text, at)
        end = last.start() if last else len(text)
        spelling.add(text[at:end], at, end)
        if last is None:
            return spelling
        at, blank = _blank_lines(text, last.end(), depth)
        if at >= len(text) or _column(text, at) != depth:
            break
        if is_folded and _meant(last[0]) == "\n" and is_text and text[at] not in " \t":
            if not blank:
                spelling.add(" ", last.start(), last.start() + 1)
        else:
            spelling.add(_meant(last[0]), last.start(), last.start() + 1)
    if keep != "-" and last:
        spelling.add(_meant(last[0]), last.start(), last.start() + 1)
    for line_end in blank if keep == "+" else ():
        spelling.add(_meant(line_end[0]), line_end.start(), line_end.start() + 1)
    return spelling


def _blank_lines(text: str, at: int, depth: int) -> tuple[int, list[re.Match[str]]]:
    """Pass over lines with nothing in them; return where the next begins, indentation passed, and their ends."""
    ends: list[re.Match[str]] = []
    while True:
        begin = at
        while at - begin < depth and text[at : at + 1] == " ":
            at += 1
        line_end = _BREAK.match(text, at)
        if line_end is None:
            return at, ends
        ends.append(line_end)
        at = line_end.end()


def _column(text: str, at: int) -> int:
    begin = at
    while begin and not _BREAK.match(text[begin - 1]):
        begin -= 1
    return at - begin


def _meant(line_end: str) -> str:
    return line_end if line_end in "\u2028\u2029" else "\n"


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at
