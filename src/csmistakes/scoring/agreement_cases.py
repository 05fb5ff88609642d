"""Grades and checked conversations brought together: who graded which conversation, and what to talk about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from csmistakes.conversation import Conversation
from csmistakes.errors import CsmistakesError, UsageError, did_you_mean
from csmistakes.finding import Checked
from csmistakes.scoring.agreement import MISSING
from csmistakes.scoring.agreement_comparison import TOOL, Ratings, decisions_of
from csmistakes.scoring.agreement_grades import Graded, Grades, GradesError

_LONGEST = 240  # characters of a turn that a grader pointed at


@dataclass(frozen=True, slots=True)
class Quote:
    """A place to look at, as `who` said: a turn (from 1), where known, its words and what was remarked."""

    who: str
    turn: int | None
    text: str
    remark: str = ""
    fingerprint: str | None = None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A mistake that one rater saw in a conversation and another did not. `said` has those raters who decided."""

    path: str
    conversation: str
    mistake: str
    said: Mapping[str, bool]
    quotes: tuple[Quote, ...]


def keys_of(conversation: Conversation) -> tuple[str, str]:
    """Return what grades may call a conversation: its id, or its path and id."""
    return conversation.id, f"{conversation.path}:{conversation.id}"


class Cases:
    """The conversations that were graded. Only these are kept, so memory grows with the grades, not with the input."""

    def __init__(self, grades: Grades) -> None:
        self.grades = grades
        self.checked: list[Checked] = []
        self._called = {graded.conversation for graded in grades.graded}
        self._named: dict[str, list[int]] = {}
        self._seen: dict[str, None] = {}

    def are_wanted(self, conversation: Conversation) -> bool:
        """Whether somebody may have graded this conversation."""
        self._seen.setdefault(conversation.id)
        return not self._called.isdisjoint(keys_of(conversation))

    def add(self, item: Checked) -> None:
        """Keep a checked conversation."""
        for key in dict.fromkeys(keys_of(item.conversation)):
            self._named.setdefault(key, []).append(len(self.checked))
        self.checked.append(item)

    def matched(self) -> tuple[list[tuple[int, Graded]], list[CsmistakesError]]:
        """Return each grade with the position of its conversation, and an error for each without one.

        GradesError if a grade may mean several conversations.
        """
        found: list[tuple[int, Graded]] = []
        unknown: list[CsmistakesError] = []
        several: list[CsmistakesError] = []
        for graded in self.grades.graded:
            places = self._places(graded)
            if len(places) == 1:
                found.append((places[0], graded))
            elif places:
                paths = [self.checked[at].conversation.path for at in places]
                message = f"“{graded.conversation}” is in {' and in '.join(paths[:3])}"
                example = f"{paths[0]}:{graded.conversation}"
                several.append(self._error(graded, message, f"write {example}, or add a column “path”"))
            else:
                message = f"no conversation “{graded.conversation}” in the transcripts"
                unknown.append(self._error(graded, message, did_you_mean(graded.conversation, self._seen)))
        several += _twice(found)
        if several:
            raise GradesError(several)
        return found, unknown

    def _places(self, graded: Graded) -> list[int]:
        places = self._named.get(graded.conversation, [])
        here = [at for at in places if self.checked[at].conversation.path == graded.path]
        return here or places

    def _error(self, graded: Graded, message: str, advice: str | None) -> UsageError:
        return UsageError(message, path=graded.table, line=graded.line, advice=advice)


def _twice(found: Sequence[tuple[int, Graded]]) -> Iterator[CsmistakesError]:
    """Yield an error for each grader who graded one conversation under two names, or is called as csmistakes is."""
    known: dict[tuple[int, str], Graded] = {}
    for at, graded in found:
        first = known.setdefault((at, graded.grader), graded)
        if first is not graded:
            message = f"“{graded.grader}” has graded “{graded.conversation}” before, in {first.table}:{first.line}"
            yield UsageError(message, path=graded.table, line=graded.line)
        if graded.grader == TOOL:
            message = f"a grader cannot be called “{TOOL}”: that is what it is compared with"
            yield UsageError(message, path=graded.table, line=graded.line)


def ratings(
    cases: Cases, matched: Sequence[tuple[int, Graded]], mistakes: Sequence[str], scores: Mapping[int, float]
) -> Ratings:
    """Return all decisions about `mistakes`. `scores` are csmistakes' own, by position.

    In the long shape, what a grader did not name in a conversation is a no; in the wide one it is missing.
    """
    graders = tuple(sorted({graded.grader for _, graded in matched}))
    people: dict[str, dict[int, Mapping[str, int]]] = {grader: {} for grader in graders}
    scored: dict[str, dict[int, float]] = {TOOL: dict(scores)} | {grader: {} for grader in graders}
    unnamed = dict.fromkeys(mistakes, 0)
    for at, graded in matched:
        people[graded.grader][at] = (unnamed if graded.names_all else {}) | graded.decisions
        if graded.score is not None:
            scored[graded.grader][at] = graded.score
    tool = [frozenset(finding.rule for finding in item.findings) for item in cases.checked]
    decisions = decisions_of(tool, [people[grader] for grader in graders], mistakes)
    return Ratings((TOOL, *graders), tuple(mistakes), decisions, scored)


def disagreements(
    cases: Cases, matched: Sequence[tuple[int, Graded]], rated: Ratings, mask: Callable[[str], str]
) -> list[Disagreement]:
    """Return what to talk about, the mistakes that raters differ about most often first."""
    remarks: dict[int, list[Graded]] = {}
    for at, graded in matched:
        remarks.setdefault(at, []).append(graded)
    found = [
        Disagreement(item.conversation.path, item.conversation.id, mistake, said, tuple(quotes))
        for at, item in enumerate(cases.checked)
        for index, mistake in enumerate(rated.mistakes)
        if len(set((said := _said(rated, at, index)).values())) > 1
        for quotes in [[*_found(item, mistake), *_remarked(item, mistake, remarks.get(at, ()), mask)]]
    ]
    often = Counter(one.mistake for one in found)
    return sorted(found, key=lambda one: (-often[one.mistake], one.mistake))


def _said(rated: Ratings, at: int, index: int) -> dict[str, bool]:
    cells = rated.decisions[:, at, index].tolist()
    return {rater: cell == 1 for rater, cell in zip(rated.raters, cells, strict=True) if cell != MISSING}


def _found(item: Checked, mistake: str) -> Iterator[Quote]:
    for finding in item.findings:
        if finding.rule == mistake:
            yield Quote(TOOL, finding.turn, finding.quote or "", finding.message, finding.fingerprint)


def _remarked(item: Checked, mistake: str, graded: Iterable[Graded], mask: Callable[[str], str]) -> Iterator[Quote]:
    """Yield the turns that graders pointed at, and what they remarked, on the mistake or on the conversation."""
    turns = item.conversation.turns
    for one in graded:
        for remark in one.remarks.get(mistake, ()):
            is_there = remark.turn is not None and remark.turn <= len(turns)
            text = mask(turns[(remark.turn or 1) - 1].text) if is_there else ""
            shown = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
            yield Quote(one.grader, remark.turn, shown, mask(remark.comment))
        if one.comment:
            yield Quote(one.grader, None, "", mask(one.comment))
