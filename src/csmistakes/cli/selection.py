"""What --select and --ignore may name: slugs, groups, articles and their items."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from csmistakes.catalogue import Catalogue, Rule
from csmistakes.errors import UsageError, did_you_mean
from csmistakes.options import names_of
from csmistakes.unfilled import RULE as UNFILLED

_NOT_AT_ALL, _OF_MANY, _BY_ITEM, _ALONE = range(4)  # how precisely a term names a rule


def known_terms(catalogue: Catalogue) -> set[str]:
    """Return all that can be selected in `catalogue`."""
    items = {f"{article.key}:{number}" for article in catalogue.articles for number in range(1, len(article.items) + 1)}
    words = {word for rule in (*catalogue.rules, UNFILLED) for word in (rule.slug, rule.group)}
    return items | words | set(catalogue.by_article)


def split(values: Iterable[str]) -> tuple[str, ...]:
    """Return the terms of an option that may be repeated and may hold several, parted by commas."""
    return tuple(term for value in values for part in value.split(",") if (term := part.strip()))


def unknown(terms: Sequence[str], catalogue: Catalogue) -> UsageError | None:
    """Return the error to raise for the first of `terms` that names nothing, or None."""
    known = known_terms(catalogue)
    for term in terms:
        if term not in known:
            advice = did_you_mean(term, known) or "see csmistakes rules list for slugs, groups and articles"
            return UsageError(f"“{term}” is no rule, group or article", advice=advice)
    return None


def is_named(rule: Rule, terms: Iterable[str]) -> bool:
    """Whether one of `terms` names the rule itself, by its slug or by an item of an article that it encodes."""
    return any(_precision(term, rule) > _OF_MANY for term in terms)


def outranked(ignored: Sequence[str], selected: Sequence[str], catalogue: Catalogue) -> tuple[str, ...]:
    """Return the slugs of the rules that `ignored` names more precisely than `selected` does."""
    return tuple(rule.slug for rule in catalogue.rules if _best(ignored, rule) > _best(selected, rule))


def _best(terms: Sequence[str], rule: Rule) -> int:
    return max((_precision(term, rule) for term in terms), default=_NOT_AT_ALL)


def _precision(term: str, rule: Rule) -> int:
    """Return how precisely a term names a rule: by its slug, by an item of an article, by a group or an article."""
    if term == rule.slug:
        return _ALONE
    if term in rule.sources:
        return _BY_ITEM
    return _OF_MANY if term in names_of(rule) else _NOT_AT_ALL
