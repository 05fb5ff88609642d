"""The file of disputes as commands meet it: where it is, how a run honours it, what it says of a rule."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from csmistakes.cli.errors import tell
from csmistakes.config import Config, find
from csmistakes.disputes import FILE, MISSED, NOT_A_MISTAKE, Disputes, read_disputes
from csmistakes.honouring import Honoured
from csmistakes.masking import one_line
from csmistakes.policy import wanted
from csmistakes.reporters.parts.words import count

if TYPE_CHECKING:
    from csmistakes.cli.settings import Settings

_SAYING = {"full", "statistics"}  # reports with a summary


def disputes_file(config: Config | None = None) -> Path:
    """Return where disputes are kept: beside the configuration that holds here, or else in the working folder."""
    config = find(Path.cwd()) if config is None else config
    return (config.path.parent if config.path else Path()) / FILE


def honoured(settings: Settings, *, no_disputes: bool) -> Honoured:
    """Return what leaves disputed findings out of a run with `settings`; DisputesError if the file is wrong."""
    path = disputes_file()
    return honoured_by(settings, Disputes(path) if no_disputes else read_disputes(path))


def honoured_by(settings: Settings, disputes: Disputes) -> Honoured:
    """Return what honours `disputes`, and tells of those only that a run with `settings` would have met."""
    options = settings.options
    reported = {rule.slug for rule in settings.catalogue.rules if options.speaker is None and wanted(rule, options)}
    return Honoured(disputes, reported.__contains__)


def tell_of(disputes: Honoured, settings: Settings) -> None:
    """Tell what was left out, where the report does not say so, and which disputes have no object any more."""
    if disputes.disputed and all(output.reporter.NAME not in _SAYING for output in settings.outputs):
        tell(f"{count(disputes.disputed.total(), 'finding')} left out as disputed (--no-disputes reports all)")
    for dispute, line, matter in disputes.stale():
        tell(one_line(f"{FILE}:{line}: {dispute}: {matter}"))


def measured_here(slug: str) -> tuple[str, ...]:
    """Return what the disputes say of a rule, in at most one sentence."""
    disputes = read_disputes(disputes_file())
    disputed, missed = (len(disputes.of(verdict, slug)) for verdict in (NOT_A_MISTAKE, MISSED))
    counted = disputes.counts.get(slug)
    parts = []
    if counted is not None and counted.reports:
        right = (counted.reports - counted.disputed) / counted.reports
        bound = f", so right in at most {right:.0%}" if counted.disputed else ""
        parts.append(f"disputed {counted.disputed:,} of {counted.reports:,}{bound}")
        parts.append(f"counted on {disputes.counted_on} in {count(disputes.counted_in, 'conversation')}")
        if disputed > counted.disputed:
            parts.append(f"{disputed - counted.disputed:,} more disputed since")
    elif disputed:
        parts.append(f"disputed {disputed:,}; csmistakes dispute check PATH… --record counts of how many")
    if missed:
        parts.append(f"missed {missed:,}")
    return (f"By people here: {'; '.join(parts)}.",) if parts else ()
