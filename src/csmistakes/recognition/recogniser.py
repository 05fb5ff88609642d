"""Recognition: a pure function of a turn's text to its signals and facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from csmistakes.catalogue.model import Signal
from csmistakes.conversation import Span
from csmistakes.expressions import expression
from csmistakes.recognition.automaton import Automaton, Places
from csmistakes.recognition.builtin import BUILTIN, builtin_hits
from csmistakes.recognition.facts import Facts, Hit
from csmistakes.recognition.guards import GUARDS, Around
from csmistakes.recognition.measures import MEASURES
from csmistakes.recognition.patterns import Patterns
from csmistakes.recognition.plan import graph_of
from csmistakes.recognition.stream import MAX_LENGTH, Stream, pieces_of, stream_of
from csmistakes.recognition.words import fold

# What stands in quotation marks is somebody else's words or a label on a screen, not a speech act of this turn.
_QUOTED = expression(r'"[^"\n]{3,200}"')
_REMEMBERED = 300_000  # code points: what is said again, word for word, is recognised once


@dataclass(frozen=True, slots=True)
class _Phrases:
    """What the phrases of one signal mean where they are found: `values` by label, and the label of the excluding."""

    values: Mapping[int, str]
    excluding: int
    guards: tuple[Callable[[Around, int, int], bool], ...]
    measure: Callable[[Sequence[str]], str] | None


class Recognised:
    """What was recognised in one turn. A value, of which each part is worked out when it is first asked for.

    `present` are the signals that may be found; all others are not.
    """

    def __init__(
        self,
        text: str,
        stream: Stream,
        places: Places,
        phrases: Mapping[str, _Phrases],
        others: Mapping[str, list[Hit]],
    ) -> None:
        self._text = text
        self._stream = stream
        self._places = places
        self._phrases = phrases
        self._others = others
        self._hits: dict[str, tuple[Hit, ...]] = {}
        self.present = frozenset((*phrases, *others, *BUILTIN))

    @cached_property
    def facts(self) -> Facts:
        """The facts of the turn."""
        return Facts(self._text, self._stream)

    @property
    def hits(self) -> tuple[Hit, ...]:
        """All hits, by place; those of one signal and value do not overlap."""
        return tuple(sorted((hit for signal in self.present for hit in self._of(signal)), key=_place))

    def of(self, signals: Sequence[str]) -> Sequence[Hit]:
        """Return the hits of any of `signals`, in order."""
        found = [hits for signal in signals if signal in self.present and (hits := self._of(signal))]
        if len(found) < 2:
            return found[0] if found else ()
        return sorted((hit for hits in found for hit in hits), key=_place)

    def has(self, signals: Sequence[str]) -> bool:
        """Whether there are hits of any of `signals`."""
        return any(signal in self.present and self._of(signal) for signal in signals)

    def _of(self, signal: str) -> tuple[Hit, ...]:
        known = self._hits.get(signal)
        if known is None:
            found = tuple(self._found(signal))
            known = self._hits[signal] = found if len(found) < 2 else tuple(sorted(found, key=_place))
        return known

    def _found(self, signal: str) -> Iterator[Hit]:
        if signal in self._phrases:
            yield from self._said(signal, self._phrases[signal])
        yield from self._others.get(signal, ())
        if signal in BUILTIN:
            yield from (hit for hit in self._built_in if hit.signal == signal)

    def _said(self, signal: str, phrases: _Phrases) -> Iterator[Hit]:
        stream, measure = self._stream, phrases.measure
        excluded = self._inner(phrases.excluding)
        for label, value in phrases.values.items():
            if label not in self._places:
                continue
            for first, last in _longest(self._inner(label)):
                if any(a <= last and first <= b for a, b in excluded):
                    continue
                if any(guard(self._around, first, last) for guard in phrases.guards):
                    continue
                span = stream.span(first, last)
                if any(part.start <= span.start and span.end <= part.end for part in self._quoted):
                    continue
                said = measure(stream.norms[first : last + 1]) if measure else ""
                yield Hit(signal, f"{value}={said}" if value and said else said or value, span)

    def _inner(self, label: int) -> list[tuple[int, int]]:
        return [self._stream.inner(first, last) for first, last in self._places.get(label, ())]

    @cached_property
    def _built_in(self) -> list[Hit]:
        return list(builtin_hits(self._text, self._stream, self.facts))

    @cached_property
    def _around(self) -> Around:
        return Around(self._stream)

    @cached_property
    def _quoted(self) -> list[Span]:
        return [Span(*part.span()) for part in _QUOTED.finditer(fold(self._text))]


def _place(hit: Hit) -> tuple[Span, str, str]:
    return hit.span, hit.signal, hit.value


class Recogniser:
    """Finds the signals of a catalogue. Build once, then ask for each turn's text, or, faster, for many texts at once.

    Every signal's phrases are matched by one automaton; raw token patterns by spaCy's Matcher. Raises PhrasesError
    naming every phrase that is not of the language.
    """

    def __init__(self, signals: Sequence[Signal], words: Mapping[str, Sequence[str]]) -> None:
        self._phrases: dict[str, _Phrases] = {}
        self._signals: list[str | None] = []  # label → the signal that it is a sign of
        phrases: list[tuple[Signal, int, str]] = []
        for signal in signals:
            values: dict[int, str] = {}
            for value, said in (*signal.say.items(), (None, signal.exclude)):
                label = len(self._signals)
                phrases += [(signal, label, phrase) for phrase in said]
                self._signals.append(None if value is None else signal.name)
                if value is not None:
                    values[label] = value
            guards = tuple(GUARDS[guard] for guard in signal.guards)
            measure = MEASURES[signal.measure] if signal.measure else None
            self._phrases[signal.name] = _Phrases(values, len(self._signals) - 1, guards, measure)
        self._automaton = Automaton(graph_of(phrases, words, [signal for signal in signals if signal.tokens]))
        self._patterns = Patterns(signals)
        self._known: dict[str, Recognised] = {}
        self._size = 0

    def recognise(self, text: str) -> Recognised:
        """Return what is recognised in one text, up to MAX_LENGTH code points of it."""
        known = self._known.get(text)
        return self.recognise_all((text,))[text] if known is None else known

    def recognise_all(self, texts: Iterable[str]) -> Mapping[str, Recognised]:
        """Return what is recognised in each of `texts`."""
        wanted = dict.fromkeys(texts)
        new = [text for text in wanted if text not in self._known]
        if new and self._size > _REMEMBERED:
            self._known, self._size = {}, 0
            new = list(wanted)
        if new:
            self._size += sum(map(len, new))
            self._known.update(zip(new, self._fresh([text[:MAX_LENGTH] for text in new]), strict=True))
        return {text: self._known[text] for text in wanted}

    def _fresh(self, texts: Sequence[str]) -> Iterator[Recognised]:
        pieces = list(map(pieces_of, texts))
        streams = list(map(self._stream, texts, pieces))
        found = zip(texts, streams, self._patterns.hits(texts, pieces), self._automaton.matches(streams), strict=True)
        for text, stream, hits, places in found:
            said = {signal for label in places if (signal := self._signals[label]) is not None}
            others: dict[str, list[Hit]] = {}
            for hit in hits:
                others.setdefault(hit.signal, []).append(hit)
            yield Recognised(text, stream, places, {signal: self._phrases[signal] for signal in said}, others)

    def _stream(self, text: str, pieces: Sequence[str]) -> Stream:
        return stream_of(text, pieces)


def _longest(places: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the longest place at the earliest start, then the next behind it, and so on: none overlap."""
    end = -1
    for first, last in sorted(places, key=lambda place: (place[0], -place[1])):
        if first > end:
            yield first, last
            end = last
