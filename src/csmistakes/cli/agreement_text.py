"""An agreement for people: tables of figures, then what to talk about."""

from __future__ import annotations

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
from csmistakes.scoring.agreement_comparison import TOOL, GroupAgreement, PairAgreement

_NONE = "–"
_WIDEST = 120
_ROOMY = 92  # columns from which on there is room for intervals
_NARROW = 72  # columns below which counts by rater are left to the CSV
_ABOUT = "kappa: Cohen's of two raters, Fleiss' of more; – where nobody varied. only one: the first, the second. "
_INTERVALS = "In brackets: 95 % bootstrap interval."


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
        self._has_intervals = agreement.resampling.times > 0 and console.width >= _ROOMY

    def write(self, show: int) -> None:
        rated = self._agreement.rated
        people = ", ".join(map(one_line, rated.raters[1:]))
        graded = count(self._agreement.conversations, "conversation")
        self._line(f"{graded} graded by {people}; {count(len(rated.mistakes), 'mistake')} compared.")
        self._overall()
        self._by_mistake()
        self._line(_ABOUT + (_INTERVALS if self._has_intervals else ""), "dim")
        self._scores()
        self._talk(show)

    def _overall(self) -> None:
        self._heading("All mistakes together")
        table = self._table("raters", "n", "agree", "kappa", "PABAK", "AC1")
        for row in self._rows(None):
            table.add_row(_names(row), f"{row.n:,}", *self._figures(row))
        self._console.print(table)

    def _by_mistake(self) -> None:
        """Write the figures of each mistake that somebody saw: of one that nobody did, all raters agree."""
        is_pair = len(self._agreement.rated.raters) == 2
        self._heading("By mistake")
        counted = ("both", "only one") if self._console.width >= _NARROW else ()
        table = self._table("mistake" if is_pair else "raters", "n", *counted, "agree", "kappa", "PABAK", "AC1")
        seen = 0
        for mistake in self._agreement.rated.mistakes:
            rows = self._rows(mistake)
            if not any(isinstance(row, PairAgreement) and row.n > row.neither for row in rows):
                continue
            seen += 1
            if not is_pair:
                table.add_row(Text(mistake, style="bold"))
            for row in rows:
                name = mistake if is_pair else f"  {_names(row)}"
                counts = _counts(row) if counted else ()
                agree, kappa, pabak, _ = self._figures(row)
                table.add_row(name, f"{row.n:,}", *counts, agree, kappa, pabak, _plain(row.ac1))
        if seen:
            self._console.print(table)
        unseen = len(self._agreement.rated.mistakes) - seen
        if unseen:
            self._line(f"Seen by nobody: {count(unseen, 'mistake')}.")

    def _rows(self, mistake: str | None) -> list[PairAgreement | GroupAgreement]:
        """Return what is shown of a mistake: two people together say nothing that they do not as a pair."""
        comparison = self._agreement.comparison
        pairs = [pair for pair in comparison.pairs if pair.mistake == mistake]
        return [*pairs, *(one for one in comparison.groups if one.mistake == mistake and len(one.raters) > 2)]

    def _figures(self, row: PairAgreement | GroupAgreement) -> tuple[str, str, str, str]:
        """Return the figures as text. Agreement and PABAK say the same on two scales, and go without interval."""
        kappa = row.kappa if isinstance(row, PairAgreement) else row.fleiss_kappa
        return _plain(row.agreement), self._figure(kappa), _plain(row.pabak), self._figure(row.ac1)

    def _scores(self) -> None:
        scores = self._agreement.comparison.scores
        if not scores:
            return
        self._heading("Scores")
        table = self._table("raters", "n", "Pearson", "Spearman", "Kendall")
        for one in scores:
            figures = [self._figure(figure) for figure in (one.pearson, one.spearman, one.kendall)]
            table.add_row(one_line(f"{one.first} · {one.second}"), f"{one.n:,}", *figures)
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
            words = f" “{quote.text}”" if quote.text and quote.text not in quote.remark else ""
            self._line(f"  {quote.who}{where}:{words} {quote.remark}".rstrip())

    def _heading(self, text: str) -> None:
        self._line("")
        self._line(text, "bold")

    def _line(self, text: str, style: str = "") -> None:
        self._console.print(Text(one_line(text), style=style), soft_wrap=False)

    def _figure(self, figure: Figure) -> str:
        if figure.low is None or figure.high is None or not self._has_intervals:
            return _plain(figure)
        return f"{_plain(figure)} [{figure.low:.2f}, {figure.high:.2f}]"

    def _table(self, of: str, *columns: str) -> Table:
        table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1), header_style="")
        table.add_column(of, overflow="fold")
        for column in columns:
            table.add_column(column, justify="right", no_wrap=True)
        return table


def _plain(figure: Figure) -> str:
    return _NONE if figure.value is None else f"{figure.value:.2f}"


def _counts(row: PairAgreement | GroupAgreement) -> tuple[str, str]:
    """Return in how many conversations both raters saw a mistake, and in how many only the first, and the second."""
    if isinstance(row, PairAgreement):
        return f"{row.both:,}", f"{row.only_first:,} · {row.only_second:,}"
    return "", ""


def _names(row: PairAgreement | GroupAgreement) -> str:
    if isinstance(row, PairAgreement):
        return one_line(f"{row.first} · {row.second}")
    return "everybody" if TOOL in row.raters else f"{len(row.raters)} people"
