"""YAML with the safe loader, each key's line known; what a rule never needs, and could be misread by, is refused.

Apart from yaml_file.py, because the parser takes long to import and most files are known from an earlier run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from csmistakes.errors import CatalogueError, CsmistakesError

MAX_DEPTH = 64  # of lists and mappings; the deepest rule has 15
_TEXTS = tuple(f"tag:yaml.org,2002:{name}" for name in ("bool", "int", "timestamp", "merge", "value"))


class _Loader(yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader):  # type: ignore[misc]
    """The safe loader with YAML 1.2's scalars: yes, no, on, off, 12:30, << are texts, as writers of phrases expect."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in _TEXTS]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"(?:true|false)$"), list("tf"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"[-+]?(?:0|[1-9]\d*)$"), list("-+0123456789"))


def parse(text: str, path: str) -> tuple[dict[str, Any], dict[str, int]]:
    """Return the mapping that a text holds, and the line (from 1) of each key by its dotted path.

    CatalogueError where it is no YAML, no mapping, has a key twice or one that is no scalar, or uses anchors, aliases
    or tags. `path` is for messages.
    """
    try:
        problems = list(_refused(text, path))
        lines: dict[str, int] = {}
        data = {} if problems else _constructed(text, lines, problems, path)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = None if mark is None else mark.line + 1
        words = getattr(error, "problem", None) or str(error)
        raise CatalogueError([CsmistakesError(f"not valid YAML: {words}", path=path, line=line)]) from error
    except ValueError as error:  # a number of thousands of digits
        raise CatalogueError([CsmistakesError(f"cannot be read: {error}", path=path)]) from error
    if problems:
        raise CatalogueError(problems)
    if not isinstance(data, dict):
        raise CatalogueError([CsmistakesError("must be a mapping of keys to values", path=path, line=1)])
    return data, lines


def _refused(text: str, path: str) -> Iterator[CsmistakesError]:
    """Yield what is not part of the rule language, from the stream of events: before anything is built from it.

    A few aliases of aliases stand for billions of items, tags can build what is no plain value, and what is nested
    too deeply exhausts the stack.
    """
    depth = told = 0
    for event in yaml.parse(text, Loader=_Loader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if (anchor is not None or tag is not None) and line != told:
            what = "tags" if anchor is None else "anchors and aliases"
            yield CsmistakesError(f"{what} are not part of the rule language", path=path, line=line)
            told = line
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                advice = f"at most {MAX_DEPTH} lists and mappings may stand inside each other"
                yield CsmistakesError("nested too deeply", path=path, line=line, advice=advice)
                return
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _constructed(text: str, lines: dict[str, int], problems: list[CsmistakesError], path: str) -> Any:  # noqa: ANN401
    """Return the document, whatever it is; the lines of its keys go to `lines`."""
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return {}
        _walk(node, "", lines, problems, path)
        return {} if problems else loader.construct_document(node)
    finally:
        loader.dispose()


def _walk(node: yaml.Node, key: str, lines: dict[str, int], problems: list[CsmistakesError], path: str) -> None:
    """Note the line of each key and item below `node`, and each key that stands twice or is a list or mapping."""
    lines.setdefault(key, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        for k, item in enumerate(node.value):
            _walk(item, f"{key}.{k}".lstrip("."), lines, problems, path)
    elif isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for name, value in node.value:
            line = name.start_mark.line + 1
            if not isinstance(name, yaml.ScalarNode):
                problems.append(CsmistakesError("a key must be a text, not a list or mapping", path=path, line=line))
                continue
            if name.value in seen:
                problems.append(CsmistakesError(f"the key “{name.value}” stands twice", path=path, line=line))
            seen.add(name.value)
            inner = f"{key}.{name.value}".lstrip(".")
            lines[inner] = line
            _walk(value, inner, lines, problems, path)
