"""The plain path: every phrase as patterns of spaCy's Matcher, asked of every turn. The fast path must find the same.

A phrase is written out as token patterns over ORTH (the norm) and TAG (the token class). What has its own operator in
spaCy keeps it (alternatives of one word, options, gaps); alternatives of several words are multiplied out.

    python -m benchmarks.plain FILE …     the findings of transcripts as `csmistakes check --output-format jsonl`
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, cast

from spacy.matcher import Matcher
from spacy.tokens import Doc

from csmistakes.catalogue import Catalogue, load
from csmistakes.catalogue.model import Signal
from csmistakes.conversation import Conversation
from csmistakes.masking import mask
from csmistakes.pipeline import Run
from csmistakes.readers import Input, RoleNames, discover, read_input
from csmistakes.recognition.automaton import Automaton, Places
from csmistakes.recognition.language import language
from csmistakes.recognition.patterns import Patterns, document
from csmistakes.recognition.phrases import Chain, Choice, Edge, Gap, Kind, Literal, Part, parse
from csmistakes.recognition.plan import split
from csmistakes.recognition.recogniser import Recogniser
from csmistakes.recognition.stream import Stream, stream_of_tokens
from csmistakes.recognition.words import ASK, EDGES, END, START, STOP
from csmistakes.reporters import View, available, feed

LEADS = ("oh", "well", "so", "and", "but", "right", "now", "look", "ok", "yes")
MOST = 50  # patterns that one phrase may become; the few phrases beyond are left out, and counted


@dataclass(frozen=True, slots=True)
class Token:
    """One token of a pattern: any of `norms`, or a token of class `kind`, or, of neither, any word; with spaCy's OP."""

    norms: frozenset[str] = frozenset()
    kind: str = ""
    op: str = "1"

    def written(self) -> dict[str, Any]:
        """Return the token as spaCy has it."""
        op = {} if self.op == "1" else {"OP": self.op}
        if self.kind:
            return {"TAG": self.kind, **op}
        if len(self.norms) == 1:
            return {"ORTH": min(self.norms), **op}
        return {"ORTH": {"IN": sorted(self.norms)} if self.norms else {"NOT_IN": sorted(EDGES)}, **op}


Pattern = tuple[Token, ...]

_STOPS = Token(frozenset((STOP, ASK)))
_LEAD = Token(frozenset(LEADS), op="{0,2}")
_EDGES: Mapping[str, Pattern] = {
    "$": (_STOPS,),
    "$?": (Token(frozenset((ASK,))),),
    "$$": (_STOPS, Token(frozenset((END,)))),
    "^": (Token(frozenset((START, STOP, ASK))), _LEAD),
    "^^": (Token(frozenset((START,))), _LEAD),
}


class TooManyError(ValueError):
    """A phrase that would become more than MOST patterns."""


def patterns(part: Part) -> list[Pattern]:
    """Return a phrase as token patterns. TooManyError beyond MOST of them."""
    match part:
        case Literal(norm):
            return [(Token(frozenset((norm,))),)]
        case Kind(kind):
            return [(Token(kind=kind),)]
        case Gap(low, high):
            return [(Token(op=f"{{{low},{high}}}"),)]
        case Edge(mark):
            return [_EDGES[mark]]
        case Chain(parts):
            written: list[Pattern] = [()]
            for inner in parts:
                tails = patterns(inner)
                _few(len(written) * len(tails))
                written = _merged((*head, *tail) for head in written for tail in tails)
            return written
        case Choice(options):
            return _few_of(_merged(pattern for option in options for pattern in patterns(option)))


def _few(count: int) -> None:
    if count > MOST:
        raise TooManyError


def _few_of(written: list[Pattern]) -> list[Pattern]:
    _few(len(written))
    return written


def _merged(written: Iterable[Pattern]) -> list[Pattern]:
    """Return fewer patterns that say the same: words that differ at one place in one token, a missing one optional."""
    left = dict.fromkeys(written)
    for place in range(max(map(len, left), default=0)):
        alike: dict[tuple[Pattern, Pattern, str], frozenset[str]] = {}
        rest: dict[Pattern, None] = {}
        for pattern in left:
            if place < len(pattern) and pattern[place].norms:
                key = pattern[:place], pattern[place + 1 :], pattern[place].op
                alike[key] = alike.get(key, frozenset()) | pattern[place].norms
            else:
                rest[pattern] = None
        for (head, tail, op), norms in alike.items():
            rest[*head, Token(norms, op=op), *tail] = None
        left = _without_optional(rest, place)
    return list(left)


