"""One line a finding, as compilers print them: path:line:column: severity: message [rule]."""

from __future__ import annotations

from typing import TextIO

from csmistakes.finding import Checked, Finding, Summary
from csmistakes.masking import one_line
from csmistakes.reporters.parts.view import View

NAME = "concise"
ABOUT = "one line a finding: path:line:column"


class Report:
    """One line for each finding; those over many conversations name their subject."""

    def __init__(self, out: TextIO, view: View) -> None:  # noqa: ARG002
        self._out = out

    def add(self, item: Checked) -> None:
        """Write the findings of one conversation."""
        self._out.writelines(map(_line, item.findings))

    def close(self, summary: Summary) -> None:
        """Write the findings over many conversations."""
        self._out.writelines(map(_line, summary.findings))


def _line(finding: Finding) -> str:
    if finding.place is not None:
        where = f"{finding.place.path}:{finding.place.line}:{finding.place.column}"
    else:
        where = finding.subject or "all conversations"
    mark = " [*]" if finding.is_fixable else ""
    return one_line(f"{where}: {finding.severity.label}: {finding.message} [{finding.rule}]{mark}") + "\n"
