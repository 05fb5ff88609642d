"""csmistakes baseline: the findings there are today, accepted by their content."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from csmistakes.adoption.baseline import Entry, read_baseline, write_baseline
from csmistakes.adoption.sieve import Sieve
from csmistakes.cli.adopting import baseline_file, sieve_of
from csmistakes.cli.errors import Status
from csmistakes.cli.inputs import Inputs
from csmistakes.cli.options import baseline_option, rules_option, today_option
from csmistakes.cli.output import standard_output
from csmistakes.cli.reader_options import reader_option, scripts_option
from csmistakes.cli.settings import UNSAID, settle
from csmistakes.errors import UsageError
from csmistakes.masking import one_line
from csmistakes.pipeline import Run
from csmistakes.readers import base_of, shown_at
from csmistakes.reporters.parts.words import count

EPILOG = """
\b
  csmistakes baseline talks/                      accept what is found now
  csmistakes baseline --scripts macros/           in scripted replies
  csmistakes check talks/                         reports new findings only
  csmistakes baseline --prune                     take out what is fixed
  csmistakes baseline --prune talks/              and what was moved away
\b
The file lies beside the configuration (or in the root of the repository),
one finding a line, known by its content: it may be moved, in its file or
with it. Commit it. Entries of files that are not among PATHS stay.
"""


@click.command(epilog=EPILOG, short_help="Accept the findings there are, so that only new ones are reported.")
@click.argument("paths", nargs=-1)
@click.option("--prune", is_flag=True, help="Only take out entries whose finding is fixed; accept nothing new.")
@baseline_option
@click.option("--agent", multiple=True, metavar="NAME", help="The agent's name in the transcript (repeatable).")
@click.option("--customer", multiple=True, metavar="NAME", help="The customer's name in the transcript (repeatable).")
@click.option("--map", multiple=True, metavar="LABEL=ROLE", help="The role of a label: agent, customer, bot, system.")
@scripts_option
@reader_option
@rules_option
@today_option
def command(paths: tuple[str, ...], prune: bool, **flags: Any) -> int:  # noqa: ANN401, FBT001
    """Write the findings in PATHS to csmistakes-baseline.json; check then leaves them out.

    With --prune and no PATHS, the files are checked that the baseline names.
    """
    if not (paths or prune):
        raise UsageError("PATHS are missing", advice="name the files and folders whose findings to accept")
    flags = {**UNSAID, **flags, "mask": True}
    settings = settle(flags)
    path = baseline_file(flags, settings)
    if prune and not path.is_file():
        raise UsageError(f"there is no {path} to prune", advice="csmistakes baseline PATH… writes one")
    old = read_baseline(path) if path.is_file() else ()
    inputs = Inputs(paths or _files_of(old), settings.roles, scripts=settings.scripts)
    sieve = sieve_of(flags, settings, inputs, old, keeps_new=not prune)
    _run(Run(settings.catalogue, settings.options), inputs, sieve)
    entries = _entries(sieve, drops_gone=prune and bool(paths))
    write_baseline(path, entries)
    standard_output().write(_verdict(path, old, entries, sieve))
    inputs.tell_passed_over()
    return Status.WRONG if inputs.failed else Status.CLEAN


def _files_of(entries: Sequence[Entry]) -> tuple[str, ...]:
    """Return the files that a baseline names, those that are gone left out."""
    here = Path.cwd()
    places = [shown_at(path, base_of(here), here) for path in sorted({entry.path for entry in entries if entry.path})]
    return tuple(str(place) for place in places if place.is_file())


def _run(run: Run, inputs: Inputs, sieve: Sieve) -> None:
    """Check all inputs, so that the sieve has met every finding."""
    for _ in inputs.progress.conversations(sieve.checked(run.check(inputs.conversations()))):
        pass
    sieve.summary(run.summary(files=inputs.files, passed_over=inputs.passed_over, failed=inputs.failed))
    if run.broken:  # its findings were not met, and must not look as if they were fixed
        raise run.broken[0].error


def _entries(sieve: Sieve, *, drops_gone: bool) -> list[Entry]:
    """Return what is accepted from now on: what was met, and what the run cannot know to be fixed."""
    baseline = sieve.baseline
    kept = [e for e in baseline.left() if not sieve.is_fixed(e) and not (drops_gone and baseline.is_gone(e))]
    return [*baseline.accepted, *sieve.new, *kept]


def _verdict(path: Path, old: Sequence[Entry], entries: Sequence[Entry], sieve: Sieve) -> str:
    new, gone = len(sieve.new), sum(map(sieve.baseline.is_gone, entries))
    taken = len(old) + new - len(entries)
    changes = ((new, "new"), (taken, "taken out"))
    words = ", ".join(f"{number:,} {what}" for number, what in changes if number) or "as before"
    if gone:
        words += f"; {gone:,} of files that are gone: csmistakes baseline --prune PATH… takes them out"
    return one_line(f"{path.name}: {count(len(entries), 'finding')} accepted ({words}).") + "\n"
