"""YAML with the safe loader, each key's line known, duplicate keys refused."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from csmistakes.errors import CatalogueError, CsmistakesError

_TEXTS = ("tag:yaml.org,2002:bool", "tag:yaml.org,2002:int", "tag:yaml.org,2002:timestamp")


class _Loader(yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader):  # type: ignore[misc]
    """The safe loader with YAML 1.2's scalars: yes, no, on, off and 12:30 are texts, as writers of phrases expect."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in _TEXTS]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"(?:true|false)$"), list("tf"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"[-+]?(?:0|[1-9]\d*)$"), list("-+0123456789"))


@dataclass(frozen=True, slots=True)
class YamlFile:
    """A mapping read from a file. `lines` gives the line (from 1) of each key by its dotted path (“examples.bad.0”)."""

    path: Path
    data: Mapping[str, Any]
    lines: Mapping[str, int] = field(default_factory=dict)

    def problem(self, message: str, key: str = "", advice: str | None = None) -> CsmistakesError:
        """Return an error at `key`, or at the nearest key above it that has a line."""
        while key and key not in self.lines:
            key = key.rpartition(".")[0]
        return CsmistakesError(message, path=str(self.path), line=self.lines.get(key, 1), advice=advice)


def read_yaml(path: Path) -> YamlFile:
    """Return the mapping in the file; CatalogueError where it is no YAML, no mapping, or has a key twice."""
    try:
        loader = _Loader(path.read_text(encoding="utf-8"))
        try:
            node = loader.get_single_node()
            lines: dict[str, int] = {}
            twice: list[CsmistakesError] = []
            if node is not None:
                _walk(node, "", lines, twice, str(path))
            data = {} if node is None else loader.construct_document(node)
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = None if mark is None else mark.line + 1
        words = getattr(error, "problem", None) or str(error)
        raise CatalogueError([CsmistakesError(f"not valid YAML: {words}", path=str(path), line=line)]) from error
    except (OSError, UnicodeDecodeError, RecursionError) as error:
        raise CatalogueError([CsmistakesError(f"cannot be read: {error}", path=str(path))]) from error
    if twice:
        raise CatalogueError(twice)
    if not isinstance(data, dict):
        raise CatalogueError([CsmistakesError("must be a mapping of keys to values", path=str(path), line=1)])
    return YamlFile(path, data, lines)


def _walk(node: yaml.Node, key: str, lines: dict[str, int], twice: list[CsmistakesError], path: str) -> None:
    """Note the line of each key and item below `node`, and each key that stands twice."""
    lines.setdefault(key, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        for k, item in enumerate(node.value):
            _walk(item, f"{key}.{k}".lstrip("."), lines, twice, path)
    elif isinstance(node, yaml.MappingNode):
        seen: set[Hashable] = set()
        for name, value in node.value:
            if name.value in seen:
                twice.append(
                    CsmistakesError(f"the key “{name.value}” stands twice", path=path, line=name.start_mark.line + 1)
                )
            seen.add(name.value)
            inner = f"{key}.{name.value}".lstrip(".")
            lines[inner] = name.start_mark.line + 1
            _walk(value, inner, lines, twice, path)
