"""A turn's text as a stream of words with exact spans."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from csmistakes.conversation import Span
from csmistakes.expressions import expression
from csmistakes.recognition.cutting import Tokens, pieces
from csmistakes.recognition.english import english
from csmistakes.recognition.remembering import Remembered
from csmistakes.recognition.words import ASK, EDGES, END, START, STOP, TWO_IN_ONE, Word, fold, in_context, norms

_SIGNATURE = expression(r"\s(?:\^ ?\w{1,12}|/[A-Z]{2,3}|- ?[A-Z]{2}) {0,2}\.?$")
_INITIALS = expression(r"(?<=\s)[*^][A-Z]{2,4}(?![\w*^])")  # “on behalf of *ABC”, “*ABC https://…”
_CLOSING = 40  # code points at the end of a text in which a signature and a part count stand
# A run without a blank is a key, a log or noise; to find its tokens takes time by its square, so it is cut first.
_LONG_RUN = 200
_RUN = expression(rf"\S{{{_LONG_RUN}}}")

# What people say in one turn is far shorter; what is longer is a log or a file pasted in, and is read up to here.
MAX_LENGTH = 100_000

# A token: its norm where it is one word that never joins another, else ""; its words, None for a line break; its place.
_Token = tuple[str, tuple[Word, ...] | None, int, int]

_PART = expression(r"\s*\(?\b\d/\d\)?\s*$")


@dataclass(frozen=True, slots=True)
class Stream:
    """Words of a turn from edge to edge. `norms[k]`, of class `kinds[k]`, stands at `starts[k]`:`ends[k]` of the text.

    Edges and sentence ends are words too (see words.py); several words may share one span ("gonna").
    """

    norms: tuple[str, ...]
    kinds: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def inner(self, first: int, last: int) -> tuple[int, int]:
        """Return words `first` to `last`, both included, without the edges at either end."""
        while first < last and self.norms[first] in EDGES:
            first += 1
        while last > first and self.norms[last] in EDGES:
            last -= 1
        return first, last

    def span(self, first: int, last: int) -> Span:
        """Return the text span of words `first` to `last`, both included, edges left out."""
        first, last = self.inner(first, last)
        return Span(self.starts[first], self.ends[last])


def _without_signature(text: str) -> int:
    """Return the length of `text` without a tweet's closing initials and part count (“^CS 1/2”)."""
    end = len(text.rstrip())
    for pattern in (_PART, _SIGNATURE, _PART):
        start = max(0, end - _CLOSING)
        found = pattern.search(text[start:end])
        if found and start + found.start() > 0:
            end = len(text[: start + found.start()].rstrip())
    return end


def folded(text: str) -> str:
    """Return the text as it is tokenised, of the same length: plain quotes and dashes, signatures blanked, runs cut."""
    plain = fold(text)
    if "*" in plain or "^" in plain:
        plain = _INITIALS.sub(lambda initials: " " * len(initials[0]), plain)
    end = _without_signature(plain)
    said = plain[:end] if end < _LONG_RUN else _RUN.sub(lambda run: run[0][:-1] + " ", plain[:end])
    return said + " " * (len(plain) - end)


