"""Signals that no phrase can say, found by code: questions, shouting and insistent punctuation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from csmistakes.conversation import Span
from csmistakes.expressions import expression
from csmistakes.recognition.facts import Facts, Hit, Sentence
from csmistakes.recognition.stream import Stream

BUILTIN: Mapping[str, str] = {
    "question": "A sentence that asks. Value: open (why, how, when …), choice (is, do, can …) or other.",
    "shouting": "Two or more words in capitals in a turn that has other letters, or a turn all in capitals.",
    "insisting": "Repeated question or exclamation marks.",
    "part": "A message cut in parts (“1/2”, “(2/3) ^AB”). Value: first or later.",
}

_OPEN = frozenset(
    """
    why how when where what which who whose whats
    """.split()
)
_CHOICE = frozenset(
    """
    is are was were do does did can could will would shall should have has had may might am
    """.split()
)
_SUBJECTS = frozenset(
    """
    i you we they he she it this that there the my your our any someone anyone anybody
    """.split()
)
_OBJECTS = frozenset({"it", "that", "this", "the", "my", "your", "our"})
_LEADS = frozenset(
    """
    and so but or ok well please hi hello hey now also then because right sorry yes yeah oh great fine thanks
    """.split()
)
_CAPITAL_RUN = expression(r"\b[A-Z][A-Z']++(?:[^\w']++[A-Z][A-Z']*+(?!\w))*+")
_PART = expression(r"(?:^|\s)\(?([1-9])/[1-9]\)?(?=\.? {0,2}(?:[\^*/~-] ?\w{1,12})?\.?$)")
_CLOSING = 40  # code points at the end of a text in which a part count stands
_MARKS = expression(r"[!?]{2,}")


def _kind(sentence: Sentence) -> str | None:
    """Return what kind of question a sentence is, or None.

    Speech recognition writes no question marks: there, word order tells.
    """
    words = [word for word in sentence.words[:6] if word not in _LEADS]
    if not words:
        return "other" if sentence.asks else None
    subject = words[2:3] if words[1:2] == ["not"] else words[1:2]
    inverted = words[0] in _CHOICE and not _SUBJECTS.isdisjoint(subject)
    opens = words[0] in _OPEN
    if sentence.asks:
        return "open" if opens else "choice" if inverted else "other"
    if opens and len(words) > 1 and (words[1] in _CHOICE or words[1] == "'s"):
        return "open"
    orders = words[0] == "do" and not _OBJECTS.isdisjoint(words[1:2])  # “yes do it”
    return "choice" if inverted and not orders and words[0] not in {"have", "had", "will"} else None


def builtin_hits(text: str, _stream: Stream, facts: Facts) -> Iterator[Hit]:
    """Yield the hits of the built-in signals."""
    for sentence in facts.sentences:
        kind = _kind(sentence)
        if kind:
            yield Hit("question", kind, sentence.span)
    if facts.capitals >= 2 and facts.capitals >= 0.25 * facts.words:
        run = max(_CAPITAL_RUN.finditer(text), key=lambda found: found.end() - found.start(), default=None)
        if run is not None:
            yield Hit("shouting", "", Span(run.start(), run.end()))
    yield from _part(text.rstrip())
    marks = _MARKS.search(text)
    if marks:
        yield Hit("insisting", "", Span(marks.start(), marks.end()))


def _part(text: str) -> Iterator[Hit]:
    start = max(0, len(text) - _CLOSING)
    part = _PART.search(text[start:])
    if part:
        yield Hit("part", "first" if part[1] == "1" else "later", Span(start + part.start(1), start + part.end(1)))
