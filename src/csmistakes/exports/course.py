"""How it went from period to period: for people, as one JSON document, and as one CSV."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TextIO

from rich.table import Table
from rich.text import Text

from csmistakes.exports.json_file import fields
from csmistakes.exports.summary import as_name, as_percent, as_points, bar, console_on, plain_table, spark
from csmistakes.masking import one_line
from csmistakes.reporters.parts.fields import dumps
from csmistakes.reporters.parts.words import count
from csmistakes.scoring.fairness import SCORE, TOO_FEW
from csmistakes.scoring.history import Course
from csmistakes.scoring.rows import ComparisonRow, RateRow, Row
from csmistakes.spreadsheets import write_rows

COLUMNS = (
    *("kind", "name", "period", "of", "mistake", "applicable", "conversations", "value", "low", "high"),
    *("opportunities", "findings"),
)
_MOST = 15  # mistakes that are shown to people
_PERIODS = 26  # the last of them: half a year of weeks
_MISTAKE = "mistake"


def write_csv(course: Course, out: TextIO) -> None:
    """Write a row for each period's score, then one for each mistake in it; `period` is empty for all together."""
    write_rows(out, [COLUMNS, *_rows(course)])


def _rows(course: Course) -> Iterator[tuple[object, ...]]:
    for row in course.scores:
        cells = (row.scored, row.with_findings, row.score, row.low, row.high, None, row.findings)
        yield row.kind, row.name, row.week, SCORE, None, *cells
    for rate in course.rates:
        counts = (rate.applicable, rate.conversations, rate.rate, rate.low, rate.high, rate.opportunities)
        yield rate.kind, rate.name, rate.week, _MISTAKE, rate.mistake, *counts, rate.findings


def write_json(course: Course, about: Mapping[str, Any], out: TextIO) -> None:
    """Write everything, with `about`: what was asked, and of which runs."""
    document = {
        "scores": [_by_period(row) for row in course.scores],
        "rates": [_by_period(row) for row in course.rates],
        "trend": None if course.trend is None else fields(course.trend),
        "compared": [fields(row) for row in course.compared],
        "about": about,
    }
    out.write(dumps(document, indent=2) + "\n")


def _by_period(row: Row) -> dict[str, Any]:
    return {"period" if name == "week" else name: value for name, value in fields(row).items()}


def write_text(  # noqa: PLR0913
    course: Course, titles: Mapping[str, str], out: TextIO, *, by: str, width: int, color: bool
) -> None:
    """Write it for people, `width` columns wide. `titles` are those of the rules, by slug."""
    console = console_on(out, width=width, color=color)
    for part in _parts(course, titles, by):
        console.print(part)


def _parts(course: Course, titles: Mapping[str, str], by: str) -> Iterator[Text | Table]:
    whole = next((row for row in course.scores if row.week is None), None)
    if whole is None:
        yield Text("No conversations of this kind are in the store.")
        return
    kind, name = course.subject
    who = "All" if kind == name else f"{kind.capitalize()} {as_name(name)}"
    yield Text(f"{who}: {count(whole.conversations, 'conversation')}, score {as_points(whole.score)}", "bold")
    yield Text()
    yield from _periods(course, by)
    yield from _mistakes(course, titles, by)
    yield Text("From week to week", "bold")
    yield Text(f"  {_trend(course)}")
    for row in course.compared:
        yield Text(f"  {_compared(row, titles)}")


def _periods(course: Course, by: str) -> Iterator[Text | Table]:
    rows = [row for row in course.scores if row.week is not None]
    if not rows:
        yield Text("No conversation has a date.")
    else:
        if len(rows) > _PERIODS:
            yield Text(f"{len(rows) - _PERIODS:,} before these with --output-format csv, or json", "dim")
        table = plain_table(by, "score", "95 %", "conversations", "", "findings", right={"score", "conversations"})
        for row in rows[-_PERIODS:]:
            ends = "" if row.low is None else f"{as_points(row.low)}–{as_points(row.high)}"
            share = bar((row.score or 0.0) / 100)
            few = "" if row.enough else "  (few)"
            counts = f"{row.conversations:,}", share, f"{row.findings:,}{few}"
            table.add_row(one_line(str(row.week)), as_points(row.score), ends, *counts)
        yield table
    yield Text()


def _mistakes(course: Course, titles: Mapping[str, str], by: str) -> Iterator[Text | Table]:
    """Yield the mistakes made in most conversations, with their rate in each period as a line."""
    whole = sorted(
        (row for row in course.rates if row.week is None and row.findings),
        key=lambda row: (-row.conversations, row.applicable, row.mistake),
    )
    if not whole:
        return
    periods = [row.week for row in course.scores if row.week is not None][-_PERIODS:]
    rates = {(row.mistake, row.week): row.rate for row in course.rates}
    table = plain_table("mistake", "rate", "95 %", "made / could be", f"by {by}", right={"rate", "made / could be"})
    for row in whole[:_MOST]:
        line = spark([rates.get((row.mistake, period)) for period in periods])
        title = one_line(titles.get(row.mistake, row.mistake))
        table.add_row(title, as_percent(row.rate), _ends(row), f"{row.conversations:,} / {row.applicable:,}", line)
    yield Text("Mistakes, made in most conversations first", "bold")
    yield table
    if len(whole) > _MOST:
        yield Text(f"{len(whole) - _MOST:,} more with --output-format csv, or json", "dim")
    yield Text()


def _ends(row: RateRow) -> str:
    return "" if row.low is None or row.high is None else f"{100 * row.low:.1f}–{100 * row.high:.1f}"


def _trend(course: Course) -> str:
    row = course.trend
    if row is None or row.verdict == TOO_FEW:
        return "Too few weeks, conversations or agents for a trend."
    return f"{row.verdict}: {row.per_week:+.2f} points a week ({row.low:+.2f} to {row.high:+.2f})"


def _compared(row: ComparisonRow, titles: Mapping[str, str]) -> str:
    pair = f"{as_name(row.name)} against {as_name(row.against)}"
    if row.of != SCORE:
        title = one_line(titles.get(row.of, row.of))
        return f"{pair}, “{title}”: {row.verdict}, {as_percent(row.value)} against {as_percent(row.others)}"
    if row.verdict == TOO_FEW:
        return f"{pair}: too few conversations, or agents, to be compared"
    ends = f"difference {row.low:+.1f} to {row.high:+.1f}"
    return f"{pair}: {row.verdict}, {as_points(row.value)} against {as_points(row.others)} ({ends})"
