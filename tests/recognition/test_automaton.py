"""The automaton finds what spaCy's Matcher finds with every pattern written out: on any phrases and any text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.plain import Plain, labelled
from benchmarks.regression import FOLDER
from benchmarks.speed.text import records_of
from csmistakes.catalogue import load
from csmistakes.recognition import automaton as module
from csmistakes.recognition.automaton import Automaton, Places
from csmistakes.recognition.graph import GraphBuilder
from csmistakes.recognition.phrases import Chain, Choice, Literal, Part, parse
from csmistakes.recognition.stream import Stream, read
from csmistakes.recognition.words import ASK, END, START, STOP

pytestmark = pytest.mark.slow

SOFT = {"soft": Choice((Literal("soft"), Chain((Literal("call"), Literal("back")))))}
WORDS = ["call", "back", "you", "not", "oh", "ok", "team"]


def plain(trees: list[Part], streams: list[Stream]) -> list[set[tuple[int, int, int]]]:
    """Return (label, first, last) of the longest match per label and start, by spaCy's Matcher."""
    matchers = Plain(enumerate(trees))
    assert not matchers.left_out
    return list(map(flat, matchers.matches(streams)))


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
            trees.append(parse(phrase, SOFT, lambda word: (word,)))
        except ValueError:  # a phrase that could match nothing is refused; that is tested elsewhere
            continue
    automaton = automaton_of(trees)
    expected = plain(trees, texts)
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


def test_the_shipped_phrases_find_on_whole_turns_what_the_matcher_finds() -> None:
    texts = [read(turn["text"]) for turn in records_of([FOLDER / "chat.transcripts.jsonl"])[7]["turns"]]
    trees = list(labelled(load()))
    written = Plain(trees)
    assert len(written.left_out) < len(trees) / 10
    builder = GraphBuilder()
    for label, tree in trees:
        if (label, tree) not in written.left_out:
            builder.add(tree, label)
    expected = list(map(flat, written.matches(texts)))
    assert sum(map(len, expected)) > 10
    assert list(map(flat, Automaton(builder.graph()).matches(texts))) == expected
