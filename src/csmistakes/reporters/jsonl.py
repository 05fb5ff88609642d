"""JSON Lines, one finding a line: the output that other programs build on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TextIO

from csmistakes.finding import Checked, Summary
from csmistakes.reporters.parts.fields import to_json
from csmistakes.reporters.parts.view import View

NAME = "jsonl"
ABOUT = "one finding a line, as JSON"


def report(checked: Iterable[Checked], summary: Callable[[], Summary], out: TextIO, view: View) -> None:  # noqa: ARG001
    """Write each finding as it comes, those over many conversations last."""
    for item in checked:
        for finding in item.findings:
            out.write(to_json(finding) + "\n")
    for finding in summary().findings:
        out.write(to_json(finding) + "\n")
