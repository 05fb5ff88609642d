"""csmistakes dispute: what people say of findings, kept beside the configuration, one a line."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, TypeVar

import click

from csmistakes.cli.disputed import disputes_file, honoured_by
from csmistakes.cli.errors import Status, tell
from csmistakes.cli.inputs import Inputs
from csmistakes.cli.output import standard_output, width
from csmistakes.cli.picking import Wish, missed_place, one_dispute, one_finding
from csmistakes.cli.run_options import run_options, settled
from csmistakes.disputes import COUNTED, MISSED, NOT_A_MISTAKE, WITHDRAWN, Dispute, append, read_disputes
from csmistakes.honouring import Honoured
from csmistakes.masking import mask, one_line
from csmistakes.pipeline import Run
from csmistakes.reporters.parts.fields import dumps
from csmistakes.reporters.parts.layout import paragraph
from csmistakes.reporters.parts.words import count

F = TypeVar("F", bound=Callable[..., Any])

EPILOG = """
\b
Examples:
  csmistakes dispute add talks/ --rule jargon --conversation t-1 \\
      --reason "our customers are plumbers" --who Ann
  csmistakes dispute add talks/ --fingerprint 3fa9c1 --reason "she joked"
  csmistakes dispute add talks/ --missed --rule no-empathy \\
      --conversation t-2 --turn 4 --reason "the dog had died"
  csmistakes dispute list
  csmistakes dispute check talks/ --record        count, and tell what is stale
