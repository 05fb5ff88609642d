"""What the replacements of the rules make of a text: which characters would be written anew, and how."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from csmistakes.catalogue.model import Catalogue, Replacement, Signal
from csmistakes.conversation import Span
from csmistakes.finding import Edit
from csmistakes.placeholders import Placeholders

_BEGINS = re.compile(r"(?:^|[.!?:]['\")\]]*[ \t]+|\n)[ \t]*[-*>•]?[ \t]*\Z")  # up to where a sentence begins
_ARTICLE = re.compile(r"\ban?[ \t]+\Z", re.IGNORECASE)
_I = re.compile(r"I\b")
# What a phrase passes over behind the start of a sentence: nothing can be put in front of it.
_PASSED_OVER = re.compile(r"(?:oh|well|so|and|but|right|now|look|ok|yes)\b", re.IGNORECASE)
_END = re.compile(r"[.!]+")
_LOOK_BACK = 60  # characters in which the beginning of a sentence shows


class Change(NamedTuple):
    """The characters at `span` of a text become `new`."""

    span: Span
    new: str
    is_safe: bool


class Wordings:
    """Finds the phrases of the replacements of all rules. CatalogueError if one is not of the phrase language."""

    def __init__(self, catalogue: Catalogue, placeholders: Placeholders) -> None:
        from csmistakes.recognition.compiling import recogniser_of  # noqa: PLC0415  (few runs have anything to fix)

        self._placeholders = placeholders
        self._offered: dict[str, list[tuple[str, Replacement]]] = {}
        signals = []
        for rule in catalogue.rules:
            for number, offered in enumerate(rule.replacements):
                name = f"{rule.slug} {number}"
                self._offered.setdefault(rule.slug, []).append((name, offered))
                lines = {"say.0": offered.line}
                signals.append(Signal(name, rule.title, {"": (offered.find,)}, path=rule.path, lines=lines))
        self._recogniser = recogniser_of(Catalogue((), tuple(signals), (), catalogue.words))

    def recognise(self, texts: Iterable[str]) -> None:
        """Make ready for `changes` of some texts together, which is faster than one by one."""
        self._recogniser.recognise_all(map(self._placeholders.hidden, texts))

    def changes(self, rule: str, text: str, mark: Span) -> list[Change]:
        """Return what a rule offers where it marks something in a text: changes that do not meet each other.

        None touches a placeholder. Of two at one place, the one that stands first in the rule's file counts.
        """
        kept = list(self._placeholders.spans(text))
        chosen: list[Change] = []
        for change in self._found(rule, text, mark):
            if not any(map(change.span.meets, (*kept, *(one.span for one in chosen)))):
                chosen.append(change)
        return sorted(chosen)

    def _found(self, rule: str, text: str, mark: Span) -> Iterator[Change]:
        offered = self._offered.get(rule)
        if not offered:
            return
        recognised = self._recogniser.recognise(self._placeholders.hidden(text))
        for name, replacement in offered:
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
