"""All findings as one JSON array, with the keys of `jsonl`; streamed, a finding a line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TextIO

from csmistakes.finding import Checked, Finding, Summary
from csmistakes.reporters.parts.fields import to_json
from csmistakes.reporters.parts.view import View

NAME = "json"
ABOUT = "all findings as one JSON array"


def report(checked: Iterable[Checked], summary: Callable[[], Summary], out: TextIO, view: View) -> None:  # noqa: ARG001
    """Write the array, element by element."""
    opening = "[\n  "
    for finding in _all(checked, summary):
        out.write(opening + to_json(finding))
        opening = ",\n  "
    out.write("[]\n" if opening.startswith("[") else "\n]\n")


def _all(checked: Iterable[Checked], summary: Callable[[], Summary]) -> Iterator[Finding]:
    for item in checked:
        yield from item.findings
    yield from summary().findings
