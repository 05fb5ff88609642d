"""Wrapping, shortening and marking: nothing is lost, nothing is too wide, marks stay on their words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from csmistakes.conversation import Span
from csmistakes.reporters.parts.layout import cells, excerpt, paragraph, shorten, wrap
from csmistakes.reporters.parts.paint import Paint

TEXT = st.text(alphabet="ab 茶😀é", max_size=80)


@given(TEXT, st.integers(2, 30), st.integers(2, 30))
def test_wrap_loses_only_blanks_and_fits(text: str, width: int, first: int) -> None:
    lines = wrap(text, width, first)
    assert "".join(text[line.start : line.end] for line in lines).replace(" ", "") == text.replace(" ", "")
    for index, line in enumerate(lines):
        assert cells(text[line.start : line.end]) <= (width if index else first)


def test_paragraph_indents() -> None:
    assert list(paragraph("one two three", 9, first="- ", rest="  ")) == ["- one two", "  three"]
    assert list(paragraph("", 9, first="- ")) == ["- "]


@given(TEXT, st.integers(1, 40))
def test_shorten_fits(text: str, width: int) -> None:
    short = shorten(text, width)
    assert cells(short) <= width
    assert short == text or short.endswith("…")


@given(
    st.text(alphabet="abc   ", min_size=1, max_size=900),
    st.lists(st.tuples(st.integers(0, 899), st.integers(1, 300)), max_size=4),
    st.integers(20, 200),
)
def test_excerpt_keeps_marks_on_their_words(text: str, raw: list[tuple[int, int]], budget: int) -> None:
    marks = [Span(start, min(len(text), start + size)) for start, size in raw if start < len(text)]
    short, moved = excerpt(text, marks, budget)
    if len(text) <= budget:
        assert (short, moved) == (text, marks)
        return
    marked = [text[mark.start : mark.end] for mark in marks]
    for mark in moved:
        assert any(short[mark.start : mark.end] in words for words in marked)
    for mark in marks:
        if mark.end - mark.start <= 20:
            assert text[mark.start : mark.end] in [short[span.start : span.end] for span in moved]


def test_excerpt_shows_both_ends_of_a_long_mark() -> None:
    text = "start " + "middle " * 200 + "finish"
    short, moved = excerpt(text, [Span(0, len(text))], 100)
    assert short.startswith("start middle")
    assert short.endswith("middle finish")
    assert " … " in short
    assert len(short) < 150
    assert len(moved) == 2


def test_marks_are_underlined_or_get_carets() -> None:
    marks = [Span(2, 3), Span(0, 1), Span(3, 5), Span(4, 4)]
    assert Paint(color=False).marked("a茶bcdef", marks) == ["a茶bcdef", "^  ^^^"]
    assert Paint(color=True).marked("a茶bcdef", marks) == ["\x1b[1;4ma\x1b[0m茶\x1b[1;4mbcd\x1b[0mef"]
    assert Paint(color=True).marked("plain", []) == ["plain"]