class _Builder:
    """A stream in the making: words come in order, and some join the one before."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.norms = [START]
        self.kinds = [""]
        self.starts = [0]
        self.ends = [0]

    def add(self, word: Word, start: int, end: int) -> None:
        """Add a word, or join it to the last one where they are one thing cut in two."""
        last = self.norms[-1]
        if word.norm in (STOP, ASK) and last in EDGES:
            if word.norm == ASK and last == STOP:
                self.norms[-1] = ASK
        elif last == "e" and word.norm.startswith("mail"):
            self._join(f"e{word.norm}", "", end)
        elif word.kind in ("num", "code") and self.kinds[-1] == "money" and self.ends[-1] == start:
            self._join(last + word.norm, "money", end)
        elif word.kind in ("num", "code") and self.kinds[-1] in ("num", "code") and self._hyphenated(start):
            joined = f"{last}-{word.norm}"
            self._join(joined, "code" if sum(map(str.isdigit, joined)) >= 7 else "num", end)
        else:
            self.append(word.norm, word.kind, start, end)

    def append(self, norm: str, kind: str, start: int, end: int) -> None:
        """Add a word as it is."""
        self.norms.append(norm)
        self.kinds.append(kind)
        self.starts.append(start)
        self.ends.append(end)

    def _join(self, norm: str, kind: str, end: int) -> None:
        self.norms[-1], self.kinds[-1], self.ends[-1] = norm, kind, end

    def _hyphenated(self, start: int) -> bool:
        return start == self.ends[-1] + 1 and self.text[self.ends[-1]] in "-/"

    def stream(self) -> Stream:
        """Return the finished stream, its words settled by their neighbours."""
        length = len(self.text)
        self.add(Word(STOP), length, length)
        self.append(END, "", length, length)
        norms = in_context(self.norms)
        doubled = [] if TWO_IN_ONE.keys().isdisjoint(norms) else [k for k, n in enumerate(norms) if n in TWO_IN_ONE]
        for k in reversed(doubled):
            norms[k : k + 1] = TWO_IN_ONE[norms[k]]
            self.kinds.insert(k, self.kinds[k])
            self.starts.insert(k, self.starts[k])
            self.ends.insert(k, self.ends[k])
        return Stream(tuple(norms), tuple(self.kinds), tuple(self.starts), tuple(self.ends))


def pieces_of(text: str) -> list[str]:
    """Return the pieces in which a turn's text is read: words with whatever they touch, and the blanks before them."""
    return pieces(folded(text))


def stream_of(text: str, in_pieces: Sequence[str]) -> Stream:
    """Return the stream of words of a text, of which the pieces are given."""
    read = [(len(piece), tokens) for piece in in_pieces if (tokens := _alone[piece]) is not None]
    if len(read) == len(in_pieces):
        return _stream(text, read)
    whole = "".join(in_pieces)
    return stream_of_tokens(text, english().tokens(whole))


def stream_of_tokens(text: str, tokens: Tokens) -> Stream:
    """Return the stream of words of a text and its tokens."""
    return _stream(text, [(0, _read(tokens))])


def read(text: str) -> Stream:
    """Return the stream of words of a turn's text, up to MAX_LENGTH code points of it."""
    text = text[:MAX_LENGTH]
    return stream_of(text, pieces_of(text))


def _stream(text: str, read: Iterable[tuple[int, Iterable[_Token]]]) -> Stream:
    """Return the stream of a text, read in parts: the length of each, and its tokens with their places in it."""
    builder = _Builder(fold(text))
    norms, kinds, starts, ends = builder.norms, builder.kinds, builder.starts, builder.ends
    at = 0
    for length, tokens in read:
        for norm, words, start, end in tokens:
            if norm:  # most, so without a call
                norms.append(norm)
                kinds.append("")
                starts.append(at + start)
                ends.append(at + end)
            elif words is None:
                builder.add(Word(STOP), at + start, at + start)
            else:
                for word in words:
                    builder.add(word, at + start, at + end)
        at += length
    return builder.stream()


def _read_alone(piece: str) -> tuple[_Token, ...] | None:
    """Return the tokens of a piece of text, None where they hang on other pieces."""
    tokens = english().alone(piece)
    return None if tokens is None else _read(tokens)


_alone = Remembered(_read_alone)


def _read(tokens: Tokens) -> tuple[_Token, ...]:
    return tuple((*_meant(token), start, start + len(token)) for token, start in tokens)


def _meant(token: str) -> tuple[str, tuple[Word, ...] | None]:
    if "\n" in token:
        return "", None
    words = () if token.isspace() else norms(token)
    plain = len(words) == 1 and not words[0].kind and words[0].norm not in EDGES
    return words[0].norm if plain and not words[0].norm.startswith("mail") else "", words
