"""Raw token patterns: spaCy is asked only where a text can meet one, and nothing that it would find is missed."""

import json
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.matcher import Matcher
from spacy.tokens import Doc

from csmistakes.catalogue.model import Signal
from csmistakes.recognition.language import language
from csmistakes.recognition.patterns import Patterns, document
from csmistakes.recognition.required import required
from csmistakes.recognition.stream import pieces_of

# What is decided without spaCy, and what of it spaCy decides more strictly, or alone.
DECIDED: list[dict[str, Any]] = [
    {"TEXT": "ONT"},
    {"ORTH": {"IN": ["ONT", "("]}},
    {"LOWER": {"NOT_IN": ["ont", "the"]}},
    {"TEXT": {"REGEX": "^[A-Z]{3}s?$", "NOT_IN": ["THE"]}},
    {"LOWER": {"REGEX": "n"}},
    {"IS_ALPHA": True},
    {"IS_ALPHA": False, "LENGTH": 1},
    {"IS_UPPER": True, "LENGTH": {">": 2, "<=": 4}},
    {"IS_TITLE": True},
    {"LENGTH": {"!=": 3, ">=": 2}},
    {"lower": "ont"},
    {"TEXT": {"REGEX": r"^\s+$"}},
    {"TEXT": " "},
    {"TEXT": "\n"},
]
BOUNDED: list[dict[str, Any]] = [
    {"IS_LOWER": True, "LIKE_NUM": False},
    {"IS_DIGIT": True, "OP": "+"},
    {"LIKE_NUM": True},
    {"TEXT": {"FUZZY": "modem"}},
    {"TEXT": {"REGEX": {"IN": ["^m", "x$"]}}},
    {"LOWER": {"REGEX": {"NOT_IN": ["^m", "x$"]}}},
    {"NORM": "not"},
    {"LENGTH": {"==": 5, "IN": [5]}},
    {"OP": "{1,3}"},
    {},
    {"TEXT": "(", "OP": "?"},
    {"LOWER": "x", "op": "?"},
    {"TEXT": {"IN": ["x"]}, "OP": "!"},
]
TEXTS = [
    "The ONT (the white box) is red.",
    "THE modem isn't on, 12 times 3",
    "Ont ONTs \u01c5 \u0130stanbul ª x",
    "two modems; (x) 7 not it  \n",
]


@pytest.mark.parametrize("token", [*DECIDED, *BOUNDED], ids=json.dumps)
def test_a_token_that_spacy_takes_is_never_ruled_out(token: dict[str, Any]) -> None:
    matcher = Matcher(language().vocab)
    matcher.add("it", [[{key: value for key, value in token.items() if key.upper() != "OP"}]])
    tests = [test for _, test in required([token])]
    assert tests or token in BOUNDED
    for text in TEXTS:
        for known in language().tokenizer(text):
            one = Doc(language().vocab, words=[known.text])
            for test in tests:
                assert test(known.text) or not matcher(one)
                if token in DECIDED:
                    assert test(known.text) is bool(matcher(one))


@settings(max_examples=300)
@given(
    st.lists(st.lists(st.sampled_from([*DECIDED, *BOUNDED]), min_size=1, max_size=3), min_size=1, max_size=3),
    st.lists(st.sampled_from([*" ".join(TEXTS).split(), " ", "  ", "\n"]), max_size=8).map(" ".join),
)
def test_nothing_that_spacy_would_find_is_missed(patterns: list[list[dict[str, Any]]], said: str) -> None:
    signal = Signal("it", "about", {}, tokens=tuple(map(tuple, patterns)))
    matcher = Matcher(language().vocab)
    matcher.add("it", patterns, greedy="LONGEST")
    expected = [(span.start_char, span.end_char) for span in matcher(document(said), as_spans=True)]
    ((*hits,),) = Patterns([signal]).hits([said], [pieces_of(said)])
    assert [(hit.span.start, hit.span.end) for hit in hits] == expected


def started(patterns: Sequence[Sequence[dict[str, Any]]], text: str) -> bool:
    code = f"""
import sys
from csmistakes.catalogue.model import Signal
from csmistakes.recognition.patterns import Patterns
from csmistakes.recognition.stream import pieces_of
pieces_of("x")
before = "spacy" in sys.modules
Patterns([Signal("it", "", {{}}, tokens={patterns!r})]).hits([{text!r}], [pieces_of({text!r})])
print("spacy" in sys.modules, before)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    after, before = done.stdout.split()
    assert before == "False"
    return after == "True"


def test_spacy_is_started_only_for_what_may_match() -> None:
    pieces_of("x")  # the rules for tokens are kept from now on
    pattern: list[dict[str, Any]] = [{"TEXT": "("}, {"IS_ALPHA": True, "OP": "+"}, {"TEXT": ")"}]
    assert not started([pattern], "an open ( only")
    assert started([pattern], "one (two) three")
    assert started([[{"LIKE_NUM": True}]], "what nobody here decides")
