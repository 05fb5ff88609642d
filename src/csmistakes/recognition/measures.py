"""Values taken from the matched words themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

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


MEASURES: Mapping[str, Callable[[Sequence[str]], str]] = {"duration": duration, "words": spoken}
