"""The summary for people: what the whole looks like, who stands out for sure, what is made most, how it goes on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from csmistakes.masking import one_line
from csmistakes.reporters.parts.layout import shorten
from csmistakes.reporters.parts.words import count
from csmistakes.scoring import fairness, trends
from csmistakes.scoring.metadata import week_named, week_number
from csmistakes.scoring.result import Scores
from csmistakes.scoring.rows import ComparisonRow, GroupRow, RateRow

_SPARKS = "▁▂▃▄▅▆▇█"
_LINES = ("", "by week", "95 %")  # columns that are drawn, or make no sense in two lines
_NARROW = 80  # columns below which the side columns of tables are left out
_MOST = 12  # rows of a table; the rest is in the files
_BAR = 20
_LONGEST = 40  # columns of a name
_WORDY = 300  # columns of a message
_WEEKS = 13  # that are drawn


def print_summary(scores: Scores, titles: dict[str, str], out: TextIO, *, width: int, color: bool) -> None:
    """Write the summary, `width` columns wide. `titles` are those of the rules, by slug."""
    console = console_on(out, width=width, color=color)
    for part in _parts(scores, titles, console.width):
        console.print(part)


def console_on(out: TextIO, *, width: int, color: bool) -> Console:
    """Return what writes tables, and text as it is, whatever is in it."""
    return Console(
        file=out, width=max(40, width), force_terminal=color, no_color=not color,
        highlight=False, emoji=False, markup=False,
    )  # fmt: skip


def _parts(scores: Scores, titles: dict[str, str], width: int) -> Iterator[Text | Table]:
    whole = next((row for row in scores.groups if row.kind == "all" and row.week is None), None)
    card = scores.made.card
    if whole is None:
        yield Text("No conversations were scored.")
        return
    yield from _overall(scores, whole)
    counts = f"{count(whole.conversations, 'conversation')}, {whole.with_findings:,} with findings"
    made = f"Card “{one_line(card.name)}” version {card.version}, {card.digest}."
    yield Text(f"{counts} ({whole.findings:,} in all). {made}")
    if scores.disputed:
        yield Text(f"{count(scores.disputed, 'finding')} left out as disputed (--no-disputes counts all).")
    if not scores.read.complete:
        done, files = scores.read.done, scores.read.files
        yield Text(f"Not all of it: {done:,} of {files:,} files were read to their end.", "bold")
    if line := _score_line(scores, whole):
        weeks = _weeks(scores)
        yield Text(f"By week  {line}  {weeks[0]} to {weeks[-1]}{_reach(scores, weeks)}")
    yield Text()
    yield from _mistakes(scores, titles, width)
    for kind in ("team", "channel", "queue", "agent"):
        yield from _groups(scores, kind, width)
    yield from _certain(scores, titles)
    yield from _over_many(scores)


def _overall(scores: Scores, whole: GroupRow) -> Iterator[Text]:
    """Yield the mean, and how many conversations are in each band: bands are names for one conversation's score."""
    if whole.score is None:
        yield Text("No score: nothing on the card had a chance to go wrong.", "bold")
        return
    mean = f"Score {as_points(whole.score)}"
    ends = f" (95 %: {as_points(whole.low)}–{as_points(whole.high)})" if whole.low is not None else ""
    yield Text.assemble((mean, "bold"), f"{ends}, the mean of {whole.scored:,}" if whole.scored > 1 else ends)
    yield Text(" · ".join(f"{one_line(name)} {conversations:,}" for name, conversations in scores.bands))


