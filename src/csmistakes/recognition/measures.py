"""Values taken from the matched words themselves."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from csmistakes.expressions import expression
from csmistakes.recognition.words import EDGES

_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
]
_COUNTS: dict[str, float] = {word: number for number, word in enumerate(_UNITS)}
_COUNTS |= {"a": 1, "an": 1, "half": 0.5, "couple": 2, "few": 3, "several": 4}
_COUNTS |= {"twenty": 20, "thirty": 30, "forty": 40, "sixty": 60, "hundred": 100}
_SECONDS = {
    "second": 1,
    "minute": 60,
    "moment": 60,
    "hour": 3600,
    "day": 86400,
    "night": 86400,
    "week": 604800,
    "fortnight": 1209600,
    "month": 2592000,
    "year": 31536000,
}

_CLOCK = expression(r"(\d{1,2})(?:[:.](\d\d)(?:[ap]m)?|[ap]m)$", re.IGNORECASE)
_VAGUE = frozenset({"a", "an", "half", "couple", "few", "several"})
_MIDDAY = frozenset({"noon", "midday", "midnight"})
_HOURS = frozenset({"am", "pm", "a.m", "p.m", "a.m.", "p.m.", "o'clock", "oclock"})


def duration(words: Sequence[str]) -> str:
    """Return the longest time that the words name, in seconds as a whole number, or "" where they name none.

    “24 to 48 hours” is 172800; “half an hour” 1800; “a couple of minutes” 120.
    """
    longest = 0.0
    for k, word in enumerate(words):
        seconds = _SECONDS.get(word.removesuffix("s"))
        if seconds is not None:
            counts = [count for count in map(_count, words[max(0, k - 4) : k]) if count is not None]
            half = "half" in words[max(0, k - 3) : k]
            longest = max(longest, seconds * (0.5 if half and word == "hour" else counts[-1] if counts else 1))
    return str(int(longest)) if longest else ""


def _count(word: str) -> float | None:
    if word in _COUNTS:
        return _COUNTS[word]
    last = word.replace("/", "-").rpartition("-")[2].replace(",", "")
    return float(last) if last.replace(".", "", 1).isdigit() and last.isascii() else None


def spoken(words: Sequence[str]) -> str:
    """Return the words as they were matched, joined by blanks."""
    return " ".join(word for word in words if word not in EDGES)


def figure(words: Sequence[str]) -> str:
    """Return the first number or time of day that the words name, in one spelling, or "" where they name none.

    Times go by the twelve-hour clock, since half of them are said without “am” or “pm”: “13:25”, “1.25 pm” → 1:25;
    “ten o'clock” → 10:00; “noon” → 0:00. Other numbers are whole: “three nights” → 3.
    """
    for word, following in zip(words, [*words[1:], ""], strict=True):
        if word in _MIDDAY:
            return "0:00"
        clock = _CLOCK.match(word)
        if clock:
            return f"{int(clock[1]) % 12}:{clock[2] or '00'}"
        count = None if word in _VAGUE else _count(word)
        if count is not None:
            return f"{int(count) % 12}:00" if following in _HOURS else str(int(count))
    return ""


MEASURES: Mapping[str, Callable[[Sequence[str]], str]] = {"duration": duration, "figure": figure, "words": spoken}
