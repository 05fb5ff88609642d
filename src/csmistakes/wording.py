"""What the replacements of the rules make of a text: which characters would be written anew, and how."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from csmistakes.catalogue.model import Replacement, Rule
from csmistakes.conversation import Span
from csmistakes.expressions import expression
from csmistakes.finding import Change, Edit
from csmistakes.placeholders import Placeholders

if TYPE_CHECKING:
    from csmistakes.recognition.facts import Hit

_BEGINS = expression(r"(?:^|[.!?:]['\")\]]*[ \t]+|\n)[ \t]*[-*>•]?[ \t]*\Z")  # up to where a sentence begins
_ARTICLE = expression(r"\ban?[ \t]+\Z", re.IGNORECASE)
_I = expression(r"I\b")
# What a phrase passes over behind the start of a sentence: nothing can be put in front of it.
_PASSED_OVER = expression(r"(?:oh|well|so|and|but|right|now|look|ok|yes)\b", re.IGNORECASE)
_END = expression(r"[.!]+")
_LOOK_BACK = 60  # characters in which the beginning of a sentence shows


class Recognised(Protocol):
    """What was recognised in a text whose placeholders are hidden."""

    def of(self, signals: Sequence[str], /) -> Sequence[Hit]:
        """Return the hits of any of `signals`."""


def changes_of(
    rule: Rule, text: str, mark: Span, recognised: Recognised, placeholders: Placeholders
) -> tuple[Change, ...]:
    """Return what a rule offers where it marks something in a text: changes that do not meet each other.

    None touches a placeholder. Of two at one place, the one that stands first in the rule's file counts.
    """
    chosen: list[Change] = []
    kept = list(placeholders.spans(text)) if rule.replacements else []
    for change in _found(rule, text, mark, recognised):
        if not any(map(change.span.meets, (*kept, *(one.span for one in chosen)))):
            chosen.append(change)
    return tuple(sorted(chosen))


def _found(rule: Rule, text: str, mark: Span, recognised: Recognised) -> Iterator[Change]:
    for name, replacement in rule.offers():
        for hit in recognised.of((name,)):
            is_asked = replacement.is_anywhere or hit.span.meets(mark)
            if is_asked and not _ARTICLE.search(text, max(0, hit.span.start - 9), hit.span.start):
                change = _replaced(text, hit.span, replacement) if replacement.by else _deleted(text, hit.span)
                if change:
                    yield Change(*change, replacement.is_safe)


def applied(text: str, changes: Iterable[Change | Edit]) -> str:
    """Return a text with changes made that do not meet."""
    for change in sorted(changes, key=lambda change: change.span, reverse=True):
        text = text[: change.span.start] + change.new + text[change.span.end :]
    return text


def _replaced(text: str, span: Span, replacement: Replacement) -> tuple[Span, str] | None:
    """Return what is written for a phrase: in capitals, or beginning with one, where the phrase is."""
    old, new = text[span.start : span.end], replacement.by
    if "{found}" in new and _PASSED_OVER.match(old):
        return None
    names_itself = _I.match(old) or old.isupper()  # “I”, “ASAP”: their capital says nothing of the sentence
    is_shouted = old.isupper() and " " in old
    new = new.replace("{found}", old if names_itself else old[0].lower() + old[1:])
    if is_shouted:
        return span, new.upper()
    if old[0].isupper() and (not names_itself or _begins(text, span.start)):
        new = new[0].upper() + new[1:]
    return span, new


def _deleted(text: str, span: Span) -> tuple[Span, str] | None:
    """Return what is taken out with a phrase so that blanks, commas and capitals stay right; None if they would not."""
    start, end = span.start, span.end
    begins = _begins(text, start)
    if begins and (close := _END.match(text, end)):  # a whole sentence
        end = _blanks_behind(text, close.end())
        if end < len(text) and text[end] != "\n":
            return Span(start, end), ""
        before = len(text[:start].rstrip(" \t"))
        return (Span(before, close.end()), "") if text[:before].strip() and text[before - 1] != "\n" else None
    if begins:
        end = _blanks_behind(text, end + 1 if text[end : end + 1] in {",", ":"} else end)
        if text[end : end + 1].islower():
            return Span(start, end + 1), text[end].upper()
        return (Span(start, end), "") if text[end : end + 1].isalnum() else None
    behind = text[end : end + 1]
    if text[:start].endswith(", "):
        return (Span(start - 2, end), "") if behind in {",", ".", "!", "?"} else None
    if text[:start].endswith(" ") and behind in {".", "!", "?", ",", "\n", ""}:
        return Span(start - 1, end), ""
    end = _blanks_behind(text, end)
    if behind != " " or not (text[end : end + 1].isalnum() and text[start - 1 : start].isspace()):
        return None
    return Span(start, end), ""


def _begins(text: str, start: int) -> bool:
    return _BEGINS.search(text[max(0, start - _LOOK_BACK) : start]) is not None


def _blanks_behind(text: str, at: int) -> int:
    while text[at : at + 1] in {" ", "\t"}:
        at += 1
    return at
