"""YAML with places: nodes come from PyYAML's composer, and each scalar is read again, character by character."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from csmistakes.conversation import Origin
from csmistakes.errors import TranscriptError
from csmistakes.expressions import expression
from csmistakes.readers.origins import Stretch, Within
from csmistakes.readers.scalars import spelling_of
from csmistakes.readers.source import Source
from csmistakes.readers.trees import Path

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TEXT = "tag:yaml.org,2002:str"
_NOT_YAML = expression("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class YamlTree:
    """One document: its value, in which what is no text is None, and the node of each text."""

    source: Source = field(repr=False)
    value: Any
    nodes: dict[Path, yaml.ScalarNode] = field(repr=False)

    def origin(self, path: Path) -> Origin:
        """Return where the text at `path` stands; TranscriptError if it is spelt in a way that is not known here."""
        node = self.nodes[path]
        start, end = node.start_mark.index, node.end_mark.index
        spelling = spelling_of(node.value, self.source.text[start:end], node.style or "")
        if spelling is None:
            line = self.source.positions.at(start)[0]
            raise TranscriptError("the places in this text cannot be told", path=self.source.path, line=line)
        return Within(Stretch(self.source.positions, start), spelling.starts, spelling.ends)


def yaml_trees(source: Source) -> Iterator[YamlTree | TranscriptError]:
    """Yield the documents of a file; an error ends them where the file is malformed."""
    if bad := _NOT_YAML.search(source.text):
        line, column = source.positions.at(bad.start())
        yield TranscriptError(f"malformed YAML in column {column}: {bad[0]!r}", path=source.path, line=line)
        return
    try:
        for node in yaml.compose_all(source.text, Loader=_LOADER):
            if node is not None:
                nodes: dict[Path, yaml.ScalarNode] = {}
                yield YamlTree(source, _value(node, (), nodes, set()), nodes)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        message = f"malformed YAML: {error.problem or error.context}"
        yield TranscriptError(message, path=source.path, line=mark.line + 1 if mark else None)
    except (yaml.YAMLError, RecursionError):
        yield TranscriptError("malformed YAML", path=source.path)


def _value(node: yaml.Node, path: Path, nodes: dict[Path, yaml.ScalarNode], met: set[int]) -> Any:  # noqa: ANN401
    """Return a node's value. What an alias repeats is None: it is read where it stands."""
    if id(node) in met:
        return None
    met.add(id(node))
    if isinstance(node, yaml.MappingNode):
        return {
            key.value: _value(item, (*path, key.value), nodes, met)
            for key, item in node.value
            if isinstance(key, yaml.ScalarNode)
        }
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*path, index), nodes, met) for index, item in enumerate(node.value)]
    if isinstance(node, yaml.ScalarNode) and node.tag == _TEXT:
        nodes[path] = node
        return node.value
    return None
