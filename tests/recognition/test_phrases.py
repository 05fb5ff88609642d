"""The phrase language: what is refused, and that every written-out form of a phrase is found."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csmistakes.catalogue import load
from csmistakes.recognition.automaton import Automaton
from csmistakes.recognition.graph import GraphBuilder
from csmistakes.recognition.phrases import Chain, Choice, Edge, Gap, Kind, Literal, Part, PhraseError, parse
from csmistakes.recognition.plan import split
from csmistakes.recognition.stream import Stream
from csmistakes.recognition.words import END, START, STOP


@pytest.mark.parametrize(
    ("phrase", "complaint"),
    [
        ("(a|b", "without its"),
        ("a) b", "too many"),
        ("?", "nothing before it"),
        ("{nobody}", "unknown word class"),
        ("<thing>", "unknown token class"),
        ("{0..2}", "match anything"),
        ("(call|)", "match anything"),
        ("a {5..2} b", "a gap goes from"),
        ("um", "never matched"),
        ("a {", "cannot read"),
    ],
)
def test_a_bad_phrase_is_refused_with_its_reason(phrase: str, complaint: str) -> None:
    with pytest.raises(PhraseError, match=complaint):
        parse(phrase, {}, split)


def test_optional_groups_inside_a_word() -> None:
    tree = parse("refund(s|ed)? back", {}, split)
    assert isinstance(tree, Chain)
    assert tree.parts[0] == Choice((Literal("refunds"), Literal("refunded"), Literal("refund")))


def written(part: Part, draw: st.DrawFn) -> list[tuple[str, str]]:
    """Draw one written-out form of a phrase."""
    match part:
        case Literal(norm):
            return [(norm, "")]
        case Kind(kind):
            return [("x1", kind)]
        case Gap(low, high):
            return [("zebra", "")] * draw(st.integers(low, high))
        case Edge(_):
            return []
        case Chain(parts):
            return [word for inner in parts for word in written(inner, draw)]
        case Choice(options):
            return written(draw(st.sampled_from(options)), draw)


CATALOGUE = load()
CLASSES = {
    name: Choice(tuple(parse(phrase, {}, split) for phrase in words.phrases)) for name, words in CATALOGUE.words.items()
}
PHRASES = [phrase for signal in CATALOGUE.signals for phrases in signal.say.values() for phrase in phrases]
PLAIN = [phrase for phrase in PHRASES if not any(mark in phrase for mark in "^$")]


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(st.sampled_from(PLAIN), st.data())
def test_text_drawn_from_a_shipped_phrase_is_found(phrase: str, data: st.DataObject) -> None:
    tree = parse(phrase, CLASSES, split)
    words = data.draw(st.composite(lambda draw: written(tree, draw))())
    builder = GraphBuilder()
    builder.add(tree, 0)
    row = [(START, ""), *words, (STOP, ""), (END, "")]
    where = tuple(range(len(row)))
    stream = Stream(tuple(w for w, _ in row), tuple(k for _, k in row), where, tuple(k + 1 for k in where))
    assert (1, len(words)) in Automaton(builder.graph()).matches([stream])[0][0]
