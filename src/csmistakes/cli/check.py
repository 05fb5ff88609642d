"""csmistakes check: the mistakes in transcripts, each with its fix."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from csmistakes.cli.errors import Status, close_quietly, complain, tell, warn
from csmistakes.cli.inputs import Inputs
from csmistakes.cli.options import color_option, rules_option
from csmistakes.cli.output import opened, wants_color, width
from csmistakes.cli.settings import Settings, settle
from csmistakes.config import FAIL_ON, SEVERITIES
from csmistakes.errors import TranscriptError
from csmistakes.finding import Checked, Severity, Summary
from csmistakes.masking import mask, one_line
from csmistakes.pipeline import Run
from csmistakes.reporters import View, available
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
\b
What to report:
  csmistakes check talks/ --select ownership,belding-24:18
  csmistakes check talks/ --min-severity warning --ignore jargon
  csmistakes check talks/ --speaker Ines          one agent's turns
\b
How to report it:
  csmistakes check talks/ --statistics            only the counts
  csmistakes check talks/ --output-format jsonl --output found.jsonl
\b
In a pipeline:
  csmistakes check talks/ --fail-on error         warnings do not fail
  csmistakes check talks/ --max-warnings 50       for a start with many
\b
Settings that stay go into csmistakes.toml, or [tool.csmistakes] in
pyproject.toml: select, ignore, min-severity, fail-on, max-warnings,
output-format, rules, agent, customer, map, mask. The nearest folder
upwards from the working folder wins, and options win over it.
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
@click.option("--output-format", type=click.Choice(list(available())), help=f"{FORMATS}.  [default: full]")
@click.option("--statistics", is_flag=True, help="Print only the counts by mistake.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write the report to this file.")
@color_option
@click.option("--fail-on", type=click.Choice(FAIL_ON), help="What makes the exit code 1.  [default: warning]")
@click.option("--max-warnings", type=click.IntRange(min=0), metavar="N", help="Let up to N warnings pass as clean.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even if there are findings.")
@click.option("--agent", multiple=True, metavar="NAME", help="The agent's name in the transcript (repeatable).")
@click.option("--customer", multiple=True, metavar="NAME", help="The customer's name in the transcript (repeatable).")
@click.option("--map", multiple=True, metavar="LABEL=ROLE", help="The role of a label: agent, customer, bot, system.")
@rules_option
@click.option("--profile", is_flag=True, help="Tell on standard error where the time went: by stage, and by rule.")
@click.option("--mask/--no-mask", default=None, help="Hide e-mail, phone, card and account numbers.  [default: hide]")
def command(
    paths: tuple[str, ...],
    output: Path | None,
    color: bool | None,  # noqa: FBT001
    profile: bool,  # noqa: FBT001
    **flags: Any,  # noqa: ANN401
) -> int:
    """Report the mistakes in PATHS (files, folders, globs, or - for standard input), each with its fix.

    --select and --ignore take slugs, groups and articles (belding-24, belding-24:18), parted by commas.
    """
    settings = settle(flags)
    profiled = _profiled(settings) if profile else None
    run = profiled or Run(settings.catalogue, settings.options)
    inputs = Inputs(paths, settings.roles, output)
    watch = _Watch(run, inputs, settings.options.speaker)
    with opened(output, inputs.locations) as out:
        view = View(
            width=width(),
            color=wants_color(color, out),
            cite=settings.catalogue.cite,
            mask=mask if settings.options.mask else str,
        )
        try:
            settings.reporter.report(watch.checked(), watch.summary, out, view)
            out.flush()
        except BrokenPipeError:  # whoever read the report has seen enough
            close_quietly()
    inputs.tell_passed_over()
    watch.tell_unknown_speaker()
    if settings.tell_silence:
        watch.tell_silence()
    if profiled:
        click.echo("\n".join(profiled.profile()), err=True)
    for broken in run.broken:
        complain(TranscriptError(f"conversation {broken.conversation} could not be checked", path=broken.path))
    if run.broken:
        raise run.broken[0].error
    return _status(watch.tally, settings, failed=inputs.failed)


def _profiled(settings: Settings) -> ProfiledRun:
    from csmistakes.profiling import ProfiledRun  # noqa: PLC0415  (for who asks for it alone)

    return ProfiledRun(settings.catalogue, settings.options)


class _Watch:
    """Counts what a run finds while it streams to the reporter."""

    def __init__(self, run: Run, inputs: Inputs, speaker: str | None) -> None:
        self.tally = Tally()
        self._run = run
        self._inputs = inputs
        self._speaker = speaker
        self._speaker_met = speaker is None
        self._silent: tuple[str, ...] = ()

    def checked(self) -> Iterator[Checked]:
        for item in self._inputs.progress.conversations(self._run.check(self._inputs.conversations())):
            self.tally.add(item)
            self._speaker_met = self._speaker_met or self._speaks_in(item)
            yield item

    def summary(self) -> Summary:
        inputs = self._inputs
        final = self._run.summary(files=inputs.files, passed_over=inputs.passed_over, failed=inputs.failed)
        self.tally.add_corpus(final.findings)
        self._silent = final.silent
        return final

    def tell_unknown_speaker(self) -> None:
        if not self._speaker_met:
            warn(f"--speaker {self._speaker}: nobody of that name speaks")

    def tell_silence(self) -> None:
        """Tell why rules over many conversations found nothing."""
        for reason in self._silent:
            tell(one_line(reason))

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
