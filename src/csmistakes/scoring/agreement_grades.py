"""Human grades: a table of what graders saw in conversations, in one of two shapes, read strictly.

wide: conversation, grader, [score], and a column for each mistake that was looked for, holding 1, 0 or NA
long: conversation, grader, mistake, [grade], [turn], [score]: a row for each mistake seen
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from csmistakes.errors import CsmistakesError, Problems, UsageError, did_you_mean
from csmistakes.scoring.agreement import MISSING
from csmistakes.scoring.agreement_cells import decision_in, rows_of, score_in, text_of, turn_in
from csmistakes.scoring.sheet import ABOUT, COMMENT, CONVERSATION, GRADE, GRADER, MISTAKE, SCORE, TURN
from csmistakes.spreadsheets import as_written

T = TypeVar("T")

ONLY_GRADER = "people"  # what the grader is called where the table names none
NONE = "none"  # in the long shape: looked at, nothing found

_ALIASES = {
    "conversation_id": CONVERSATION, "conversation id": CONVERSATION, "id": CONVERSATION,
    "rater": GRADER, "reviewer": GRADER, "rule": MISTAKE, "slug": MISTAKE, "comments": COMMENT, "note": COMMENT,
}  # fmt: skip
_KNOWN = (*ABOUT, CONVERSATION, GRADER, SCORE, MISTAKE, GRADE, TURN, COMMENT)
_DELIMITERS = ",;\t"


@dataclass(frozen=True, slots=True)
class Remark:
    """What a grader added to a grade: the turn (from 1) it is about, and a comment."""

    turn: int | None = None
    comment: str = ""


@dataclass(slots=True)
class Graded:
    """What one grader said of one conversation, and where: in `line` of `table`.

    `decisions`, by mistake, are 1, 0 or MISSING (not applicable). With `names_all`, the long shape, a mistake that is
    not in it is a no; without, it was not graded.
    """

    conversation: str
    path: str
    grader: str
    table: str
    line: int
    names_all: bool
    decisions: dict[str, int] = field(default_factory=dict)
    remarks: dict[str, list[Remark]] = field(default_factory=dict)  # by mistake: the long shape's
    comment: str = ""  # on the conversation as a whole: the wide shape's
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Grades:
    """All grades of one table or several.

    `looked_for` are the mistakes that tables of the wide shape have columns for; None where one is of the long shape,
    which names only what was seen. `ungraded` counts the rows in which nobody has written a grade yet.
    """

    graded: tuple[Graded, ...]
    looked_for: tuple[str, ...] | None
    ungraded: int


class GradesError(Problems):
    """A table of grades is wrong; `problems` holds everything that is."""


def read_grades(paths: Sequence[Path], slugs: Collection[str], *, blank: int = MISSING) -> Grades:
    """Return the grades in all `paths`.

    `blank` is what an empty cell means in a row of the wide shape that was graded: MISSING or 0. GradesError names
    every line that is wrong; UsageError if a file cannot be read.
    """
    tables: list[Grades] = []
    problems: list[CsmistakesError] = []
    for path in paths:
        try:
            tables.append(_Table(str(path), text_of(path), slugs, blank).grades())
        except GradesError as error:
            problems += error.problems
    if problems:
        raise GradesError(problems)
    looked_for = dict.fromkeys(slug for table in tables for slug in table.looked_for or ())
    return Grades(
        tuple(graded for table in tables for graded in table.graded),
        None if any(table.looked_for is None for table in tables) else tuple(looked_for),
        sum(table.ungraded for table in tables),
    )


class _Table:
    """A table on its way to grades; problems are gathered, so that all can be mended at once."""

    def __init__(self, path: str, text: str, slugs: Collection[str], blank: int) -> None:
        self._path, self._slugs, self._blank = path, slugs, blank
        self._problems: list[CsmistakesError] = []
        self._graded: dict[tuple[str, str, str], Graded] = {}
        self._ungraded = 0
        head = text.lstrip("\r\n").partition("\n")[0]
        delimiter = max(_DELIMITERS, key=head.count)
        self._rows = rows_of(text, delimiter, path)

    def grades(self) -> Grades:
        line, header = next(self._rows, (1, []))
        columns = [self._column(name, line) for name in header]
        self._check_header(columns, line)
        self._raise()
        is_long = MISTAKE in columns
        for line, cells in self._rows:
            if len(cells) > len(columns):
                self._complain(line, f"the row has {len(cells)} cells, the header {len(columns)}")
                continue
            row = {column: cell.strip() for column, cell in zip(columns, cells, strict=False)}
            if not any(row.values()):
                continue
            graded = self._of(row, line)
            if graded is not None:
                (self._long if is_long else self._wide)(graded, row, line)
        self._raise()
        mistakes = tuple(column for column in columns if column not in _KNOWN)
        return Grades(tuple(self._graded.values()), None if is_long else mistakes, self._ungraded)

    def _column(self, written: str, line: int) -> str:
        folded = " ".join(as_written(written.strip()).casefold().split())
        name = _ALIASES.get(folded, folded)
        if name not in _KNOWN and name not in self._slugs:
            advice = did_you_mean(
                name, (*self._slugs, *_KNOWN)
            ) or "a column is a mistake's slug or one of: " + ", ".join(
                column for column in _KNOWN if column not in ABOUT
            )
            self._complain(line, f"unknown column “{written.strip()}”", advice)
        return name

    def _check_header(self, columns: Sequence[str], line: int) -> None:
        for name in dict.fromkeys(column for column in columns if columns.count(column) > 1):
            self._complain(line, f"two columns for “{name}”")
        mistakes = [column for column in columns if column in self._slugs]
        if CONVERSATION not in columns:
            self._complain(line, "no column “conversation”", "the first line must name the columns")
        if MISTAKE in columns and mistakes:
            self._complain(line, f"both a column “mistake” and one for “{mistakes[0]}”", "use one shape of the two")
        if not mistakes and MISTAKE not in columns and SCORE not in columns:
            self._complain(line, "nothing is graded: no column “mistake”, “score” or a mistake's slug")
        if not mistakes and MISTAKE not in columns:
            for name in (GRADE, TURN):
                if name in columns:
                    self._complain(line, f"a column “{name}” without a column “mistake”")

    def _of(self, row: Mapping[str, str], line: int) -> Graded | None:
        conversation = as_written(row.get(CONVERSATION, ""))
        if not conversation:
            self._complain(line, "no conversation in this row")
            return None
        path = as_written(row.get("path", ""))
        grader = as_written(row.get(GRADER, "")) or ONLY_GRADER
        return Graded(conversation, path, grader, self._path, line, names_all=MISTAKE in row)

    def _wide(self, graded: Graded, row: Mapping[str, str], line: int) -> None:
        cells = {column: cell for column, cell in row.items() if column not in _KNOWN}
        graded.score = self._score(row, line)
        graded.comment = as_written(row.get(COMMENT, ""))
        if not any(cells.values()) and graded.score is None and not graded.comment:
            self._ungraded += 1
            return
        key = (graded.path, graded.conversation, graded.grader)
        if key in self._graded:
            before = self._graded[key].line
            self._complain(line, f"“{graded.grader}” has graded “{graded.conversation}” before, in line {before}")
            return
        for slug, cell in cells.items():
            decision = self._decision(cell, slug, line) if cell else self._blank
            if cell or self._blank != MISSING:
                graded.decisions[slug] = decision
        self._graded[key] = graded

    def _long(self, graded: Graded, row: Mapping[str, str], line: int) -> None:
        key = (graded.path, graded.conversation, graded.grader)
        known = self._graded.setdefault(key, graded)
        score = self._score(row, line)
        if score is not None and known.score not in {None, score}:
            self._complain(line, f"score {score:g}, but {known.score:g} for the same grader and conversation before")
        known.score = known.score if score is None else score
        slug = as_written(row.get(MISTAKE, "")).casefold()
        if slug in {"", NONE}:
            return
        if slug not in self._slugs:
            advice = did_you_mean(slug, self._slugs) or "see csmistakes rules list"
            self._complain(line, f"“{row[MISTAKE]}” is no mistake", advice)
            return
        decision = self._decision(row.get(GRADE, "") or "1", GRADE, line)
        if known.decisions.setdefault(slug, decision) != decision:
            self._complain(line, f"“{graded.grader}” says two things of {slug} in “{graded.conversation}”")
        remark = Remark(self._turn(row, line), as_written(row.get(COMMENT, "")))
        if remark != Remark():
            known.remarks.setdefault(slug, []).append(remark)

    def _decision(self, cell: str, column: str, line: int) -> int:
        return self._read(decision_in, cell, column, line, MISSING)

    def _score(self, row: Mapping[str, str], line: int) -> float | None:
        return self._read(score_in, row.get(SCORE, ""), SCORE, line, None)

    def _turn(self, row: Mapping[str, str], line: int) -> int | None:
        return self._read(turn_in, row.get(TURN, ""), TURN, line, None)

    def _read(self, reader: Callable[[str], T], cell: str, column: str, line: int, otherwise: T) -> T:
        """Return what a cell says; if it says nothing that can be understood, complain, and return `otherwise`."""
        try:
            return reader(cell)
        except ValueError as error:
            self._complain(line, f"{column}: “{cell}” {error}")
            return otherwise

    def _complain(self, line: int, message: str, advice: str | None = None) -> None:
        self._problems.append(UsageError(message, path=self._path, line=line, advice=advice))

    def _raise(self) -> None:
        if self._problems:
            raise GradesError(self._problems)
