"""Plain text and mail templates: one reply, several between lines of `---` or `===`, or `name ||| reply` lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from csmistakes.conversation import Role
from csmistakes.expressions import expression
from csmistakes.readers.base import Item
from csmistakes.readers.blocks import pieces_of
from csmistakes.readers.frontmatter import part
from csmistakes.readers.pieces import join
from csmistakes.readers.replies import Text, reply, stem
from csmistakes.readers.selectors import Fields
from csmistakes.readers.source import Line, Source

NAME = "plain text or mail templates"
PRIORITY = 90  # whatever is named a script and is nothing else

_RULE = expression(r"\s*(?:-{3,}|={3,})\s*")
_NAMED = expression(r"[ \t]*+(?P<name>[^|\s][^|\r\n]{0,79}+)\|\|\|[ \t]*+(?=\S)")


def recognises(sample: Source) -> bool:  # noqa: ARG001 - any text is one
    """Any text may be replies, if it is named so."""
    return True


def read(source: Source, fields: Fields | None) -> Iterator[Item]:
    """Yield the replies, called by the file's own name where they have none."""
    role = Role(fields.role) if fields else Role.AGENT
    name, lines = part(source)
    spoken = [line for line in lines if line.text.strip()]
    if spoken and all(_NAMED.match(line.text) for line in spoken):
        found = [(_NAMED.match(line.text), line) for line in spoken]
        replies = [(head["name"].strip(), [(line, head.end())]) for head, line in found if head]
    else:
        replies = [(name or stem(source.path), body) for body in _parts(lines)]
    for title, body in replies:
        if body and (said := reply(title, [Text(*join(pieces_of(body)))], role, source.path)):
            yield said


def _parts(lines: Sequence[Line]) -> Iterator[list[tuple[Line, int]]]:
    body: list[tuple[Line, int]] = []
    for line in lines:
        if _RULE.fullmatch(line.text):
            yield body
            body = []
        else:
            body.append((line, 0))
    yield body