def _mistakes(scores: Scores, titles: dict[str, str], width: int) -> Iterator[Text | Table]:
    whole = [row for row in scores.rates if (row.kind, row.week, row.of) == ("all", None, "mistake")]
    rows = sorted(
        (row for row in whole if row.findings), key=lambda row: (-row.conversations, row.applicable, row.mistake)
    )
    wide = ("95 %", "made / could be", "", "by week") if width >= _NARROW else ()
    table = plain_table("mistake", "rate", *wide, right={"rate", "made / could be"})
    for row in rows[:_MOST]:
        counts = f"{row.conversations:,} / {row.applicable:,}"
        more = (_share_ends(row), counts, bar(row.rate or 0.0), _mistake_line(scores, row))
        title = one_line(titles.get(row.mistake, row.mistake))
        table.add_row(title, as_percent(row.rate), *(more if wide else ()))
    yield from _under(
        "Mistakes, made in most conversations first; rates are of those in which they could be made", table, len(rows)
    )


def _groups(scores: Scores, kind: str, width: int) -> Iterator[Text | Table]:
    """Yield a table of groups: those that differ by more than chance first, the others by name, ranked by nothing."""
    rows = [row for row in scores.groups if row.kind == kind and row.week is None]
    said = {row.name: row.verdict for row in scores.comparisons if (row.kind, row.of) == (kind, fairness.SCORE)}
    first = (fairness.WORSE, fairness.BETTER)
    enough = [row for row in rows if row.enough]
    enough.sort(key=lambda row: (first.index(said[row.name]) if said.get(row.name) in first else 2, row.name))
    wide = ("", "by week") if width >= _NARROW else ()
    verdict = ("",) if said else ()
    table = plain_table(kind, "score", "95 %", "conversations", *verdict, *wide, right={"score", "conversations"})
    for row in enough[:_MOST]:
        sure = said.get(row.name, "") if said.get(row.name) in first else ""
        more = (bar((row.score or 0.0) / 100), _score_line(scores, row))
        cells = (as_name(row.name), as_points(row.score), _ends(row.low, row.high).strip(), f"{row.conversations:,}")
        table.add_row(*cells, *((sure,) if verdict else ()), *(more if wide else ()))
    few = len(rows) - len(enough)
    too_few = f"{few:,} not shown: fewer than {scores.made.min_sample} scored conversations" if few else ""
    differ = any(said.get(row.name) in first for row in enough)
    order = ", those that differ by more than chance first" if differ else ""
    yield from _under(f"{kind.capitalize()}s{order}", table, len(enough), too_few)


def _certain(scores: Scores, titles: dict[str, str]) -> Iterator[Text]:
    """Yield what chance does not explain, a line each; or that there is no such thing."""
    shown = [row for row in scores.comparisons if row.verdict in {fairness.BETTER, fairness.WORSE}]
    moving = [row for row in scores.trends if row.verdict in {trends.IMPROVES, trends.DECLINES}]
    yield Text("What chance does not explain", "bold")
    for row in shown:
        yield Text(f"  {row.kind} {as_name(row.name)}: {_compared(row, titles)}")
    for trend in moving:
        change = f"{trend.per_week:+.2f} points a week ({trend.low:+.2f} to {trend.high:+.2f})"
        who = "all together" if trend.kind == "all" else f"{trend.kind} {as_name(trend.name)}"
        yield Text(f"  {who}: {trend.verdict}, {change}")
    if not shown and not moving:
        yield Text(f"  {_nothing(scores)}")


def _nothing(scores: Scores) -> str:
    """Say that no difference is shown; or that none was looked for, which is not the same."""
    compared = any(row.verdict != fairness.TOO_FEW for row in scores.comparisons)
    followed = any(row.verdict != trends.TOO_FEW for row in scores.trends)
    least = scores.made.min_sample
    if compared and followed:
        return "Nothing: no agent or team differs, and nothing changes, by more than chance would do."
    if compared:
        return "Nothing: no agent or team differs by more than chance would do. Dates are too few for a trend."
    few = f"No agent or team was compared: that takes {least} scored conversations of it, and {least} of others."
    return f"{few} Nothing changes by more than chance would do." if followed else few


