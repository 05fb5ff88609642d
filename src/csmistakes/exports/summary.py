"""The summary for people: what the whole looks like, who stands out for sure, what is made most, how it goes on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from csmistakes.masking import one_line
from csmistakes.scoring import fairness, trends
from csmistakes.scoring.result import Scores
from csmistakes.scoring.rows import ComparisonRow, GroupRow, RateRow

_SPARKS = "▁▂▃▄▅▆▇█"
_NARROW = 80  # columns below which the side columns of tables are left out
_MOST = 12  # rows of a table; the rest is in the files
_BAR = 20


def print_summary(scores: Scores, titles: dict[str, str], out: TextIO, *, width: int, color: bool) -> None:
    """Write the summary, `width` columns wide. `titles` are those of the rules, by slug."""
    console = Console(
        file=out,
        width=max(40, width),
        force_terminal=color,
        no_color=not color,
        highlight=False,
        emoji=False,
        markup=False,
    )
    for part in _parts(scores, titles, console.width):
        console.print(part)


def _parts(scores: Scores, titles: dict[str, str], width: int) -> Iterator[Text | Table]:
    whole = next((row for row in scores.groups if row.kind == "all" and row.week is None), None)
    card = scores.made.card
    if whole is None:
        yield Text("No conversations were scored.")
        return
    mean = f"{_number(whole.score)}{_ends(whole.low, whole.high)}" if whole.score is not None else "no score"
    yield Text.assemble(("Score ", "bold"), (mean, "bold"), f" · {_band(scores, whole.score)}")
    counts = f"{whole.conversations:,} conversations, {whole.with_findings:,} with findings ({whole.findings:,} in all)"
    yield Text(f"{counts}. Card “{one_line(card.name)}” version {card.version}, {card.digest}.")
    if not scores.read.complete:
        done, files = scores.read.done, scores.read.files
        yield Text(f"Not all of it: {done:,} of {files:,} files were read to their end.", "bold")
    if weeks := _weeks(scores, "all", "all"):
        yield Text(f"By week  {spark([row.score for row in weeks])}  {weeks[0].week} to {weeks[-1].week}")
    yield Text()
    yield from _mistakes(scores, titles, width)
    for kind in ("team", "channel", "queue", "agent"):
        yield from _groups(scores, kind, width)
    yield from _certain(scores, titles)


def _mistakes(scores: Scores, titles: dict[str, str], width: int) -> Iterator[Text | Table]:
    whole = [row for row in scores.rates if (row.kind, row.week, row.of) == ("all", None, "mistake")]
    rows = sorted((row for row in whole if row.findings), key=lambda row: (-(row.rate or 0), row.mistake))
    wide = ("95 %", "made / could be", "", "by week") if width >= _NARROW else ()
    table = _table("mistake", "rate", *wide, right={"rate", "made / could be"})
    for row in rows[:_MOST]:
        counts = f"{row.conversations:,} / {row.applicable:,}"
        more = (_share_ends(row), counts, bar(row.rate or 0.0), _mistake_line(scores, row))
        title = one_line(titles.get(row.mistake, row.mistake))
        table.add_row(title, _percent(row.rate), *(more if wide else ()))
    yield from _under("Mistakes, of the conversations in which they could be made", table, len(rows))


def _groups(scores: Scores, kind: str, width: int) -> Iterator[Text | Table]:
    """Yield a table of groups: those that differ by more than chance first, the others by name, ranked by nothing."""
    rows = [row for row in scores.groups if row.kind == kind and row.week is None]
    said = {row.name: row.verdict for row in scores.comparisons if (row.kind, row.of) == (kind, fairness.SCORE)}
    first = (fairness.WORSE, fairness.BETTER)
    enough = [row for row in rows if row.enough]
    enough.sort(key=lambda row: (first.index(said[row.name]) if said.get(row.name) in first else 2, row.name))
    wide = ("", "by week") if width >= _NARROW else ()
    verdict = ("",) if said else ()
    table = _table(kind, "score", "95 %", "conversations", *verdict, *wide, right={"score", "conversations"})
    for row in enough[:_MOST]:
        sure = said.get(row.name, "") if said.get(row.name) in first else ""
        more = (bar((row.score or 0.0) / 100), spark([week.score for week in _weeks(scores, kind, row.name)]))
        cells = (one_line(row.name), _number(row.score), _ends(row.low, row.high).strip(), f"{row.conversations:,}")
        table.add_row(*cells, *((sure,) if verdict else ()), *(more if wide else ()))
    few = len(rows) - len(enough)
    too_few = f"{few:,} not shown: fewer than {scores.made.min_sample} scored conversations" if few else ""
    order = ", who differ by more than chance first" if said else ""
    yield from _under(f"{kind.capitalize()}s{order}", table, len(enough), too_few)


def _certain(scores: Scores, titles: dict[str, str]) -> Iterator[Text]:
    """Yield what chance does not explain, a line each; or that there is no such thing."""
    shown = [row for row in scores.comparisons if row.verdict in {fairness.BETTER, fairness.WORSE}]
    moving = [row for row in scores.trends if row.verdict in {trends.IMPROVES, trends.DECLINES}]
    yield Text("What chance does not explain", "bold")
    for row in shown:
        yield Text(f"  {row.kind} {one_line(row.name)}: {_compared(row, titles)}")
    for trend in moving:
        change = f"{trend.per_week:+.2f} points a week ({trend.low:+.2f} to {trend.high:+.2f})"
        who = "all together" if trend.kind == "all" else f"{trend.kind} {one_line(trend.name)}"
        yield Text(f"  {who}: {trend.verdict}, {change}")
    if not shown and not moving:
        yield Text("  Nothing: no agent or team differs, and nothing changes, by more than chance would do.")
    for message in dict.fromkeys((row.rule, row.subject, row.message) for row in scores.corpus):
        yield Text(f"  {message[0]}: {one_line(message[2])}")
    for reason in scores.silent:
        yield Text(f"  {one_line(reason)}", "dim")


def _compared(row: ComparisonRow, titles: dict[str, str]) -> str:
    if row.of == fairness.SCORE:
        return (
            f"{row.verdict} than {one_line(row.against)}: {_number(row.value)} against {_number(row.others)} "
            f"(difference {row.low:+.1f} to {row.high:+.1f})"
        )
    more = "more" if row.verdict == fairness.WORSE else "less"
    title = one_line(titles.get(row.of, row.of))
    return f"“{title}” {more} often than {one_line(row.against)}: {_percent(row.value)} against {_percent(row.others)}"


def _weeks(scores: Scores, kind: str, name: str) -> list[GroupRow]:
    return [row for row in scores.groups if (row.kind, row.name) == (kind, name) and row.week is not None]


def _mistake_line(scores: Scores, of: RateRow) -> str:
    rows = (row for row in scores.rates if row.week is not None and (row.of, row.mistake) == ("mistake", of.mistake))
    return spark([row.rate for row in rows])


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


def _table(*names: str, right: set[str]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in names:
        table.add_column(name, justify="right" if name in right else "left")
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


def _band(scores: Scores, score: float | None) -> str:
    return one_line(scores.made.card.band(score) or "nothing on the card applies")


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"


def _ends(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f" ({low:.1f}–{high:.1f})"


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f} %"


def _share_ends(row: RateRow) -> str:
    return "" if row.low is None or row.high is None else f"{100 * row.low:.1f}–{100 * row.high:.1f}"
