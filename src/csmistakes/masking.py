"""Personal data hidden, and text made safe to print. Both keep every length, so that spans stay true.

Every pattern runs in time linear in the text: a repetition either is possessive and starts only where its
kind of character begins, or has a small upper bound. In doubt a number is hidden: an amount can be looked up
in the transcript, a card number that was shown cannot be taken back.
"""

from __future__ import annotations

import re

from csmistakes.expressions import expression

DOT = "•"

# The local part of an address (RFC 5322), without what parts it from a URL around it: / = ? &
_LOCAL = r"[\w.!#$%'*+^`{|}~-]"
_EMAIL = expression(rf"(?<!{_LOCAL}){_LOCAL}++@[\w-]++(?:\.[\w-]++)++(?:{_LOCAL}|@)*+")

# Speech recognition writes out what was said: "jo dot day at example dot com", "four two nine one seven oh".
_BEGIN = rf"(?<![\w{DOT}])"
_SPOKEN_EMAIL = expression(
    rf"{_BEGIN}(?:\w{{1,40}}+ dot ){{0,3}}+[\w-]{{1,40}}+ at (?:[\w-]{{1,40}}+ dot ){{1,3}}"
    r"(?:com|net|org|co|uk|edu|gov|io|info)\b",
    re.IGNORECASE,
)
_DIGITS = "zero oh one two three four five six seven eight nine double triple".split()
_DIGIT = rf"(?:{'|'.join(_DIGITS)})"
_SPOKEN_DIGITS = expression(rf"{_BEGIN}{_DIGIT}(?:[ ,-]{{1,2}}{_DIGIT}\b){{5,}}+", re.IGNORECASE)

_DAY, _MONTH, _YEAR = r"(?:[12]\d|3[01]|0?[1-9])", r"(?:1[0-2]|0?[1-9])", r"(?:19|20)\d\d"
_DATE = (
    rf"(?:{_YEAR}[-/.]{_MONTH}[-/.]{_DAY}"
    rf"|(?:{_DAY}[-/.]{_MONTH}|{_MONTH}[-/.]{_DAY})[-/.](?:{_YEAR}|\d\d))"
)
_CLOCK = r"\d{1,2}:\d\d(?::\d\d(?:\.\d{1,6})?)?"
_WHEN = rf"(?<!\d)(?:{_DATE}(?:[T ]{_CLOCK})?|{_CLOCK})(?![\d:]|[-/.]\d)"
_PRICE = (
    r"(?:[£$€¥]|\b(?:USD|GBP|EUR)) ?(?:\d{1,3}(?:,\d{3}){1,4}|\d{1,9})(?:\.\d\d?)?(?!\d)"
    r"|(?<!\d)\d{1,6}\.\d\d(?!\d|[-/. ]\d)"
)
_URL = r"(?:https?://|www\.)[^\s?#<>\"']++"  # up to its query: a path names a page, a query may name a person
_IBAN = (
    rf"(?<![\w{DOT}])[A-Za-z]{{2}}\d\d(?:[A-Za-z\d]{{11,30}}+"
    r"|(?:[ -][A-Z]{4})?(?:[ -](?=[A-Z]{0,3}\d)[A-Z\d]{4}){2,7}(?:[ -]\d{1,3})?)(?!\w)"
)
_CARD = r"(?<!\d)\d{4}(?:[ ,.-]{1,2}\d{4}){3}(?:[ ,.-]{1,2}\d{1,3})?(?!\d)"
_RUN = rf"(?<!\d)\d++(?:[-./() ]{{1,3}}(?!{_WHEN})\d++)*+"
# What any of these begins with: told first, so that few places of a text are looked at.
_NUMBER_BEGINS = r"(?=\d|[£$€¥]|https?:|www\.|USD|GBP|EUR|[A-Za-z]{2}\d\d)"
_NUMBER = expression(
    rf"{_NUMBER_BEGINS}(?:(?P<spared>{_URL}|{_WHEN}|{_PRICE})|(?P<account>{_IBAN})|(?P<run>{_CARD}|{_RUN}))"
)
_GROUP = expression(r"\d+")
_YEARS = expression(_YEAR)

_DOTS = str.maketrans("İı", "ii")  # letters that count as i where case does not matter, and that casefold keeps apart
# What is hidden, and of what it has at least one; looking for that is far faster, and most texts have nothing of it.
_HIDDEN = ((_EMAIL, ["@"]), (_SPOKEN_EMAIL, [" dot "]), (_SPOKEN_DIGITS, _DIGITS))

_UNPRINTABLE = expression("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_PICTURES = 0x2400  # U+2400–U+241F picture the control codes 0–31
_AROUND = 1000  # code points behind a part of a text: more than any number or address has
_BLANKS = frozenset("\t\x85\u2028\u2029")


def mask(text: str) -> str:
    """Return `text` with e-mail addresses, phone, card and account numbers hidden, character by character."""
    folded = (text if text.isascii() else text.translate(_DOTS)).casefold()
    for pattern, needs in _HIDDEN:
        if any(need in folded for need in needs):
            text = pattern.sub(_hide, text)
    return _NUMBER.sub(_hide_number, text) if _GROUP.search(text) else text


def mask_part(text: str, start: int, end: int) -> str:
    """Return a part of a text, masked by what stands around it; what is far behind it cannot matter."""
    return mask(text[: end + _AROUND])[start:end]


def harmless(text: str) -> str:
    """Return `text` with what a terminal would obey, or reorder by, made visible. Line feeds stay."""
    return _UNPRINTABLE.sub(_picture, text)


def one_line(text: str) -> str:
    """Return `text` harmless and on a single line."""
    return harmless(text).replace("\n", " ")


def _hide(match: re.Match[str]) -> str:
    """Hide letters and digits; what separates them stays, so that the shape can still be read."""
    return "".join(DOT if char.isalnum() else char for char in match[0])


def _hide_number(match: re.Match[str]) -> str:
    kind = match.lastgroup
    if kind == "spared" or (kind == "run" and not _is_personal(match[0])):
        return match[0]
    return _hide(match)


def _is_personal(run: str) -> bool:
    """Tell whether a run of digit groups is long enough to be a number that belongs to somebody.

    Two groups need seven digits, as a local phone number has ("100 000" is an amount); years are years.
    """
    groups: list[str] = _GROUP.findall(run)
    if len(groups) > 1 and all(_YEARS.fullmatch(group) for group in groups):
        return False
    return sum(map(len, groups)) >= (7 if len(groups) == 2 else 6)


def _picture(match: re.Match[str]) -> str:
    char = match[0]
    if char in _BLANKS:
        return " "
    return chr(_PICTURES + ord(char)) if char < " " else "\ufffd"
