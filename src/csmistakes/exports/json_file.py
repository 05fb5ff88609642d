"""--json: one JSON document with everything; each conversation with its sections, findings and chances inside."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from csmistakes.exports.files import Draft, told
from csmistakes.exports.tables import about, figures_of
from csmistakes.reporters.parts.fields import dumps
from csmistakes.scoring.result import Scores
from csmistakes.scoring.rows import Record, Row, columns, values

_KNOWN_ABOVE = {"path", "conversation"}  # columns that every row of a conversation shares


class JsonFile:
    """Writes the conversations as they come, one a line, then the figures."""

    waits = False

    def __init__(self, path: Path) -> None:
        self._draft = Draft(path)
        with told(path):
            self._out = self._draft.part.open("w", encoding="utf-8", newline="\n")
            self._out.write('{"conversations": [')
        self._first = True

    def add(self, record: Record) -> None:
        """Write one conversation."""
        value = fields(record.conversation)
        tables = (("sections", record.sections), ("found", record.findings), ("opportunities", record.opportunities))
        for name, rows in tables:
            value[name] = [inner(row) for row in rows]
        with told(self._draft.path):
            self._out.write(("\n" if self._first else ",\n") + dumps(value))
        self._first = False

    def finish(self, scores: Scores) -> None:
        """Write the figures, and put the file in its place."""
        with told(self._draft.path):
            self._out.write("\n]")
            for name, rows in figures_of(scores):
                lines = ",\n".join(dumps(fields(row)) for row in rows)
                self._out.write(f",\n{json.dumps(name)}: [\n{lines}\n]")
            self._out.write(f',\n"about": {dumps(about(scores))}}}\n')
            self._out.close()
        self._draft.publish()


def fields(row: Row) -> dict[str, Any]:
    """Return a row by column."""
    return dict(zip(columns(type(row)), values(row), strict=True))


def inner(row: Row) -> dict[str, Any]:
    """Return a row without what the conversation around it says already."""
    return {name: value for name, value in fields(row).items() if name not in _KNOWN_ABOVE}