def _without_optional(written: dict[Pattern, None], place: int) -> dict[Pattern, None]:
    """Return the patterns, those left out that are another without its token at `place`, which becomes optional."""
    left = dict(written)
    for pattern in written:
        shorter = (*pattern[:place], *pattern[place + 1 :])
        if place < len(pattern) and pattern[place].op == "1" and pattern in left and shorter in left:
            del left[pattern], left[shorter]
            left[*pattern[:place], replace(pattern[place], op="?"), *pattern[place + 1 :]] = None
    return left


class Plain:
    """Phrases in spaCy's Matchers, by label; finds what Automaton finds. `left_out` are those not written out.

    Each label has a Matcher of its own, because what it takes to add a pattern grows with those that are there.
    """

    def __init__(self, trees: Iterable[tuple[int, Part]]) -> None:
        self._vocabulary = language().vocab
        self._matchers: dict[int, Matcher] = {}
        self._named = set(EDGES)
        self.phrases = self.patterns = 0
        self.left_out: list[tuple[int, Part]] = []
        for label, tree in trees:
            self.phrases += 1
            self._named.update(_words(tree))
            try:
                written = [[token.written() for token in pattern] for pattern in patterns(tree) if pattern]
            except TooManyError:
                self.left_out.append((label, tree))
                continue
            self.patterns += len(written)
            if label not in self._matchers:
                self._matchers[label] = Matcher(self._vocabulary, validate=False)
            self._matchers[label].add(str(self.phrases), written)

    def matches(self, streams: Sequence[Stream]) -> list[Places]:
        """Return what is found in each stream: for each label and start, the longest match, in order of starts."""
        return list(map(self._places, streams))

    def _places(self, stream: Stream) -> Places:
        kept = [
            k
            for k, norm in enumerate(stream.norms)
            if stream.kinds[k] != "symbol" or norm in self._named  # other symbols are passed over
        ]
        words = [stream.norms[k] for k in kept]
        doc = Doc(self._vocabulary, words=words, tags=[stream.kinds[k] or "word" for k in kept])
        found: dict[int, list[tuple[int, int]]] = {}
        for label, matcher in self._matchers.items():
            longest: dict[int, int] = {}
            for _, start, end in matcher(doc):
                longest[start] = max(longest.get(start, -1), end - 1)
            if longest:
                found[label] = [(kept[start], kept[last]) for start, last in sorted(longest.items())]
        return found


def _words(part: Part) -> Iterator[str]:
    match part:
        case Literal(norm):
            yield norm
        case Chain(parts) | Choice(parts):
            for inner in parts:
                yield from _words(inner)
        case _:
            pass


class Ungated(Patterns):
    """Raw token patterns, asked of every text."""

    def _of(self, signal: Signal) -> Any:  # noqa: ANN401  (as the base has it)
        return replace(super()._of(signal), needs=(0,))


class PlainRecogniser(Recogniser):
    """The recogniser with the plain path: spaCy's own tokens and matchers, and no gates before the token patterns."""

    def __init__(self, catalogue: Catalogue) -> None:
        words = {name: members.phrases for name, members in catalogue.words.items()}
        super().__init__(catalogue.signals, words)
        self.plain = Plain(labelled(catalogue))
        self._automaton = cast("Automaton", self.plain)  # it has the one method that is asked for
        self._patterns = Ungated(catalogue.signals)

    def _stream(self, text: str, pieces: Sequence[str]) -> Stream:  # noqa: ARG002  (the base has use for them)
        return stream_of_tokens(text, [(token.text, token.idx) for token in document(text)])


def labelled(catalogue: Catalogue) -> Iterator[tuple[int, Part]]:
    """Yield every phrase of a catalogue, as a tree, with the label that Recogniser gives it."""
    once = lru_cache(maxsize=None)(split)
    classes = {
        name: Choice(tuple(parse(one, {}, once) for one in members.phrases))
        for name, members in catalogue.words.items()
    }
    said = (phrases for signal in catalogue.signals for phrases in (*signal.say.values(), signal.exclude))
    for label, phrases in enumerate(said):
        for phrase in phrases:
            yield label, parse(phrase, classes, once)


class _PlainRun(Run):
    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__(catalogue)
        self._recogniser = PlainRecogniser(catalogue)


def main(paths: Sequence[str]) -> None:
    """Print the findings of all transcripts, as JSON Lines."""
    catalogue = load()
    run = _PlainRun(catalogue)
    items = (
        item for found in discover(paths) if isinstance(found, Input) for item in read_input(found, RoleNames.of())
    )
    conversations = (item for item in items if isinstance(item, Conversation))
    view = View(width=100, color=False, cite=catalogue.cite, mask=mask)
    feed(available()["jsonl"].Report(sys.stdout, view), run.check(conversations), run.summary)


if __name__ == "__main__":
    main(sys.argv[1:])
