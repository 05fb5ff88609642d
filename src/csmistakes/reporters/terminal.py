"""The report for people: each turn with findings among its neighbours, then a summary and the verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TextIO

from csmistakes.finding import Checked, Finding, Severity, Summary
from csmistakes.masking import one_line
from csmistakes.reporters.parts.entries import Entries
from csmistakes.reporters.parts.layout import cells, paragraph, shorten
from csmistakes.reporters.parts.page import Page
from csmistakes.reporters.parts.paint import SYMBOLS
from csmistakes.reporters.parts.tally import Row, Tally
from csmistakes.reporters.parts.turns import conversation_lines
from csmistakes.reporters.parts.view import View
from csmistakes.reporters.parts.words import count, left_out, verdict

NAME = "full"
ABOUT = "for people: turns, fixes and sources, then a summary"

_EVIDENCE_SHOWN = 3
_COUNTS = 21  # columns of a summary's line that severity, findings and blanks take


def report(checked: Iterable[Checked], summary: Callable[[], Summary], out: TextIO, view: View) -> None:
    """Write each conversation with findings as it comes, then what closes the report."""
    page = Page(view)
    tally = Tally()
    for item in checked:
        tally.add(item)
        if item.findings:
            out.writelines(line + "\n" for line in conversation_lines(item, page))
    final = summary()
    tally.add_corpus(final.findings)
    for lines in (_corpus(final, page), _by_mistake(tally, final, page), _closing(tally, final, page)):
        out.writelines(line + "\n" for line in lines)


def _corpus(summary: Summary, page: Page) -> Iterator[str]:
    """Yield the findings over many conversations, and why a rule for them has none."""
    if summary.findings:
        yield from page.heading("Over all conversations")
        entries = Entries(page)
        for finding in summary.findings:
            yield from entries.full(finding, indent=2, about=finding.subject)
            yield from _evidence(finding, page)
            yield ""
    for reason in summary.silent:
        yield from (page.paint(line, "dim") for line in paragraph(one_line(reason), page.width, rest="  "))
    if summary.silent:
        yield ""


def _evidence(finding: Finding, page: Page) -> Iterator[str]:
    for item in finding.evidence[:_EVIDENCE_SHOWN]:
        where = one_line(f"{item.path} · {item.conversation} · turn {item.turn}")
        yield "    " + page.paint(shorten(f"Seen in {where}", page.width - 4), "dim")
    more = len(finding.evidence) - _EVIDENCE_SHOWN
    if more > 0:
        yield "    " + page.paint(f"and in {count(more, 'more conversation')}", "dim")


def _by_mistake(tally: Tally, summary: Summary, page: Page) -> Iterator[str]:
    """Yield a line for each mistake met: severity, name, findings, and conversations where there is room."""
    rows = tally.rows()
    if not rows:
        return
    yield from page.heading("Summary")
    slugs = [row.slug for row in rows]
    names = [one_line(f"{row.title} ({row.slug})") for row in rows]
    places = [_where(row, summary) for row in rows]
    if not _fits(names, places, page):
        names = slugs
        if not _fits(names, places, page):
            places = [""] * len(rows)
    widest = max(map(cells, names))
    for row, name, place in zip(rows, names, places, strict=True):
        level = page.paint(f"{SYMBOLS[row.severity]} {row.severity.label:<7}", row.severity.label)
        yield f"  {level}  {name}{' ' * (widest - cells(name))}  {row.findings:>6,}{place}"
    yield ""


def _where(row: Row, summary: Summary) -> str:
    of_all = f"  in {row.conversations:,} of {count(summary.conversations, 'conversation')}"
    return of_all if row.conversations else ""


def _fits(names: Sequence[str], places: Sequence[str], page: Page) -> bool:
    return _COUNTS + max(map(cells, names)) + max(map(cells, places)) <= page.width


def _closing(tally: Tally, summary: Summary, page: Page) -> Iterator[str]:
    worst = max((level for level in Severity if tally.severities[level]), default=None)
    style = worst.label if worst is not None else "good"
    yield from (page.paint(line, style) for line in paragraph(verdict(tally, summary), page.width))
    if summary.disputed:
        yield page.paint(left_out(summary), "dim")
    if summary.failed:
        yield page.paint(f"{count(summary.failed, 'file')} could not be read.", "error")
