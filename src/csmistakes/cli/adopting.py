"""What is left out of a report: the sieve of a run, by its options and the files beside the configuration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from csmistakes.adoption import baseline, sidecar
from csmistakes.adoption.baseline import Baseline, Entry, read_baseline
from csmistakes.adoption.changes import changes_since
from csmistakes.adoption.kinds import KINDS
from csmistakes.adoption.reach import Reach
from csmistakes.adoption.sidecar import read_sidecar
from csmistakes.adoption.sieve import Sieve
from csmistakes.adoption.suppressing import Suppressions
from csmistakes.cli.errors import tell
from csmistakes.cli.inputs import Inputs
from csmistakes.cli.selection import rules_of
from csmistakes.cli.settings import Settings
from csmistakes.errors import UsageError
from csmistakes.finding import Summary
from csmistakes.masking import one_line
from csmistakes.options import Options
from csmistakes.policy import Policy
from csmistakes.readers import base_of, shown_as, shown_at
from csmistakes.reporters.parts.words import count, unreported

_SHOWN = 5  # fixed findings that are told one by one
_NARROWING = ("select", "ignore", "severity", "speaker")


def baseline_file(flags: Mapping[str, Any], settings: Settings) -> Path:
    """Return where the baseline is, or is to be: as named, or else beside the configuration."""
    named: Path | None = flags["baseline"]
    return settings.home / baseline.FILE if named is None else named


def accepted(flags: Mapping[str, Any], settings: Settings) -> tuple[Entry, ...]:
    """Return the entries of the baseline, none if there is no such file; UsageError for a named one that is not."""
    if flags.get("no_baseline"):
        if flags["baseline"] is not None:
            raise UsageError("--baseline and --no-baseline cannot both be had")
        return ()
    path = baseline_file(flags, settings)
    if path.is_file():
        return read_baseline(path)
    if flags["baseline"] is not None:
        raise UsageError(f"--baseline {path}: no such file", advice="csmistakes baseline PATH… writes one")
    return ()


def sieve_of(
    flags: Mapping[str, Any],
    settings: Settings,
    inputs: Inputs,
    entries: tuple[Entry, ...],
    *,
    keeps_new: bool = False,
) -> Sieve:
    """Return what leaves findings out in a run with these settings over `inputs`."""
    options, here = settings.options, Path.cwd()
    base, places = base_of(here), inputs.places
    rules = rules_of(settings.catalogue)
    known = frozenset(rule.slug for rule in rules)
    beside = settings.home / sidecar.FILE
    diff_base = flags.get("diff_base")
    return Sieve(
        suppressions=Suppressions(
            entries=read_sidecar(beside, shown_as(beside), known) if beside.is_file() else (),
            relative=options.relative,
            known=known,
            data_of=lambda path: _data(places.get(path)),
            today=_today(flags),
        ),
        baseline=Baseline(entries, lambda path: path == "-" or shown_at(path, base, here).exists()),
        changes=None if diff_base is None else changes_since(diff_base, base),
        reach=Reach(
            policy=None if options.speaker else Policy(options, rules),
            read=inputs.paths_read,
            passed_over=inputs.paths_passed_over,
            channels={},
            base=base,
            is_narrowed=any(flags[name] for name in _NARROWING),
        ),
        policy=Policy(unselected(options), KINDS),
        keeps_new=keeps_new,
    )


def tell_left_out(summary: Summary) -> None:
    """Tell how many findings were left out, for a report that does not say so."""
    if words := unreported(summary):
        tell(f"left out of the report: {words}")


def tell_fixed(sieve: Sieve) -> None:
    """Tell which findings of the baseline are no longer there."""
    fixed = sieve.fixed()
    for entry in fixed[:_SHOWN]:
        where = entry.path or "over many conversations"
        said = f" “{entry.quote}”" if entry.quote else ""
        tell(one_line(f"gone, but still in the baseline: {where}: {entry.rule}{said}"))
    if fixed:
        more = len(fixed) - _SHOWN
        rest = f", {more:,} more than shown" if more > 0 else ""
        found = f"{count(len(fixed), 'finding')} of the baseline"
        tell(f"{found} fixed or suppressed{rest}: csmistakes baseline --prune takes them out")


def unselected(options: Options) -> Options:
    """Return options without a selection: a choice of rules must not hide what is wrong with their suppressions."""
    overrides = tuple(replace(override, select=()) for override in options.overrides)
    return replace(options, select=(), overrides=overrides)


def _data(location: Path | None) -> bytes:
    try:
        return b"" if location is None else location.read_bytes()
    except OSError:  # it could be read a moment ago; then it has no comments now
        return b""


def _today(flags: Mapping[str, Any]) -> date:
    given: datetime | None = flags["today"]
    return given.date() if given else datetime.now(UTC).date()
