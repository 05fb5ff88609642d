"""What --select and --ignore may name: slugs, groups, articles and their items."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from csmistakes.adoption.kinds import KINDS
from csmistakes.catalogue import Catalogue, Rule
from csmistakes.errors import UsageError, did_you_mean
from csmistakes.policy import OF_MANY, Named, precision_of
from csmistakes.unfilled import RULE as UNFILLED


def known_terms(catalogue: Catalogue) -> set[str]:
    """Return all that can be selected in `catalogue`."""
    items = {f"{article.key}:{number}" for article in catalogue.articles for number in range(1, len(article.items) + 1)}
    words = {word for rule in reported(catalogue) for word in (rule.slug, rule.group)}
    return items | words | set(catalogue.by_article)


def rules_of(catalogue: Catalogue) -> tuple[Named, ...]:
    """Return all that a finding in a conversation can be of."""
    return (*catalogue.rules, UNFILLED)


def reported(catalogue: Catalogue) -> tuple[Named, ...]:
    """Return all that a finding can be of: also what is wrong with a suppression."""
    return (*rules_of(catalogue), *KINDS)


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
    return precision_of(terms, rule) > OF_MANY
