"""One line a finding, as compilers print them: path:line:column: severity: message [rule]."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TextIO

from csmistakes.finding import Checked, Finding, Summary
from csmistakes.masking import one_line
from csmistakes.reporters.parts.view import View

NAME = "concise"
ABOUT = "one line a finding: path:line:column"


def report(checked: Iterable[Checked], summary: Callable[[], Summary], out: TextIO, view: View) -> None:  # noqa: ARG001
    """Write one line for each finding; those over many conversations name their subject."""
    for item in checked:
        for finding in item.findings:
            out.write(_line(finding))
    for finding in summary().findings:
        out.write(_line(finding))


def _line(finding: Finding) -> str:
    if finding.place is not None:
        where = f"{finding.place.path}:{finding.place.line}:{finding.place.column}"
    else:
        where = finding.subject or "all conversations"
    return one_line(f"{where}: {finding.severity.label}: {finding.message} [{finding.rule}]") + "\n"
