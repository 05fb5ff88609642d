"""JSON Lines, one finding a line: the output that other programs build on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from csmistakes.finding import Checked, Finding, Summary
from csmistakes.reporters.parts.fields import to_json
from csmistakes.reporters.parts.view import View

NAME = "jsonl"
ABOUT = "one finding a line, as JSON"


class Report:
    """Each finding as it comes, those over many conversations last."""

    def __init__(self, out: TextIO, view: View) -> None:  # noqa: ARG002
        self._out = out

    def add(self, item: Checked) -> None:
        """Write the findings of one conversation."""
        self._write(item.findings)

    def close(self, summary: Summary) -> None:
        """Write the findings over many conversations."""
        self._write(summary.findings)

    def _write(self, findings: Iterable[Finding]) -> None:
        self._out.writelines(to_json(finding) + "\n" for finding in findings)
