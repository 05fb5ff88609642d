"""What a sentence is about: its content words, cut to stems so that “charged twice” meets “charging”."""

from __future__ import annotations

from functools import lru_cache

from csmistakes.recognition.words import EDGES

# Function words, courtesy and the small change of service talk: shared, they say nothing about a topic.
_EMPTY = frozenset(
    """
    a about above across actually after again against all almost along already also although always am an and
    another any anybody anyone anything anyway anywhere are around as ask at away back be became because become been
    before behind being below best better between both but by can certainly come could day dear definitely did
    do does doing done down during each either else enough even ever every everybody everyone everything exactly
    feel few first for from further get gets getting give given go goes going gone good got great had happy has
    have having he hello help her here hers hey hi him his how however i if in indeed inside instead into is it
    its just keep kind kindly know last least less let like little look looking lot love lovely made madam make
    many may maybe me mean might mine mom more most much must my myself name need needs never new next nice no
    nobody none nor not nothing now nowhere of off often ok on once one only onto or other others our out over own
    perhaps please put quite rather really regards right said same say see seem seems set several shall she
    should show simply since sir so some somebody someone something sometimes somewhere still such sure take tell than
    thank thanks that the their them then there these they thing things think this those though through thus to
    today together too toward try two under until up upon us use very via want wanted was way we well were what
    whatever when where whether which while who whole whom whose why will with within without would yes
    yesterday yet you your yours yourself welcome bye goodbye sorry apologize team customer service support much
    """.split()
)
_SUFFIXES = ("ations", "ation", "ings", "ing", "edly", "ers", "ies", "ied", "ed", "er", "es", "ly", "s")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the stem of a lower-case word: “cancelled” and “cancelling” give “cancel”, “batteries” gives “batter”."""
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3 and not (suffix == "s" and word.endswith("ss")):
            word = word[: -len(suffix)]
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiouls":
        word = word[:-1]
    return word.removesuffix("e") if len(word) > 3 else word


@lru_cache(maxsize=20_000)
def content(words: tuple[str, ...]) -> frozenset[str]:
    """Return the stems of the words that say what a sentence is about."""
    return frozenset(
        stem(word)
        for word in words
        if word not in _EMPTY and word not in EDGES and (len(word) > 2 or word.isdigit()) and word[0].isalnum()
    )
