"""How one token of real text is read: spelling, contractions, fillers and classes folded to a norm.

A turn becomes a stream of words; phrases are compiled through the same folding, so that “do n't”, “dont” and “do not”
are one thing on both sides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from csmistakes.expressions import expression
from csmistakes.recognition.spellings import SPELLINGS

START, END, STOP, ASK = "⊢", "⊣", "·", "?"  # edges of a turn, end of a sentence, end of a question
EDGES = frozenset((START, END, STOP, ASK))

# One code point for one, so that offsets stay true.
_FOLD = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "`": "'",
        "´": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "\u00a0": " ",
        "…": ".",
        "—": "-",
        "–": "-",
        "‑": "-",
        "‐": "-",
    }
)

_FILLERS = frozenset(
    """
    um uh uhm umm er err erm ehm em hmm hm mm mhm ah eh ahh uhh errr
    """.split()
)
_IS_AFTER = frozenset(
    """
    that it he she what there here where who how when this which everything nothing something everyone nobody
    one name problem thing order
    """.split()
)
_NOT_ILL = frozenset(
    """
    is am are was were be been being feel feeling felt very so really too been got mentally critically seriously
    terminally fall fell falling get taken being became becoming an of
    """.split()
)
_AFTER_IT_IS = frozenset(
    """
    not just really been a an the my your our so very too all only still always never going now gone fine ok
    that because like getting taking in on at down been been no nothing what why how me us you him her them
    up out over here there
    """.split()
)
_AFTER_WE_WILL = frozenset("be get send call refund email contact replace arrange sort fix".split())
_UNSETTLED = frozenset(("'s", "s", "ta", "re", "ill", "its", "well"))
# Written without its apostrophe, one word that means two.
TWO_IN_ONE = {"i'll": ("i", "will"), "it's": ("it", "is"), "we'll": ("we", "will")}
_NUMBERS = frozenset(
    """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million
    half couple dozen few several
    """.split()
)

_URL = expression(r"(?:https?://|www\.)\S+|[a-z0-9-]+\.(?:com|org|net|co\.uk|io|ie|in|au)(?:/\S*)?", re.IGNORECASE)
_EMAIL = expression(r"[^@\s]+@[^@\s]+\.[a-z]{2,}", re.IGNORECASE)
_CODE = expression(r"(?=\w*\d)(?=\w*[a-z])[a-z0-9_-]{5,}|\d{5,}", re.IGNORECASE)
_TIME = expression(r"\d{1,2}[:.]\d\d(?:[ap]m)?|\d{1,2}[ap]m", re.IGNORECASE)
_NUMBER = expression(r"\d[\d,.]*(?:st|nd|rd|th|k|x)?|\d+[-/]\d+", re.IGNORECASE)
_MONEY = expression(r"[$£€₹]\d[\d,.]*k?|\d[\d,.]*[$£€₹]|[$£€₹]")
_LONG = expression(r"([a-z])\1{2,}")
_GLUED = expression(r"(?:^\.|(?<=[a-z])[.?!,]+)(?=[A-Za-z])")
_SENTENCE_END = expression(r"[.!?]+[.!?]*")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the stream: its norm (a word as phrases name it) and its class ("", "num", "url" …)."""

    norm: str
    kind: str = ""


def fold(text: str) -> str:
    """Return `text` with typographic quotes, dashes and spaces made plain; same length."""
    if text.isascii() and "`" not in text:  # as most are
        return text
    return text.translate(_FOLD)


def kind_of(token: str) -> str:
    """Return the class of a token: url, email, money, time, num, code, or "" for a plain word."""
    if token[0] in "$£€₹" or token[-1] in "$£€₹":
        return "money" if _MONEY.fullmatch(token) else ""
    if token in _NUMBERS:
        return "num"
    if "." in token or "@" in token:
        if _EMAIL.fullmatch(token):
            return "email"
        if _URL.fullmatch(token):
            return "url"
    if not any(map(str.isdigit, token)):
        return "url" if token.startswith(("http://", "https://")) else ""
    for kind, pattern in (("time", _TIME), ("num", _NUMBER), ("code", _CODE)):
        if pattern.fullmatch(token):
            return "code" if kind == "num" and len(token) >= 5 and token.isdigit() else kind
    return ""


def squeeze(word: str) -> str:
    """Shorten a letter drawn out for effect: “sooo” → “so”, “whyyyy” → “why”."""
    return _LONG.sub(r"\1", word)


def norms(token: str) -> tuple[Word, ...]:
    """Return the words that one token of folded text stands for; empty for fillers and punctuation without weight."""
    low = token.lower()
    if low in _FILLERS or low.startswith("@") or (low in EDGES and low != ASK):
        return ()
    spelt = SPELLINGS.get(low)
    if spelt is not None:
        return tuple(Word(part, "symbol" if part[0] > "\u2000" else kind_of(part)) for part in spelt.split())
    if low.endswith("n't") and len(low) > 3:
        return (*norms(low[:-3]), Word("not"))
    kind = kind_of(low)
    if kind:
        return (Word(low, kind),)
    if low[-1] in ".!?" and _SENTENCE_END.fullmatch(low):
        return (Word(ASK if "?" in low else STOP),)
    if not any(map(str.isalnum, low)):
        return (Word(low, "symbol"),) if ord(low[0]) > 0x2000 else ()
    glued = _GLUED.search(low)
    if glued:
        before = norms(low[: glued.start()]) if glued.start() else ()  # none in “at the gate .Your ticket”
        return (*before, *norms(glued.group()), *norms(low[glued.end() :]))
    short = squeeze(low)
    if short != low:
        return norms(short) if short not in _FILLERS else ()
    return (Word(low.strip("'*_~#\"()[]") or low),)


def in_context(words: list[str]) -> list[str]:
    """Settle what only the neighbours tell: “'s” as “is”, “let's” as “let us”, “ill” as “i'll”. Same length.

    What one written word means two by is one of TWO_IN_ONE afterwards.
    """
    if _UNSETTLED.isdisjoint(words):
        return words
    out = list(words)
    for i, word in enumerate(words):
        before = words[i - 1] if i else START
        if word in {"'s", "s"}:
            out[i] = "us" if before == "let" else "is" if before in _IS_AFTER else "'s"
        elif word == "ta":
            out[i] = "to" if before == "got" else "thanks"
        elif word == "re" and before in {"you", "we", "they"}:
            out[i] = "are"
        elif word == "ill" and before not in _NOT_ILL:
            out[i] = "i'll"
        elif word == "its" and words[i + 1] in _AFTER_IT_IS:
            out[i] = "it's"
        elif word == "well" and before in EDGES and words[i + 1] in _AFTER_WE_WILL:
            out[i] = "we'll"
    return out