def _over_many(scores: Scores) -> Iterator[Text]:
    """Yield what the rules over many conversations say, and which of them had too little to say anything."""
    if scores.corpus or scores.silent:
        yield Text()
        yield Text("Over many conversations, by thresholds of the rules", "bold")
    for row in {(row.rule, row.subject): row for row in scores.corpus}.values():
        yield Text(f"  {row.rule}: {shorten(one_line(row.message), _WORDY)}")
    for reason in scores.silent:
        yield Text(f"  {one_line(reason)}", "dim")


def _compared(row: ComparisonRow, titles: dict[str, str]) -> str:
    if row.of == fairness.SCORE:
        return (
            f"{row.verdict} than {as_name(row.against)}: {as_points(row.value)} against {as_points(row.others)} "
            f"(difference {row.low:+.1f} to {row.high:+.1f})"
        )
    more = "more" if row.verdict == fairness.WORSE else "less"
    title = one_line(titles.get(row.of, row.of))
    return (
        f"“{title}” {more} often than {as_name(row.against)}: {as_percent(row.value)} against {as_percent(row.others)}"
    )


def _weeks(scores: Scores) -> list[str]:
    """Return the last weeks, none left out, so that all lines of a summary have the same ones above each other."""
    known = sorted(week_number(row.week) for row in scores.groups if row.kind == "all" and row.week is not None)
    return (
        [week_named(number) for number in range(max(known[0], known[-1] - _WEEKS + 1), known[-1] + 1)] if known else []
    )


def _score_line(scores: Scores, of: GroupRow) -> str:
    by_week = {row.week: row.score for row in scores.groups if (row.kind, row.name) == (of.kind, of.name)}
    return spark([by_week.get(week) for week in _weeks(scores)])


def _mistake_line(scores: Scores, of: RateRow) -> str:
    by_week = {
        row.week: row.rate for row in scores.rates if (row.kind, row.of, row.mistake) == ("all", "mistake", of.mistake)
    }
    return spark([by_week.get(week) for week in _weeks(scores)])


def spark(values: Sequence[float | None]) -> str:
    """Return values as a line of bars, from their lowest to their highest; a blank where there is none."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return ""
    low, span = min(known), max(known) - min(known)
    top = len(_SPARKS) - 1
    return "".join(" " if v is None else _SPARKS[round((v - low) / span * top) if span else top // 2] for v in values)


def bar(share: float) -> str:
    """Return a share from 0 to 1 as a bar."""
    full = round(share * _BAR)
    return "█" * full + "·" * (_BAR - full)


def plain_table(*names: str, right: set[str]) -> Table:
    """Return an empty table with these columns."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in names:
        table.add_column(name, justify="right" if name in right else "left", no_wrap=name in _LINES)
    return table


def _under(title: str, table: Table, rows: int, more: str = "") -> Iterator[Text | Table]:
    """Yield a table with its title, and how much there is beside it; nothing if there is nothing at all."""
    rest = f"{rows - _MOST:,} more are in the files" if rows > _MOST else ""
    notes = "; ".join(part for part in (rest, more) if part)
    if rows or notes:
        yield Text(title, "bold")
    if rows:
        yield table
    if notes:
        yield Text(notes, "dim")
    if rows or notes:
        yield Text()


def as_name(name: str) -> str:
    """Return a name harmless, and no longer than a table can bear."""
    return shorten(one_line(name), _LONGEST)


def _reach(scores: Scores, weeks: Sequence[str]) -> str:
    """Return between which scores the line of all moves: it is drawn from the lowest to the highest."""
    known = [row.score for row in scores.groups if row.kind == "all" and row.week in weeks and row.score is not None]
    return f", {as_points(min(known))} to {as_points(max(known))}"


def as_points(value: float | None) -> str:
    """Return a score as people read it."""
    return "–" if value is None else f"{value:.1f}"


def _ends(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f" ({low:.1f}–{high:.1f})"


def as_percent(value: float | None) -> str:
    """Return a share as people read it."""
    return "–" if value is None else f"{100 * value:.1f} %"


def _share_ends(row: RateRow) -> str:
    return "" if row.low is None or row.high is None else f"{100 * row.low:.1f}–{100 * row.high:.1f}"
