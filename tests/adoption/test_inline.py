"""Where a comment holds: its line, the next reply, the next turn, or the rest of the turn it stands in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from csmistakes.adoption.inline import inlines, lines_of
from csmistakes.conversation import Conversation, Role, Span, TextOrigin, Turn
from csmistakes.finding import Finding, Place, Severity

SO = 'csmistakes: ignore[curt] reason="so"'


def talk(*lines: tuple[int, ...], channel: str = "script", name: str = "t") -> Conversation:
    """Return a conversation whose turns stand on these lines, the text "word" on each."""
    turns = tuple(
        Turn(
            Role.AGENT,
            "\n".join("word" for _ in taken),
            origin=TextOrigin(tuple((5 * number, line, 1) for number, line in enumerate(taken))),
        )
        for taken in lines
    )
    return Conversation(name, turns, "a.md", channel)


def found(conversation: Conversation) -> list[Finding]:
    """Return a finding for each line of each turn."""
    return [
        Finding(
            "curt", "T", Severity.ERROR, "m", "f", (), "x", conversation.id, number, "agent", None, Span(at, at + 4),
            "word", Place("a.md", *turn.origin.at(at), *turn.origin.end(at + 3)),
        )
        for number, turn in enumerate(conversation.turns, start=1)
        for at in range(0, len(turn.text), 5)
    ]  # fmt: skip


def held(text: str, *talks: Conversation) -> list[int]:
    """Return the lines of the findings that the only comment of a text holds for."""
    (inline,) = inlines(text.encode(), "a.md", ("curt",))
    lines = []
    for conversation in talks:
        scope = inline.scope(conversation, lines_of(conversation))
        lines += [f.place.line for f in found(conversation) if scope is not None and scope(f) and f.place is not None]
    return lines


@pytest.mark.parametrize(
    ("text", "talks", "lines"),
    [
        # beside the text of a turn: that line
        (f"\nword <!-- {SO} -->\nword\n", [talk((2, 3))], [2]),
        (f"\nword <!-- {SO} -->\n", [talk((2,)), talk((2,), name="u"), talk((3,))], [2, 2]),
        (f"word\nword <!-- {SO}\n--> word\nword", [talk((1, 2, 3, 4))], [2, 3]),
        # alone, above a reply: all of it, and nothing of the next
        (f"<!-- {SO} -->\n# T\nword\nword\n", [talk((3, 4)), talk((6,))], [3, 4]),
        (f"<!-- {SO} -->\n# T\nword\n\nword\n", [talk((3,), (5,))], [3, 5]),
        # beside a heading, which nobody says: as if alone
        (f"# T <!-- {SO} -->\nword\nword\n", [talk((2, 3))], [2, 3]),
        # alone between two variants of a reply: the next one
        (f"word\n<!-- {SO} -->\nword\nword\n", [talk((1,), (3,), (4,))], [3]),
        # alone inside a text: the rest of it
        (f"word\n<!-- {SO} -->\nword\nword\n\nword", [talk((1, 3, 4), (6,))], [3, 4]),
        (f"word\n<!-- {SO} -->\nword\n", [talk((1, 2, 3))], [3]),
        # between two replies: the next
        (f"word\n<!-- {SO} -->\nword\nword\n", [talk((1,)), talk((3,)), talk((4,))], [3]),
        # in a transcript: the next turn only
        (f"<!-- {SO} -->\nword\nword\n", [talk((2,), (3,), channel="chat")], [2]),
        # below everything
        (f"word\n<!-- {SO} -->\n", [talk((1,)), talk((1, 1))], []),
    ],
)
def test_a_comment_holds_for(text: str, talks: list[Conversation], lines: list[int]) -> None:
    assert held(text, *talks) == lines


def test_a_comment_says_nothing_itself() -> None:
    (inline,) = inlines(f"x <!-- {SO} -->\n".encode(), "a.md", ("curt",))
    finding = found(talk((1,)))[0]
    for column, end, is_inside in ((3, 10, True), (1, 2, False), (1, 10, False), (40, 99, False)):
        assert inline.holds(replace(finding, place=Place("a.md", 1, column, 1, end))) is is_inside
    assert not inline.holds(replace(finding, place=None))


def test_what_cannot_be_read_is_kept_to_be_told() -> None:
    first, second = inlines(b"<!-- csmistakes: ignore[zzz] -->\n<!-- csmistakes: ignore[curt] -->", "a.md", ("curt",))
    assert first.suppression is None
    assert "no rule" in first.trouble
    assert second.suppression is not None


def test_a_turn_without_text_has_a_line() -> None:
    assert lines_of(Conversation("t", (Turn(Role.AGENT, "", origin=TextOrigin(((0, 4, 1),))),))) == [(4, 4)]
