"""csmistakes trends: how scores and mistakes went from week to week, from what runs of `score` have stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from csmistakes.catalogue import load
from csmistakes.cli.errors import Status, warn
from csmistakes.cli.options import color_option
from csmistakes.cli.output import standard_output, wants_color, width
from csmistakes.errors import UsageError, did_you_mean
from csmistakes.exports.course import write_csv, write_json, write_text
from csmistakes.scoring.history import PERIODS, WEEK, Course, History, Wanted
from csmistakes.scoring.rows import Record
from csmistakes.store.reading import Store, StoredRun, reading

EPILOG = """
\b
Examples:
  csmistakes score talks/ --store history.duckdb      fill it, week after week
  csmistakes trends history.duckdb                    all conversations by week
  csmistakes trends history.duckdb --agent Ines --by month
  csmistakes trends history.duckdb --mistake runaround --since 2026-01-01
  csmistakes trends history.duckdb --compare 2026-W03 2026-W04
  csmistakes trends history.duckdb --compare run:before run:after
  csmistakes trends history.duckdb --output-format csv > weeks.csv
\b
docs/score.md says what is in the database, and when a change is called one.
"""
FILE = click.Path(dir_okay=False, path_type=Path)
DAY = click.DateTime(["%Y-%m-%d"])
_RUN = "run:"
_NAMED = ("agent", "team", "queue", "channel")


@click.command(epilog=EPILOG, short_help="Show how scores and mistakes went from week to week.")
@click.argument("store", type=FILE, metavar="FILE.duckdb")
@click.option("--by", type=click.Choice(list(PERIODS)), default=WEEK, show_default=True, help="What to count by.")
@click.option("--agent", metavar="NAME", help="Only this agent's part of conversations.")
@click.option("--team", metavar="NAME", help="Only this team.")
@click.option("--queue", metavar="NAME", help="Only this queue.")
@click.option("--channel", metavar="NAME", help="Only this channel: chat, call, email, tweet, sms.")
@click.option("--mistake", multiple=True, metavar="SLUG", help="Only the rates of this mistake (repeatable).")
@click.option("--since", type=DAY, metavar="DATE", help="From this day on, as 2026-01-31 (UTC).")
@click.option("--until", type=DAY, metavar="DATE", help="Up to this day, and with it.")
@click.option(
    "--compare",
    nargs=2,
    metavar="FIRST SECOND",
    help="Compare two periods, or two runs as run:NAME or run:NUMBER: the second with the first.",
)
@click.option(
    "--min-sample",
    type=click.IntRange(min=5),
    help="Scored conversations below which nothing is compared or judged.  [default: the newest run's]",
)
@click.option(
    "--output-format",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    show_default=True,
    help="For people or programs.",
)
@color_option
def command(store: Path, color: bool | None, **flags: Any) -> int:  # noqa: ANN401, FBT001
    """Show scores and rates of mistakes by week, with intervals, from a database that `score --store` has filled.

    All conversations are graded with the newest run's scorecard. A trend is judged as `score` judges it.
    """
    wanted = Wanted(**{name: flags[name] for name in _NAMED})
    with reading(store) as database:
        runs = database.runs()
        for field in (*_NAMED, "mistake"):
            _check_named(database, field, flags[field])
        label = _labels(flags["compare"], flags["by"], runs)
        history = History(database.card(runs[-1].card), wanted, by=flags["by"], compare=flags["compare"])
        for run, record in database.records(_day(flags["since"]), _day(flags["until"])):
            history.add(record, label(run, record))
    least = flags["min_sample"] or runs[-1].min_sample
    course = history.course(least, flags["mistake"])
    _tell_of(runs, course, flags["compare"])
    out = standard_output()
    if flags["output_format"] == "json":
        write_json(course, _about(runs, flags, least), out)
    elif flags["output_format"] == "csv":
        write_csv(course, out)
    else:
        titles = {rule.slug: rule.title for rule in load().rules}
        write_text(course, titles, out, by=flags["by"], width=width(), color=wants_color(color, out))
    return Status.CLEAN


def _check_named(database: Store, field: str, asked: str | Sequence[str] | None) -> None:
    """Refuse a name that nothing in the store has: a slip would look like a week without mistakes."""
    for name in [asked] if isinstance(asked, str) else asked or ():
        known = database.names(field)
        if name not in known:
            advice = did_you_mean(name, known) or f"there are: {', '.join(known[:20]) or 'none at all'}"
            raise UsageError(f"--{field}: “{name}” is not in the store", advice=advice)


def _labels(compare: tuple[str, str] | None, by: str, runs: Sequence[StoredRun]) -> Callable[[int, Record], str | None]:
    """Return what tells on which side of a comparison a conversation is."""
    named = [side.startswith(_RUN) for side in compare or ()]
    if not any(named):
        return lambda _, record: PERIODS[by](record.conversation)
    if not all(named):
        raise UsageError("--compare: a run can only be compared with a run", advice=f"{_RUN}NAME {_RUN}NAME")
    sides: dict[int, str] = {}
    for side in compare or ():
        found = [run.number for run in runs if side.removeprefix(_RUN) in {str(run.number), run.name}]
        if not found:
            told = ", ".join(f"{_RUN}{run.name or run.number}" for run in runs[-10:])
            raise UsageError(f"--compare: there is no {side}", advice=f"there are: {told}")
        sides |= dict.fromkeys(found, side)
    return lambda run, _: sides.get(run)


def _tell_of(runs: Sequence[StoredRun], course: Course, compare: tuple[str, str] | None) -> None:
    """Say what makes weeks less comparable than they look."""
    if len({run.catalogue for run in runs}) > 1:
        warn("the runs in this store had different rules (see the table runs): what changes may be the rules")
    if any(not run.complete for run in runs):
        warn("a run in this store was interrupted: score it again with --resume to have all of it")
    periods = {row.week for row in course.scores}
    for side in compare or ():
        if not side.startswith(_RUN) and side not in periods:
            warn(f"--compare: no conversation in {side}")


def _day(given: datetime | None) -> Any:  # noqa: ANN401  (a date or None)
    return None if given is None else given.date()


def _about(runs: Sequence[StoredRun], flags: Mapping[str, Any], min_sample: int) -> dict[str, Any]:
    days = {name: day and str(day) for name in ("since", "until") for day in (_day(flags[name]),)}
    return {
        "by": flags["by"],
        **{name: flags[name] for name in _NAMED},
        "mistakes": list(flags["mistake"]),
        **days,
        "min_sample": min_sample,
        "card": runs[-1].card,
        "runs": [
            {"run": run.number, "name": run.name, "csmistakes": run.version, "catalogue": run.catalogue} for run in runs
        ],
    }
