"""A page in Markdown, for a job's summary or a comment: the verdict, a table of mistakes, the worst findings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TextIO

from csmistakes.expressions import expression
from csmistakes.finding import Checked, Finding, Refusal, Severity, Summary
from csmistakes.masking import one_line
from csmistakes.reporters.parts.layout import shorten
from csmistakes.reporters.parts.spot import told
from csmistakes.reporters.parts.tally import Tally
from csmistakes.reporters.parts.view import View
from csmistakes.reporters.parts.words import count, verdict
from csmistakes.reporters.parts.worst import Worst

NAME = "markdown"
ABOUT = "tables in Markdown, for a job's summary"

_SHOWN = 50  # findings: a summary is read at a glance, and GitHub takes one MiB
_REFUSED = 20  # inputs that could not be read
_CELL = 300  # columns of text in one cell
_MARKS = {Severity.ERROR: "🔴 error", Severity.WARNING: "🟠 warning", Severity.NOTE: "🔵 note"}
_LINKING = expression(r"@|#|:(?=//)|www(?=\.)", re.IGNORECASE)  # begins what GitHub makes a link of by itself
_MARKUP = expression(r"([\\`*_\[\]|~$])")


class Report:
    """Counts, keeps the worst findings, and writes when all is known."""

    def __init__(self, out: TextIO, view: View) -> None:  # noqa: ARG002
        self._out = out
        self._tally = Tally()
        self._worst: Worst[Finding] = Worst(_SHOWN)

    def add(self, item: Checked) -> None:
        """Count one conversation."""
        self._tally.add(item)
        for finding in item.findings:
            self._worst.add(finding.severity, finding)

    def close(self, summary: Summary) -> None:
        """Write the page."""
        self._tally.add_corpus(summary.findings)
        for finding in summary.findings:
            self._worst.add(finding.severity, finding)
        lines = [
            "## Customer-service mistakes",
            "",
            _plain(verdict(self._tally, summary)),
            *_mistakes(self._tally, summary),
            *_findings(self._worst),
            *_refusals(summary),
        ]
        self._out.writelines(line + "\n" for line in lines)


def _mistakes(tally: Tally, summary: Summary) -> Iterator[str]:
    rows = tally.rows()
    if not rows:
        return
    yield from ("", "| severity | mistake | findings | conversations |", "|---|---|---:|---:|")
    for row in rows:
        share = f"{row.conversations:,} of {summary.conversations:,}" if row.conversations else "–"
        name = f"{_plain(row.title)} (`{row.slug}`)"
        yield f"| {_MARKS[row.severity]} | {name} | {row.findings:,} | {share} |"


def _findings(worst: Worst[Finding]) -> Iterator[str]:
    if not len(worst):
        return
    title = count(len(worst), "finding")
    if worst.left_out:
        title = f"The worst {len(worst)} of {len(worst) + worst.left_out.total():,} findings"
    yield from ("", f"<details><summary>{title}</summary>", "", "| where | mistake | what to do |", "|---|---|---|")
    for finding in worst.worst_first():
        said = f"{_MARKS[finding.severity]}: {_cell(told(finding))} (`{finding.rule}`)"
        yield f"| {_where(finding)} | {said} | {_cell(finding.fix)} |"
    yield from ("", "</details>")


def _where(finding: Finding) -> str:
    if finding.place is None:
        return "over all conversations"
    at = f"{finding.place.path}:{finding.place.line}"
    return f"{_plain(at)}, turn {finding.turn}"


def _refusals(summary: Summary) -> Iterator[str]:
    if not summary.failed:
        return
    yield from ("", f"{count(summary.failed, 'input')} could not be read:", "")
    yield from (f"- {_refusal(refusal)}" for refusal in summary.refusals[:_REFUSED])
    if len(summary.refusals) > _REFUSED:
        yield "- and more, which the log has"


def _refusal(refusal: Refusal) -> str:
    at = "" if refusal.line is None else f":{refusal.line}"
    return _plain(f"{refusal.path}{at}: {shorten(one_line(refusal.message), _CELL)}")


def _cell(text: str) -> str:
    return _plain(shorten(one_line(text), _CELL))


def _plain(text: str) -> str:
    """Return `text` so that Markdown shows it as it is: no markup, no tag, no table cell, nobody mentioned."""
    text = one_line(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = _MARKUP.sub(r"\\\1", text)
    return _LINKING.sub(lambda match: f"{match[0]}<!-- -->", text)
