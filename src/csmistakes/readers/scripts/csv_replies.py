"""Replies in a table: a row for each, a column with its text and perhaps one with its name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from csmistakes.conversation import Role
from csmistakes.readers.base import Item, NotATranscript
from csmistakes.readers.cells import Cell, records
from csmistakes.readers.guessing import NAME_KEYS, TEXT_KEYS
from csmistakes.readers.replies import Text, reply
from csmistakes.readers.selectors import Fields, Selector
from csmistakes.readers.source import Source

NAME = "replies in a table (CSV, TSV)"
PRIORITY = 35

_SUFFIXES = (".csv", ".tsv", ".psv")
_DELIMITERS = ",;\t|"


class _Columns(NamedTuple):
    texts: list[int]
    name: int | None
    delimiter: str


def recognises(sample: Source) -> bool:
    """Say whether the file is called a table."""
    return sample.path.lower().endswith(_SUFFIXES)


def read(source: Source, fields: Fields | None) -> Iterator[Item]:
    """Yield a reply for each row; of several columns of text, each is a variant."""
    columns = _columns(source, fields)
    role = Role(fields.role) if fields else Role.AGENT
    rows = records(source.text, columns.delimiter)
    next(rows)
    for row in rows:
        name = row[columns.name].text if columns.name is not None and columns.name < len(row) else None
        texts = [Text(row[n].text, row[n].origin(source)) for n in columns.texts if n < len(row)]
        if found := reply(name, texts, role, source.path):
            yield found


def _columns(source: Source, fields: Fields | None) -> _Columns:
    """Return which columns hold texts and names, by `fields` or by the words that people use."""
    wanted = [_column(selector) for selector in fields.text] if fields else []
    named = [_column(fields.name)] if fields and fields.name else list(NAME_KEYS)
    for delimiter in _DELIMITERS:
        header = [_fold(cell) for cell in next(records(source.text, delimiter), [])]
        texts = _found(header, wanted) if wanted else _found(header, TEXT_KEYS)[:1]
        if texts and len(texts) >= len(wanted):
            names = [column for column in _found(header, named) if column not in texts]
            return _Columns(texts, names[0] if names else None, delimiter)
    what = (
        f"no column is called {' or '.join(wanted)}" if wanted else "no column is called text, body, reply or the like"
    )
    advice = f'say which it is, as in [fields."{source.path}"] with text = "Wording"'
    raise NotATranscript(what, path=source.path, line=1, advice=advice)


def _found(header: Sequence[str], words: Sequence[str]) -> list[int]:
    return [header.index(word) for word in words if word in header]


def _fold(cell: Cell) -> str:
    return "_".join(cell.text.casefold().split())


def _column(selector: Selector) -> str:
    return "_".join(".".join(step or "[]" for step in selector.steps).casefold().split())
