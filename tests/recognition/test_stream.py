"""Real text folded to words: spelling, contractions, edges, spans."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csmistakes.recognition.patterns import document
from csmistakes.recognition.recogniser import Recogniser
from csmistakes.recognition.stream import MAX_LENGTH, read, stream_of_tokens
from csmistakes.recognition.words import EDGES, fold

JOINABLE = "Hi :) :( :)) ok. Dr. (see it's its well ill 1-2 £5 020 - 7946 e mail 8) a.m. p.m.) · ? ?! ^AB 1/2".split()
BLANKS = [" ", " ", " ", "  ", "\n", " \n ", "\t", "“", "don’t"]


def words(text: str) -> str:
    return " ".join(norm for norm in read(text).norms if norm not in EDGES)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("I'll call", "i will call"),
        ("I’ll call", "i will call"),
        ("ill call you", "i will call you"),
        ("I am ill today", "i am ill today"),
        ("its not on, its cable is", "it is not on its cable is"),
        ("Well be there", "we will be there"),
        ("well be calm", "we will be calm"),
        ("alredy realy wiht yuo", "already really with you"),
        ("don't dont do not", "do not do not do not"),
        ("cant can't cannot", "can not can not can not"),
        ("u r gonna wanna", "you are going to want to"),
        ("three of those though", "three of those though"),
        ("gotta go ta", "got to go thanks"),
        ("that's it, it's here", "that is it it is here"),
        ("let's go", "let us go"),
        ("Tom's bag", "tom 's bag"),
        ("we apologise", "we apologize"),
        ("sooo whyyyy", "so why"),
        ("um so uh yes", "so yes"),
        ("working?No it isn't.Thanks", "working no it is not thanks"),
        ("e-mail and email", "email and email"),
        ("they re here", "they are here"),
        ("@acme hello ^TK", "hello"),
        ("thanks *AJC 1/2", "thanks"),
        ("thanks *AJC https://example.org", "thanks https://example.org"),
        ("for *AJC, thanks *BK", "for thanks"),
        ("it is *NOT* on", "it is not on"),
        ("at the gate .Your seat", "at the gate your seat"),
    ],
)
def test_spellings_fold_to_one(text: str, meant: str) -> None:
    assert words(text) == meant


@pytest.mark.parametrize(
    ("token", "kind"),
    [
        ("24", "num"),
        ("two", "num"),
        ("24-48", "num"),
        ("020-7946-0000", "code"),
        ("10:30", "time"),
        ("£20", "money"),
        ("AB1234", "code"),
        ("3348917502", "code"),
        ("jo@example.org", "email"),
        ("https://example.org/a?b=1", "url"),
        ("example.com", "url"),
        ("🙂", "symbol"),
        ("hello", ""),
    ],
)
def test_tokens_have_classes(token: str, kind: str) -> None:
    stream = read(token)
    assert kind in stream.kinds
    assert not any(other for other in stream.kinds if other not in ("", kind))


def test_sentences_end_at_stops_questions_and_line_breaks() -> None:
    assert read("Hi. Is it on?! yes\nok").norms == ("⊢", "hi", "·", "is", "it", "on", "?", "yes", "·", "ok", "·", "⊣")
    assert read("").norms == ("⊢", "⊣")


def test_a_turn_of_fifty_million_characters_is_read_up_to_a_limit() -> None:
    stream = read("please call me back " * 2_500_000)
    assert max(stream.ends) == MAX_LENGTH


@pytest.mark.parametrize(
    "text",
    [
        "a." * 3000 + "a",
        "n't" * 5000,
        "((" * 20_000,
        "😀" * 20_000,
        "Thanks ^AB" + " " * 20_000 + "x",
        " " * 40_000 + "1/2" + " " * 15_000 + "x",
        "AAA BBB AA" + "'" * 15_000,
        "⊢ ⊣ · hello",
    ],
    ids=lambda text: text[:12],
)
def test_hostile_texts_are_read(text: str) -> None:
    """Where time grew with a power of the length, these took minutes."""
    hits = Recogniser([], {}).recognise(text).hits
    assert all(hit.span.end <= len(text) for hit in hits)


def test_edges_in_a_text_are_no_edges() -> None:
    assert read("⊢ so ⊣ it · is").norms == ("⊢", "so", "it", "is", "·", "⊣")


@given(st.text(max_size=200))
def test_any_text_gives_spans_inside_it_in_order(text: str) -> None:
    stream = read(text)
    assert len(fold(text)) == len(text)
    assert all(0 <= start <= end <= len(text) for start, end in zip(stream.starts, stream.ends, strict=True))
    assert list(stream.starts) == sorted(stream.starts)


@settings(max_examples=1000)
@given(
    st.lists(
        st.sampled_from([*JOINABLE, *BLANKS]),
        max_size=12,
    ).map("".join)
)
def test_words_are_those_of_spacys_tokens(text: str) -> None:
    assert read(text) == stream_of_tokens(text, [(token.text, token.idx) for token in document(text)])
