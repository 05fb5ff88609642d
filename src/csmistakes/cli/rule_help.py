"""What reports may know of a rule."""

from __future__ import annotations

from csmistakes.catalogue import Rule
from csmistakes.reporters import RuleHelp

_ENOUGH = 10  # reports, before the share of right ones says something


def help_of(rule: Rule) -> RuleHelp:
    """Return what reports may know of a rule."""
    measured = rule.measured
    return RuleHelp(
        title=rule.title,
        group=rule.group,
        severity=rule.severity,
        about=rule.about,
        why=rule.why,
        fix=rule.fix,
        instead=rule.instead,
        sources=rule.sources,
        precision=measured.precision if measured and measured.reports >= _ENOUGH else None,
    )
