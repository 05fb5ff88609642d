"""Replies in any JSON file."""

from __future__ import annotations

from collections.abc import Iterator

from csmistakes.readers.base import Item
from csmistakes.readers.guessing import replies_of
from csmistakes.readers.jsontext import sample
from csmistakes.readers.selectors import Fields
from csmistakes.readers.source import Source
from csmistakes.readers.trees import json_trees

NAME = "replies in a JSON file"
PRIORITY = 10

_SUFFIXES = (".json", ".jsonl", ".ndjson")
# Whatever a line of them looks like.
_OF_OTHERS = tuple(".csv .tsv .json5 .jsonc .md .markdown .toml .yaml .yml".split())


def recognises(sample_: Source) -> bool:
    """Say whether the file is called JSON, or holds an object or a list and is not called anything else."""
    name = sample_.path.lower()
    return name.endswith(_SUFFIXES) or (not name.endswith(_OF_OTHERS) and isinstance(sample(sample_), dict | list))


def read(source: Source, fields: Fields | None) -> Iterator[Item]:
    """Yield the replies, where `fields` or the usual keys say they stand."""
    return replies_of(json_trees(source), fields, source.path)
