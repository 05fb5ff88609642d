"""Which edits of findings can be written: those that replace what the file has, as it has it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from csmistakes.finding import Checked, Edit

Line = Callable[[str, int], str | None]


def writable(items: Iterable[Checked], line: Line) -> Iterator[Checked]:
    """Yield conversations whose findings have no edits but those that can be written into their files.

    `line` returns the text of a line (from 1) of a file, None if there is none such.
    """
    for item in items:
        if not any(finding.edits for finding in item.findings):
            yield item
            continue
        findings = (replace(one, edits=tuple(e for e in one.edits if _is_there(e, line))) for one in item.findings)
        yield replace(item, findings=tuple(findings))


def _is_there(edit: Edit, line: Line) -> bool:
    text = line(edit.place.path, edit.place.line)
    return text is not None and text[edit.place.column - 1 : edit.place.end_column - 1] == edit.old
