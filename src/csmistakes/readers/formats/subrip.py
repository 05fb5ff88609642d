"""SubRip (SRT) with a speaker at the head of the text: `NAME:` or `[SPEAKER_00]`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from csmistakes.expressions import expression
from csmistakes.readers.assemble import conversation
from csmistakes.readers.base import Item
from csmistakes.readers.cues import ARROW, by_prefix, cues, heads, utterances
from csmistakes.readers.labels import accepted
from csmistakes.readers.pieces import without
from csmistakes.readers.roles import RoleNames
from csmistakes.readers.source import Line, Source

NAME = "SubRip"
PRIORITY = 40

_START = expression(rf"\s*\d+[ \t]*(?:\r\n|\n|\r){ARROW.pattern}")
_TAG = expression(r"</?[A-Za-z][^<>]*>|\{\\[^{}]*\}")


def recognises(sample: Source) -> bool:
    """Say whether the file begins with a number and a time range."""
    return _START.match(sample.text) is not None


def read(source: Source, roles: RoleNames) -> Iterator[Item]:
    """Yield the file's one conversation: a turn for each speaker of each cue."""
    found = list(cues(source))
    texts = [(cue.start, _payload(cue.lines)) for cue in found[:-1]]
    texts += [(cue.start, _trimmed(cue.lines)) for cue in found[-1:]]
    labels = accepted(Counter(heads(without(_TAG, line) for _, lines in texts for line in lines)), roles)
    segments = (
        (start, segment)
        for start, lines in texts
        for segment in by_prefix([without(_TAG, line) for line in lines], lines, labels)
    )
    said = list(utterances(segments, source.path))
    if said:
        yield conversation(said, roles, source.path)


def _payload(lines: Sequence[Line]) -> Sequence[Line]:
    """Return a cue's own lines, blank ones inside it too, without the number of the next cue."""
    has_number = bool(lines) and lines[-1].text.strip().isdecimal()
    return _trimmed(lines[:-1] if has_number else lines)


def _trimmed(lines: Sequence[Line]) -> Sequence[Line]:
    end = len(lines)
    while end and not lines[end - 1].text.strip():
        end -= 1
    return lines[:end]
