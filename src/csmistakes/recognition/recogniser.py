"""Recognition: a pure function of a turn's text to its signals and facts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from csmistakes.catalogue.model import Signal
from csmistakes.conversation import Span
from csmistakes.recognition.builtin import builtin_hits
from csmistakes.recognition.facts import Facts, Hit, facts_of
from csmistakes.recognition.guards import GUARDS, Around
from csmistakes.recognition.measures import MEASURES
from csmistakes.recognition.plan import automaton_of
from csmistakes.recognition.stream import MAX_LENGTH, Stream, document, language, stream_of
from csmistakes.recognition.words import fold, norms

if TYPE_CHECKING:
    from spacy.matcher import Matcher
    from spacy.tokens import Doc


# What stands in quotation marks is somebody else's words or a label on a screen, not a speech act of this turn.
_QUOTED = re.compile(r'"[^"\n]{3,200}"')


@dataclass(frozen=True, slots=True)
class Recognised:
    """What was recognised in one turn. `hits` are sorted by place; those of one signal and value do not overlap."""

    hits: tuple[Hit, ...]
    facts: Facts
    by_signal: Mapping[str, tuple[Hit, ...]]

    def of(self, signals: Sequence[str]) -> Sequence[Hit]:
        """Return the hits of any of `signals`, in order."""
        found = [self.by_signal[signal] for signal in signals if signal in self.by_signal]
        if len(found) < 2:
            return found[0] if found else ()
        return sorted((hit for hits in found for hit in hits), key=_place)


def _place(hit: Hit) -> tuple[Span, str, str]:
    return hit.span, hit.signal, hit.value


@dataclass(frozen=True, slots=True)
class _Label:
    signal: str
    value: str
    excludes: bool = False


class Recogniser:
    """Finds the signals of a catalogue. Build once, then call `recognise` for each turn's text.

    Every signal's phrases are matched by one automaton; raw token patterns by one spaCy Matcher. Raises PhrasesError
    naming every phrase that is not of the language.
    """

    def __init__(self, signals: Sequence[Signal], words: Mapping[str, Sequence[str]]) -> None:
        self._guards = {signal.name: signal.guards for signal in signals}
        self._measures = {signal.name: MEASURES[signal.measure] for signal in signals if signal.measure}
        self._patterns = [(signal.name, list(map(dict, pattern))) for signal in signals for pattern in signal.tokens]
        self._matcher: Matcher | None = None
        self._labels: list[_Label] = []
        phrases: list[tuple[Signal, int, str]] = []
        for signal, label, said in _labelled(signals):
            phrases += [(signal, len(self._labels), phrase) for phrase in said]
            self._labels.append(label)
        self._automaton = automaton_of(phrases, words)
        self.recognise = lru_cache(maxsize=4096)(self._recognise)

    def _recognise(self, text: str) -> Recognised:
        text = text[:MAX_LENGTH]
        doc = document(text)
        stream = stream_of(doc)
        facts = facts_of(text, stream)
        hits = [*self._phrase_hits(stream, text), *self._token_hits(doc), *builtin_hits(text, stream, facts)]
        hits.sort(key=_place)
        by_signal: dict[str, list[Hit]] = defaultdict(list)
        for hit in hits:
            by_signal[hit.signal].append(hit)
        return Recognised(tuple(hits), facts, {signal: tuple(found) for signal, found in by_signal.items()})

    def _phrase_hits(self, stream: Stream, text: str) -> Iterator[Hit]:
        found: dict[_Label, list[tuple[int, int]]] = defaultdict(list)
        for match in self._automaton.matches(stream):
            found[self._labels[match.label]].append(stream.inner(match.first, match.last))
        around = Around(stream)
        quoted = [Span(*part.span()) for part in _QUOTED.finditer(fold(text))]
        for label, places in found.items():
            if label.excludes:
                continue
            excluded = found.get(_Label(label.signal, "", excludes=True), ())
            for first, last in _longest(places):
                if any(a <= last and first <= b for a, b in excluded):
                    continue
                if any(GUARDS[guard](around, first, last) for guard in self._guards[label.signal]):
                    continue
                span = stream.span(first, last)
                if any(part.start <= span.start and span.end <= part.end for part in quoted):
                    continue
                measure = self._measures.get(label.signal)
                yield Hit(label.signal, measure(stream.norms[first : last + 1]) if measure else label.value, span)

    def _token_hits(self, doc: Doc) -> Iterator[Hit]:
        if not self._patterns:
            return
        if self._matcher is None:
            from spacy.matcher import Matcher  # noqa: PLC0415  (only where a signal needs it)

            self._matcher = Matcher(language().vocab)
            for name, pattern in self._patterns:
                self._matcher.add(name, [pattern], greedy="LONGEST")
        for span in self._matcher(doc, as_spans=True):
            measure = self._measures.get(span.label_)
            value = measure([word.norm for token in span for word in norms(token.text)]) if measure else ""
            yield Hit(span.label_, value, Span(span.start_char, span.end_char))


def _labelled(signals: Sequence[Signal]) -> Iterator[tuple[Signal, _Label, tuple[str, ...]]]:
    """Yield each signal's phrases by what they mean when they are found."""
    for signal in signals:
        for value, phrases in signal.say.items():
            yield signal, _Label(signal.name, value), phrases
        yield signal, _Label(signal.name, "", excludes=True), signal.exclude


def _longest(places: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the longest place at the earliest start, then the next behind it, and so on: none overlap."""
    end = -1
    for first, last in sorted(places, key=lambda place: (place[0], -place[1])):
        if first > end:
            yield first, last
            end = last