\b
Fingerprints are in the output of csmistakes check --output-format jsonl.
csmistakes check leaves disputed findings out, unless --no-disputes.
"""


@click.group(epilog=EPILOG, short_help="Say that a finding is none, or what was missed, and why.")
def command() -> None:
    """Say that a finding is no mistake, or that one was missed, and why.

    What is said is kept in csmistakes-disputes.jsonl beside the configuration (or in the working folder), a line each,
    to be committed with it.
    """


def _today() -> str:
    return datetime.now(UTC).astimezone().date().isoformat()


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # in a container, a user may have no name
        raise click.UsageError("--who is needed: the system knows no name for you") from None


_WHICH = (
    click.option("--fingerprint", metavar="TEXT", help="The finding's fingerprint, or the beginning of it."),
    click.option("--rule", metavar="SLUG", help="The mistake."),
    click.option("--conversation", metavar="ID", help="The conversation's id, or path:id where ids repeat."),
    click.option("--turn", type=click.IntRange(min=1), help="The turn, counted from 1."),
)
_DATE = click.option(
    "--date",
    type=click.DateTime(["%Y-%m-%d"]),
    default=_today,
    show_default="today",
    help="When it is said.",
)
_SAID = (
    click.option("--reason", required=True, help="Why."),
    click.option("--who", default=_user, show_default="your user name", help="Who says so."),
    _DATE,
)


def _with(*options: Callable[[F], F]) -> Callable[[F], F]:
    def add(of: F) -> F:
        for option in reversed(options):
            of = option(of)
        return of

    return add


@command.command("add", short_help="Say that a finding is none, or what was missed.")
@click.argument("paths", nargs=-1, required=True)
@click.option("--missed", is_flag=True, help="A mistake is there that was not found.")
@_with(*_WHICH, *_SAID)
@run_options
def add(  # noqa: PLR0913, PLR0917  (as click hands them over)
    paths: tuple[str, ...],
    missed: bool,  # noqa: FBT001
    fingerprint: str | None,
    rule: str | None,
    conversation: str | None,
    turn: int | None,
    reason: str,
    who: str,
    date: datetime,
    **flags: Any,  # noqa: ANN401
) -> int:
    """Say that a finding in PATHS is no mistake, or with --missed, that there is one that was not found."""
    settings = settled(flags)
    wish = Wish(fingerprint, rule, conversation, turn)
    wish.check(settings.catalogue, missed=missed)
    inputs = Inputs(paths, settings.roles, scripts=settings.scripts)
    run = Run(settings.catalogue, settings.options)
    checked = inputs.progress.conversations(run.check(inputs.conversations()))
    hide = mask if settings.options.mask else str
    said = {"reason": hide(_told(reason, "--reason")), "who": _told(who, "--who"), "date": date.date().isoformat()}
    if missed:
        place = missed_place(wish, checked)
        dispute = Dispute(MISSED, rule or "", path=place.path, conversation=place.id, turn=turn, **said)
    else:
        found = one_finding(wish, checked, lambda: run.summary().findings)
        dispute = Dispute(
            verdict=NOT_A_MISTAKE,
            rule=found.rule,
            path=found.place.path if found.place else None,
            conversation=found.conversation,
            turn=found.turn,
            fingerprint=found.fingerprint,
            quote=None if found.quote is None else hide(found.quote),
            **said,
        )
    if run.broken:
        raise run.broken[0].error
    disputes = read_disputes(disputes_file())
    if known := disputes.holding.get(dispute.about):
        raise click.UsageError(f"it is disputed already: {known[0].who}, {known[0].date}: {known[0].reason}")
    append(disputes.path, dispute)
    tell(one_line(f"{dispute}: {dispute.verdict}, written to {disputes.path}"))
    return Status.WRONG if inputs.failed else Status.CLEAN


@command.command("withdraw", short_help="Take a dispute back.")
@_with(*_WHICH, *_SAID)
def withdraw(  # noqa: PLR0913, PLR0917
    fingerprint: str | None,
    rule: str | None,
    conversation: str | None,
    turn: int | None,
    reason: str,
    who: str,
    date: datetime,
) -> None:
    """Take a dispute back: a line more says so, and the one before stays."""
    disputes = read_disputes(disputes_file())
    known = one_dispute(Wish(fingerprint, rule, conversation, turn), disputes)
    said = {"reason": mask(_told(reason, "--reason")), "who": _told(who, "--who"), "date": date.date().isoformat()}
    append(disputes.path, Dispute(**{**asdict(known), **said, "verdict": WITHDRAWN}))
    tell(one_line(f"{known}: {WITHDRAWN}, written to {disputes.path}"))


@command.command("list")
@click.option("--rule", metavar="SLUG", help="Only those of this mistake.")
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text", help="For people or programs.")
def list_(rule: str | None, output_format: str) -> None:
    """List the disputes that hold."""
    disputes = read_disputes(disputes_file())
    held = [(one, line) for one, line in disputes.holding.values() if rule in {None, one.rule}]
    out = standard_output()
    if output_format == "json":
        out.write(dumps([{"line": line, **asdict(one)} for one, line in held], indent=2) + "\n")
        return
    for one, line in held:
        quote = f" “{one.quote}”" if one.quote else ""
        text = f"{line}: {one}: {one.verdict}{quote}: {one.reason} ({one.who}, {one.date})"
        out.writelines(f"{part}\n" for part in paragraph(one_line(text), width(), rest="  "))
    out.write(f"{count(len(held), 'dispute')}.\n")


@command.command("check", short_help="Count disputed findings; tell of stale disputes.")
@click.argument("paths", nargs=-1, required=True)
@click.option("--record", is_flag=True, help="Keep the counts in the file, for csmistakes explain to show.")
@_DATE
@run_options
def check(paths: tuple[str, ...], record: bool, date: datetime, **flags: Any) -> int:  # noqa: ANN401, FBT001
    """Count how many of the findings in PATHS are disputed, and tell which disputes match nothing any more.

    The exit code is 1 if there are such.
    """
    settings = settled(flags)
    disputes = read_disputes(disputes_file())
    inputs = Inputs(paths, settings.roles, scripts=settings.scripts)
    run = Run(settings.catalogue, settings.options)
    honoured = honoured_by(settings, disputes)
    conversations = 0
    for _ in inputs.progress.conversations(honoured.leave_out(run.check(inputs.conversations()))):
        conversations += 1
    honoured.summary(run.summary())
    if run.broken:
        raise run.broken[0].error
    missed = [one.rule for one in disputes.of(MISSED)]
    standard_output().writelines(f"{line}\n" for line in _counts(honoured, missed, conversations))
    stale = honoured.stale(whole=True)
    for dispute, line, matter in stale:
        tell(one_line(f"{disputes.path}:{line}: {dispute}: {matter}"))
    if record:
        rules = {
            slug: {"reports": reports, "disputed": honoured.disputed[slug]}
            for slug, reports in sorted(honoured.found.items())
        }
        day = date.date().isoformat()
        append(disputes.path, {"verdict": COUNTED, "date": day, "conversations": conversations, "rules": rules})
    inputs.tell_passed_over()
    if inputs.failed:
        return Status.WRONG
    return Status.FINDINGS if stale else Status.CLEAN


def _counts(honoured: Honoured, missed: Sequence[str], conversations: int) -> Iterator[str]:
    """Yield a line for each rule that somebody disputed."""
    slugs = sorted({*honoured.disputed, *missed})
    for slug in slugs:
        disputed, reports = honoured.disputed[slug], honoured.found[slug]
        right = f", so right in at most {(reports - disputed) / reports:.0%}" if disputed else ""
        more = f"; missed {missed.count(slug):,}" if slug in missed else ""
        yield f"{slug}: disputed {disputed:,} of {reports:,}{right}{more}"
    yield f"{count(honoured.disputed.total(), 'finding')} disputed in {count(conversations, 'conversation')}."


def _told(text: str, option: str) -> str:
    if not text.strip():
        raise click.UsageError(f"{option} says nothing")
    return text.strip()
