"""JUnit XML: a file is a test suite, a conversation without findings a passed test, a finding a failed one."""

from __future__ import annotations

import shutil
from collections import Counter
from html import escape
from typing import TextIO

from csmistakes.expressions import expression
from csmistakes.finding import Checked, Finding, Severity, Summary
from csmistakes.masking import one_line
from csmistakes.reporters.parts.spot import spot, told
from csmistakes.reporters.parts.view import View

NAME = "junit"
ABOUT = "JUnit XML, for test reports"

_IN_MEMORY = 1 << 20  # characters of a suite that are kept in memory; the rest waits on disk
_NO_XML = expression("[\ufffe\uffff]")


class Report:
    """Suite by suite: a suite says in its first line how much is in it, so it is written when its file is done."""

    def __init__(self, out: TextIO, view: View) -> None:
        self._out = out
        self._cite = view.cite
        self._suite: _Suite | None = None
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="csmistakes">\n')

    def add(self, item: Checked) -> None:
        """Write a passed test, or a test for each finding."""
        talk = item.conversation
        suite = self._of(talk.path)
        if not item.findings:
            suite.passed(talk.path, talk.id)
        repeats: Counter[str] = Counter()
        for finding in item.findings:
            name = f"{talk.id}: {finding.rule} in turn {finding.turn}"
            repeats[name] += 1
            suite.found(finding, name if repeats[name] == 1 else f"{name} ({repeats[name]})", self._words(finding))

    def close(self, summary: Summary) -> None:
        """Write the findings over many conversations, the inputs that could not be read, and the end."""
        for finding in summary.findings:
            of = f": {finding.subject}" if finding.subject else ""
            self._of("over all conversations").found(finding, f"{finding.rule}{of}", self._words(finding))
        for refusal in summary.refusals:
            at = "" if refusal.line is None else f":{refusal.line}"
            self._of("inputs that cannot be read").refused(refusal.path, f"{refusal.path}{at}", refusal.message)
        self._end_suite()
        self._out.write("</testsuites>\n")

    def _of(self, name: str) -> _Suite:
        if self._suite is None or self._suite.name != name:
            self._end_suite()
            self._suite = _Suite(name)
        return self._suite

    def _end_suite(self) -> None:
        if self._suite is not None:
            self._suite.write_to(self._out)

    def _words(self, finding: Finding) -> str:
        lines = [told(finding), f"Fix: {finding.fix}", *(f"Source: {self._cite(source)}" for source in finding.sources)]
        place = spot(finding)
        if place is not None:
            lines.insert(0, f"{place.path}:{place.line}:{place.column}")
        return "\n".join(map(one_line, lines))


class _Suite:
    """The tests of one file, and their counts."""

    def __init__(self, name: str) -> None:
        from tempfile import SpooledTemporaryFile  # noqa: PLC0415  (slow to import, and most runs write no JUnit)

        self.name = name
        self._counts: Counter[str] = Counter()
        self._cases = SpooledTemporaryFile(  # noqa: SIM115  (closed when it is written)
            max_size=_IN_MEMORY, mode="w+", encoding="utf-8", newline="\n"
        )

    def passed(self, path: str, name: str) -> None:
        self._case(path, None, name)

    def found(self, finding: Finding, name: str, words: str) -> None:
        """Add a failed test; a note is a passed one that has something to say."""
        place = spot(finding)
        path, line = (None, None) if place is None else (place.path, place.line)
        if finding.severity is Severity.NOTE:
            self._case(path, line, name, f"<system-out>{_text(words)}</system-out>")
            return
        self._counts["failures"] += 1
        about = f"message={_value(told(finding))} type={_value(finding.severity.label)}"
        self._case(path, line, name, f"<failure {about}>{_text(words)}</failure>")

    def refused(self, path: str, name: str, message: str) -> None:
        self._counts["errors"] += 1
        self._case(path, None, name, f'<error message={_value(message)} type="unreadable"/>')

    def write_to(self, out: TextIO) -> None:
        """Write the whole suite, and be done with it."""
        counts = " ".join(f'{key}="{self._counts[key]}"' for key in ("tests", "failures", "errors"))
        out.write(f"  <testsuite name={_value(self.name)} {counts}>\n")
        with self._cases as cases:
            cases.seek(0)
            shutil.copyfileobj(cases, out)
        out.write("  </testsuite>\n")

    def _case(self, path: str | None, line: int | None, name: str, inside: str = "") -> None:
        self._counts["tests"] += 1
        file = "" if path is None else f" file={_value(path)}"
        at = "" if line is None else f' line="{line}"'
        head = f"    <testcase name={_value(name)} classname={_value(path or self.name)}{file}{at}"
        self._cases.write(f"{head}>{inside}</testcase>\n" if inside else f"{head}/>\n")


def _value(text: str) -> str:
    return f'"{_text(one_line(text))}"'


def _text(text: str) -> str:
    return escape(_NO_XML.sub("\ufffd", text))
