"""What JSON, YAML and TOML have in common: values inside values, whose texts have places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from csmistakes.conversation import Origin
from csmistakes.errors import TranscriptError
from csmistakes.readers.jsontext import JsonDocument, JsonOrigin, Path, documents
from csmistakes.readers.source import Source

__all__ = ["JsonTree", "Path", "Tree", "at", "json_trees"]


class Tree(Protocol):
    """A value made of mappings, lists and texts."""

    @property
    def value(self) -> Any:  # noqa: ANN401 - whatever the file holds
        """The value of the whole document."""
        ...

    def origin(self, path: Path) -> Origin:
        """Return where the text at `path` stands."""
        ...


@dataclass(frozen=True, slots=True)
class JsonTree:
    """A JSON value."""

    document: JsonDocument = field(repr=False)
    value: Any

    def origin(self, path: Path) -> Origin:
        """Return where the text at `path` stands."""
        return JsonOrigin(self.document, ((0, path),))


def json_trees(source: Source) -> Iterator[Tree | TranscriptError]:
    """Yield the one JSON value that the file is, or one for each line."""
    for item in documents(source):
        yield item if isinstance(item, TranscriptError) else JsonTree(item.document, item.value)


def at(value: Any, path: Path) -> Any:  # noqa: ANN401
    """Return what stands at `path` inside a value."""
    for key in path:
        value = value[key]
    return value
