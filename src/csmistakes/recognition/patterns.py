"""Raw token patterns, matched by spaCy, in those texts alone whose tokens they can meet: most runs do not start it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from csmistakes.catalogue.model import Signal
from csmistakes.conversation import Span
from csmistakes.recognition.english import english
from csmistakes.recognition.facts import Hit
from csmistakes.recognition.language import language, passing
from csmistakes.recognition.measures import MEASURES
from csmistakes.recognition.remembering import Remembered
from csmistakes.recognition.required import Test, Token, required
from csmistakes.recognition.stream import folded
from csmistakes.recognition.words import norms

if TYPE_CHECKING:
    from spacy.matcher import Matcher
    from spacy.tokens import Doc

_SAMPLE = "Does 1 text do?"


@dataclass(frozen=True, slots=True)
class _Signal:
    """One signal's patterns, and for each the set of kinds of token, as bits, that it cannot do without."""

    name: str
    patterns: tuple[tuple[Token, ...], ...]
    needs: tuple[int, ...]
    measure: Callable[[Sequence[str]], str] | None

    def may_be_in(self, there: int) -> bool:
        """Whether a text can meet one of the patterns, by the kinds of token that are there."""
        return any(there & need == need for need in self.needs)


class Patterns:
    """The token patterns of a catalogue."""

    def __init__(self, signals: Sequence[Signal]) -> None:
        self._kinds: dict[str, tuple[int, Test]] = {}  # a required token, as written → its bit, and what meets it
        self._signals = [self._of(signal) for signal in signals if signal.tokens]
        self._of_token = Remembered(self._bits_of_token)
        self._of_piece = Remembered(self._bits_of_piece)

    def hits(self, texts: Sequence[str], pieces: Sequence[Sequence[str]]) -> list[list[Hit]]:
        """Return the hits of all patterns in each text, of which the pieces stand beside it."""
        asked = list(map(self._asked, pieces))
        if not any(asked):
            return [[] for _ in texts]
        matchers = self._matchers
        with passing():
            return [
                list(self._matched(document(text), signals, matchers)) if signals else []
                for text, signals in zip(texts, asked, strict=True)
            ]

    def _asked(self, pieces: Sequence[str]) -> list[_Signal]:
        """Return the signals that may be in a text in these pieces."""
        if not self._signals:
            return []
        there = 0
        for piece in set(pieces):
            there |= self._of_piece[piece]
        return [signal for signal in self._signals if signal.may_be_in(there)]

    def _bits_of_piece(self, piece: str) -> int:
        bits = 0
        for token in english().either(piece):
            bits |= self._of_token[token]
        return bits

    def _bits_of_token(self, token: str) -> int:
        return sum(bit for bit, is_met in self._kinds.values() if is_met(token))

    def _matched(self, doc: Doc, signals: Sequence[_Signal], matchers: Mapping[str, Matcher]) -> Iterator[Hit]:
        for signal in signals:
            for span in matchers[signal.name](doc, as_spans=True):
                value = ""
                if signal.measure:
                    value = signal.measure([word.norm for token in span for word in norms(token.text)])
                yield Hit(signal.name, value, Span(span.start_char, span.end_char))

    @cached_property
    def _matchers(self) -> dict[str, Matcher]:
        """What spaCy makes of the patterns, by signal. To be asked for outside of what spaCy forgets."""
        return {signal.name: _matcher(signal.name, signal.patterns) for signal in self._signals}

    def _of(self, signal: Signal) -> _Signal:
        needs = []
        for pattern in signal.tokens:
            bits = set()
            for token, test in required(pattern):
                written = json.dumps(token, sort_keys=True)
                bits.add(self._kinds.setdefault(written, (1 << len(self._kinds), test))[0])
            needs.append(sum(bits))
        measure = MEASURES[signal.measure] if signal.measure else None
        return _Signal(signal.name, signal.tokens, tuple(needs), measure)


def document(text: str) -> Doc:
    """Return the text as tokenised by spaCy, of the same length."""
    return language().tokenizer(folded(text))


def bad_patterns(signal: Signal) -> Iterator[tuple[int, str]]:
    """Yield each token pattern of a signal, by its number, that spaCy cannot match, and why."""
    for number, pattern in enumerate(signal.tokens):
        problem = _why_bad(pattern)
        if problem is not None:
            yield number, problem


def _why_bad(pattern: Sequence[Token]) -> str | None:
    """Return why spaCy cannot match a pattern, None where it can.

    What a token must be like is looked at only where the tokens before it fit, so each is tried alone as well. A
    statistical model is never loaded: a pattern that asks for its tags fails here too.
    """
    vocabulary = language().vocab
    from spacy.matcher import Matcher  # noqa: PLC0415  (only where a signal needs it)

    alone = [[{key: value for key, value in token.items() if key != "OP"}] for token in pattern]
    matcher = Matcher(vocabulary, validate=True)
    try:
        matcher.add("whole", [list(map(dict, pattern))], greedy="LONGEST")
        matcher.add("alone", alone)
        matcher(document(_SAMPLE), as_spans=True)
    except (ValueError, TypeError, AttributeError, KeyError, OverflowError, re.error) as error:
        return " ".join(str(error).split())
    return None


def _matcher(name: str, patterns: Sequence[Sequence[Token]]) -> Matcher:
    vocabulary = language().vocab
    from spacy.matcher import Matcher  # noqa: PLC0415  (only where a signal needs it)

    matcher = Matcher(vocabulary)
    matcher.add(name, [list(map(dict, pattern)) for pattern in patterns], greedy="LONGEST")
    return matcher
