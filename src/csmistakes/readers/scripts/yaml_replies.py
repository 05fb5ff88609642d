"""Replies in any YAML file."""

from __future__ import annotations

from collections.abc import Iterator

from csmistakes.readers.base import Item
from csmistakes.readers.guessing import replies_of
from csmistakes.readers.selectors import Fields
from csmistakes.readers.source import Source

NAME = "replies in a YAML file"
PRIORITY = 30

_SUFFIXES = (".yaml", ".yml")


def recognises(sample: Source) -> bool:
    """Say whether the file is called one."""
    return sample.path.lower().endswith(_SUFFIXES)


def read(source: Source, fields: Fields | None) -> Iterator[Item]:
    """Yield the replies, where `fields` or the usual keys say they stand."""
    from csmistakes.readers.yamltext import yaml_trees  # noqa: PLC0415  (slow to import, and few files need it)

    return replies_of(yaml_trees(source), fields, source.path)
