"""CSV, TSV and their like: a header, then a row for each turn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from csmistakes.errors import TranscriptError
from csmistakes.readers.assemble import Facts, Utterance, conversation
from csmistakes.readers.base import Item, NoRoleKnown, NotATranscript
from csmistakes.readers.cells import Cell, records
from csmistakes.readers.channels import channel_of
from csmistakes.readers.clock import times
from csmistakes.readers.columns import Columns, columns_of
from csmistakes.readers.roles import RoleNames
from csmistakes.readers.source import Source

NAME = "a table with a row for each turn (CSV, TSV)"
PRIORITY = 50

_DELIMITERS = ",;\t|"
_HEADER_LIMIT = 20_000

_Row = Sequence[Cell]


@dataclass(frozen=True, slots=True)
class _Table:
    source: Source
    columns: Columns
    rows: Iterator[_Row]


def recognises(sample: Source) -> bool:
    """Say whether the first record names a text and a speaker column."""
    return _table(sample) is not None


def read(source: Source, roles: RoleNames) -> Iterator[Item]:
    """Yield the conversations in the order of their first rows; rows of one need not be adjacent."""
    table = _table(source)
    if table is None:  # and the user has said that it is one
        raise NotATranscript("the first row names no text and speaker columns", path=source.path, line=1)
    rows = list(table.rows)
    _refuse_if_no_role(table, rows, roles)
    groups: dict[str, list[_Row]] = {}
    for row in rows:
        if len(row) <= max(table.columns.text, table.columns.speaker):
            yield TranscriptError(
                f"the row has {len(row)} cells, too few to have a text and a speaker",
                path=source.path,
                line=source.positions.at(row[0].start)[0],
            )
            continue
        groups.setdefault(_cell(row, table.columns.conversation) or "", []).append(row)
    for key, rows in groups.items():
        try:
            yield conversation(list(_utterances(table, rows)), roles, source.path, _facts(table, key, rows))
        except TranscriptError as error:
            yield error


def _refuse_if_no_role(table: _Table, rows: Sequence[_Row], roles: RoleNames) -> None:
    """Raise an error for the file as a whole if no row has a speaker whose role is known."""
    speakers: dict[str, _Row] = {}
    for row in rows:
        label, name = _speaker(row, table.columns)
        if roles.given_to(name) or (label and roles.role_of(label)):
            return
        if label:
            speakers.setdefault(label, row)
    if speakers:
        line = table.source.positions.at(next(iter(speakers.values()))[0].start)[0]
        raise NoRoleKnown(list(speakers), path=table.source.path, line=line)
    if rows:
        raise NotATranscript("no row of the table names a speaker", path=table.source.path)


def _table(source: Source) -> _Table | None:
    start = len(source.text) - len(source.text.lstrip("\r\n"))
    head = source.text[start : start + _HEADER_LIMIT]
    for delimiter in _DELIMITERS:
        first = next(records(head, delimiter), [])
        if columns := columns_of([cell.text for cell in first]):
            rows = records(source.text, delimiter)
            next(rows)
            return _Table(source, columns, rows)
    return None


def _cell(row: _Row, column: int | None) -> str | None:
    """Return what a row says in a column; None if there is no such column or nothing in it."""
    if column is None or column >= len(row):
        return None
    return row[column].text.strip() or None


def _speaker(row: _Row, columns: Columns) -> tuple[str | None, str | None]:
    """Return what a row calls its speaker, by role where it has one, and the speaker's name."""
    name = _cell(row, columns.name)
    return _cell(row, columns.speaker) or name, name


def _utterances(table: _Table, rows: Sequence[_Row]) -> Iterator[Utterance]:
    columns = table.columns
    clock = times([_cell(row, columns.time) for row in rows])
    for row, time in zip(rows, clock, strict=True):
        label, name = _speaker(row, columns)
        if label is None:
            line = table.source.positions.at(row[0].start)[0]
            raise TranscriptError("the row names no speaker", path=table.source.path, line=line)
        text = row[columns.text]
        in_seconds = time / 1000 if time is not None and columns.is_millis else time
        has_role = columns.has_roles and _cell(row, columns.speaker) is not None
        yield Utterance(label, text.text, name, in_seconds, text.origin(table.source), has_role=has_role)


def _facts(table: _Table, key: str, rows: Sequence[_Row]) -> Facts:
    """Return what the other columns say of a conversation as a whole."""
    columns = table.columns
    constant = {
        name: values.pop()
        for position, name in columns.others
        if len(values := {_cell(row, position) for row in rows}) == 1
    }
    return Facts(
        id=key,
        channel=channel_of(_first(rows, columns.channel)),
        agent=_first(rows, columns.agent),
        customer=_first(rows, columns.customer),
        extra={name: value for name, value in constant.items() if value is not None},
    )


def _first(rows: Sequence[_Row], column: int | None) -> str | None:
    return next((value for row in rows if (value := _cell(row, column))), None)
