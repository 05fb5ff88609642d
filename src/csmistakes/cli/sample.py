"""csmistakes sample: conversations for people to grade, drawn by lot, with a sheet to grade them in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from csmistakes.cli.errors import Status, tell, warn
from csmistakes.cli.inputs import Inputs
from csmistakes.cli.output import opened
from csmistakes.cli.run_options import run_options, settled
from csmistakes.cli.selection import split
from csmistakes.cli.settings import Settings
from csmistakes.conversation import Conversation
from csmistakes.errors import UsageError, did_you_mean
from csmistakes.finding import Checked
from csmistakes.masking import mask, one_line
from csmistakes.pipeline import Run
from csmistakes.policy import wanted
from csmistakes.reporters.parts.fields import dumps
from csmistakes.reporters.parts.words import count
from csmistakes.scoring.metadata import Labeller, day_of, week_of
from csmistakes.scoring.native import record
from csmistakes.scoring.sampling import Drawn, Reservoirs
from csmistakes.scoring.sheet import ABOUT, COMMENT, CONVERSATION, GRADER, SCORE, write_table

EPILOG = """
\b
Examples:
  csmistakes sample talks/ --size 50 --seed 7 --by agent \\
      --output sample.jsonl --sheet grades.csv
  csmistakes sample talks/ --size 40 --by channel,week --allocate proportional
  csmistakes sample talks/ --size 60 --by findings --sheet grades.csv \\
      --grader Ann --grader Bea --output sample.jsonl
\b
Fill the sheet in (1 seen, 0 not, NA: had no chance to be), then
  csmistakes agree grades.csv sample.jsonl
