"""What the two plain-text formats share: passages under a label, and lines that part conversations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from csmistakes.conversation import Conversation
from csmistakes.expressions import expression
from csmistakes.readers.assemble import Facts, Utterance, conversation
from csmistakes.readers.clock import times
from csmistakes.readers.pieces import Piece, end_of, join, rest_of
from csmistakes.readers.roles import RoleNames
from csmistakes.readers.source import Line, Source

_RULE = expression(r"\s*(?:-{3,}|={3,})\s*")


@dataclass(slots=True)
class Passage:
    """What one speaker says, being gathered line by line."""

    label: str
    time: str | None
    pieces: list[Piece] = field(default_factory=list)
    last: Line | None = None

    def add(self, line: Line, start: int = 0) -> None:
        """Add the line from `start` on."""
        if self.last is not None:
            self.pieces.append(end_of(self.last))
        self.pieces.append(rest_of(line, start))
        self.last = line


def sections(source: Source) -> Iterator[list[Line]]:
    """Yield the lines of each conversation: a line of nothing but `---` or `===` parts two."""
    section: list[Line] = []
    for line in source.lines():
        if _RULE.fullmatch(line.text):
            yield section
            section = []
        else:
            section.append(line)
    yield section


def converse(passages: Sequence[Passage], before: Sequence[Line], roles: RoleNames, path: str) -> Conversation:
    """Return the conversation of these passages; what stands before the first is kept aside."""
    texts = [join(passage.pieces) for passage in passages]
    clock = times([passage.time for passage in passages])
    said = [
        Utterance(passage.label, text, None, time, origin)
        for passage, (text, origin), time in zip(passages, texts, clock, strict=True)
    ]
    preamble = "\n".join(line.text for line in before).strip()
    return conversation(said, roles, path, Facts(extra={"preamble": preamble} if preamble else {}))
