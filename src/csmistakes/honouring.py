"""Disputes honoured: disputed findings left out of a run, and disputes told that match nothing any more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import replace

from csmistakes.disputes import NOT_A_MISTAKE, Dispute, Disputes
from csmistakes.finding import Checked, Finding, Summary, with_primaries

GONE = "matches nothing any more"
FOUND = "was missed, and is found now"
ABSENT = "is about a conversation that is not among these"


def without(item: Checked, fingerprints: Container[str]) -> Checked:
    """Return a checked conversation without some of its findings."""
    kept = tuple(finding for finding in item.findings if finding.fingerprint not in fingerprints)
    return item if len(kept) == len(item.findings) else replace(item, findings=tuple(with_primaries(kept)))


def undisputed(summary: Summary, fingerprints: Container[str]) -> Summary:
    """Return a run's summary without some of the findings over many conversations, and with their number."""
    kept = tuple(finding for finding in summary.findings if finding.fingerprint not in fingerprints)
    return replace(summary, findings=kept, disputed=len(summary.findings) - len(kept))


class Honoured:
    """One run that leaves disputed findings out. `reports` says whether the run reports a rule at all."""

    def __init__(self, disputes: Disputes, reports: Callable[[str], bool] = lambda _: True) -> None:
        self.disputed: Counter[str] = Counter()  # findings left out, by rule
        self.found: Counter[str] = Counter()  # all findings, by rule
        self._disputes = disputes
        self._reports = reports
        self._left_out = {one.fingerprint for one in disputes.of(NOT_A_MISTAKE) if one.fingerprint}
        self._places = {(one.path, one.conversation) for one, _ in disputes.holding.values()}
        self._met: set[str] = set()
        self._seen: set[tuple[str | None, str | None]] = set()
        self._found_at: set[tuple[object, ...]] = set()

    def leave_out(self, items: Iterable[Checked]) -> Iterator[Checked]:
        """Yield checked conversations without their disputed findings."""
        for item in items:
            place = (item.conversation.path, item.conversation.id)
            if place in self._places:
                self._seen.add(place)
                self._note(place, item.findings)
            self._count(item.findings)
            yield without(item, self._left_out)

    def summary(self, summary: Summary) -> Summary:
        """Return a run's summary without the disputed findings over many conversations, and with their number."""
        self._count(summary.findings)
        return replace(undisputed(summary, self._left_out), disputed=self.disputed.total())

    def stale(self, *, whole: bool = False) -> list[tuple[Dispute, int, str]]:
        """Return the disputes without an object, each with its line and what is the matter with it.

        Those about conversations that the run did not see, and about many conversations, count only if it is the
        `whole` of what there is.
        """
        found = []
        for dispute, line in self._disputes.holding.values():
            if self._reports(dispute.rule) and (matter := self._matter(dispute, whole=whole)):
                found.append((dispute, line, matter))
        return found

    def _matter(self, dispute: Dispute, *, whole: bool) -> str | None:
        if dispute.verdict == NOT_A_MISTAKE and dispute.fingerprint in self._met:
            return None
        if dispute.conversation is None:
            return GONE if whole else None
        if (dispute.path, dispute.conversation) not in self._seen:
            return ABSENT if whole else None
        if dispute.verdict == NOT_A_MISTAKE:
            return GONE
        return FOUND if dispute.about in self._found_at else None

    def _count(self, findings: Iterable[Finding]) -> None:
        for finding in findings:
            self.found[finding.rule] += 1
            if finding.fingerprint in self._left_out:
                self._met.add(finding.fingerprint)
                self.disputed[finding.rule] += 1

    def _note(self, place: tuple[str, str], findings: Iterable[Finding]) -> None:
        """Remember where rules were met, as disputes about what was missed name it: with a turn or without."""
        for finding in findings:
            self._found_at.update({(finding.rule, *place, finding.turn), (finding.rule, *place, None)})
