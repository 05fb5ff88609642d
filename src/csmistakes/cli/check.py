"""csmistakes check: the mistakes in transcripts, each with its fix."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from csmistakes import __version__
from csmistakes.adoption.sieve import Sieve
from csmistakes.cli.adopting import accepted, sieve_of, tell_fixed, tell_left_out
from csmistakes.cli.catalogue import can_keep
from csmistakes.cli.disputed import honoured, tell_of
from csmistakes.cli.errors import Status, complain, tell, warn
from csmistakes.cli.fixing import fix_options, mended
from csmistakes.cli.inputs import Inputs
from csmistakes.cli.options import (
    baseline_option,
    cache_dir_option,
    color_option,
    jobs_of,
    jobs_option,
    rules_option,
    today_option,
)
from csmistakes.cli.output import wants_color, width
from csmistakes.cli.outputs import begun
from csmistakes.cli.reader_options import reader_option, scripts_option
from csmistakes.cli.rule_help import help_of
from csmistakes.cli.settings import Settings, settle
from csmistakes.config import FAIL_ON, SEVERITIES, find
from csmistakes.errors import TranscriptError
from csmistakes.finding import Checked, Severity, Summary
from csmistakes.fixes.offering import writable
from csmistakes.honouring import Honoured
from csmistakes.masking import mask, one_line
from csmistakes.pipeline import Run
from csmistakes.reporters import View, available, feed
from csmistakes.reporters.parts.tally import Tally
from csmistakes.reporters.parts.words import count

if TYPE_CHECKING:
    from csmistakes.profiling import ProfiledRun

FORMATS = "; ".join(f"{name}: {reporter.ABOUT}" for name, reporter in available().items())
EPILOG = """
\b
What to read:
  csmistakes check talks/ extra/*.json            folders, files, globs
  cat chat.txt | csmistakes check -               standard input
  csmistakes check call.vtt --agent Ines          name the agent, or with
                            --map "Line 1=agent"  any label's role
  csmistakes check --scripts macros/              scripted replies
  csmistakes check archive/ --jobs 8              much, by eight processes
\b
What to report:
  csmistakes check talks/ --select ownership,belding-24:18
  csmistakes check talks/ --min-severity warning --ignore jargon
  csmistakes check talks/ --speaker Ines          one agent's turns
\b
How to report it:
  csmistakes check talks/ --statistics            only the counts
  csmistakes check talks/ --output-format jsonl --output found.jsonl
  csmistakes check talks/ --output-format full --output-format sarif=out.sarif
\b
To mend scripted replies (never transcripts: what was said was said):
  csmistakes check --scripts macros/ --diff       what --fix would write
  csmistakes check --scripts macros/ --fix        write it, report the rest
\b
In a pipeline:
  csmistakes check talks/ --fail-on error         warnings do not fail
  csmistakes check talks/ --max-warnings 50       for a start with many
  csmistakes check talks/ --diff-base origin/main only on changed lines
\b
A start with many findings: csmistakes baseline talks/ accepts them, and
check reports new ones only. What is to stay is suppressed with a reason:
  <!-- csmistakes: ignore[jargon] reason="a product's name" -->  Markdown
  # csmistakes: ignore[jargon] reason="…" owner="Ines" until=2027-01-31
in YAML and TOML, // in JSON5; for other formats in csmistakes-ignore.yaml.
\b
Settings that stay go into csmistakes.toml, or [tool.csmistakes] in
pyproject.toml: select, ignore, min-severity, fail-on, max-warnings,
output-format, rules, agent, customer, map, mask, cache-dir, scripts,
placeholders, [fields], [severity] and [[overrides]] (csmistakes config
FILE shows what holds for a file). The nearest folder upwards from the
working folder wins, and options win over it.
\b
Exit codes: 0 clean, 1 findings at or above --fail-on, 2 wrong usage, rule
or input (all that can be read is reported first), 3 a bug, 130 interrupted.
"""


@click.command(epilog=EPILOG, short_help="Report the mistakes in transcripts, each with its fix.")
@click.argument("paths", nargs=-1, required=True)
@click.option("--select", multiple=True, metavar="TERMS", help="Report only these rules, groups or articles.")
@click.option("--ignore", multiple=True, metavar="TERMS", help="Do not report these rules, groups or articles.")
@click.option(
    "--severity",
    "--min-severity",
    "severity",
    type=click.Choice(SEVERITIES),
    help="Report only findings at least as bad as this.",
)
@click.option("--speaker", metavar="NAME", help="Report only the turns of this speaker.")
@click.option(
    "--output-format",
    multiple=True,
    metavar="FORMAT[=FILE]",
    help=f"How to report, and where to if not to standard output (repeatable). {FORMATS}.  [default: full]",
)
@click.option("--statistics", is_flag=True, help="Print only the counts by mistake.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write the report to this file.")
@color_option
@click.option("--diff-base", metavar="REV", help="Report only findings on lines changed since this git revision.")
@baseline_option
@click.option("--no-baseline", is_flag=True, help="Report what the baseline accepts, too.")
@today_option
@click.option("--fail-on", type=click.Choice(FAIL_ON), help="What makes the exit code 1.  [default: warning]")
@click.option("--max-warnings", type=click.IntRange(min=0), metavar="N", help="Let up to N warnings pass as clean.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even if there are findings.")
@click.option("--agent", multiple=True, metavar="NAME", help="The agent's name in the transcript (repeatable).")
@click.option("--customer", multiple=True, metavar="NAME", help="The customer's name in the transcript (repeatable).")
@click.option("--map", multiple=True, metavar="LABEL=ROLE", help="The role of a label: agent, customer, bot, system.")
@scripts_option
@reader_option
@click.option("--no-disputes", is_flag=True, help="Report what csmistakes-disputes.jsonl says is no mistake too.")
@fix_options
@rules_option
@click.option("--no-cache", is_flag=True, help="Look at every conversation anew, and keep no results.")
@cache_dir_option
@jobs_option
@click.option("--profile", is_flag=True, help="Look at all anew, and tell on standard error where the time went.")
@click.option("--mask/--no-mask", default=None, help="Hide e-mail, phone, card and account numbers.  [default: hide]")
def command(paths: tuple[str, ...], color: bool | None, **flags: Any) -> int:  # noqa: ANN401, FBT001
    """Report the mistakes in PATHS (files, folders, globs, or - for standard input), each with its fix.

    --select and --ignore take slugs, groups and articles (belding-24, belding-24:18), parted by commas.
    """
    if flags["profile"] and (flags["jobs"] or 1) > 1:
        raise click.UsageError("--profile tells of one process: leave --jobs out.")
    flags["jobs"] = 1 if flags["profile"] else jobs_of(flags["jobs"])
    config = find(Path.cwd())
    folder = flags["cache_dir"] or config.cache_dir
    settings = settle(flags, replace(config, cache_dir=folder))
    fixes = mended(paths, flags, settings)
    if fixes.shown is not None:
        return fixes.shown
    profiled = _profiled(settings) if flags["profile"] else None
    keep = not flags["no_cache"] and can_keep(folder)
    run = profiled or Run(settings.catalogue, settings.options, keep=keep)
    reports = [output.path for output in settings.outputs if output.path]
    inputs = Inputs(paths, settings.roles, reports, settings.scripts)
    disputes = honoured(settings, no_disputes=flags["no_disputes"])
    sieve = sieve_of(flags, settings, inputs, accepted(flags, settings))
    watch = _Watch(run, inputs, sieve, settings.options.speaker, disputes)
    view = View(
        width=width(),
        cite=settings.catalogue.cite,
        mask=mask if settings.options.mask else str,
        version=__version__,
        rules={rule.slug: help_of(rule) for rule in settings.catalogue.rules},
        line=inputs.line,
        tell=warn,
    )
    with (
        begun(settings.outputs, inputs.locations, lambda out: replace(view, color=wants_color(color, out))) as report,
        suppress(BrokenPipeError),  # nobody reads any more
    ):
        feed(report, writable(watch.checked(flags["jobs"]), inputs.line), watch.summary)
    inputs.tell_passed_over()
    watch.tell_unknown_speaker()
    tell_of(disputes, settings)
    if settings.tell_silence:
        watch.tell_silence()
    if settings.tell_left_out:
        watch.tell_left_out()
    tell_fixed(sieve)
    if profiled:
        click.echo("\n".join(profiled.profile()), err=True)
    for broken in run.broken:
        complain(TranscriptError(f"conversation {broken.conversation} could not be checked", path=broken.path))
    if run.broken:
        raise run.broken[0].error
    return _status(watch.tally, settings, failed=inputs.failed + fixes.refused)


def _profiled(settings: Settings) -> ProfiledRun:
    from csmistakes.profiling import ProfiledRun  # noqa: PLC0415  (for who asks for it alone)

    return ProfiledRun(settings.catalogue, settings.options)


class _Watch:
    """Counts what a run finds while it streams to the reporter."""

    def __init__(self, run: Run, inputs: Inputs, sieve: Sieve, speaker: str | None, disputes: Honoured) -> None:
        self.tally = Tally()
        self._run = run
        self._inputs = inputs
        self._sieve = sieve
        self._speaker = speaker
        self._disputes = disputes
        self._speaker_met = speaker is None
        self._final: Summary | None = None

    def checked(self, jobs: int) -> Iterator[Checked]:
        checked = self._disputes.leave_out(self._run.check(self._inputs.conversations(), jobs))
        for item in self._inputs.progress.conversations(self._sieve.checked(checked)):
            self.tally.add(item)
            self._speaker_met = self._speaker_met or self._speaks_in(item)
            yield item

    def summary(self) -> Summary:
        inputs = self._inputs
        seen = self._run.summary(files=inputs.files, passed_over=inputs.passed_over, failed=inputs.failed)
        final = self._sieve.summary(self._disputes.summary(seen))
        self._final = final = replace(final, refusals=inputs.refusals)
        self.tally.add_corpus(final.findings)
        return final

    def tell_unknown_speaker(self) -> None:
        if not self._speaker_met:
            warn(f"--speaker {self._speaker}: nobody of that name speaks")

    def tell_silence(self) -> None:
        """Tell why rules over many conversations found nothing."""
        for reason in self._final.silent if self._final else ():
            tell(one_line(reason))

    def tell_left_out(self) -> None:
        if self._final:
            tell_left_out(self._final)

    def _speaks_in(self, item: Checked) -> bool:
        names = (item.conversation.agent, *(turn.name for turn in item.conversation.turns))
        return any(name and self._speaker and name.casefold() == self._speaker.casefold() for name in names)


def _status(tally: Tally, settings: Settings, *, failed: int) -> Status:
    if failed:
        return Status.WRONG
    if settings.exit_zero or settings.fail_on is None:
        return Status.CLEAN
    worth_failing = tally.at_least(settings.fail_on)
    if settings.max_warnings is not None:
        warnings = tally.severities[Severity.WARNING]
        if warnings > settings.max_warnings:
            warn(f"{count(warnings, 'warning')}: more than --max-warnings {settings.max_warnings}")
            return Status.FINDINGS
        if settings.fail_on <= Severity.WARNING:
            worth_failing -= warnings
    return Status.FINDINGS if worth_failing else Status.CLEAN
