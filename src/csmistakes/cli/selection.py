"""What --select and --ignore may name: slugs, groups, articles and their items."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from csmistakes.catalogue import Catalogue
from csmistakes.config import did_you_mean
from csmistakes.errors import UsageError


def known_terms(catalogue: Catalogue) -> set[str]:
    """Return all that can be selected in `catalogue`."""
    items = {f"{article.key}:{number}" for article in catalogue.articles for number in range(1, len(article.items) + 1)}
    return items | {word for rule in catalogue.rules for word in (rule.slug, rule.group)} | set(catalogue.by_article)


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
