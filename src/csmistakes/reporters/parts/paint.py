"""Colour, where it is wanted. All of it is said in words or carets too."""

from __future__ import annotations

from collections.abc import Sequence

from csmistakes.conversation import Span
from csmistakes.finding import Severity
from csmistakes.reporters.parts.layout import cells

SYMBOLS = {Severity.ERROR: "✖", Severity.WARNING: "▲", Severity.NOTE: "●"}
_CODES = {
    "bold": "1",
    "dim": "2",
    "mark": "1;4",
    "error": "1;31",
    "warning": "1;33",
    "note": "1;36",
    "good": "1;32",
}


class Paint:
    """Paints text in one of a few styles, or leaves it as it is."""

    __slots__ = ("color",)

    def __init__(self, *, color: bool) -> None:
        self.color = color

    def __call__(self, text: str, style: str) -> str:
        """Return `text` in `style`: bold, dim, mark, good or a severity's label."""
        return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if self.color and text else text

    def marked(self, line: str, marks: Sequence[Span]) -> list[str]:
        """Return `line` with `marks` underlined; without colour, by a second line of carets."""
        marks = _joined(marks)
        if not marks:
            return [line]
        if not self.color:
            carets, at = "", 0
            for mark in marks:
                carets += " " * cells(line[at : mark.start]) + "^" * max(1, cells(line[mark.start : mark.end]))
                at = mark.end
            return [line, carets]
        painted, at = "", 0
        for mark in marks:
            painted += line[at : mark.start] + self(line[mark.start : mark.end], "mark")
            at = mark.end
        return [painted + line[at:]]


def _joined(marks: Sequence[Span]) -> list[Span]:
    """Return `marks` in order, those that overlap or touch joined, empty ones left out."""
    joined: list[Span] = []
    for mark in sorted(marks):
        if mark.start >= mark.end:
            continue
        if joined and mark.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, mark.end))
        else:
            joined.append(mark)
    return joined
