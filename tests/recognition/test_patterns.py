"""Raw token patterns: spaCy is asked only where a text can meet one, and nothing that it would find is missed."""

import json
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmistakes.catalogue.model import Signal
from csmistakes.recognition.language import language
from csmistakes.recognition.patterns import Patterns
from csmistakes.recognition.required import required
from csmistakes.recognition.stream import pieces_of

TOKENS: list[dict[str, Any]] = [
    {"TEXT": "ONT"},
    {"ORTH": {"IN": ["ONT", "("]}},
    {"LOWER": {"NOT_IN": ["ont", "the"]}},
    {"TEXT": {"REGEX": "^[A-Z]{3}s?$", "NOT_IN": ["THE"]}},
    {"LOWER": {"REGEX": "n"}},
    {"IS_ALPHA": True},
    {"IS_ALPHA": False, "LENGTH": 1},
    {"IS_UPPER": True, "LENGTH": {">": 2, "<=": 4}},
    {"IS_LOWER": True, "LIKE_NUM": False},
    {"IS_TITLE": True},
    {"IS_DIGIT": True, "OP": "+"},
    {"LIKE_NUM": True},
    {"TEXT": {"FUZZY": "modem"}},
    {"NORM": "not"},
    {"LENGTH": {"!=": 3, "==": 5, ">=": 2, "IN": [5]}},
    {"OP": "{1,3}"},
    {},
    {"TEXT": "(", "OP": "?"},
    {"TEXT": {"IN": ["x"]}, "OP": "!"},
]
TEXTS = [
    "The ONT (the white box) is red.",
    "THE modem isn't on, 12 times 3",
    "Ont ONTs \u01c5 \u0130stanbul ª x",
    "two modems; (x) 7 not it",
]


@pytest.mark.parametrize("token", TOKENS, ids=json.dumps)
def test_a_token_that_spacy_takes_is_never_ruled_out(token: dict[str, Any]) -> None:
    from spacy.matcher import Matcher

    matcher = Matcher(language().vocab)
    matcher.add("it", [[{key: value for key, value in token.items() if key != "OP"}]])
    test = required(token)
    decided = {"LIKE_NUM", "NORM", "FUZZY", "IN", "OP"}.isdisjoint(
        {*token, *(key for value in token.values() if isinstance(value, dict) and "!=" in value for key in value)}
    ) and "FUZZY" not in str(token)
    for text in TEXTS:
        for known in language().tokenizer(text):
            one = language().tokenizer(known.text)
            if len(one) == 1 and test is not None:
                is_taken = bool(matcher(one))
                assert test(known.text) or not is_taken
                if decided:
                    assert test(known.text) is is_taken


@given(st.lists(st.lists(st.sampled_from(TOKENS), min_size=1, max_size=3), min_size=1, max_size=3), st.data())
def test_nothing_that_spacy_would_find_is_missed(patterns: list[list[dict[str, Any]]], data: st.DataObject) -> None:
    said = data.draw(st.lists(st.sampled_from(" ".join(TEXTS).split()), max_size=8).map(" ".join))
    signal = Signal("it", "about", {}, tokens=tuple(map(tuple, patterns)))
    from spacy.matcher import Matcher

    matcher = Matcher(language().vocab)
    matcher.add("it", patterns, greedy="LONGEST")
    expected = [(span.start_char, span.end_char) for span in matcher(language().tokenizer(said), as_spans=True)]
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
    assert not started([pattern], "no brackets at all")
    assert not started([pattern], "an open ( only")
    assert started([pattern], "one (two) three")
    assert started([[{"LIKE_NUM": True}]], "what nobody here decides")
