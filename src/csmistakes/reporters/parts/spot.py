"""Where an output that must name a file and a line puts a finding."""

from __future__ import annotations

from csmistakes.finding import Finding, Place


def spot(finding: Finding) -> Place | None:
    """Return the place of `finding`.

    One over many conversations stands in the first file that it rests on, at its beginning; None if it names none.
    """
    if finding.place is not None:
        return finding.place
    return Place(finding.evidence[0].path, 1, 1, 1, 1) if finding.evidence else None


def told(finding: Finding) -> str:
    """Return what `finding` says, for an output that shows no turns: of whom, and what."""
    return f"{finding.subject}: {finding.message}" if finding.subject else finding.message
