"""Facts of a turn beside its signals: how long it is, its sentences, what each is about, how loud it is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from csmistakes.conversation import Span
from csmistakes.recognition.content import content
from csmistakes.recognition.stream import Stream
from csmistakes.recognition.words import ASK, EDGES

_CAPITALS = re.compile(r"\b[A-Z][A-Z']{2,}\b")
_LETTERS = re.compile(r"[A-Za-z]")


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


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts of one turn: the number of words, and of those in capitals only, of three letters or more."""

    words: int
    sentences: tuple[Sentence, ...]
    capitals: int
    span: Span  # of the text without surrounding blanks

    @property
    def content(self) -> frozenset[str]:
        """The stems that the turn is about."""
        return frozenset().union(*(sentence.content for sentence in self.sentences))


def facts_of(text: str, stream: Stream) -> Facts:
    """Return the facts of a turn from its text and its stream of words."""
    sentences: list[Sentence] = []
    first: int | None = None
    for k, norm in enumerate(stream.norms):
        if norm not in EDGES:
            first = k if first is None else first
        elif first is not None:
            words = stream.norms[first:k]
            sentences.append(Sentence(Span(stream.starts[first], stream.ends[k - 1]), words, norm == ASK))
            first = None
    stripped = text.strip()
    start = text.find(stripped) if stripped else 0
    return Facts(
        words=sum(len(sentence.words) for sentence in sentences),
        sentences=tuple(sentences),
        capitals=len(_CAPITALS.findall(text)) if _LETTERS.search(text) else 0,
        span=Span(start, start + len(stripped)),
    )
