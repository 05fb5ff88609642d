"""Macros and canned replies as help desks export them: Zendesk, Gorgias, Chatwoot, Freshdesk; Dialogflow's intents."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from csmistakes.conversation import SCRIPT, Role
from csmistakes.errors import TranscriptError
from csmistakes.readers.base import Item
from csmistakes.readers.jsontext import Path, sample
from csmistakes.readers.record import word
from csmistakes.readers.replies import placed, stem
from csmistakes.readers.roles import RoleNames
from csmistakes.readers.source import Source
from csmistakes.readers.trees import json_trees

NAME = "macros of a help desk (JSON)"
PRIORITY = 10
CHANNEL = SCRIPT

_WRAPPERS = ("macros", "canned_responses", "responses", "data", "payload", "results", "items")
_Record = Mapping[str, Any]


class _Shape(NamedTuple):
    """How one product writes a reply. `paths` yields where its variants stand, or nothing if it is none."""

    paths: Callable[[_Record], list[Path]]
    name: str
    role: Role = Role.AGENT


def recognises(sample_: Source) -> bool:
    """Say whether the first JSON value is or holds replies of one of the shapes."""
    return any(_shape_of(record) for _, record in _records(sample(sample_)))


def read(source: Source, roles: RoleNames) -> Iterator[Item]:  # noqa: ARG001 - only the company speaks
    """Yield the replies; records of other shapes are passed over."""
    for tree in json_trees(source):
        if isinstance(tree, TranscriptError):
            yield tree
            continue
        for at, record in _records(tree.value):
            if shape := _shape_of(record):
                name = word(record.get(shape.name)) or (None if at else stem(source.path))
                paths = [(*at, *path) for path in shape.paths(record)]
                yield from placed(tree, name, paths, shape.role, source.path)


def _records(value: object) -> Iterator[tuple[Path, _Record]]:
    """Yield the objects that may be replies: the value, its items, or those of a list under a usual key."""
    if isinstance(value, list):
        yield from (((index,), item) for index, item in enumerate(value) if isinstance(item, dict))
    elif isinstance(value, dict):
        yield (), value
        for key in _WRAPPERS:
            if isinstance(items := value.get(key), list):
                yield from (((key, index), item) for index, item in enumerate(items) if isinstance(item, dict))


def _shape_of(record: _Record) -> _Shape | None:
    return next((shape for shape in _SHAPES if shape.paths(record)), None)


def _zendesk(record: _Record) -> list[Path]:
    """Return the comment of a macro; the marked-up one only where there is no plain one."""
    actions = list(_dicts(record.get("actions")))
    for field in ("comment_value", "comment_value_html"):
        found: list[Path] = []
        for index, action in actions:
            value = action.get("value")
            if action.get("field") == field:
                at: Path = ("actions", index, "value")
                found += _texts(value, at)[-1:]  # a list says the channel, then the text
        if found:
            return found
    return []


def _gorgias(record: _Record) -> list[Path]:
    found: list[Path] = []
    for index, action in _dicts(record.get("actions")):
        arguments = action.get("arguments")
        if isinstance(arguments, dict):
            bodies = [key for key in ("body_text", "body_html") if _says(arguments.get(key))]
            found += [("actions", index, "arguments", key) for key in bodies[:1]]
    return found


def _chatwoot(record: _Record) -> list[Path]:
    return [("content",)] if _says(record.get("short_code")) and _says(record.get("content")) else []


def _freshdesk(record: _Record) -> list[Path]:
    """Return the text of a canned response; the plain one has lost its line breaks, if there is markup."""
    if not _says(record.get("title")) or not {"content_html", "folder_id"} & set(record):
        return []
    bodies: list[Path] = [(key,) for key in ("content_html", "content") if _says(record.get(key))]
    return bodies[:1]


def _dialogflow(record: _Record) -> list[Path]:
    """Return the alternatives of an intent's answers."""
    found: list[Path] = []
    for answer, response in _dicts(record.get("responses")):
        for index, message in _dicts(response.get("messages")):
            found += _texts(message.get("speech"), ("responses", answer, "messages", index, "speech"))
    return found


_SHAPES = (
    _Shape(_zendesk, "title"),
    _Shape(_gorgias, "name"),
    _Shape(_chatwoot, "short_code"),
    _Shape(_freshdesk, "title"),
    _Shape(_dialogflow, "name", Role.BOT),
)


def _dicts(value: object) -> Iterator[tuple[int, Mapping[str, Any]]]:
    if isinstance(value, list):
        yield from ((index, item) for index, item in enumerate(value) if isinstance(item, dict))


def _texts(value: object, at: Path) -> list[Path]:
    """Return the place of a text, or of each in a list."""
    if isinstance(value, list):
        return [(*at, index) for index, item in enumerate(value) if _says(item)]
    return [at] if _says(value) else []


def _says(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
