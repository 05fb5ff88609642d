"""Facts of a turn beside its signals: how long it is, its sentences, what each is about, how loud it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from csmistakes.conversation import Span
from csmistakes.expressions import expression
from csmistakes.recognition.content import content
from csmistakes.recognition.stream import Stream
from csmistakes.recognition.words import ASK, EDGES

_CAPITALS = expression(r"\b[A-Z][A-Z']{2,}\b")


@dataclass(frozen=True, slots=True)
class Hit:
    """A signal found at a span of a turn's text; `value` is its normalised value, "" where it has none."""

    signal: str
    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its span, its words, and whether it ends as a question."""

    span: Span
    words: tuple[str, ...]
    asks: bool

    @property
    def content(self) -> frozenset[str]:
        """The stems that the sentence is about; few rules ask, so they are worked out when one does."""
        return content(self.words)


class Facts:
    """Facts of one turn, from its text and its stream of words. A value, each part worked out when asked for."""

    def __init__(self, text: str, stream: Stream) -> None:
        self._text = text
        self._stream = stream

    @cached_property
    def words(self) -> int:
        """The number of words."""
        return len(self._stream.norms) - len(self._edges)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences, in order."""
        return tuple(self._cut())

    @property
    def capitals(self) -> int:
        """The number of words in capitals only, of three letters or more."""
        return len(_CAPITALS.findall(self._text))

    @cached_property
    def span(self) -> Span:
        """Where the text without surrounding blanks stands."""
        stripped = self._text.strip()
        start = self._text.find(stripped) if stripped else 0
        return Span(start, start + len(stripped))

    @property
    def content(self) -> frozenset[str]:
        """The stems that the turn is about."""
        return frozenset().union(*(sentence.content for sentence in self.sentences))

    @cached_property
    def _edges(self) -> list[int]:
        return [k for k, norm in enumerate(self._stream.norms) if norm in EDGES]

    def _cut(self) -> Iterator[Sentence]:
        stream = self._stream
        for before, end in pairwise((-1, *self._edges)):
            if end - before > 1:
                first = before + 1
                span = Span(stream.starts[first], stream.ends[end - 1])
                yield Sentence(span, stream.norms[first:end], stream.norms[end] == ASK)
