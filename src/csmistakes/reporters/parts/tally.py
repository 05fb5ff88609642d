"""Counting findings as they stream by: by mistake, by severity, by conversation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from csmistakes.finding import Checked, Finding, Severity


@dataclass(slots=True)
class Row:
    """The counts of one mistake."""

    slug: str
    title: str
    severity: Severity
    findings: int = 0
    conversations: int = 0  # 0 for a mistake that is seen over many conversations only


@dataclass(slots=True)
class Tally:
    """The counts of a run so far. Memory grows with the number of rules, never with that of findings."""

    severities: Counter[Severity] = field(default_factory=Counter)
    affected: int = 0  # conversations with a finding
    _rows: dict[str, Row] = field(default_factory=dict)

    def add(self, item: Checked) -> None:
        """Count one conversation."""
        self._count(item.findings)
        self.affected += bool(item.findings)
        for slug in {finding.rule for finding in item.findings}:
            self._rows[slug].conversations += 1

    def add_corpus(self, findings: Iterable[Finding]) -> None:
        """Count findings over many conversations."""
        self._count(findings)

    def rows(self) -> list[Row]:
        """Return the mistakes met, the worst and most frequent first."""
        return sorted(self._rows.values(), key=lambda row: (-row.severity, -row.findings, row.slug))

    def at_least(self, severity: Severity) -> int:
        """Return the number of findings of `severity` or worse."""
        return sum(count for level, count in self.severities.items() if level >= severity)

    def _count(self, findings: Iterable[Finding]) -> None:
        for finding in findings:
            self.severities[finding.severity] += 1
            row = self._rows.get(finding.rule)
            if row is None:
                row = self._rows[finding.rule] = Row(finding.rule, finding.title, finding.severity)
            row.findings += 1
