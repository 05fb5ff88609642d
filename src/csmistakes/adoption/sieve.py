"""The one place where findings are left out before they are reported: suppressed, accepted, or of unchanged lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from csmistakes.adoption.baseline import Baseline, Entry, entry_of
from csmistakes.adoption.changes import Changes
from csmistakes.adoption.reach import Reach
from csmistakes.adoption.suppressing import Suppressions
from csmistakes.conversation import Conversation
from csmistakes.finding import Checked, Finding, Severity, Summary, with_primaries
from csmistakes.policy import Policy


@dataclass(slots=True)
class Sieve:
    """Lets through what is to be reported, conversation after conversation.

    A suppressed finding does not use up an entry of the baseline. Without `changes`, all lines count as changed.
    `policy` says how grave it is when something is wrong with a suppression.
    """

    suppressions: Suppressions
    baseline: Baseline
    changes: Changes | None
    reach: Reach
    policy: Policy
    new: list[Entry] = field(default_factory=list)  # what the baseline does not accept, kept if `keeps_new`
    keeps_new: bool = False
    _unchanged: int = 0

    def checked(self, items: Iterable[Checked]) -> Iterator[Checked]:
        """Yield each conversation with the findings that are left of it."""
        for item in items:
            talk = item.conversation
            self.reach.channels.setdefault(talk.path, set()).add(talk.channel)
            kept = [f for f in self.suppressions.kept(item) if self._passes(f, talk)]
            whole = len(kept) == len(item.findings)
            yield item if whole else replace(item, findings=tuple(with_primaries(kept)))

    def summary(self, summary: Summary) -> Summary:
        """Return the summary with what is left of its findings, what is wrong with suppressions, and the counts."""
        kept = [f for f in self.suppressions.kept_overall(summary.findings) if self._passes(f, None)]
        notices = [f for f in map(self._graded, self.suppressions.notices(self.reach)) if f and self._is_changed(f)]
        return replace(
            summary,
            findings=(*notices, *kept),
            baselined=len(self.baseline.accepted),
            suppressed=self.suppressions.left_out,
            unchanged=self._unchanged,
        )

    def fixed(self) -> list[Entry]:
        """Return the entries of the baseline whose finding the run would have met, and did not."""
        return [entry for entry in self.baseline.left() if self.is_fixed(entry)]

    def is_fixed(self, entry: Entry) -> bool:
        """Whether the run would have met the finding of an entry that is left, if it were still there."""
        if entry.path is None:  # over many conversations: only a run over all the others' files can tell
            paths = {other.path for other in self.baseline.entries if other.path and not self.baseline.is_gone(other)}
            return bool(paths) and paths <= set(self.reach.read) and self.reach.asked(entry.rule, "")
        return entry.path in self.reach.read and self.reach.asked(entry.rule, entry.path)

    def _passes(self, finding: Finding, talk: Conversation | None) -> bool:
        if self.baseline.accepts(finding, talk):
            return False
        if self.keeps_new:
            self.new.append(entry_of(finding, talk))
        if not self._is_changed(finding):
            self._unchanged += 1
            return False
        return True

    def _is_changed(self, finding: Finding) -> bool:
        return self.changes is None or self.changes.touch(finding.place)

    def _graded(self, notice: Finding) -> Finding | None:
        severity = self._levels(notice).get(notice.rule)
        return None if severity is None else replace(notice, severity=severity)

    def _levels(self, notice: Finding) -> Mapping[str, Severity]:
        assert notice.place is not None  # noqa: S101  (they have one)
        return self.policy.severities(notice.place.path, None)
