"""Only the counts: each mistake, how often, and in what share of the conversations."""

from __future__ import annotations

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


class Report:
    """A line for each mistake, the worst and most frequent first, then the verdict."""

    def __init__(self, out: TextIO, view: View) -> None:
        self._out = out
        self._width = view.width
        self._paint = Paint(color=view.color)
        self._tally = Tally()

    def add(self, item: Checked) -> None:
        """Count one conversation."""
        self._tally.add(item)

    def close(self, summary: Summary) -> None:
        """Write all there is to write."""
        self._tally.add_corpus(summary.findings)
        out, paint, rows = self._out, self._paint, self._tally.rows()
        slugs = max((len(row.slug) for row in rows), default=0)
        room = self._width - _COUNTS - slugs
        if rows:
            out.write(paint(f"{'found':>7}  {'share':>6}  severity  mistake", "dim") + "\n")
        for row in rows:
            level = paint(f"{row.severity.label:<8}", row.severity.label)
            title = f"  {shorten(one_line(row.title), room)}" if room >= _TITLE else ""
            name = f"{row.slug:<{slugs}}{title}" if title else row.slug
            out.write(f"{row.findings:>7,}  {_share(row, summary.conversations):>6}  {level}  {name}\n")
        out.writelines(line + "\n" for line in paragraph(verdict(self._tally, summary), self._width))
        if summary.disputed:
            out.write(left_out(summary) + "\n")


def _share(row: Row, conversations: int) -> str:
    return f"{row.conversations / conversations:.1%}" if row.conversations else "-"
