"""One finding after the other as a report for people shows them, and which of them belong together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from csmistakes.conversation import Span
from csmistakes.finding import Finding
from csmistakes.masking import one_line
from csmistakes.reporters.parts.layout import paragraph, shorten
from csmistakes.reporters.parts.page import Page
from csmistakes.reporters.parts.paint import SYMBOLS

_QUOTE = 48  # columns of a quote that tells one finding of a turn from the next


class Entries:
    """Writes the findings of one conversation.

    A fix (with its source) stands in full once in each conversation and is pointed back to afterwards:
    whoever reads fifty findings is spared the same paragraph, and never has to look for it far away.
    """

    __slots__ = ("_page", "_told")

    def __init__(self, page: Page) -> None:
        self._page = page
        self._told: dict[tuple[str, str], int | None] = {}  # (rule, fix) → the turn at which it stands

    def full(self, finding: Finding, *, indent: int, about: str | None = None) -> Iterator[str]:
        """Yield the lines of `finding`: what it is, `about` whom, the message, the fix, the source."""
        page, margin = self._page, " " * (indent + 2)
        title = one_line(f"{finding.title} ({finding.rule})")
        head = f"{SYMBOLS[finding.severity]} {finding.severity.label}:"
        lines = list(paragraph(f"{head} {title}", page.width - indent, rest="  "))
        lines[0] = page.paint(head, finding.severity.label) + page.paint(lines[0].removeprefix(head), "bold")
        yield " " * indent + lines[0]
        yield from (" " * indent + page.paint(line, "bold") for line in lines[1:])
        if about:
            yield margin + page.paint(one_line(about), "dim")
        yield from paragraph(one_line(finding.message), page.width, first=margin, rest=margin)
        if finding.edits:
            yield from paragraph(one_line(rewording(finding)), page.width, first=margin, rest=margin + "  ")
        yield from self._fix(finding, margin)

    def brief(self, finding: Finding, *, indent: int) -> Iterator[str]:
        """Yield `finding` as one that meets another at its place: its name and its fix in one paragraph."""
        margin = " " * indent
        head = f"also {SYMBOLS[finding.severity]} {finding.severity.label}:"
        reworded = f"{rewording(finding)} " if finding.edits else ""
        text = one_line(f"{head} {finding.title} ({finding.rule}). {reworded}Fix: {self._fix_words(finding)}")
        lines = list(paragraph(text, self._page.width - indent, rest="  "))
        lines[0] = self._page.paint(head, finding.severity.label) + lines[0].removeprefix(head)
        yield from (margin + line for line in lines)

    def _fix(self, finding: Finding, margin: str) -> Iterator[str]:
        page, known = self._page, (finding.rule, finding.fix) in self._told
        fix = one_line(f"Fix: {self._fix_words(finding)}")
        yield from paragraph(fix, page.width, first=margin, rest=margin + "  ")
        if known:
            return
        for source in finding.sources:
            words = one_line(f"Source: {page.cite(source)}")
            yield from (
                margin + page.paint(line, "dim") for line in paragraph(words, page.width - len(margin), rest="  ")
            )

    def _fix_words(self, finding: Finding) -> str:
        key = (finding.rule, finding.fix)
        if key not in self._told:
            self._told[key] = finding.turn
            return finding.fix
        turn = self._told[key]
        return "as above." if turn == finding.turn or turn is None else f"as for turn {turn}."


def grouped(findings: Sequence[Finding]) -> list[tuple[Finding, list[Finding]]]:
    """Return the findings of one turn as (the primary one, those that meet it at its place).

    Where the primary one is not among them, the most severe stands for it.
    """
    clusters: list[list[Finding]] = []
    end = 0
    for finding in sorted(findings, key=_order):
        span = finding.span or Span(0, 0)
        if clusters and span.start < end:
            clusters[-1].append(finding)
        else:
            clusters.append([finding])
        end = max(end, span.end)
    heads = [max(cluster, key=lambda finding: (finding.primary, finding.severity)) for cluster in clusters]
    return [
        (head, [finding for finding in cluster if finding is not head])
        for head, cluster in zip(heads, clusters, strict=True)
    ]


def rewording(finding: Finding) -> str:
    """Return what a fix would write, marked with [*] where --fix does so without --unsafe-fixes."""
    changes = "; ".join(f"“{edit.old}” → {f'“{edit.new}”' if edit.new else 'nothing'}" for edit in finding.edits)
    return f"[*] --fix: {changes}." if finding.is_fixable else f"--fix --unsafe-fixes: {changes}."


def quoted(finding: Finding) -> str | None:
    """Return the words that `finding` is about, shortened."""
    return f"“{shorten(one_line(finding.quote), _QUOTE)}”" if finding.quote else None


def _order(finding: Finding) -> tuple[int, int, str]:
    return (finding.span.start, finding.span.end, finding.rule) if finding.span else (0, 0, finding.rule)
