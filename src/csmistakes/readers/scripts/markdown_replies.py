"""A Markdown library of replies: below each heading a reply, in a fence, quoted, or as plain text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from csmistakes.conversation import Role
from csmistakes.expressions import expression
from csmistakes.readers.base import Item
from csmistakes.readers.blocks import Block, Kind, blocks, pieces_of
from csmistakes.readers.frontmatter import part
from csmistakes.readers.pieces import join
from csmistakes.readers.replies import Text, reply, stem
from csmistakes.readers.selectors import Fields
from csmistakes.readers.source import Line, Source

NAME = "a Markdown file of replies"
PRIORITY = 40

_SUFFIXES = (".md", ".markdown", ".mdown", ".mkd")
_LOOKS_SO = expression(r"^(?:#{1,6} \S|```|~~~)", re.MULTILINE)
_NUMBER = expression(r"\(?\d{1,3}[.):]\s+")
_MARKS = "*_` "
# What is written above a reply for the team: when to use it, and the like.
_NOTE = expression(
    r"""[ \t]*+(?:[-*+][ \t]++)?[*_]{0,3}
    (?: use \s (?:when|for|if|this) | when \s to \s use | when | tags? | category | internal \s notes? | shortcuts?
      | channels? | tone | purpose | placeholders? | variables? | owner | (?:last \s)? updated | intent | language
      | triggers? | id | status | version | situation | scenario | context )
    [^:\n]{0,30} : """,
    re.VERBOSE | re.IGNORECASE,
)
_LABEL = expression(
    r"[ \t]*+[*_]{0,3}(?:reply|response|body|text|message|macro|template|answer|e-?mail|script)[*_ ]{0,4}:[*_ ]{0,4}",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Section:
    """A heading and the blocks below it."""

    title: str
    blocks: list[Block] = field(default_factory=list)


def recognises(sample: Source) -> bool:
    """Say whether the file is called Markdown, or has headings or fences."""
    lower = sample.path.lower()
    return lower.endswith(_SUFFIXES) or ("." not in lower and _LOOKS_SO.search(sample.text) is not None)


def read(source: Source, fields: Fields | None) -> Iterator[Item]:
    """Yield the replies, each called by its heading; a file with only one, by its own name where it has no heading."""
    role = Role(fields.role) if fields else Role.AGENT
    name, lines = part(source)
    sections = list(_sections(lines))
    kind = _kind(sections)
    for section in sections:
        title = section.title or name or stem(source.path)
        for bodies in _bodies(section, kind):
            if found := reply(title, [_text(body) for body in bodies if body], role, source.path):
                yield found


def _sections(lines: Sequence[Line]) -> Iterator[_Section]:
    section = _Section("")
    for block in blocks(lines):
        if block.kind is Kind.HEADING:
            yield section
            section = _Section(_NUMBER.sub("", block.title.strip(_MARKS), count=1))
        else:
            section.blocks.append(block)
    yield section


def _kind(sections: Sequence[_Section]) -> Kind:
    """Return what the replies of a file stand in: fences or quotes, whichever more sections have, or neither."""
    have = Counter(kind for section in sections for kind in {block.kind for block in section.blocks})
    fences, quotes = have[Kind.FENCE], have[Kind.QUOTE]
    if not fences and not quotes:
        return Kind.TEXT
    return Kind.FENCE if fences >= quotes else Kind.QUOTE


def _bodies(section: _Section, kind: Kind) -> Iterator[list[list[tuple[Line, int]]]]:
    """Yield each reply of a section as the lines of its variants; rules part plain replies."""
    if kind is not Kind.TEXT:
        yield [block.lines for block in section.blocks if block.kind is kind]
        return
    plain: list[tuple[Line, int]] = []
    for block in section.blocks:
        if block.kind is Kind.RULE:
            yield [plain]
            plain = []
        elif block.kind is Kind.TEXT:
            plain += block.lines if plain else _without_notes(block.lines)
    yield [plain]


def _without_notes(lines: Sequence[tuple[Line, int]]) -> Sequence[tuple[Line, int]]:
    """Return the lines from the first on that is not for the team."""
    first = next((n for n, (line, _) in enumerate(lines) if not _is_note(line.text)), len(lines))
    return lines[first:]


def _is_note(line: str) -> bool:
    return not line.strip() or _NOTE.match(line) is not None or _LABEL.fullmatch(line) is not None


def _text(lines: Sequence[tuple[Line, int]]) -> Text:
    return Text(*join(pieces_of(lines)))
