"""Text cut into tokens as spaCy's English tokenizer cuts it, by the rules of that tokenizer, but without spaCy.

Starting spaCy takes longer than checking most transcripts does. What a token is, spaCy still says: the rules are those
of the installed one, and a test compares what comes of them. How they are applied is told in spaCy's documentation of
its tokenizer, under “Algorithm”.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from csmistakes.expressions import expression
from csmistakes.recognition.remembering import Remembered

Tokens = Sequence[tuple[str, int]]  # each token's text, and where it begins

_PIECES = expression(r"\s*\S+|\s+")
_WAYS = ["search", "search", "finditer", "match"]  # in which prefix, suffix, infix and whole are asked for


@dataclass(frozen=True, slots=True)
class Rules:
    """How to cut: regular expressions, and exceptions with their tokens.

    `whole` is what is never cut within: a web address, so it has a dot. No letter of ASCII is part of a prefix or a
    suffix by itself, no letter or digit of an infix. What would be cut into `parts` where it stands beside other signs,
    and is an exception when put together, is put together: “hi:)”.
    """

    prefix: str
    suffix: str
    infix: str
    whole: str
    exceptions: Mapping[str, Sequence[str]]
    parts: Mapping[str, Sequence[str]]

    @classmethod
    def of(cls, tokenizer: Any) -> Rules:  # noqa: ANN401  (spaCy's Tokenizer has no types)
        """Return the rules of a tokenizer. ValueError if it is of another make than the English one."""
        asked = (tokenizer.prefix_search, tokenizer.suffix_search, tokenizer.infix_finditer, tokenizer.url_match)
        ways = [one.__name__ for one in asked]
        written: list[re.Pattern[str]] = [one.__self__ for one in asked]
        if tokenizer.token_match or ways != _WAYS or any(one.flags != re.UNICODE for one in written):
            raise ValueError("these rules say less than the tokenizer's")
        prefix, suffix, infix, whole = (one.pattern for one in written)
        exceptions = {text: [token.text for token in tokenizer(text)] for text in tokenizer.rules}
        plain = Cutter(cls(prefix, suffix, infix, whole, {}, {}))
        parts = {text: [part for part, _ in plain.tokens(text)] for text in exceptions}
        several = {text: some for text, some in parts.items() if len(some) > 1}
        return cls(prefix, suffix, infix, whole, exceptions, several)

    def check(self) -> None:
        """ValueError where these are no rules: when they come from a file, anything may stand there."""
        written = all(isinstance(one, str) for one in (self.prefix, self.suffix, self.infix, self.whole))
        if not written or not all(map(_is_cut, (self.exceptions, self.parts))):
            raise ValueError("no rules for tokens")
        if not self.parts.keys() <= self.exceptions.keys():
            raise ValueError("parts of what is no exception")


def _is_cut(cut: Any) -> bool:  # noqa: ANN401  (whatever a file holds)
    """Whether this is texts with the tokens that they are cut into."""
    return isinstance(cut, dict) and all(
        isinstance(parts, list) and all(isinstance(part, str) for part in parts) and "".join(parts) == text
        for text, parts in cut.items()
    )


def pieces(text: str) -> list[str]:
    """Return a text in pieces: each word, and whatever it touches, with the blank before it."""
    return _PIECES.findall(text)


class Cutter:
    """Cuts texts by rules."""

    def __init__(self, rules: Rules) -> None:
        self._prefix, self._suffix = expression(rules.prefix), expression(rules.suffix)
        self._infix, self._whole = expression(rules.infix), expression(rules.whole)
        self._exceptions = rules.exceptions
        self._both = Remembered(self._read)
        self._openers: dict[str, dict[str, list[Sequence[str]]]] = {}  # first two of the parts of exceptions → all
        for parts in rules.parts.values():
            self._openers.setdefault(parts[0], {}).setdefault(parts[1], []).append(parts)

    def tokens(self, text: str) -> Tokens:
        """Return the tokens of a text. A blank is one too, without the space that belongs to the token before it."""
        found: list[tuple[str, int]] = []
        at = 0
        for piece in pieces(text):
            found += self._of_piece(piece, at, is_first=at == 0)
            at += len(piece)
        return self._put_together(found)

    def alone(self, piece: str) -> Tokens | None:
        """Return the tokens of a piece in any text that does not begin with it; None where they hang on the text.

        That is where some are put together, which what stands beyond a blank can prevent.
        """
        apart, together = self._both[piece]
        return apart if apart == together else None

    def either(self, piece: str) -> set[str]:
        """Return what may be a token where a piece stands, whatever stands beyond its blanks."""
        blank = piece[: len(piece) - len(piece.lstrip())]  # all of it is a token where a text begins
        return {blank, *(token for tokens in self._both[piece] for token, _ in tokens)} - {""}

    def _read(self, piece: str) -> tuple[Tokens, Tokens]:
        """Return the tokens of a piece, before and after some are put together."""
        apart = list(self._of_piece(piece, 0, is_first=False))
        return apart, self._put_together(apart)

    def _of_piece(self, piece: str, at: int, *, is_first: bool) -> Iterator[tuple[str, int]]:
        """Yield the tokens of a piece that begins at `at`, before any are put together."""
        said = piece.lstrip()
        blank = piece[: len(piece) - len(said)]
        if blank[:1] == " " and not is_first:
            blank = blank[1:]
            at += 1
        yield from _placed((blank, *self._cut(said)), at)

    def _cut(self, piece: str) -> Iterator[str]:
        """Yield the tokens of a piece of text: what is no exception loses prefix and suffix, again and again."""
        after: list[str] = []
        size = 0
        while piece and len(piece) != size and piece not in self._exceptions:
            size = len(piece)
            first, last = self._affixes(piece)
            if first:
                yield piece[:first]
            if last:
                after.append(piece[-last:])
            piece = piece[first : size - last]
        yield from self._exceptions.get(piece) or self._within(piece)
        yield from reversed(after)

    def _affixes(self, piece: str) -> tuple[int, int]:
        """Return how long the prefix and the suffix are, 0 for none; one of them, where an exception is left so."""
        if piece.isascii() and piece.isalpha():  # most, and they have none
            return 0, 0
        first = _length(self._prefix.search(piece))
        if first and piece[first:] in self._exceptions:
            return first, 0
        last = _length(self._suffix.search(piece[first:]))
        if last and piece[:-last] in self._exceptions:
            return 0, last
        return first, last if first + last <= len(piece) or not first else 0

    def _within(self, piece: str) -> Iterator[str]:
        """Yield the tokens of a piece of text without prefix and suffix."""
        start = 0
        # Letters and digits are no infix, and what is never cut is a web address: so the rules are mostly not asked.
        if not piece.isalnum() and not ("." in piece and self._whole.match(piece)):
            for infix in self._infix.finditer(piece):
                if infix.start():
                    yield piece[start : infix.start()]
                    yield infix[0]
                    start = infix.end()
        yield piece[start:]

    def _put_together(self, tokens: list[tuple[str, int]]) -> Tokens:
        """Return the tokens, those put together that are an exception then: the longest first, then the earliest."""
        places = sorted(self._places(tokens), key=lambda place: (place.start - place.stop, place.start))
        if not places:
            return tokens
        seen: set[int] = set()
        together: dict[int, tuple[int, Sequence[str]]] = {}  # first token → behind the last, and what they become
        for place in places:
            first, last = place[0], place[-1]
            text = "".join(token for token, _ in tokens[first : last + 1])
            is_apart = tokens[last][1] + len(tokens[last][0]) - tokens[first][1] > len(text)
            if seen.isdisjoint((first, last)) and not is_apart:
                together[first] = place.stop, self._exceptions[text]
            seen.update(place)  # even where it is not put together: so it is with spaCy
        found: list[tuple[str, int]] = []
        k = 0
        while k < len(tokens):
            end, parts = together.get(k, (k + 1, [tokens[k][0]]))
            found += _placed(parts, tokens[k][1])
            k = end
        return found

    def _places(self, tokens: Tokens) -> Iterator[range]:
        """Yield the places in which tokens stand side by side that an exception would be cut into, blanks or not."""
        for k, (token, _) in enumerate(tokens[:-1]):
            seconds = self._openers.get(token)
            if seconds:
                for parts in seconds.get(tokens[k + 1][0], ()):
                    if [part for part, _ in tokens[k : k + len(parts)]] == list(parts):
                        yield range(k, k + len(parts))


def _placed(parts: Iterable[str], start: int) -> Iterator[tuple[str, int]]:
    """Yield each of `parts`, which stand side by side from `start` on, with its place; empty ones left out."""
    for part in parts:
        if part:
            yield part, start
            start += len(part)


def _length(found: re.Match[str] | None) -> int:
    return found.end() - found.start() if found else 0
