"""Text laid out in terminal cells: width, wrapping and shortening, all as ranges so that marks stay true."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len

from csmistakes.conversation import Span
from csmistakes.expressions import expression

ELLIPSIS = "…"
_GAP = f" {ELLIPSIS} "
_WORD = expression(r"\S+")
_SNAP = 16  # how far a cut may move to fall between two words


def cells(text: str) -> int:
    """Return how many columns `text` takes on a terminal."""
    return len(text) if text.isascii() else cell_len(text)


def wrap(text: str, width: int, first: int | None = None) -> list[Span]:
    """Return the ranges of the lines of `text`, broken between words to fit `width` (or `first`)."""
    lines: list[Span] = []
    room = width if first is None else first
    start = end = 0  # of the line being filled
    for piece in _pieces(text, max(1, min(room, width))):
        fits = cells(text[start : piece.end]) <= room
        if end and not fits:
            lines.append(Span(start, end))
            start, room = piece.start, width
        elif not end:
            start = piece.start
        end = piece.end
    if end:
        lines.append(Span(start, end))
    return lines


def paragraph(text: str, width: int, *, first: str = "", rest: str = "") -> Iterator[str]:
    """Yield `text` wrapped into lines of `width`: the first begins with `first`, the others with `rest`."""
    lines = wrap(text, max(1, width - cells(rest)), max(1, width - cells(first)))
    for index, line in enumerate(lines or [Span(0, 0)]):
        yield (rest if index else first) + text[line.start : line.end]


def shorten(text: str, width: int) -> str:
    """Return `text`, cut to `width` columns with an ellipsis if it is longer."""
    if cells(text) <= width:
        return text
    cut = text[: max(0, width - 1)]
    while cut and cells(cut) >= width:
        cut = cut[:-1]
    return cut.rstrip() + ELLIPSIS


def excerpt(text: str, marks: Sequence[Span], budget: int) -> tuple[str, list[Span]]:
    """Return `text` and its `marks`; if longer than `budget`, only what is around the marks."""
    if len(text) <= budget:
        return text, list(marks)
    kept = list(_merge(_windows(text, marks, budget)))
    parts: list[str] = []
    moved: list[Span] = []
    at = 0
    for index, window in enumerate(kept):
        lead = (f"{ELLIPSIS} " if window.start else "") if index == 0 else _GAP
        at += len(lead)
        for mark in marks:
            start, end = max(mark.start, window.start), min(mark.end, window.end)
            if start < end:
                moved.append(Span(start - window.start + at, end - window.start + at))
        body = text[window.start : window.end]
        parts += (lead, body)
        at += len(body)
    if kept[-1].end < len(text):
        parts.append(f" {ELLIPSIS}")
    return "".join(parts), moved


def _windows(text: str, marks: Sequence[Span], budget: int) -> Iterator[Span]:
    """Yield what to keep of `text`: each mark with what is around it; of a mark too long, both its ends."""
    if not marks:
        yield Span(0, _snap(text, budget, -1))
        return
    share = budget // len(marks)
    for mark in marks:
        around = max(_SNAP, (share - (mark.end - mark.start)) // 2)
        start = _snap(text, max(0, mark.start - around), 1)
        end = _snap(text, min(len(text), mark.end + around), -1)
        if end - start <= max(share, 4 * _SNAP):
            yield Span(start, end)
        else:
            half = max(share, 4 * _SNAP) // 2
            yield Span(start, _snap(text, start + half, -1))
            yield Span(_snap(text, end - half, 1), end)


def _snap(text: str, at: int, step: int) -> int:
    """Move a cut at `at` to the nearest edge of a word in the direction of `step`, if one is near."""
    if not 0 < at < len(text):
        return at
    for place in range(at, at + step * _SNAP, step):
        if not 0 < place < len(text):
            return place
        inner, outer = (text[place], text[place - 1]) if step > 0 else (text[place - 1], text[place])
        if outer.isspace() and not inner.isspace():
            return place
    return at


def _merge(windows: Iterable[Span]) -> Iterator[Span]:
    """Yield windows in order, those that (nearly) touch joined."""
    current: Span | None = None
    for window in sorted(windows):
        if current is None:
            current = window
        elif window.start <= current.end + len(_GAP):
            current = Span(current.start, max(current.end, window.end))
        else:
            yield current
            current = window
    if current is not None:
        yield current


def _pieces(text: str, width: int) -> Iterator[Span]:
    """Yield the ranges of the words of `text`, words wider than `width` in pieces."""
    for match in _WORD.finditer(text):
        start, end = match.span()
        while cells(text[start:end]) > width:
            cut = start + 1
            while cut < end and cells(text[start : cut + 1]) <= width:
                cut += 1
            yield Span(start, cut)
            start = cut
        if start < end:
            yield Span(start, end)
