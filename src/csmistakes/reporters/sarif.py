"""SARIF 2.1.0, within what GitHub's code scanning takes; other consumers take more and lose nothing by it."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from typing import Any, TextIO
from urllib.parse import quote

from csmistakes.finding import Checked, Edit, Finding, Place, Severity, Summary
from csmistakes.reporters.parts.fields import dumps_strict
from csmistakes.reporters.parts.layout import shorten
from csmistakes.reporters.parts.listing import Listing
from csmistakes.reporters.parts.sarif_rules import RULES, driver
from csmistakes.reporters.parts.spot import told
from csmistakes.reporters.parts.view import View
from csmistakes.reporters.parts.words import count
from csmistakes.reporters.parts.worst import Worst

NAME = "sarif"
ABOUT = "SARIF 2.1.0, for code scanning"

RESULTS = 25_000  # in a run; with more, GitHub refuses the whole file
GZIPPED = 10_000_000  # bytes of the whole file, and the same is true
_SPARED = 500_000  # bytes of those for the rules and all that is not a result
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_MESSAGE = 1_000  # columns
_NOTIFICATIONS = 100
_LOCATIONS = 100  # of a result: more are not shown


class Report:
    """Keeps the worst results that GitHub takes, as text, and writes when all is known."""

    def __init__(self, out: TextIO, view: View) -> None:
        self._out = out
        self._view = view
        self._index = {slug: number for number, slug in enumerate(list(view.rules)[:RULES])}
        self._results: Worst[str] = Worst(RESULTS)

    def add(self, item: Checked) -> None:
        """Keep the findings of one conversation, if they are among the worst."""
        for finding in item.findings:
            self._keep(finding)

    def close(self, summary: Summary) -> None:
        """Write the file, and tell what it leaves out."""
        for finding in summary.findings:
            self._keep(finding)
        _squeeze(self._results)
        left_out = _left_out(self._results)
        if left_out:
            self._view.tell(f"{NAME}: {left_out}")
        out = self._out
        out.write(f'{{"$schema": "{_SCHEMA}", "version": "2.1.0", "runs": [{{\n')
        out.write(f'"tool": {{"driver": {dumps_strict(driver(self._view))}}},\n')
        out.write(
            f'"columnKind": "unicodeCodePoints",\n"invocations": [{dumps_strict(_invocation(summary, left_out))}],\n'
        )
        out.write('"results": ')
        listing = Listing(out)
        for result in self._results.in_order():
            listing.add(result)
        listing.close()
        out.write("\n}]}\n")

    def _keep(self, finding: Finding) -> None:
        self._results.add(finding.severity, dumps_strict(_result(finding, self._index.get(finding.rule))))


def _result(finding: Finding, index: int | None) -> Mapping[str, Any]:
    number = {} if index is None else {"ruleIndex": index}
    return {
        "ruleId": finding.rule,
        **number,
        "level": finding.severity.label,
        "message": {"text": _message(told(finding))},
        "locations": _locations(finding),
        "partialFingerprints": {"csmistakes/v1": finding.fingerprint},
        **({"fixes": _fixes(finding.edits)} if finding.edits else {}),
        "properties": _properties(finding),
    }


def _fixes(edits: Sequence[Edit]) -> list[Mapping[str, Any]]:
    """Return one fix of all edits; it says so if it needs a look."""
    unsafe = "" if all(edit.is_safe for edit in edits) else " Look at it: it may say something else, or less well."
    words = "; ".join(f"“{edit.old}” → “{edit.new}”" for edit in edits)
    place = {"uri": _uri(edits[0].place.path)}
    replacements = [{"deletedRegion": _region(e.place), "insertedContent": {"text": e.new}} for e in edits]
    return [
        {
            "description": {"text": _message(f"{words}.{unsafe}")},
            "artifactChanges": [{"artifactLocation": place, "replacements": replacements}],
        }
    ]


def _message(text: str) -> str:
    """Return the text of a message, in which nothing is taken for a link that a transcript happens to hold."""
    short = shorten(text, _MESSAGE)
    return short.replace("[", "\\[") if "](" in short else short


def _locations(finding: Finding) -> list[Mapping[str, Any]]:
    """Return the place; of a finding over many conversations, the files that it rests on."""
    if finding.place is not None:
        return [_location(finding.place)]
    paths = dict.fromkeys(item.path for item in finding.evidence)
    return [_location(Place(path, 1, 1, 1, 1)) for path in list(paths)[:_LOCATIONS]]


def _location(place: Place) -> Mapping[str, Any]:
    return {"physicalLocation": {"artifactLocation": {"uri": _uri(place.path)}, "region": _region(place)}}


def _region(place: Place) -> Mapping[str, Any]:
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }


def _uri(path: str) -> str:
    """Return a path as a URI, relative to the root of the repository like the path itself."""
    escaped = quote(path.encode("utf-8", "surrogateescape"))
    return f"file://{escaped}" if escaped.startswith("/") else escaped


def _properties(finding: Finding) -> Mapping[str, Any]:
    if finding.turn is None:
        return {"subject": finding.subject}
    return {"conversation": finding.conversation, "turn": finding.turn, "role": finding.role}


def _squeeze(results: Worst[str]) -> None:
    """Leave out what would make the file too big when it is packed: of the least severe the last."""
    room = GZIPPED - _SPARED
    packer = zlib.compressobj()
    size = fitting = 0
    for result in results.worst_first():
        packed = packer.compress(result.encode("utf-8", "surrogatepass")) + packer.flush(zlib.Z_SYNC_FLUSH)
        size += len(packed)
        if size > room:
            break
        fitting += 1
    while len(results) > fitting:
        results.drop()


def _left_out(results: Worst[str]) -> str:
    """Return what to tell of the results left out, or nothing."""
    if not results.left_out:
        return ""
    levels = ", ".join(count(results.left_out[level], level.label) for level in sorted(results.left_out, reverse=True))
    all_of_them = len(results) + results.left_out.total()
    return f"{len(results):,} of {all_of_them:,} findings written, as many as GitHub takes; left out: {levels}"


def _invocation(summary: Summary, left_out: str) -> Mapping[str, Any]:
    """Return how the run went: whether all inputs could be read, and what the file leaves out."""
    notices = [{"level": Severity.WARNING.label, "message": {"text": left_out}}] if left_out else []
    refused = [
        {
            "level": Severity.ERROR.label,
            "message": {"text": shorten(refusal.message, _MESSAGE)},
            "locations": [{"physicalLocation": {"artifactLocation": {"uri": _uri(refusal.path)}}}],
        }
        for refusal in summary.refusals[:_NOTIFICATIONS]
    ]
    return {"executionSuccessful": not summary.failed, "toolExecutionNotifications": [*notices, *refused]}
