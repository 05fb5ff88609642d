"""What of all that is found is to be reported."""

from __future__ import annotations

from dataclasses import dataclass

from csmistakes.catalogue.model import Rule
from csmistakes.finding import Severity


@dataclass(frozen=True, slots=True)
class Options:
    """What to report. `select` and `ignore` hold slugs, groups and articles (“belding-24”, “belding-24:18”)."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    min_severity: Severity = Severity.NOTE
    speaker: str | None = None
    mask: bool = True
    placeholders: tuple[str, ...] = ()  # of the user's own, as “<%…%>”


EVERYTHING = Options()


def names_of(rule: Rule) -> frozenset[str]:
    """Return every name that `--select` and `--ignore` may call a rule by: slug, group, articles and their items."""
    return frozenset((rule.slug, rule.group, *rule.sources, *(source.partition(":")[0] for source in rule.sources)))


def wanted(rule: Rule, options: Options) -> bool:
    """Whether a rule is to be reported at all."""
    names = names_of(rule)
    selected = not options.select or not names.isdisjoint(options.select)
    return selected and names.isdisjoint(options.ignore) and rule.severity >= options.min_severity
