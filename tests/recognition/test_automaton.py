"""The automaton finds what spaCy's Matcher finds with every pattern written out: on any phrases and any text."""

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.matcher import Matcher
from spacy.tokens import Doc

from csmistakes.recognition import automaton as module
from csmistakes.recognition.automaton import Automaton, Places
from csmistakes.recognition.graph import GraphBuilder
from csmistakes.recognition.phrases import Chain, Choice, Edge, Gap, Kind, Literal, Part, parse
from csmistakes.recognition.stream import Stream
from csmistakes.recognition.words import ASK, EDGES, END, START, STOP

NLP = spacy.blank("en")
LEADS = ("oh", "well", "so", "and", "but", "right", "now", "look", "ok", "yes")
WORDS = ["call", "back", "you", "not", "oh", "ok", "team"]


def patterns(part: Part) -> Iterator[list[dict[str, Any]]]:  # noqa: C901  (one case per kind of part)
    """Write a phrase out as spaCy token patterns over ORTH (the norm) and TAG (the class)."""
    not_edge = {"ORTH": {"NOT_IN": sorted(EDGES)}}
    match part:
        case Literal(norm):
            yield [{"ORTH": norm}]
        case Kind(kind):
            yield [{"TAG": kind}]
        case Gap(low, high):
            yield from ([not_edge] * count for count in range(low, high + 1))
        case Edge("$$"):
            yield [{"ORTH": {"IN": [STOP, ASK]}}, {"ORTH": END}]
        case Edge("$"):
            yield [{"ORTH": {"IN": [STOP, ASK]}}]
        case Edge("$?"):
            yield [{"ORTH": ASK}]
        case Edge(mark):
            start = {"ORTH": START} if mark == "^^" else {"ORTH": {"IN": [START, STOP, ASK]}}
            yield from ([start, *[{"ORTH": {"IN": list(LEADS)}}] * count] for count in range(3))
        case Chain(parts):
            for written in product(*(list(patterns(inner)) for inner in parts)):
                yield [token for piece in written for token in piece]
        case Choice(options):
            for option in options:
                yield from patterns(option)


def plain(trees: list[Part], stream: Stream) -> set[tuple[int, int, int]]:
    """Return (label, first, last) of the longest match per label and start, by spaCy's Matcher."""
    matcher = Matcher(NLP.vocab)
    for label, tree in enumerate(trees):
        matcher.add(str(label), [pattern for pattern in patterns(tree) if pattern])
    doc = Doc(NLP.vocab, words=list(stream.norms), tags=[kind or "word" for kind in stream.kinds])
    best: dict[tuple[int, int], int] = {}
    for key, start, end in matcher(doc):
        place = (int(NLP.vocab.strings[key]), start)
        best[place] = max(best.get(place, -1), end - 1)
    return {(label, start, last) for (label, start), last in best.items()}


def atoms() -> st.SearchStrategy[str]:
    return st.one_of(st.sampled_from(WORDS), st.just("<num>"), st.sampled_from(["call(|s|ed)", "{soft}"]))


phrases = st.recursive(
    atoms(),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(" ".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda options: f"({' | '.join(options)})"),
        inner.map(lambda phrase: f"({phrase})?" if " " in phrase else f"{phrase}?"),
        st.tuples(inner, inner).map(lambda pair: f"{pair[0]} {{0..2}} {pair[1]}"),
    ),
    max_leaves=4,
)
whole_phrases = st.tuples(st.sampled_from(["", "^ ", "^^ "]), phrases, st.sampled_from(["", " $", " $$", " $?"])).map(
    "".join
)
tokens = st.sampled_from(
    [*((word, "") for word in [*WORDS, "calls", "soft", "other"]), ("7", "num"), (STOP, ""), (ASK, "")]
)


@st.composite
def streams(draw: st.DrawFn) -> Stream:
    inner = draw(st.lists(tokens, max_size=10))
    words = [(START, ""), *inner, (STOP, ""), (END, "")]
    where = tuple(range(len(words)))
    return Stream(tuple(w for w, _ in words), tuple(k for _, k in words), where, tuple(k + 1 for k in where))


def automaton_of(trees: list[Part]) -> Automaton:
    builder = GraphBuilder()
    for label, tree in enumerate(trees):
        builder.add(tree, label)
    return Automaton(builder.graph())


def flat(places: Places) -> set[tuple[int, int, int]]:
    return {(label, first, last) for label, found in places.items() for first, last in found}


@settings(max_examples=300, deadline=None)
@given(st.lists(whole_phrases, min_size=1, max_size=4), st.lists(streams(), min_size=1, max_size=3))
def test_the_automaton_agrees_with_the_matcher(written: list[str], texts: list[Stream]) -> None:
    trees: list[Part] = []
    for phrase in written:
        try:
            trees.append(parse(phrase, {"soft": ["soft", "call back"]}, lambda word: (word,)))
        except ValueError:  # a phrase that could match nothing is refused; that is tested elsewhere
            continue
    automaton = automaton_of(trees)
    expected = [plain(trees, text) if trees else set() for text in texts]
    assert list(map(flat, automaton.matches(texts))) == expected
    assert [flat(automaton.matches([text])[0]) for text in texts] == expected  # and with every step known


def test_symbols_that_no_phrase_names_are_passed_over() -> None:
    automaton = automaton_of([parse("thank you", {}, lambda word: (word,))])
    norms = (START, "thank", "🙂", "you", STOP, END)
    kinds = ("", "", "symbol", "", "", "")
    stream = Stream(norms, kinds, tuple(range(6)), tuple(range(1, 7)))
    assert flat(automaton.matches([stream])[0]) == {(0, 1, 3)}


def test_a_long_run_forgets_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    trees = [parse("call {0..3} back", {}, lambda word: (word,))]
    automaton = automaton_of(trees)
    steady = automaton_of(trees)
    texts = []
    for text in ("call back", "call a team back", "call you not back ok", "call call call back"):
        words = (START, *text.split(), STOP, END)
        where = tuple(range(len(words)))
        texts.append(Stream(words, ("",) * len(words), where, where))
    expected = [steady.matches([text, text]) for text in texts]
    monkeypatch.setattr(module, "_MAX_STEPS", 3)
    assert [automaton.matches([text, text]) for text in texts] == expected
    assert automaton.steps < steady.steps
