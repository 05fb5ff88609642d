"""Only the counts: each mistake, how often, and in what share of the conversations."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TextIO

from csmistakes.finding import Checked, Summary
from csmistakes.masking import one_line
from csmistakes.reporters.parts.layout import shorten
from csmistakes.reporters.parts.paint import Paint
from csmistakes.reporters.parts.tally import Row, Tally
from csmistakes.reporters.parts.view import View
from csmistakes.reporters.parts.words import verdict

NAME = "statistics"
ABOUT = "the counts by mistake, with the share of conversations"


def report(checked: Iterable[Checked], summary: Callable[[], Summary], out: TextIO, view: View) -> None:
    """Write a line for each mistake, the worst and most frequent first, then the verdict."""
    tally = Tally()
    for item in checked:
        tally.add(item)
    final = summary()
    tally.add_corpus(final.findings)
    paint = Paint(color=view.color)
    for row in tally.rows():
        share = _share(row, final.conversations)
        level = paint(f"{row.severity.label:<8}", row.severity.label)
        title = shorten(one_line(row.title), max(12, view.width - 48))
        out.write(f"{row.findings:>7,}  {share:>7}  {level}  {row.slug:<22}  {title}".rstrip() + "\n")
    out.write(verdict(tally, final) + "\n")


def _share(row: Row, conversations: int) -> str:
    return f"{row.conversations / conversations:.1%}" if row.conversations else "-"
