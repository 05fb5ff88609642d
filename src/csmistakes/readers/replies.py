"""From the texts of a file to scripted replies: conversations of channel `script` in which only the company speaks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import NamedTuple

from csmistakes.conversation import SCRIPT, Conversation, Origin, Role, Turn
from csmistakes.errors import TranscriptError
from csmistakes.readers.jsontext import Path, clean
from csmistakes.readers.markup import is_html, seen
from csmistakes.readers.origins import Within, part
from csmistakes.readers.trees import Tree, at


class Text(NamedTuple):
    """A text and where it stands."""

    text: str
    origin: Origin


def reply(name: str | None, texts: Iterable[Text], role: Role, path: str) -> Conversation | None:
    """Return the reply that `texts` are the variants of; None if nothing is said in them."""
    bodies = [body for body in map(_body, texts) if any(map(str.isalpha, body.text))]
    if not bodies:
        return None
    turns = tuple(Turn(role, body.text, origin=body.origin) for body in bodies)
    return Conversation(" ".join((name or "").split()), turns, path, SCRIPT)


def texts_at(tree: Tree, paths: Iterable[Path]) -> Iterator[Text]:
    """Yield the texts at `paths`, what is no text left out."""
    for path in paths:
        text = at(tree.value, path)
        if isinstance(text, str) and text.strip():
            yield Text(clean(text), tree.origin(path))


def placed(
    tree: Tree, name: str | None, paths: Iterable[Path], role: Role, path: str
) -> Iterator[Conversation | TranscriptError]:
    """Yield the reply whose variants stand at `paths`, if there is one, or why it cannot be read."""
    try:
        found = reply(name, texts_at(tree, paths), role, path)
    except TranscriptError as error:
        yield error
        return
    if found is not None:
        yield found


def stem(path: str) -> str:
    """Return what a file with one reply is called: its name without the ending."""
    return PurePath(path).stem.strip("-")


def _body(text: Text) -> Text:
    """Return what the customer sees of a text: without markup, and without blanks at its ends."""
    written, origin = text
    if is_html(written):
        spelling = seen(written)
        written, origin = spelling.text, Within(origin, spelling.starts, spelling.ends)
    start = len(written) - len(written.lstrip())
    said = written.strip()
    return Text(said, origin if said == written else part(origin, start, start + len(said)))
