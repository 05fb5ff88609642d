"""The scores that csmistakes gave: a CSV with the columns conversation and score, and path where ids repeat."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from csmistakes.conversation import Conversation
from csmistakes.errors import CsmistakesError, UsageError
from csmistakes.scoring.agreement_grades import GradesError
from csmistakes.scoring.sheet import CONVERSATION, SCORE
from csmistakes.spreadsheets import as_written

_PATH = "path"


@dataclass(frozen=True, slots=True)
class OwnScores:
    """Scores by (path, conversation); the path is "" where the table has none."""

    scores: Mapping[tuple[str, str], float] = field(default_factory=dict)

    def of(self, conversations: Sequence[Conversation]) -> dict[int, float]:
        """Return the scores of `conversations` by position, without those that have none."""
        found = ((at, self._score(conversation)) for at, conversation in enumerate(conversations))
        return {at: score for at, score in found if score is not None}

    def _score(self, conversation: Conversation) -> float | None:
        exact = self.scores.get((conversation.path, conversation.id))
        return self.scores.get(("", conversation.id)) if exact is None else exact


def read_scores(path: Path) -> OwnScores:
    """Return the scores in a CSV; other columns, and rows without a score, are left out. Errors as of grades."""
    scores: dict[tuple[str, str], float] = {}
    problems: list[CsmistakesError] = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            missing = [name for name in (CONVERSATION, SCORE) if name not in (rows.fieldnames or ())]
            if missing:
                raise UsageError(f"no column “{missing[0]}”", path=str(path), line=1)
            for row in rows:
                cell = (row[SCORE] or "").strip()
                key = (as_written(row.get(_PATH) or ""), as_written(row[CONVERSATION] or ""))
                score = _number(cell)
                if key in scores:
                    problems.append(UsageError(f"“{key[1]}” has two scores", path=str(path), line=rows.line_num))
                if cell and score is None:
                    problems.append(UsageError(f"score: “{cell}” is no number", path=str(path), line=rows.line_num))
                elif score is not None:
                    scores[key] = score
    except OSError as error:
        raise UsageError(f"cannot be read: {error.strerror}", path=str(path)) from None
    except UnicodeDecodeError:
        raise UsageError("is not UTF-8", path=str(path), advice="save it as CSV UTF-8") from None
    if problems:
        raise GradesError(problems)
    return OwnScores(scores)


def _number(cell: str) -> float | None:
    try:
        score = float(as_written(cell))
    except ValueError:
        return None
    return score if math.isfinite(score) else None
