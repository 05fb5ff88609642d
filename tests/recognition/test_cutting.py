"""Tokens without spaCy are those of spaCy: each exception, alone and among other signs, and text of any kind."""

import re
from itertools import accumulate
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csmistakes.recognition import remembering
from csmistakes.recognition.cutting import Cutter, Rules, pieces
from csmistakes.recognition.language import language

TOKENIZER: Any = language().tokenizer
CUTTER = Cutter(Rules.of(TOKENIZER))

EXCEPTIONS = sorted(TOKENIZER.rules)
WORDS = """
    hello Thanks don't CAN'T o'clock e-mail follow-up 10km 5pm £20 20€ 3,000.50 1/2 A.B.C. U.S. etc. #12 @acme x
    http://a.co/b?c=1 www.example.org jo@example.org example.com, 192.168.0.1 end.Next a,b isn't--is und/oder naïve ßÍ
""".split()
SIGNS = [
    *".,;:!?()[]{}<>-_=+*/|'\"`~@#$%^&§£€°…—–’‘“”«»·•🙂👍é中İ8xoODp30",
    *("\\", "...", "'s", "n't", "km", "10", "http://", ".com", "\u0301", "\u200b", "\xad", "\u2028", "\x1f", "\x85"),
]
BLANKS = [*[" "] * 6, "", "", "", "  ", "\n", "\n\n", " \n", "\n ", "\t", "\u3000", "\r\n", " \t ", "\xa0"]


def texts() -> st.SearchStrategy[str]:
    said = st.one_of(
        st.sampled_from(EXCEPTIONS),
        st.sampled_from(WORDS),
        st.sampled_from(SIGNS),
        st.lists(st.sampled_from(SIGNS), max_size=6).map("".join),
        st.text(max_size=5),
    )
    pairs = st.lists(st.tuples(said, st.sampled_from(BLANKS)), max_size=8)
    return pairs.map(lambda pairs: "".join(part for pair in pairs for part in pair))


def told(text: str) -> list[tuple[str, int]]:
    return [(token.text, token.idx) for token in TOKENIZER(text)]


@pytest.mark.parametrize("among", ["{}", "({})", "x{}", "{}!", "“{}”.", "{0}{0}", "{0} {0}", " {}\n", "see:{}, or"])
def test_exceptions_are_cut_as_by_spacy(among: str) -> None:
    texts = [among.format(exception) for exception in EXCEPTIONS]
    assert [list(CUTTER.tokens(text)) for text in texts] == list(map(told, texts))


@settings(max_examples=2500)
@given(texts())
def test_any_text_is_cut_as_by_spacy(text: str) -> None:
    assert list(CUTTER.tokens(text)) == told(text)


def test_what_is_forgotten_is_cut_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembering, "_ROOM", 120)
    cutter = Cutter(Rules.of(TOKENIZER))
    text = "  \n  so it's one, two, (three) :) and so on"
    assert [cutter.alone(piece) for piece in pieces(text)] == [cutter.alone(piece) for piece in pieces(text)]


@given(texts())
def test_a_piece_is_cut_alone_as_among_others(text: str) -> None:
    """Where a text begins with a blank, its first token alone is another."""
    among = [CUTTER.alone(piece) for piece in pieces(text)]
    if None not in among:
        starts = accumulate(map(len, pieces(text)), initial=0)
        tokens = [(token, start + at) for some, start in zip(among, starts, strict=False) for token, at in some or ()]
        assert [one for one in tokens if not one[0].isspace()] == [one for one in told(text) if not one[0].isspace()]


def test_what_stands_beyond_a_blank_can_keep_tokens_apart() -> None:
    assert told("so:) then")[1] == (":)", 2)
    assert told("so:) )")[1] == (":", 2)
    assert CUTTER.alone(" so:)") is None
    assert CUTTER.either(" so:)") == {" ", "so", ":", ")", ":)"}


@pytest.mark.parametrize(
    "change",
    [
        {"token_match": re.compile("x").match},
        {"url_match": re.compile("x", re.I).match},
        {"prefix_search": re.compile("x").match},
    ],
)
def test_a_tokenizer_of_another_make_is_refused(change: dict[str, object]) -> None:
    asked = ("prefix_search", "suffix_search", "infix_finditer", "url_match", "token_match", "rules")
    other = SimpleNamespace(**{name: getattr(TOKENIZER, name) for name in asked} | change)
    with pytest.raises(ValueError, match="say less"):
        Rules.of(other)
