"""Reviewdog Diagnostic Format, from which reviewdog comments on pull requests of many hosts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TextIO

from csmistakes.finding import Checked, Edit, Finding, Place, Refusal, Severity, Summary
from csmistakes.reporters.parts.fields import dumps_strict
from csmistakes.reporters.parts.listing import Listing
from csmistakes.reporters.parts.spot import spot, told
from csmistakes.reporters.parts.view import View

NAME = "rdjson"
ABOUT = "diagnostics for reviewdog"

_SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.NOTE: "INFO"}


class Report:
    """One object, its diagnostics written as they come."""

    def __init__(self, out: TextIO, view: View) -> None:
        self._out = out
        self._line = view.line
        out.write('{"source": {"name": "csmistakes"}, "diagnostics": ')
        self._listing = Listing(out)

    def add(self, item: Checked) -> None:
        """Write the findings of one conversation."""
        for finding in item.findings:
            self._listing.add(dumps_strict(_diagnostic(finding, self._line)))

    def close(self, summary: Summary) -> None:
        """Write the findings over many conversations, what could not be read, and the end."""
        for finding in summary.findings:
            self._listing.add(dumps_strict(_diagnostic(finding, self._line)))
        for refusal in summary.refusals:
            self._listing.add(dumps_strict(_refused(refusal)))
        self._listing.close()
        self._out.write("}\n")


def _diagnostic(finding: Finding, line: Callable[[str, int], str | None]) -> Mapping[str, Any]:
    place = spot(finding)
    location = {} if place is None else {"location": {"path": place.path, "range": _range(place, line)}}
    return {
        "message": f"{told(finding)}\nFix: {finding.fix}",
        **location,
        "severity": _SEVERITIES[finding.severity],
        "code": {"value": finding.rule},
        **({"suggestions": [_suggestion(edit, line) for edit in finding.edits]} if finding.edits else {}),
    }


def _suggestion(edit: Edit, line: Callable[[str, int], str | None]) -> Mapping[str, Any]:
    return {"range": _range(edit.place, line), "text": edit.new}


def _range(place: Place, line: Callable[[str, int], str | None]) -> Mapping[str, Any]:
    """Return a range with columns, or of whole lines where the text of the lines cannot be had again."""
    first, last = line(place.path, place.line), line(place.path, place.end_line)
    if first is None or last is None:
        return {"start": {"line": place.line}, "end": {"line": place.end_line}}
    return {
        "start": {"line": place.line, "column": _bytes_before(first, place.column) + 1},
        "end": {"line": place.end_line, "column": _bytes_before(last, place.end_column) + 1},
    }


def _bytes_before(text: str, column: int) -> int:
    """Return the bytes of UTF-8 in front of `column` (from 1, in code points): the format counts columns in bytes."""
    return len(text[: column - 1].encode("utf-8", "surrogatepass"))


def _refused(refusal: Refusal) -> Mapping[str, Any]:
    where = {} if refusal.line is None else {"range": {"start": {"line": refusal.line}}}
    return {"message": refusal.message, "location": {"path": refusal.path, **where}, "severity": "ERROR"}
