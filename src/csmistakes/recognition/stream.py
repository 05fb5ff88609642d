"""A turn's text as a stream of words with exact spans, tokenised by spaCy."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from csmistakes.conversation import Span
from csmistakes.recognition.words import ASK, EDGES, END, START, STOP, Word, fold, in_context, norms

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_SIGNATURE = re.compile(r"\s(?:\^\s?\w{1,12}|\*[A-Z]{2,4}|/[A-Z]{2,3}|-\s?[A-Z]{2})\s*\.?\s*(?:\(?\d/\d\)?)?\s*$")
_PART = re.compile(r"\s*\(?\b\d/\d\)?\s*$")
_LINE = re.compile(r"\n+")


@dataclass(frozen=True, slots=True)
class Stream:
    """Words of a turn from edge to edge. `norms[k]`, of class `kinds[k]`, stands at `starts[k]`:`ends[k]` of the text.

    Edges and sentence ends are words too (see words.py); several words may share one span ("gonna").
    """

    norms: tuple[str, ...]
    kinds: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, first: int, last: int) -> Span:
        """Return the text span of words `first` to `last`, both included, edges left out."""
        inner = [k for k in range(first, last + 1) if self.norms[k] not in EDGES] or [first]
        return Span(self.starts[inner[0]], self.ends[inner[-1]])


@cache
def language() -> Language:
    """Return spaCy's blank English: tokenizer and vocabulary only, nothing to download."""
    import spacy  # noqa: PLC0415  (slow to import; not needed before the first turn)

    return spacy.blank("en")


@lru_cache(maxsize=100_000)
def _norms(token: str) -> tuple[Word, ...]:
    return norms(token)


def _without_signature(text: str) -> int:
    """Return the length of `text` without a tweet's closing initials and part count (“^CS 1/2”)."""
    end = len(text)
    for pattern in (_PART, _SIGNATURE, _PART):
        found = pattern.search(text[:end])
        if found and found.start() > 0:
            end = found.start()
    return end


def _folded(text: str) -> str:
    """Return the text as it is tokenised: plain quotes and dashes, signature blanked, line breaks kept."""
    plain = fold(text)
    end = _without_signature(plain)
    return plain[:end] + " " * (len(plain) - end)


def document(text: str) -> Doc:
    """Return the tokenised text, of the same length."""
    return language().make_doc(_folded(text))


def stream_of(doc: Doc) -> Stream:
    """Return the stream of words of a tokenised text."""
    words: list[str] = [START]
    kinds: list[str] = [""]
    starts: list[int] = [0]
    ends: list[int] = [0]

    def add(norm: str, kind: str, start: int, end: int) -> None:
        if norm in (STOP, ASK) and words[-1] in EDGES:
            if norm == ASK and words[-1] == STOP:
                words[-1] = ASK
            return
        if words[-1] == "e" and norm.startswith("mail"):  # "e-mail" comes as two tokens
            words[-1], ends[-1] = f"e{norm}", end
            return
        words.append(norm)
        kinds.append(kind)
        starts.append(start)
        ends.append(end)

    for token in doc:
        start = token.idx
        text = token.text
        end = start + len(text)
        if token.is_space:
            if "\n" in text:
                add(STOP, "", start, start)
            continue
        for word in _norms(text):
            add(word.norm, word.kind, start, end)
    length = len(doc.text)
    add(STOP, "", length, length)
    words.append(END)
    kinds.append("")
    starts.append(length)
    ends.append(length)
    return _expanded(in_context(words), kinds, starts, ends)


def _expanded(words: list[str], kinds: list[str], starts: list[int], ends: list[int]) -> Stream:
    """Split the one word that context makes two (“ill” read as “i will”)."""
    for k in reversed([k for k, word in enumerate(words) if word == "i'll"]):
        words[k : k + 1] = ["i", "will"]
        kinds.insert(k, kinds[k])
        starts.insert(k, starts[k])
        ends.insert(k, ends[k])
    return Stream(tuple(words), tuple(kinds), tuple(starts), tuple(ends))


def read(text: str) -> Stream:
    """Return the stream of words of a turn's text."""
    return stream_of(document(text))
