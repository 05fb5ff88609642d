"""A measurement in the terminal; what went wrong, with its text, goes nowhere else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from benchmarks.figures import Estimate, Figures
from benchmarks.labelled import Labelled
from benchmarks.reports import Reports
from benchmarks.results import Measured, Part, Result
from benchmarks.scoring import Mishap, Pairs, Share, mishaps

_FIGURES = ("precision", "recall", "F1", "located", "turn precis.")


def show(console: Console, result: Result) -> None:
    """Print all of a measurement."""
    console.rule(f"[bold]{escape(result.set)}")
    console.print(
        f"{result.conversations} conversations, {result.turns} turns, {result.clear_labels} clear and "
        f"{result.arguable_labels} arguable labels; rules {result.rules}"
    )
    console.print(_by_mistake(result.csmistakes))
    systems = {"csmistakes": result.csmistakes, **result.baselines}
    if result.politeness:
        mistakes = f"{len(result.politeness.convokit.mistakes)} mistakes"
        systems[f"csmistakes, {mistakes}"] = result.politeness.csmistakes
        systems[f"ConvoKit, the same {mistakes}"] = result.politeness.convokit
    console.print(_systems(systems))
    console.print(_parts("by channel", result.csmistakes.by_channel))
    console.print(_parts("by source", result.csmistakes.by_source))
    if result.csmistakes.pairs:
        console.print(_pairs(result.csmistakes.pairs))
    console.print(
        f"conversations without any label that got a report: {_share(result.csmistakes.clean_reported)}, "
        f"at warning or worse: {_share(result.csmistakes.clean_warned)}"
    )


def show_errors(console: Console, items: Sequence[Labelled], reports: Reports, limit: int) -> None:
    """Print up to `limit` misses and false reports of each mistake, with the conversations."""
    wrong: dict[tuple[str, bool], list[Mishap]] = defaultdict(list)
    for mishap in mishaps(items, reports):
        wrong[mishap.mistake, mishap.is_missed].append(mishap)
    for mistake, is_missed in sorted(wrong):
        listed = wrong[mistake, is_missed]
        console.rule(f"{mistake}: {len(listed)} {'missed' if is_missed else 'falsely reported'}")
        for mishap in listed[:limit]:
            said_why = "; ".join(label.why for label in mishap.item.labels if label.mistake == mistake and label.why)
            console.print(f"[bold]{escape(mishap.item.conversation.id)}[/] {escape(said_why)}")
            for position, turn in enumerate(mishap.item.conversation.turns):
                style = "bold red" if position in mishap.turns else ""
                console.print(f"  {position + 1:>3} {turn.role.upper()[:1]}: {turn.text}", style=style, markup=False)


def text_of(estimate: Estimate) -> str:
    """Return a figure with its interval."""
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return "–"
    return f"{estimate.value:.2f} [{estimate.low:.2f}-{estimate.high:.2f}]"


def _table(title: str, first: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column(first, no_wrap=True)
    for column in columns:
        table.add_column(column, justify="right")
    return table


def _estimates(figures: Figures) -> list[str]:
    shown = (figures.precision, figures.recall, figures.f1, figures.located, figures.turn_precision)
    return [escape(text_of(estimate)) for estimate in shown]


def _by_mistake(measured: Measured) -> Table:
    table = _table("by mistake", "mistake", "has it", "hit", "false", *_FIGURES)
    rows = sorted(measured.summary.by_mistake.items(), key=lambda row: (-row[1].support, row[0]))
    for mistake, one in rows:
        table.add_row(mistake, str(one.support), str(one.hits), str(one.false), *_estimates(one))
    return table


def _systems(systems: Mapping[str, Measured]) -> Table:
    table = _table("over all mistakes", "system", *_FIGURES, "macro F1", "planted found", "near misses")
    for name, measured in systems.items():
        found = [pair.found for pair in measured.pairs.values()]
        mistaken = [pair.mistaken for pair in measured.pairs.values()]
        macro = escape(text_of(measured.summary.macro_f1))
        table.add_row(name, *_estimates(measured.summary.micro), macro, _share(_sum(found)), _share(_sum(mistaken)))
    return table


def _parts(title: str, parts: Mapping[str, Part]) -> Table:
    table = _table(title, "which", "conversations", "labels", *_FIGURES)
    for name, part in parts.items():
        table.add_row(escape(name), str(part.conversations), str(part.figures.support), *_estimates(part.figures))
    return table


def _pairs(table_of: Mapping[str, Pairs]) -> Table:
    table = _table("near misses", "mistake", "planted found", "near misses reported")
    for mistake, pair in table_of.items():
        table.add_row(mistake, _share(pair.found), _share(pair.mistaken))
    return table


def _sum(shares: Sequence[Share]) -> Share:
    return Share(sum(share.count for share in shares), sum(share.of for share in shares))


def _share(share: Share) -> str:
    return f"{share.count}/{share.of} ({share.count / share.of:.0%})" if share.of else "–"
