"""Annotations for GitHub Actions: workflow commands, one a finding, which the runner shows at the lines they name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TextIO

from csmistakes.finding import Checked, Finding, Place, Refusal, Severity, Summary
from csmistakes.masking import one_line
from csmistakes.reporters.parts.spot import spot, told
from csmistakes.reporters.parts.view import View

NAME = "github"
ABOUT = "annotations for GitHub Actions"

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
# What would end a command or a property of it; the runner turns it back.
_IN_TEXT = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTY = _IN_TEXT | {":": "%3A", ",": "%2C"}


class Report:
    """A line for each finding. GitHub shows ten of a kind for each step; the log has them all."""

    def __init__(self, out: TextIO, view: View) -> None:
        self._out = out
        self._cite = view.cite

    def add(self, item: Checked) -> None:
        """Write the findings of one conversation."""
        for finding in item.findings:
            self._out.write(_annotation(finding, self._cite))

    def close(self, summary: Summary) -> None:
        """Write the findings over many conversations, and the inputs that could not be read."""
        for finding in summary.findings:
            self._out.write(_annotation(finding, self._cite))
        self._out.writelines(map(_refusal, summary.refusals))


def _annotation(finding: Finding, cite: Callable[[str], str]) -> str:
    place = spot(finding)
    properties = {"title": f"{finding.title} ({finding.rule})"} | (_where(place) if place else {})
    lines = [told(finding), f"Fix: {finding.fix}", *(f"Source: {cite(source)}" for source in finding.sources)]
    return _command(_COMMANDS[finding.severity], properties, lines)


def _where(place: Place) -> dict[str, str]:
    where = {"file": place.path, "line": str(place.line), "endLine": str(place.end_line), "col": str(place.column)}
    # GitHub takes columns only within one line
    if place.end_line == place.line:
        where["endColumn"] = str(place.end_column)
    else:
        del where["col"]
    return where


def _refusal(refusal: Refusal) -> str:
    line = {} if refusal.line is None else {"line": str(refusal.line)}
    properties = {"title": "Cannot be read", "file": refusal.path} | line
    return _command("error", properties, [refusal.message])


def _command(name: str, properties: dict[str, str], lines: list[str]) -> str:
    listed = ",".join(f"{key}={_escaped(one_line(value), _IN_PROPERTY)}" for key, value in properties.items())
    text = "\n".join(map(one_line, lines))
    return f"::{name} {listed}::{_escaped(text, _IN_TEXT)}\n"


def _escaped(text: str, table: dict[str, str]) -> str:
    return "".join(table.get(char, char) for char in text)
