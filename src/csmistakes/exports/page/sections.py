"""The parts of the page, in the order in which they are read: each a heading, what it says, and its tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from csmistakes.exports.page.charts import Charts, Week
from csmistakes.exports.page.lesson import Lessons
from csmistakes.exports.page.markup import Child, Html, el
from csmistakes.exports.page.tables import Cell, Line, Value, cell, ends, number, percent, share, table
from csmistakes.scoring import fairness
from csmistakes.scoring.metadata import week_named, week_number
from csmistakes.scoring.result import Scores
from csmistakes.scoring.rows import GroupRow, RateRow, TrendRow
from csmistakes.scoring.trends import DECLINES, IMPROVES

CHART_ROWS = 15  # of a chart; the rest is in the table
CHARTS = 8  # of people whose scores change
PROBLEMS = 50  # that are told in full
SURE = (fairness.WORSE, fairness.BETTER)
MOST_WEEKS = 200  # from the first to the last: with a longer gap some date is likely wrong
MOVING = (DECLINES, IMPROVES)


def section(key: str, title: str, *children: Child) -> Html:
    """Return a part of the page."""
    return el("section", el("h2", title, id=key), children, id=f"{key}-part", aria_labelledby=key)


def of_kind(scores: Scores, kind: str) -> list[GroupRow]:
    """Return the groups of a kind over all weeks, by name."""
    return [row for row in scores.groups if row.kind == kind and row.week is None]


def summary(scores: Scores, charts: Charts, spread: Mapping[int, int]) -> Iterator[Child]:
    """Yield the figures of all conversations together, and what could not be read."""
    (whole,) = of_kind(scores, "all")
    read = scores.read
    if not read.complete:
        yield el("p", el("b", f"Not all of it: {read.done:,} of {read.files:,} files were read to their end."))
    band = scores.made.card.band(whole.score) or "nothing on the card applies"
    interval = ends(whole.low, whole.high)
    teams = of_kind(scores, "team")
    figures = (
        ("Score", number(whole.score), f"{band}; 95 %: {interval}" if interval else band),
        ("Conversations", f"{whole.conversations:,}", f"{scores.turns:,} turns"),
        ("With findings", f"{whole.with_findings:,}", percent(whole.with_findings / whole.conversations)),
        ("Findings", f"{whole.findings:,}", f"{whole.findings / whole.conversations:.2f} a conversation"),
        ("Agents", f"{len(of_kind(scores, 'agent')):,}", f"in {len(teams):,} teams" if teams else ""),
    )
    yield el(
        "dl",
        [el("div", el("dt", name), el("dd", value, el("span", more))) for name, value, more in figures],
        class_="figures",
    )
    drawn = [charts.histogram("How many conversations have which score", spread)] if whole.scored else []
    weeks = _weeks(scores, "all", "all")
    if len(weeks) > 1:
        drawn.append(charts.line("Mean score by week, with its 95 % interval", weeks))
    yield el("div", drawn, class_="charts")
    yield from _problems(scores)


def certain(scores: Scores, lessons: Lessons) -> Iterator[Child]:
    """Yield what chance does not explain, and what the rules over many conversations say."""
    said = [el("li", text) for text in _compared(scores, lessons)]
    said += [el("li", f"{_who(row.kind, row.name)} {row.verdict}: {_change(row)}.") for row in _moving(scores)]
    yield (
        el("ul", said)
        if said
        else el("p", "No agent or team differs, and nothing changes, by more than chance would do.")
    )
    corpus = dict.fromkeys((row.rule, row.message, row.fix) for row in scores.corpus)
    yield el("ul", [el("li", el("b", lessons.of(rule).title), f": {message} {fix}") for rule, message, fix in corpus])
    yield [el("p", reason, class_="aside") for reason in scores.silent]


def groups(scores: Scores, charts: Charts, kind: str, plans: Mapping[str, int]) -> Iterator[Child]:
    """Yield a chart and a table of the agents, teams, channels or queues; `plans` are the agents' coaching plans."""
    rows = of_kind(scores, kind)
    verdicts = {row.name: row.verdict for row in scores.comparisons if (row.kind, row.of) == (kind, fairness.SCORE)}
    lines = {row.name: row for row in scores.trends if row.kind == kind}
    drawn = [
        (row.name, row.score, row.low, row.high)
        for row in sorted(rows, key=lambda row: (verdicts.get(row.name) not in SURE, row.name))
        if row.enough and row.score is not None and row.low is not None and row.high is not None
    ]
    if len(drawn) > 1:
        which = "" if len(drawn) <= CHART_ROWS else f": {CHART_ROWS} of {len(drawn):,}, who differ for sure first"
        yield charts.intervals(
            f"Mean score by {kind}, with its 95 % interval{which}", "score", drawn[:CHART_ROWS], is_share=False
        )
    names = (
        kind.capitalize(),
        "Team",
        "Score",
        "95 %",
        "Conversations",
        "With findings",
        "Against the others",
        "Trend",
    )
    keep = [True, any(row.team for row in rows), True, True, True, True, bool(verdicts), bool(lines)]
    made = []
    for row in rows:
        verdict = verdicts.get(row.name) or fairness.TOO_FEW
        trend = lines[row.name].verdict if row.name in lines else fairness.TOO_FEW
        name: str | Html = el("a", row.name, href=f"#plan-{plans[row.name]}") if row.name in plans else row.name
        cells: tuple[Value, ...] = (
            name, row.team or "", cell(row.score), ends(row.low, row.high), cell(row.conversations, 0),
            share(row.with_findings / row.conversations), _verdict(verdict), _verdict(trend),
        )  # fmt: skip
        kept: list[Value] = [value for value, is_kept in zip(cells, keep, strict=True) if is_kept]
        made.append(Line(kept, (row.team or "", verdict, trend)))
    caption = (
        f"{kind.capitalize()}s by name. Nobody with fewer than {scores.made.min_sample} scored conversations is "
        "compared; “better” and “worse” are said only where chance does not explain it."
    )
    shown = [name for name, is_kept in zip(names, keep, strict=True) if is_kept]
    yield table(f"{kind}s", caption, shown, made, ("Team", "Against the others", "Trend"))


