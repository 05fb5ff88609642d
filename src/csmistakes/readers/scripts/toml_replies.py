"""Replies in any TOML file."""

from __future__ import annotations

from collections.abc import Iterator

from csmistakes.readers.base import Item
from csmistakes.readers.guessing import replies_of
from csmistakes.readers.selectors import Fields
from csmistakes.readers.source import Source
from csmistakes.readers.tomltext import toml_trees

NAME = "replies in a TOML file"
PRIORITY = 20

_SUFFIXES = (".toml",)


def recognises(sample: Source) -> bool:
    """Say whether the file is called one."""
    return sample.path.lower().endswith(_SUFFIXES)


def read(source: Source, fields: Fields | None) -> Iterator[Item]:
    """Yield the replies, where `fields` or the usual keys say they stand."""
    return replies_of(toml_trees(source), fields, source.path)
