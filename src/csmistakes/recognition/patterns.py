"""Raw token patterns, matched by spaCy, in those texts alone whose words they can meet."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from csmistakes.catalogue.model import Signal
from csmistakes.conversation import Span
from csmistakes.expressions import expression
from csmistakes.recognition.facts import Hit
from csmistakes.recognition.language import language
from csmistakes.recognition.measures import MEASURES
from csmistakes.recognition.stream import document
from csmistakes.recognition.words import norms

if TYPE_CHECKING:
    from spacy.matcher import Matcher
    from spacy.tokens import Doc

# What these ask of a token depends on its text alone.
_OF_THE_TEXT = frozenset(
    """
    TEXT ORTH LOWER LENGTH SHAPE PREFIX SUFFIX IS_ALPHA IS_ASCII IS_DIGIT IS_LOWER IS_UPPER IS_TITLE IS_PUNCT
    LIKE_NUM LIKE_URL LIKE_EMAIL
    """.split()
)
_REQUIRED = expression(r"\+|1|\{[1-9]\d*(?:,\d*)?\}")
_SAMPLE = "Does 1 text do?"
_REMEMBERED = 50_000  # tokens
_Token = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Signal:
    """One signal's patterns, and for each the set of kinds of token, as bits, that it cannot do without."""

    name: str
    matcher: Matcher
    needs: tuple[int, ...]
    measure: Callable[[Sequence[str]], str] | None


class Patterns:
    """The token patterns of a catalogue."""

    def __init__(self, signals: Sequence[Signal]) -> None:
        self._written = [signal for signal in signals if signal.tokens]
        self._kinds: dict[str, int] = {}  # a required token, as written → its bit
        self._signals: list[_Signal] = []
        self._met: dict[int, int] = {}  # the key of a token's text → the bits of the required tokens that it meets

    def make_ready(self) -> None:
        """Compile the patterns where that is not done yet: outside of what spaCy forgets."""
        if len(self._signals) < len(self._written):
            self._signals = list(map(self._compiled, self._written))
            self._probe = _matcher({str(bit): [[json.loads(token)]] for token, bit in self._kinds.items()})
            strings = language().vocab.strings
            self._bits = {strings[str(bit)]: bit for bit in self._kinds.values()}

    def meet(self, keys: set[int]) -> None:
        """Find out which required tokens are met by tokens with these keys: for many at once, which is far faster."""
        if not self._kinds:
            return
        if len(self._met) > _REMEMBERED:
            self._met.clear()
        new = list(keys - self._met.keys())
        if not new:
            return
        from spacy.tokens import Doc  # noqa: PLC0415  (loaded by now)

        self._met.update(dict.fromkeys(new, 0))
        vocabulary = language().vocab
        for name, place, _ in self._probe(Doc(vocabulary, words=[vocabulary.strings[key] for key in new])):
            self._met[new[place]] |= self._bits[name]

    def hits(self, doc: Doc, keys: set[int]) -> Iterator[Hit]:
        """Yield the hits of all patterns, made ready before, in a text that has tokens with these keys, met before."""
        there = 0
        for key in keys if self._kinds else ():
            there |= self._met[key]
        for signal in self._signals:
            if any(there & need == need for need in signal.needs):
                for span in signal.matcher(doc, as_spans=True):
                    value = ""
                    if signal.measure:
                        value = signal.measure([word.norm for token in span for word in norms(token.text)])
                    yield Hit(signal.name, value, Span(span.start_char, span.end_char))

    def _compiled(self, signal: Signal) -> _Signal:
        patterns = [list(map(dict, pattern)) for pattern in signal.tokens]
        needs = []
        for pattern in signal.tokens:
            bits = (self._kinds.setdefault(token, 1 << len(self._kinds)) for token in _required(pattern))
            needs.append(sum(set(bits)))
        measure = MEASURES[signal.measure] if signal.measure else None
        return _Signal(signal.name, _matcher({signal.name: patterns}), tuple(needs), measure)


def bad_patterns(signal: Signal) -> Iterator[tuple[int, str]]:
    """Yield each token pattern of a signal, by its number, that spaCy cannot match, and why."""
    for number, pattern in enumerate(signal.tokens):
        problem = _why_bad(pattern)
        if problem is not None:
            yield number, problem


def _why_bad(pattern: Sequence[_Token]) -> str | None:
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


def _required(pattern: Sequence[_Token]) -> Iterator[str]:
    """Yield, as texts, the tokens that must be there for a pattern to match, where their text alone decides."""
    for token in pattern:
        alone = {key: value for key, value in token.items() if key != "OP"}
        if alone and alone.keys() <= _OF_THE_TEXT and _REQUIRED.fullmatch(str(token.get("OP", "1"))):
            yield json.dumps(alone, sort_keys=True)


def _matcher(patterns: Mapping[str, list[list[dict[str, Any]]]]) -> Matcher:
    vocabulary = language().vocab
    from spacy.matcher import Matcher  # noqa: PLC0415  (only where a signal needs it)

    matcher = Matcher(vocabulary)
    for name, some in patterns.items():
        matcher.add(name, some, greedy="LONGEST")
    return matcher
