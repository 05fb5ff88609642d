"""Every table of a result as rows, and the values that some formats cannot take as they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from csmistakes.scoring.result import Scores
from csmistakes.scoring.rows import Record, Row


def rows_of(record: Record) -> Iterator[tuple[str, Sequence[Row]]]:
    """Yield the tables that grow with the conversations, each with this one's rows."""
    yield "conversations", (record.conversation,)
    yield "sections", record.sections
    yield "findings", record.findings
    yield "opportunities", record.opportunities


def figures_of(scores: Scores) -> Iterator[tuple[str, Sequence[Row]]]:
    """Yield the tables of figures over many conversations."""
    yield "groups", scores.groups
    yield "rates", scores.rates
    yield "comparisons", scores.comparisons
    yield "trends", scores.trends
    yield "corpus", scores.corpus


def about(scores: Scores) -> dict[str, Any]:
    """Return what a result was made with, and of what."""
    made, read = scores.made, scores.read
    return {
        "csmistakes": made.version,
        "catalogue": made.catalogue,
        "card": {"name": made.card.name, "version": made.card.version, "digest": made.card.digest},
        "min_sample": made.min_sample,
        "complete": read.complete,
        "files": read.files,
        "files_done": read.done,
        "passed_over": read.passed_over,
        "problems": [asdict(problem) for problem in read.problems],
        "conversations": scores.conversations,
        "turns": scores.turns,
        "silent": list(scores.silent),
        "bands": dict(scores.bands),
        "disputed": scores.disputed,
    }


def encodable(value: Any) -> Any:  # noqa: ANN401  (a value of a row)
    """Return a value that UTF-8 can hold: JSON lets half a character through."""
    if not isinstance(value, str) or value.isascii():
        return value
    return value.encode("utf-8", "replace").decode()
