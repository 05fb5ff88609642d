"""The catalogue's values: articles, signals and rules as checked data, without any logic of judging."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from csmistakes.catalogue.example_text import Example, SignalExample
from csmistakes.finding import Severity

Written = Mapping[str, Any]  # one condition as written in YAML; judging/ gives it its meaning

SCOPES = ("turn", "exchange", "conversation", "corpus")


@dataclass(frozen=True, slots=True)
class Article:
    """One of the published articles and its items, numbered from 1. `items[n - 1]` is item n in our words."""

    key: str  # "belding-24"
    title: str
    author: str | None
    items: tuple[str, ...]

    def cite(self, number: int) -> str:
        """Return how item `number` is cited for people."""
        by = f", {self.author}" if self.author else ""
        return f"“{self.title}”{by}, item {number}: {self.items[number - 1]}"


@dataclass(frozen=True, slots=True)
class Measured:
    """How often a rule was right where people had judged: of `reports` conversations reported, of `cases` that had it.

    None where there was nothing to divide by. `on` names the sets of conversations.
    """

    precision: float | None
    recall: float | None
    reports: int
    cases: int
    on: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Replacement:
    """Wording that a fix may write in the place of another: `find` is a phrase, `by` what replaces it ("" deletes).

    In `by`, {found} stands for what was found. It is looked for where the rule's mark is, or in the whole turn.
    `before` and `after` are a scripted reply without and with the fix: its test and its documentation.
    """

    find: str
    by: str
    is_safe: bool  # means the same and is grammatical wherever the phrase is
    before: str
    after: str
    is_anywhere: bool = False  # in the turn, not only where it touches the mark
    line: int = 0  # in the rule's file, from 1


@dataclass(frozen=True, slots=True)
class Rule:
    """A mistake as the catalogue encodes it."""

    slug: str
    title: str
    group: str
    scope: str  # one of SCOPES
    severity: Severity
    sources: tuple[str, ...]  # "staff-7:7": article and item that this rule encodes
    also: tuple[str, ...]  # further items it takes something from
    about: str  # what counts, in a sentence
    message: str  # a template: {quote}, {count} … are filled in from the match
    why: str
    fix: str
    instead: str  # an example of what to say instead
    at: str  # the role whose contributions are judged: agent, customer, bot or any
    report: str  # first, last or each
    when: Written
    unless: tuple[Written, ...] = ()
    mark: tuple[str, ...] = ()  # signals to mark rather than the first that met the condition
    bad: tuple[Example, ...] = ()
    good: tuple[Example, ...] = ()
    replacements: tuple[Replacement, ...] = ()
    measured: Measured | None = None
    path: str = ""
    lines: Mapping[str, int] = field(default_factory=dict)  # key → line in the file, from 1

    def offers(self) -> Iterator[tuple[str, Replacement]]:
        """Yield each replacement with the name that its phrase is recognised by."""
        for replacement in self.replacements:
            yield f"{self.slug}: {replacement.find}", replacement


@dataclass(frozen=True, slots=True)
class Signal:
    """How people say a thing.

    `say` maps a value ("" where the signal has none) to phrases; `tokens` are raw spaCy Matcher patterns;
    `exclude` are phrases inside which a match does not count; `guards` are the contexts in which it does not.
    `measure` says that the value is taken from the matched words instead: "duration" in seconds, or the "words".
    """

    name: str
    about: str
    say: Mapping[str, tuple[str, ...]]
    tokens: tuple[tuple[Mapping[str, Any], ...], ...] = ()
    exclude: tuple[str, ...] = ()
    guards: tuple[str, ...] = ()
    measure: str = ""
    yes: tuple[SignalExample, ...] = ()
    no: tuple[SignalExample, ...] = ()
    path: str = ""
    lines: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WordClass:
    """Words and phrases that a signal's phrase may stand for by one name."""

    phrases: tuple[str, ...]
    path: str = ""
    line: int = 0


@dataclass(frozen=True)
class Catalogue:
    """All rules, signals and articles, checked. Rules are sorted by slug, signals by name."""

    rules: tuple[Rule, ...]
    signals: tuple[Signal, ...]
    articles: tuple[Article, ...]
    words: Mapping[str, WordClass] = field(default_factory=dict)
    folders: tuple[Path, ...] = ()

    @cached_property
    def by_slug(self) -> Mapping[str, Rule]:
        """Rules by slug."""
        return {rule.slug: rule for rule in self.rules}

    @cached_property
    def by_article(self) -> Mapping[str, Article]:
        """Articles by key."""
        return {article.key: article for article in self.articles}

    def cite(self, source: str) -> str:
        """Return how the source "article:item" is cited for people."""
        key, _, number = source.partition(":")
        return self.by_article[key].cite(int(number))
