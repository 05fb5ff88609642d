"""An agreement for people: tables of figures, then what to talk about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TextIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from csmistakes.cli.agreement_values import Agreement
from csmistakes.masking import one_line
from csmistakes.reporters.parts.words import count
from csmistakes.scoring.agreement_bootstrap import Figure
from csmistakes.scoring.agreement_cases import Disagreement
from csmistakes.scoring.agreement_comparison import GroupAgreement, PairAgreement

_NONE = "–"
_COLUMNS = ("n", "agree", "kappa", "PABAK", "AC1")
_WIDEST = 120


def write_text(agreement: Agreement, out: TextIO, *, width: int, color: bool, show: int) -> None:
    """Write the figures, and at most `show` disagreements."""
    console = Console(
        file=out,
        width=min(width, _WIDEST),
        color_system="standard" if color else None,
        force_terminal=color,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
        no_color=not color,
    )
    _Report(agreement, console).write(show)


class _Report:
    """Writes one agreement to one console."""

    def __init__(self, agreement: Agreement, console: Console) -> None:
        self._agreement = agreement
        self._console = console
        self._has_intervals = agreement.resampling.times > 0

    def write(self, show: int) -> None:
        rated, comparison = self._agreement.rated, self._agreement.comparison
        people = ", ".join(map(one_line, rated.raters[1:]))
        mistakes = count(len(rated.mistakes), "mistake")
        graded = count(self._agreement.conversations, "conversation")
        self._line(f"{graded} graded by {people}; {mistakes} compared.")
        self._heading("All mistakes together")
        overall = [pair for pair in comparison.pairs if pair.mistake is None]
        self._figures("raters", [(_names(pair.first, pair.second), pair) for pair in overall])
        groups = [group for group in comparison.groups if group.mistake is None]
        if groups:
            self._line("Together (Fleiss' kappa):")
            self._figures("raters", [(_names(*group.raters), group) for group in groups])
        self._by_mistake()
        self._scores()
        self._talk(show)

    def _by_mistake(self) -> None:
        """Write the figures of each mistake that somebody saw: of one that nobody did, all raters agree."""
        pairs = self._agreement.comparison.pairs
        groups = self._agreement.comparison.groups
        seen = {pair.mistake for pair in pairs if pair.mistake is not None and pair.n > pair.neither}
        for mistake in self._agreement.rated.mistakes:
            if mistake not in seen:
                continue
            self._heading(f"{self._agreement.titles[mistake]} ({mistake})")
            rows: list[tuple[str, PairAgreement | GroupAgreement]] = [
                (_names(pair.first, pair.second), pair) for pair in pairs if pair.mistake == mistake
            ]
            rows += [(f"all: {_names(*one.raters)}", one) for one in groups if one.mistake == mistake]
            self._figures("raters", rows, counts=True)
        unseen = len(self._agreement.rated.mistakes) - len(seen)
        if unseen:
            self._line(f"Seen by nobody: {count(unseen, 'mistake')}.")

    def _figures(
        self, of: str, rows: Sequence[tuple[str, PairAgreement | GroupAgreement]], *, counts: bool = False
    ) -> None:
        table = _table(of, _COLUMNS if not counts else (*_COLUMNS[:1], "both", "one", *_COLUMNS[1:]))
        for name, row in rows:
            chance = row.kappa if isinstance(row, PairAgreement) else row.fleiss_kappa
            figures = [self._figure(figure) for figure in (row.agreement, chance, row.pabak, row.ac1)]
            table.add_row(one_line(name), f"{row.n:,}", *(_counts(row) if counts else ()), *figures)
        self._console.print(table)

    def _scores(self) -> None:
        scores = self._agreement.comparison.scores
        if not scores:
            return
        self._heading("Scores")
        table = _table("raters", ("n", "Pearson", "Spearman", "Kendall"))
        for one in scores:
            figures = [self._figure(figure) for figure in (one.pearson, one.spearman, one.kendall)]
            table.add_row(one_line(_names(one.first, one.second)), f"{one.n:,}", *figures)
        self._console.print(table)

    def _talk(self, show: int) -> None:
        found = self._agreement.disagreements
        self._heading("To talk about")
        if not found:
            self._line("Nothing: all raters agree everywhere.")
            return
        for one in found[:show]:
            self._disagreement(one)
        if len(found) > show:
            self._line(f"{count(len(found) - show, 'more disagreement')}: --disagreements {len(found)} shows all.")

    def _disagreement(self, one: Disagreement) -> None:
        said = [", ".join(rater for rater, yes in one.said.items() if yes is answer) for answer in (True, False)]
        self._line(f"{one.mistake} · {one.path} · {one.conversation}", "bold")
        self._line(f"  seen by {said[0]}; not by {said[1]}")
        for quote in one.quotes:
            where = "" if quote.turn is None else f", turn {quote.turn}"
            words = f" “{quote.text}”" if quote.text else ""
            self._line(f"  {quote.who}{where}:{words} {quote.remark}".rstrip())

    def _heading(self, text: str) -> None:
        self._line("")
        self._line(text, "bold")

    def _line(self, text: str, style: str = "") -> None:
        self._console.print(Text(one_line(text), style=style), soft_wrap=False)

    def _figure(self, figure: Figure) -> str:
        if figure.value is None:
            return _NONE
        if figure.low is None or figure.high is None:
            return f"{figure.value:.2f}"
        return f"{figure.value:.2f} [{figure.low:.2f}, {figure.high:.2f}]"


def _table(of: str, columns: Iterable[str]) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="")
    table.add_column(of, overflow="fold")
    for column in columns:
        table.add_column(column, justify="right", overflow="fold")
    return table


def _counts(row: PairAgreement | GroupAgreement) -> tuple[str, str]:
    """Return how many conversations both raters saw the mistake in, and how many only one did."""
    if isinstance(row, PairAgreement):
        return f"{row.both:,}", f"{row.only_first:,} · {row.only_second:,}"
    return "", ""


def _names(*raters: str) -> str:
    return " · ".join(raters)
