"""A finding as JSON: the keys that other programs rely on, in their order."""

from __future__ import annotations

import json
from typing import Any

from csmistakes.expressions import expression
from csmistakes.finding import Edit, Finding

_ENCODER = json.JSONEncoder(ensure_ascii=False)  # made once: json.dumps makes one for each value
_HALF = expression("[\ud800-\udfff]")
# What JSON lets through and a terminal would obey, or UTF-8 cannot hold. Escaped, the value is the same.
_UNSAFE = expression("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def fields(finding: Finding) -> dict[str, Any]:
    """Return `finding` by key; one with a fix adds its edits, one over many conversations its subject and evidence."""
    span, place = finding.span, finding.place
    values: dict[str, Any] = {
        "rule": finding.rule,
        "severity": finding.severity.label,
        "conversation": finding.conversation,
        "turn": finding.turn,
        "role": finding.role,
        "speaker": finding.speaker,
        "start": span.start if span else None,
        "end": span.end if span else None,
        "quote": finding.quote,
        "message": finding.message,
        "fix": finding.fix,
        "sources": list(finding.sources),
        "path": place.path if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "end_line": place.end_line if place else None,
        "end_column": place.end_column if place else None,
        "fingerprint": finding.fingerprint,
        "primary": finding.primary,
    }
    if finding.edits:
        values["edits"] = [_edit(edit) for edit in finding.edits]
    if finding.turn is None:
        values["subject"] = finding.subject
        values["evidence"] = [
            {"path": item.path, "conversation": item.conversation, "turn": item.turn} for item in finding.evidence
        ]
    return values


def _edit(edit: Edit) -> dict[str, Any]:
    """Return what a fix writes, with the keys that say where a finding stands: in the turn's text and in its file."""
    return {
        "start": edit.span.start,
        "end": edit.span.end,
        "line": edit.place.line,
        "column": edit.place.column,
        "end_line": edit.place.end_line,
        "end_column": edit.place.end_column,
        "old": edit.old,
        "new": edit.new,
        "safe": edit.is_safe,
    }


def to_json(finding: Finding) -> str:
    """Return `finding` as one line of JSON, readable where it is safe to be."""
    return dumps(fields(finding))


def dumps(value: Any, *, indent: int | None = None) -> str:  # noqa: ANN401  (what JSON can hold)
    """Return `value` as JSON that no terminal obeys and every encoding can hold as UTF-8."""
    return _escaped(_ENCODER.encode(value) if indent is None else json.dumps(value, ensure_ascii=False, indent=indent))


def dumps_strict(value: Any) -> str:  # noqa: ANN401
    """Return `value` as JSON that strict parsers take too: what is no character, half a surrogate pair, is marked."""
    return _escaped(_HALF.sub("\ufffd", _ENCODER.encode(value)))


def _escaped(text: str) -> str:
    if text.isprintable():  # as most are; nothing that is escaped is printable
        return text
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