"""
FINDINGS = "findings"
_OWN = ("agent", "channel", "week", FINDINGS)
_UNKNOWN = "unknown"
_TOLD = 30  # strata
FILE = click.Path(dir_okay=False, path_type=Path)


@click.command(epilog=EPILOG, short_help="Draw conversations for people to grade, with a sheet.")
@click.argument("paths", nargs=-1, required=True)
@click.option("--size", type=click.IntRange(min=1), required=True, help="How many conversations to draw.")
@click.option("--seed", type=int, default=0, show_default=True, help="What the lot starts from.")
@click.option("--by", multiple=True, metavar="FIELDS", help=f"Strata: {', '.join(_OWN)}, or any other field.")
@click.option(
    "--allocate",
    type=click.Choice(["equal", "proportional"]),
    default="equal",
    show_default=True,
    help="As many of each stratum, or in proportion to it.",
)
@click.option("--output", type=FILE, help="Write the conversations to this file.  [default: standard output]")
@click.option("--sheet", type=FILE, help="Write a grading sheet (CSV) to this file.")
@click.option("--force", is_flag=True, help="Write over a sheet that is there already.")
@click.option("--grader", "graders", multiple=True, metavar="NAME", help="Who grades: a row for each in the sheet.")
@click.option("--blind/--with-findings", default=True, help="Keep findings from the graders, or show them.")
@run_options
def command(  # noqa: PLR0913, PLR0917  (as click hands them over)
    paths: tuple[str, ...],
    size: int,
    seed: int,
    by: tuple[str, ...],
    allocate: str,
    output: Path | None,
    sheet: Path | None,
    force: bool,  # noqa: FBT001
    graders: tuple[str, ...],
    blind: bool,  # noqa: FBT001
    **flags: Any,  # noqa: ANN401
) -> int:
    """Draw conversations from PATHS by lot, for people to grade: native JSON Lines, and a sheet to fill in.

    The same seed draws the same conversations, in whatever order the files are named.
    """
    settings = settled(flags)
    fields = tuple(dict.fromkeys(split(by)))
    if sheet is not None:
        _guard(sheet, output, force=force)
    inputs = Inputs(paths, settings.roles, [output] if output else [], settings.scripts)
    if sheet is not None and sheet.resolve() in {location.resolve() for location in inputs.locations}:
        raise UsageError(f"--sheet {sheet} is one of the inputs, and would be lost")
    needs_findings = FINDINGS in fields or (not blind and sheet is not None)
    run = Run(settings.catalogue, settings.options) if needs_findings else None
    reservoirs: Reservoirs[Checked] = Reservoirs(size, seed, evenly=allocate == "equal")
    _fill(reservoirs, _checked(inputs, run), fields)
    drawn = reservoirs.draw()
    names = _names([one.item.conversation for one in drawn])
    hide = mask if settings.options.mask else str
    with opened(output, inputs.locations, "--output") as out:
        for one, name in zip(drawn, names, strict=True):
            out.write(dumps(record(one.item.conversation, name, hide)) + "\n")
    if sheet is not None:
        about = _Sheet(fields, graders, settings, blind=blind)
        with opened(sheet, inputs.locations, "--sheet") as out:
            write_table(out, about.columns, about.rows(drawn, names))
    _tell(reservoirs.sizes, drawn, size, hide)
    inputs.tell_passed_over()
    if run and run.broken:
        raise run.broken[0].error
    return Status.WRONG if inputs.failed else Status.CLEAN


def _week(conversation: Conversation) -> str:
    """Return the week that `score` counts a conversation in, as far as the transcript says so."""
    return week_of(day_of(Labeller().label(conversation))) or _UNKNOWN


def _guard(sheet: Path, output: Path | None, *, force: bool) -> None:
    if output is not None and sheet.resolve() == output.resolve():
        raise UsageError("--sheet and --output are the same file")
    if sheet.exists() and not force:
        raise UsageError(f"--sheet {sheet} is there already, and may hold grades", advice="--force writes over it")


def _checked(inputs: Inputs, run: Run | None) -> Iterator[Checked]:
    conversations = inputs.conversations()
    checked = run.check(conversations) if run else (Checked(one, ()) for one in conversations)
    yield from inputs.progress.conversations(checked)


def _fill(reservoirs: Reservoirs[Checked], items: Iterable[Checked], fields: Sequence[str]) -> None:
    """Take every conversation into account; UsageError if a field is one that none of them has."""
    others: set[str] = set()
    missing = {field for field in fields if field not in _OWN}
    for item in items:
        conversation = item.conversation
        others.update(conversation.extra)
        missing.difference_update(conversation.extra)
        reservoirs.add(_stratum(item, fields), f"{conversation.path}\0{conversation.id}", item)
    if missing and reservoirs.sizes:
        field = min(missing)
        advice = did_you_mean(field, (*_OWN, *others)) or f"fields are {', '.join((*_OWN, *sorted(others)))}"
        raise UsageError(f"--by: no conversation has a field “{field}”", advice=advice)


def _stratum(item: Checked, fields: Sequence[str]) -> str:
    return "; ".join(f"{field}={_value(item, field)}" for field in fields) or "all"


def _value(item: Checked, field: str) -> str:
    conversation = item.conversation
    if field == FINDINGS:
        return "with" if item.findings else "without"
    if field == "week":
        return _week(conversation)
    value = getattr(conversation, field) if field in _OWN else conversation.extra.get(field)
    return _UNKNOWN if value is None else str(value)


def _names(conversations: Sequence[Conversation]) -> list[str]:
    """Return what each conversation of the sample is called: its id, with its path where that is not unique."""
    often = Counter(conversation.id for conversation in conversations)
    return [f"{one.path}:{one.id}" if often[one.id] > 1 or one.id.startswith("#") else one.id for one in conversations]


class _Sheet:
    """The grading sheet: what it tells graders of a conversation, and the columns they fill in."""

    def __init__(self, fields: Sequence[str], graders: Sequence[str], settings: Settings, *, blind: bool) -> None:
        self._blind = blind
        self._hide = mask if settings.options.mask else str
        self._graders = graders or (None,)
        rules = [rule for rule in settings.catalogue.rules if rule.scope != "corpus" and wanted(rule, settings.options)]
        tells = blind and FINDINGS in fields  # the stratum, and the weight, would tell what the findings are
        hidden = {FINDINGS} if blind else set()
        hidden |= {"stratum", "weight"} if tells else set()
        about = [column for column in ABOUT if column not in hidden]
        self.columns = [CONVERSATION, *about, GRADER, SCORE, *(rule.slug for rule in rules), COMMENT]

    def rows(self, drawn: Sequence[Drawn[Checked]], names: Sequence[str]) -> Iterator[Mapping[str, object]]:
        """Yield a row for each conversation and grader."""
        for one, name in zip(drawn, names, strict=True):
            conversation = one.item.conversation
            about = {
                CONVERSATION: name,
                "path": conversation.path,
                "agent": self._hide(conversation.agent or "") or None,
                "channel": conversation.channel,
                "week": _week(conversation),
                "stratum": self._hide(one.stratum),
                "weight": round(one.weight, 4),
                FINDINGS: "" if self._blind else _told(one.item),
            }
            for grader in self._graders:
                yield {**about, GRADER: grader}


def _told(item: Checked) -> str:
    return "; ".join(f"{one.rule}, turn {one.turn}: “{one_line(one.quote or '')}”" for one in item.findings)


def _tell(sizes: Mapping[str, int], drawn: Sequence[Drawn[Checked]], size: int, hide: Callable[[str], str]) -> None:
    """Tell what was drawn from what, without telling anything of single conversations."""
    total = sum(sizes.values())
    if total < size:
        warn(f"--size {size}, but there {'is' if total == 1 else 'are'} only {count(total, 'conversation')}")
    taken = Counter(one.stratum for one in drawn)
    tell(f"{len(drawn):,} of {count(total, 'conversation')} drawn")
    if len(sizes) == 1:
        return
    for stratum, there in list(sizes.items())[:_TOLD]:
        tell(f"  {one_line(hide(stratum))}: {taken[stratum]:,} of {there:,}")
    if len(sizes) > _TOLD:
        drawn_of = sum(1 for stratum in sizes if taken[stratum])
        tell(f"  and {len(sizes) - _TOLD:,} more strata; {drawn_of:,} of all are in the sample")
