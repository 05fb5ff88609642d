"""In Spark's workers: conversations are scored, as in a worker process of one machine, and added up."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from csmistakes.batch.folding import problem_in
from csmistakes.batch.scorer import BLOCK, Bug, Scorer, Setup, not_scored, problem_of, too_long
from csmistakes.catalogue import Catalogue
from csmistakes.conversation import SCRIPT, Conversation
from csmistakes.errors import TranscriptError
from csmistakes.exports.tables import encodable
from csmistakes.exports.tables import rows_of as tables_of
from csmistakes.pipeline import Run
from csmistakes.readers.base import EmptyTranscript
from csmistakes.scoring.card import Scorecard
from csmistakes.scoring.cells import cells_of
from csmistakes.scoring.rows import TABLES, Record, Row, columns, values
from csmistakes.scoring.totals import Totals
from csmistakes.spark.lines import NUMBER, TEXT, Batches, batches, rows_of
from csmistakes.spark.naming import items_in

# `kind` is RECORD, with `data` the rows of a conversation, its turns, and `noted` what the rules over many are to
# remember of it; or what is said of a file, in `data`.
SCORED = {"file": NUMBER, "kind": TEXT, "data": TEXT, "turns": NUMBER, "noted": TEXT}
RECORD, PROBLEM, BUG, SCRIPTED = "record", "problem", "bug", "script"
CELLS = {"cell": TEXT, "number": NUMBER}
PROBLEMS = {"path": TEXT, "line": NUMBER, "message": TEXT, "advice": TEXT, "is_failure": "boolean"}
_KINDS = {str: TEXT, int: NUMBER, float: "double", bool: "boolean"}


@dataclass(frozen=True, slots=True)
class Work:
    """What a worker needs to score: the rules come with it, since their files may not be on its machine.

    `key` tells two runs apart, `paths` are how the files are shown.
    """

    key: str
    setup: Setup
    catalogue: Catalogue
    paths: Sequence[str]


_scorers: dict[str, Scorer] = {}  # a process of Spark's serves many tasks: the rules are compiled for the first


def scorer_of(work: Work) -> Scorer:
    """Return what scores, as compiled for an earlier task of the same run."""
    if work.key not in _scorers:
        _scorers.clear()
        _scorers[work.key] = Scorer(work.setup, Run(work.catalogue, work.setup.options))
    return _scorers[work.key]


def scored(parts: Batches, work: Work) -> Batches:
    """Map lines with their names, in order, to what is scored, in the same order."""
    return batches(_scored(parts, work, scorer_of(work)), SCORED)


def columns_in(name: str) -> Mapping[str, str]:
    """Return the columns of a table of results, with their types in Spark."""
    return {column: _KINDS[kind] for column, kind in columns(TABLES[name]).items()}


def row_values(row: Row) -> list[Any]:
    """Return a row's values as UTF-8 can hold them."""
    return [encodable(value) for value in values(row)]


def table(parts: Batches, name: str) -> Batches:
    """Map records to the rows of one table."""
    rows = (
        row_values(row)
        for record in _records(parts)
        for found, some in tables_of(record)
        if found == name
        for row in some
    )
    return batches(rows, columns_in(name))


def added_up(parts: Batches, card: Scorecard, sources: Mapping[str, Sequence[str]]) -> Batches:
    """Map records to the cells of the totals of them all."""
    totals = Totals(card, sources)
    for record in _records(parts):
        totals.add(record)
    return batches(cells_of(totals), CELLS)


def _records(parts: Batches) -> Iterator[Record]:
    return (Record.of_json([*json.loads(data), (), ""]) for (data,) in rows_of(parts))


def _scored(parts: Batches, work: Work, scorer: Scorer) -> Iterator[tuple[Any, ...]]:
    waiting: list[tuple[int, Conversation, str]] = []
    for file, line, text, names in rows_of(parts):
        items = items_in(text, line, work.paths[file], work.setup.roles)
        for item, name in zip(items, json.loads(names), strict=True):
            if isinstance(item, TranscriptError):
                level = "warning" if isinstance(item, EmptyTranscript) else "error"
                yield file, PROBLEM, json.dumps(problem_of(item, level=level)), None, None
                continue
            assert isinstance(item, Conversation)  # noqa: S101
            if item.channel == SCRIPT:
                yield file, SCRIPTED, json.dumps(not_scored(1)), None, None
                continue
            yield from ((file, PROBLEM, json.dumps(problem), None, None) for problem in too_long(item))
            waiting.append((file, replace(item, id=name[0]), name[1]))
            if len(waiting) == BLOCK:
                yield from _block(waiting, scorer)
                waiting = []
    yield from _block(waiting, scorer)


def _block(waiting: Sequence[tuple[int, Conversation, str]], scorer: Scorer) -> Iterator[tuple[Any, ...]]:
    done = scorer.scored([talk for _, talk, _ in waiting], [name for _, _, name in waiting])
    for (file, talk, _), one in zip(waiting, done, strict=True):
        if isinstance(one, Bug):
            yield file, BUG, json.dumps(one), None, None
        else:
            *rows, notes, _ = one
            yield file, RECORD, json.dumps(rows), len(talk.turns), json.dumps([talk.path, talk.id, notes])


def told(parts: Batches, shown: Sequence[str]) -> Batches:
    """Map what is said of files to problems."""
    return batches(
        (list(asdict(problem_in(shown[file], json.loads(data))).values()) for file, data in rows_of(parts)), PROBLEMS
    )
