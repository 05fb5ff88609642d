"""Signals found in turns: values, exclusions, guards, token patterns and the built-in ones."""

from typing import Any

import pytest

from csmistakes.catalogue.model import Signal
from csmistakes.conversation import Span
from csmistakes.recognition import language as spacy_english
from csmistakes.recognition import remembering, stream
from csmistakes.recognition.measures import duration, figure
from csmistakes.recognition.recogniser import Recogniser


def found(text: str, **keys: Any) -> list[tuple[str, str]]:
    signal = Signal("it", "about", **{"say": {"": ("call you",)}, **keys})
    hits = Recogniser([signal], {"who": ["you", "them"]}).recognise(text).of(("it",))
    return [(text[hit.span.start : hit.span.end], hit.value) for hit in hits]


def test_the_longest_of_overlapping_matches_stands() -> None:
    assert found("I call you back", say={"": ("call you", "call you back", "you back")}) == [("call you back", "")]


def test_an_edge_is_no_part_of_a_match() -> None:
    assert found("So. Sorry to hear it", say={"": ("^ sorry", "sorry to hear")}) == [("Sorry to hear", "")]
    assert found("Really? Sorry then", say={"": ("^ sorry",)}, exclude=("really $?",)) == [("Sorry", "")]


def test_a_value_comes_from_the_mapping() -> None:
    assert found("ring you", say={"phone": ("ring {who}",), "mail": ("write {who}",)}) == [("ring you", "phone")]


def test_exclusions_silence_what_they_touch() -> None:
    assert found("I call you names. I call you.", exclude=("call you names",)) == [("call you", "")]


@pytest.mark.parametrize(
    ("text", "guard"),
    [
        ("We will not call you", "negated"),
        ("They never call you", "negated"),
        ("if we call you", "hypothetical"),
        ("it is there in case we ever call you", "hypothetical"),
        ("I would have call you", "hypothetical"),
        ("your colleague said he would call you", "reported"),
    ],
)
def test_guards_silence(text: str, guard: str) -> None:
    assert found(text)
    assert not found(text, guards=(guard,))


def test_a_guard_does_not_reach_across_sentences() -> None:
    assert found("I did not. I call you", guards=("negated",))


def test_quoted_words_never_count() -> None:
    assert found('the page says "we call you soon"') == []


def test_token_patterns_run_in_spacy() -> None:
    assert found("see ONT here", say={}, tokens=(({"IS_UPPER": True, "LENGTH": {">": 2}},),)) == [("ONT", "")]


def test_a_token_pattern_may_be_measured_too() -> None:
    pattern = ({"IS_UPPER": True, "LENGTH": {">": 2}},)
    assert found("the ONT and LOS", say={}, tokens=(pattern,), measure="words") == [("ONT", "ont"), ("LOS", "los")]


def test_the_value_may_be_measured() -> None:
    say = {"": ("within <num> (hours|days)",)}
    assert found("within 24-48 hours", say=say, measure="duration") == [("within 24-48 hours", "172800")]
    assert found("Within  two days", say=say, measure="words") == [("Within  two days", "within two days")]


@pytest.mark.parametrize(
    ("words", "seconds"),
    [
        ("in half an hour", "1800"),
        ("a couple of minutes", "120"),
        ("two to three weeks", "1814400"),
        ("a fortnight", "1209600"),
        ("soon", ""),
    ],
)
def test_durations(words: str, seconds: str) -> None:
    assert duration(words.split()) == seconds


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("at 13:25", "1:25"),
        ("1.25pm sharp", "1:25"),
        ("ten am", "10:00"),
        ("at noon", "0:00"),
        ("three nights", "3"),
        ("a night", ""),
        ("soon", ""),
    ],
)
def test_figures(words: str, said: str) -> None:
    assert figure(words.split()) == said


def test_a_measured_value_stands_behind_its_key() -> None:
    assert found("three nights", say={"nights": ("<num> nights",)}, measure="figure") == [("three nights", "nights=3")]


def builtin(text: str) -> set[tuple[str, str]]:
    hits = Recogniser([], {}).recognise(text).hits
    return {(hit.signal, hit.value) for hit in hits}


@pytest.mark.parametrize(
    ("text", "signals"),
    [
        ("Why was I charged?", {("question", "open")}),
        ("is it on", {("question", "choice")}),
        ("so where is it", {("question", "open")}),
        ("yes but is it open", {("question", "choice")}),
        ("yes do it", set()),
        ("do", set()),
        ("Really?", {("question", "other")}),
        ("It works now.", set()),
        ("don't you have it", {("question", "choice")}),
        ("So don't lie to us!", set()),
        ("WHERE IS MY ORDER", {("shouting", ""), ("question", "open")}),
        ("I work at NASA now", set()),
        ("we are sorry 1/2", {("part", "first")}),
        ("please DM us (2/3) ^AB", {("part", "later")}),
        ("please DM us 2/3. ^Ab", {("part", "later")}),
        ("half 1/2 done", set()),
        ("hello??", {("insisting", ""), ("question", "other")}),
    ],
)
def test_builtin_signals(text: str, signals: set[tuple[str, str]]) -> None:
    assert builtin(text) == signals


def test_spans_are_exact_with_odd_blanks() -> None:
    text = "  We'll\u00a0 call   you, ok"
    (hit,) = Recogniser([Signal("it", "", {"": ("call you",)})], {}).recognise(text).of(("it",))
    assert hit.span == Span(9, 19)
    assert text[9:19] == "call   you"


def test_blanks_without_end_are_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembering, "_ROOM", 10_000)
    recogniser = Recogniser([Signal("it", "about", say={"": ("call you",)}, tokens=(({"LOWER": "ring"},),))], {})
    texts = [f"call{' ' * 900}you {number} ring" for number in range(100)]
    for text, recognised in recogniser.recognise_all(texts).items():
        assert [text[hit.span.start : hit.span.end].split() for hit in recognised.of(("it",))] == [
            ["call", "you"],
            ["ring"],
        ]
    assert sum(map(len, stream._alone)) < 10_000  # noqa: SLF001
    assert sum(map(len, recogniser._patterns._of_piece)) < 10_000  # noqa: SLF001


def test_words_without_end_are_not_kept_and_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    strings = spacy_english.language().vocab.strings
    monkeypatch.setattr(spacy_english, "_LEXICON", len(strings) - 1)
    recogniser = Recogniser([Signal("it", "about", say={"": ("call you",)}, tokens=(({"LOWER": "ring"},),))], {})
    texts = [f"We call you on {number}, or ring {number + 1}." for number in range(100_000, 103_000)]
    found = [
        [(text[hit.span.start : hit.span.end]) for hit in recognised.hits if hit.signal == "it"]
        for text, recognised in recogniser.recognise_all(texts).items()
    ]
    assert found == [["call you", "ring"]] * len(texts)
    recogniser.recognise_all(f"{text} Again." for text in texts)
    assert len(strings) < spacy_english._LEXICON + len(texts)  # noqa: SLF001
