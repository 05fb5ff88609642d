"""The cells of a table of grades. What a cell cannot mean is a ValueError that says so."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator
from pathlib import Path

from csmistakes.errors import UsageError
from csmistakes.scoring.agreement import MISSING
from csmistakes.spreadsheets import as_written

_YES = frozenset({"1", "1.0", "y", "yes", "true", "x"})
_NO = frozenset({"0", "0.0", "n", "no", "false"})
_NOT_APPLICABLE = frozenset({"na", "n/a", "n.a."})
_LONGEST = 4  # digits of a turn's number


def decision_in(cell: str) -> int:
    """Return 1, 0, or MISSING for what is not applicable."""
    word = cell.casefold()
    if word in _NOT_APPLICABLE:
        return MISSING
    if word not in _YES and word not in _NO:
        raise ValueError("is no grade (grades are 1, 0 and NA)")
    return int(word in _YES)


def score_in(cell: str) -> float | None:
    """Return a score, None where there is none."""
    if not cell or cell.casefold() in _NOT_APPLICABLE:
        return None
    try:
        score = float(as_written(cell).removesuffix("%"))
    except ValueError:
        score = math.nan
    if not math.isfinite(score):
        raise ValueError("is no number")
    return score


def turn_in(cell: str) -> int | None:
    """Return the number of a turn, from 1; None where there is none."""
    if not cell:
        return None
    if not (cell.isascii() and cell.isdecimal() and len(cell) <= _LONGEST and int(cell)):
        raise ValueError("is no number of a turn (they count from 1)")
    return int(cell)


def text_of(path: Path) -> str:
    """Return the text of a file, which is UTF-8 or UTF-16 with its mark; UsageError if it is not, or cannot be read."""
    try:
        data = path.read_bytes()
        return data.decode("utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig")
    except OSError as error:
        raise UsageError(f"cannot be read: {error.strerror}", path=str(path)) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise UsageError("is not UTF-8", path=str(path), line=line, advice="save it as CSV UTF-8") from None


def rows_of(text: str, delimiter: str, path: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row that is not blank, with the line (from 1) it begins in; UsageError if it is no CSV."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        raise UsageError(f"is no CSV: {error}", path=path, line=line) from None
