"""A Code Quality report for GitLab: an array of issues that a merge request shows as new or mended."""

from __future__ import annotations

from typing import TextIO

from csmistakes.finding import Checked, Finding, Severity, Summary
from csmistakes.reporters.parts.fields import dumps_strict
from csmistakes.reporters.parts.listing import Listing
from csmistakes.reporters.parts.spot import spot, told
from csmistakes.reporters.parts.view import View
from csmistakes.reporters.parts.words import count

NAME = "gitlab"
ABOUT = "a Code Quality report for GitLab"

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}


class Report:
    """The array, issue by issue. GitLab knows an issue by its fingerprint, and needs a file for each."""

    def __init__(self, out: TextIO, view: View) -> None:
        self._out = out
        self._tell = view.tell
        self._listing = Listing(out)
        self._placeless = 0

    def add(self, item: Checked) -> None:
        """Write the findings of one conversation."""
        for finding in item.findings:
            self._write(finding)

    def close(self, summary: Summary) -> None:
        """Write the findings over many conversations, and the end of the array."""
        for finding in summary.findings:
            self._write(finding)
        self._listing.close()
        self._out.write("\n")
        if self._placeless:
            self._tell(f"{NAME}: {count(self._placeless, 'finding')} left out: no file to show them in")

    def _write(self, finding: Finding) -> None:
        place = spot(finding)
        if place is None:
            self._placeless += 1
            return
        issue = {
            "description": f"{told(finding)} Fix: {finding.fix}",
            "check_name": finding.rule,
            "fingerprint": finding.fingerprint,
            "severity": _SEVERITIES[finding.severity],
            "location": {"path": place.path, "lines": {"begin": place.line, "end": place.end_line}},
        }
        self._listing.add(dumps_strict(issue))
