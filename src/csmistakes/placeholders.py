"""Placeholders of templates: found, hidden from recognition without moving a character, and told when left unfilled.

Every pattern is bounded, so that any text is gone through in linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from csmistakes.conversation import Span
from csmistakes.expressions import expression


class Syntax(NamedTuple):
    """One way to write placeholders. What a tag or a comment writes is never seen by anybody."""

    pattern: str
    is_seen: bool = True


_NAME = r"[^\W\d]\w{0,60}"
_DOTTED = rf"{_NAME}(?:\.\w{{1,60}}){{0,8}}"
# In the order in which they are tried where several begin at one place.
SYNTAXES: tuple[Syntax, ...] = (
    Syntax(r"\{%(?:[^%]|%(?!\})){0,400}%\}", is_seen=False),  # {% if … %}
    Syntax(r"\{#(?:[^#]|#(?!\})){0,400}#\}", is_seen=False),  # {# … #}
    Syntax(r"\{\{[!#/^](?:[^{}]){0,200}\}\}", is_seen=False),  # {{#if …}}, {{/if}}, {{! … }}
    Syntax(r"\{\{\{[^{}]{1,200}\}\}\}"),  # {{{x}}}
    Syntax(r"\{\{[^{}]{1,200}\}\}"),  # {{ x.y | filter }}
    Syntax(r"\$\{[^{}\n]{1,200}\}"),  # ${x}
    Syntax(rf"#\{{?{_NAME}\.{_DOTTED}\}}?"),  # #context.parameter
    Syntax(r"\{[^\W\d][\w .:|'-]{0,80}\}"),  # {x}
    Syntax(r"<<[^<>\n]{1,80}>>"),  # <<x>>
    Syntax(r"<[^\W\d][\w .-]{0,60}>"),  # <x>
    Syntax(rf"%{_DOTTED}%"),  # %x%
    Syntax(rf"(?<![\w$])\${_NAME}(?:[.-]\w{{1,60}}){{0,8}}"),  # $x, $geo-city.original
    Syntax(r"\[[^\W\d][\w '’/.-]{0,60}\](?![(\[])"),  # [Name], but no [link](…)
    Syntax(r"(?<!\w)__[A-Z][A-Z\d]{0,40}(?:_[A-Z\d]{1,40}){0,6}__(?!\w)"),  # __X__, but no __bold__
    Syntax(r"(?<![\w:]):[a-z][a-z\d_]{1,60}:(?![\w:])"),  # :x:
)
_BEGINS = r"{$#<%\[_:"  # what each of them begins with, so that few places are looked at
_BETWEEN = 200  # characters at most between a user's own delimiters

# What a placeholder stands for, by the words in its name, and what the recogniser is to read in its place: a word of
# the same length. Only the first that fits counts.
_STANDS_FOR: tuple[tuple[str, str], ...] = (
    ("url|link|website|href|page", "www."),
    ("e_?mail(?!_?body)", "e"),
    ("amount|price|total|refund_?(?:value|sum)|balance|fee|credit|cost|currency", "$"),
    ("time_?frame|duration|window|minutes?|hours?|days|weeks?|eta|sla|deadline", "in"),
    ("date|day|time|when|weekday", "on"),
    ("order|ticket|case|reference|ref|number|code|tracking|invoice|id|no|phone|zip|postcode|account", "#"),
)
_KINDS = tuple((expression(rf"(?:^|[^a-z])(?:{words})(?:$|[^a-z])"), kind) for words, kind in _STANDS_FOR)
_CAMEL = expression(r"(?<=[a-z])(?=[A-Z])")
# Line breaks inside a sentence, as in mail templates wrapped at 72 columns.
# The break stands first, so that it alone is searched for.
_SOFT_BREAK = expression(r"\n(?<=[^\s.!?:;>|]\n)(?=[a-z0-9(“\"'{\[$<%])")
_LONG_LINE_BREAK = expression(r"\n(?<=[^\n]{55}[^\s.!?:;]\n)(?=[A-Z])")


@dataclass(frozen=True)
class Placeholders:
    """The syntaxes in use: those that are known, and the user's own, each written as “<%…%>”."""

    own: tuple[str, ...] = ()

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        written = [*(Syntax(_delimited(own)) for own in self.own), *SYNTAXES]
        ways = "|".join(f"(?P<{'seen' if s.is_seen else 'tag'}{n}>{s.pattern})" for n, s in enumerate(written))
        begins = _BEGINS + "".join(re.escape(own[0]) for own in self.own)
        return re.compile(f"(?=[{begins}])(?:{ways})")

    def spans(self, text: str) -> Iterator[Span]:
        """Yield where the placeholders of a text stand."""
        return (Span(*found.span()) for found in self._pattern.finditer(text))

    def hidden(self, text: str) -> str:
        """Return the text as the recogniser is to read it, of the same length.

        A placeholder becomes a word, or what its name says it stands for (an amount, a date, a number); a tag becomes
        blanks, and so does a line break inside a sentence.
        """
        for breaks in (_SOFT_BREAK, _LONG_LINE_BREAK):
            text = breaks.sub(" ", text)
        return self._pattern.sub(_stand_in, text)

    def widened(self, text: str, span: Span) -> Span:
        """Return the span with every placeholder that it touches as a whole."""
        start, end = span.start, span.end
        for found in self.spans(text):
            if found.start < end and start < found.end:
                start, end = min(start, found.start), max(end, found.end)
        return Span(start, end)


def _delimited(own: str) -> str:
    before, _, behind = (re.escape(part) for part in own.partition("…"))
    return rf"{before}(?:(?!{behind})[^\n]){{1,{_BETWEEN}}}{behind}"


def _stand_in(found: re.Match[str]) -> str:
    return " " * len(found[0]) if (found.lastgroup or "").startswith("tag") else _read_as(found[0])


@lru_cache(maxsize=5_000)  # all templates of a team have the same few
def _read_as(written: str) -> str:
    """Return what the recogniser is to read in the place of a placeholder."""
    name = "_".join(_CAMEL.sub("_", written).lower().split())
    kind = next((kind for pattern, kind in _KINDS if pattern.search(name)), "")
    return _word(kind, len(written))


def _word(kind: str, length: int) -> str:
    """Return a word or number of a kind and a length; one that fits is always found."""
    digits = "4" * length
    match kind:
        case "www." if length >= 9:
            return f"www.{'z' * (length - 8)}.com"
        case "e" if length >= 8:
            return f"{'z' * (length - 6)}@q.com"
        case "$" if length >= 2:
            return f"${digits[:2]}" + " " * (length - 3) if length > 2 else "$4"
        case "in" if length >= 6:
            return "2 days" + " " * (length - 6)
        case "on" if length >= 6:
            return "Monday" + " " * (length - 6)
        case "#":
            return digits
        case _:
            return _letters(length)


def _letters(length: int) -> str:
    """Return a capitalised word without meaning, which no letter drawn out for effect shortens."""
    return "Zodavi"[:length] if length <= 6 else "Zodavi" + "".join("kodavi"[n % 6] for n in range(length - 6))
