"""Only the counts: each mistake, how often, and in what share of the conversations."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TextIO

from csmistakes.finding import Checked, Summary
from csmistakes.masking import one_line
from csmistakes.reporters.parts.layout import paragraph, shorten
from csmistakes.reporters.parts.paint import Paint
from csmistakes.reporters.parts.tally import Row, Tally
from csmistakes.reporters.parts.view import View
from csmistakes.reporters.parts.words import left_out, verdict

NAME = "statistics"
ABOUT = "the counts by mistake, with the share of conversations"

_COUNTS = 29  # columns of a line that counts, severity and blanks take
_TITLE = 20  # columns below which a title says nothing


def report(checked: Iterable[Checked], summary: Callable[[], Summary], out: TextIO, view: View) -> None:
    """Write a line for each mistake, the worst and most frequent first, then the verdict."""
    tally = Tally()
    for item in checked:
        tally.add(item)
    final = summary()
    tally.add_corpus(final.findings)
    paint = Paint(color=view.color)
    rows = tally.rows()
    slugs = max((len(row.slug) for row in rows), default=0)
    room = view.width - _COUNTS - slugs
    if rows:
        out.write(paint(f"{'found':>7}  {'share':>6}  severity  mistake", "dim") + "\n")
    for row in rows:
        level = paint(f"{row.severity.label:<8}", row.severity.label)
        title = f"  {shorten(one_line(row.title), room)}" if room >= _TITLE else ""
        name = f"{row.slug:<{slugs}}{title}" if title else row.slug
        out.write(f"{row.findings:>7,}  {_share(row, final.conversations):>6}  {level}  {name}\n")
    out.writelines(line + "\n" for line in paragraph(verdict(tally, final), view.width))
    if final.disputed:
        out.write(left_out(final) + "\n")


def _share(row: Row, conversations: int) -> str:
    return f"{row.conversations / conversations:.1%}" if row.conversations else "-"