def mistakes(scores: Scores, charts: Charts, lessons: Lessons) -> Iterator[Child]:
    """Yield how often each mistake was made, and the same by the articles' items."""
    whole = [row for row in scores.rates if (row.kind, row.week) == ("all", None)]
    made = sorted((row for row in whole if row.of == "mistake"), key=lambda row: (-(row.rate or 0), row.mistake))
    drawn = [
        (lessons.of(row.mistake).title, row.rate, row.low or 0.0, row.high or 0.0)
        for row in made
        if row.findings and row.rate is not None
    ]
    if drawn:
        caption = (
            "The most frequent mistakes: share of the conversations in which they could be made, with its 95 % interval"
        )
        yield charts.intervals(caption, "share of conversations", drawn[:CHART_ROWS], is_share=True)
    caption = "Mistakes, the most frequent first. Where one had no chance to be made, it is not counted."
    names = ("Mistake", "Rate", "95 %", "Made in", "Could be in", "Per chance", "Keeps of 100")
    yield table("mistakes-table", caption, names, [_rate(row, lessons) for row in made])
    items = [row for row in whole if row.of == "item"]
    items.sort(key=lambda row: (-(row.rate or 0), row.mistake))
    yield table(
        "items-table", "The same by the articles' items", ("Item", *names[1:]), [_rate(row, lessons) for row in items]
    )


def trends(scores: Scores, charts: Charts) -> Iterator[Child]:
    """Yield the scores of those that change by week, and a table of everybody's trend."""
    moving = [row for row in _moving(scores) if row.kind != "all"]
    drawn = [
        charts.line(f"{_who(row.kind, row.name)} {row.verdict}: {_change(row)}", _weeks(scores, row.kind, row.name))
        for row in moving[:CHARTS]
    ]
    yield el("div", drawn, class_="charts")
    lines = [
        Line(
            (
                row.name, row.kind, _verdict(row.verdict), cell(row.per_week, 2), ends(row.low, row.high, digits=2),
                cell(row.weeks, 0), cell(row.conversations, 0),
            ),
            (row.kind, row.verdict),
        )
        for row in sorted(scores.trends, key=lambda row: row.verdict not in MOVING)
    ]  # fmt: skip
    names = ("Who", "Kind", "Trend", "Points a week", "Interval", "Weeks", "Conversations")
    caption = "Straight lines through the scores by week. All comparisons and trends share one error of 5 %."
    yield table("trends-table", caption, names, lines, ("Kind", "Trend"))


def _rate(row: RateRow, lessons: Lessons) -> Line:
    made, could = cell(row.conversations, 0), cell(row.applicable, 0)
    title = lessons.title(row.of, row.mistake)
    interval = ends(row.low, row.high, 100)
    return Line((title, share(row.rate), interval, made, could, share(row.per_opportunity), cell(row.score)))


def _verdict(verdict: str) -> Html | str:
    return el("span", verdict, class_=verdict) if verdict in {*SURE, *MOVING} else verdict


def _weeks(scores: Scores, kind: str, name: str) -> list[Week]:
    """Return a group's scores by week, with the weeks in between that have none."""
    rows = {row.week: row for row in scores.groups if (row.kind, row.name) == (kind, name) and row.week is not None}
    if not rows:
        return []
    first, last = week_number(min(rows)), week_number(max(rows))
    names = list(rows) if last - first > MOST_WEEKS else [week_named(k) for k in range(first, last + 1)]
    found = [(week, rows.get(week)) for week in names]
    return [Week(week, row.score, row.low, row.high) if row else Week(week) for week, row in found]


def _moving(scores: Scores) -> Sequence[TrendRow]:
    return [row for row in scores.trends if row.verdict in MOVING]


def _who(kind: str, name: str) -> str:
    return "All together" if kind == "all" else f"{kind.capitalize()} {name}"


def _change(row: TrendRow) -> str:
    return f"{row.per_week:+.2f} points a week ({ends(row.low, row.high, digits=2)})"


def _compared(scores: Scores, lessons: Lessons) -> Iterator[str]:
    for row in scores.comparisons:
        if row.verdict not in SURE:
            continue
        if row.of == fairness.SCORE:
            what, value, others = f"{row.verdict} than {row.against}", number(row.value), number(row.others)
        else:
            more = "more" if row.verdict == fairness.WORSE else "less"
            what = f"“{lessons.of(row.of).title}” {more} often than {row.against}"
            value, others = percent(row.value), percent(row.others)
        yield f"{_who(row.kind, row.name)}: {what}, {value} against {others}."


def _problems(scores: Scores) -> Iterator[Html]:
    failed = [problem for problem in scores.read.problems if problem.is_failure]
    if failed:
        lines = [
            Line(
                (
                    problem.path or "",
                    Cell("" if problem.line is None else f"{problem.line}", problem.line),
                    problem.message,
                )
            )
            for problem in failed[:PROBLEMS]
        ]
        rest = f"; {len(failed) - PROBLEMS:,} more are in the other outputs" if len(failed) > PROBLEMS else ""
        yield table("problems", f"What could not be read{rest}", ("File", "Line", "Why"), lines)
