"""A conversation as a report for people shows it: the turns with findings, and their neighbours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from csmistakes.conversation import SCRIPT, Conversation, Span, Turn
from csmistakes.finding import Checked, Finding
from csmistakes.masking import one_line
from csmistakes.reporters.parts.entries import Entries, grouped, quoted
from csmistakes.reporters.parts.layout import excerpt, shorten, wrap
from csmistakes.reporters.parts.page import Page

_INDENT = 6  # the turn's number and a space
_LINES = 4  # of a long turn, about as many are shown


def conversation_lines(item: Checked, page: Page) -> Iterator[str]:
    """Yield a conversation: its heading, then each turn that has findings with one neighbour on each side."""
    yield from page.heading(shorten(_heading(item.conversation), page.width))
    found: dict[int, list[Finding]] = {}
    for finding in item.findings:
        found.setdefault(finding.turn or 1, []).append(finding)
    turns = item.conversation.turns
    shown = sorted({near for turn in found for near in (turn - 1, turn, turn + 1) if 1 <= near <= len(turns)})
    entries = Entries(page)
    for before, number in pairwise([0, *shown]):
        if before and number > before + 1:
            yield page.paint(f"{'⋮':>4}", "dim")
        findings = found.get(number)
        if findings is None:
            yield _context(number, turns[number - 1], page)
        else:
            yield from _turn(number, turns[number - 1], [finding.span for finding in findings if finding.span], page)
            yield from _findings(findings, entries, is_script=item.conversation.channel == SCRIPT)
    if shown and shown[-1] not in found:
        yield ""


def _heading(conversation: Conversation) -> str:
    agent = f"agent {conversation.agent}" if conversation.agent else None
    parts = (conversation.path, conversation.id, conversation.channel, agent)
    return one_line(" · ".join(part for part in parts if part))


def _label(turn: Turn, page: Page) -> str:
    return shorten(one_line(f"{turn.name} ({turn.role})" if turn.name else str(turn.role)), page.width // 3)


def _context(number: int, turn: Turn, page: Page) -> str:
    text = one_line(page.mask(turn.text))
    return page.paint(shorten(f"{number:>4}  {_label(turn, page)}: {text}", page.width), "dim")


def _turn(number: int, turn: Turn, marks: Sequence[Span], page: Page) -> Iterator[str]:
    """Yield a turn, its marked words underlined, whole or only what surrounds them."""
    text, marks = excerpt(one_line(page.mask(turn.text)), marks, _LINES * (page.width - _INDENT))
    yield from said(_label(turn, page), text, marks, page, f"{number:>4}  ")


def said(label: str, text: str, marks: Sequence[Span], page: Page, lead: str = "") -> Iterator[str]:
    """Yield who said what, wrapped, `marks` (in `text`) underlined; `lead` stands before the first line."""
    shift = len(label) + 2
    text = f"{label}: {text}"
    margin = " " * len(lead)
    for index, line in enumerate(wrap(text, page.width - len(lead))):
        within = [
            Span(max(mark.start + shift - line.start, 0), min(mark.end + shift, line.end) - line.start)
            for mark in marks
            if mark.end + shift > line.start and mark.start + shift < line.end
        ]
        first, *carets = page.paint.marked(text[line.start : line.end], within)
        yield (margin if index else page.paint(lead, "bold")) + first
        yield from (margin + caret for caret in carets)


def _findings(findings: Sequence[Finding], entries: Entries, *, is_script: bool) -> Iterator[str]:
    groups = grouped(findings)
    for head, others in groups:
        unclear = len(groups) > 1 and (head.quote or "") not in head.message
        about = (_at(head) if is_script else None, quoted(head) if unclear else None)
        yield from entries.full(head, indent=_INDENT, about=" ".join(filter(None, about)))
        for other in others:
            yield from entries.brief(other, indent=_INDENT + 2)
        yield ""


def _at(finding: Finding) -> str | None:
    """Return where the file has the words of a scripted reply: somebody is going to write them anew."""
    place = finding.place
    return f"{place.path}:{place.line}:{place.column}" if place else None
