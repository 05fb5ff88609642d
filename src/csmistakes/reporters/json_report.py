"""All findings as one JSON array, with the keys of `jsonl`; streamed, a finding a line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from csmistakes.finding import Checked, Finding, Summary
from csmistakes.reporters.parts.fields import to_json
from csmistakes.reporters.parts.listing import Listing
from csmistakes.reporters.parts.view import View

NAME = "json"
ABOUT = "all findings as one JSON array"


class Report:
    """The array, element by element."""

    def __init__(self, out: TextIO, view: View) -> None:  # noqa: ARG002
        self._out = out
        self._listing = Listing(out)

    def add(self, item: Checked) -> None:
        """Write the findings of one conversation."""
        self._write(item.findings)

    def close(self, summary: Summary) -> None:
        """Write the findings over many conversations, and the end of the array."""
        self._write(summary.findings)
        self._listing.close()
        self._out.write("\n")

    def _write(self, findings: Iterable[Finding]) -> None:
        for finding in findings:
            self._listing.add(to_json(finding))
