"""The replies of a tree: where the configuration says, or where the keys that people use say they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from csmistakes.conversation import Role
from csmistakes.errors import TranscriptError
from csmistakes.readers.base import Item, NotATranscript
from csmistakes.readers.record import word
from csmistakes.readers.replies import placed
from csmistakes.readers.selectors import Fields
from csmistakes.readers.trees import Path, Tree, at

TEXT_KEYS = (
    "body", "text", "content", "message", "reply", "response", "template", "value", "answer", "macro", "html",
    "body_html", "body_text", "comment", "bodies", "texts", "replies", "responses", "messages", "answers", "variants",
)  # fmt: skip
NAME_KEYS = ("name", "title", "id", "key", "shortcut", "short_code", "shortcode", "slug", "trigger", "label", "subject")
_NOTES = frozenset(
    """
    about category categories comment comments description description_internal folder intent language locale note
    notes owner tag tags team tone use_when usewhen version when when_to_use
    """.split()
).union(NAME_KEYS)
_FEWEST = 3  # words that make a text a reply where no key says so

_Found = Iterator[tuple[str | None, list[Path]]]


def replies_of(trees: Iterable[Tree | TranscriptError], fields: Fields | None, path: str) -> Iterator[Item]:
    """Yield the replies of a file's trees; NotATranscript, with what to do, if there are none."""
    empty = True
    for tree in trees:
        items = [tree] if isinstance(tree, TranscriptError) else _replies_in(tree, fields, path)
        for item in items:
            empty = False
            yield item
    if empty:
        what = "fields selects no text in it" if fields else "no text in it looks like a reply"
        example = f'say where the replies stand, as in [fields."{path}"] with each = "macros[]" and text = "body"'
        raise NotATranscript(what, path=path, advice=example)


def _replies_in(tree: Tree, fields: Fields | None, path: str) -> Iterator[Item]:
    role = Role(fields.role) if fields else Role.AGENT
    for name, paths in _by_fields(tree.value, fields) if fields else _by_keys(tree.value):
        yield from placed(tree, name, paths, role, path)


def _by_fields(value: Any, fields: Fields) -> _Found:  # noqa: ANN401 - whatever the file holds
    if fields.each is None:
        for selector in fields.text:
            for path in selector.paths(value):
                yield ".".join(key for key in path if isinstance(key, str)), _spread(value, path)
        return
    for record in fields.each.paths(value):
        inside = at(value, record)
        paths = [(*record, *path) for selector in fields.text for path in selector.paths(inside)]
        names = [word(at(inside, path)) for path in fields.name.paths(inside)] if fields.name else []
        yield (names or [_key(record)])[0], [text for path in paths for text in _spread(value, path)]


def _by_keys(value: Any) -> _Found:  # noqa: ANN401
    """Yield the records that have a text under one of the usual keys; where there are none, all sentences."""
    records = list(_records(value, ()))
    yield from records or _sentences(value, ())


def _records(value: Any, path: Path) -> _Found:  # noqa: ANN401
    taken: str | None = None
    if isinstance(value, Mapping):
        taken = next((key for key in TEXT_KEYS if _says(value.get(key))), None)
        if taken is not None:
            name = next((named for key in NAME_KEYS if (named := word(value.get(key)))), _key(path))
            yield name, _spread(value, (taken,), path)
    for key, item in _children(value):
        if key != taken and key not in _NOTES:
            yield from _records(item, (*path, key))


def _sentences(value: Any, path: Path) -> _Found:  # noqa: ANN401
    """Yield every text of some words, and every list of such texts as variants of one reply."""
    if _says(value, _FEWEST):
        yield _key(path), _spread(value, (), path)
        return
    for key, item in _children(value):
        if key not in _NOTES:
            yield from _sentences(item, (*path, key))


def _says(value: object, words: int = 1) -> bool:
    """Tell whether a value is a text of so many words, or a list of such texts."""
    texts = value if isinstance(value, list) else [value]
    return bool(texts) and all(isinstance(text, str) and len(text.split()) >= words for text in texts)


def _children(value: object) -> Iterator[tuple[str | int, Any]]:
    if isinstance(value, Mapping):
        yield from value.items()
    elif isinstance(value, list):
        yield from enumerate(value)


def _spread(value: Any, path: Path, before: Path = ()) -> list[Path]:  # noqa: ANN401
    """Return the place of a text, or those of the items of a list."""
    found = at(value, path)
    return [(*before, *path, index) for index in range(len(found))] if isinstance(found, list) else [(*before, *path)]


def _key(path: Path) -> str | None:
    """Return the key that leads to a record: what it is called where it has no name."""
    return path[-1] if path and isinstance(path[-1], str) else None
