"""Which findings are offered a fix: those on scripted replies, where a file has the words as they are said."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from csmistakes.catalogue.model import Catalogue
from csmistakes.conversation import SCRIPT, Role, Span, Turn
from csmistakes.finding import Checked, Edit, Finding, Place
from csmistakes.placeholders import Placeholders
from csmistakes.wording import Wordings

_COMPANY = (Role.AGENT, Role.BOT)
_BLOCK = 500  # replies


class Offers:
    """Adds to findings what a fix would write. `line` returns the text of a line of a file, None if it has none."""

    def __init__(
        self, catalogue: Catalogue, placeholders: Placeholders, line: Callable[[str, int], str | None]
    ) -> None:
        self._catalogue = catalogue
        self._placeholders = placeholders
        self._line = line
        self._offering = frozenset(rule.slug for rule in catalogue.rules if rule.replacements)

    @cached_property
    def _wordings(self) -> Wordings:
        """The phrases to replace, read when the first is needed: a run over transcripts never needs any."""
        return Wordings(self._catalogue, self._placeholders)

    def on(self, items: Iterable[Checked]) -> Iterator[Checked]:
        """Yield each conversation, what can be fixed in it with its edits; what a customer was told stays as it was."""
        scripts: list[Checked] = []  # recognised together, which is faster than one by one
        for item in items:
            if item.conversation.channel == SCRIPT:
                scripts.append(item)
            if len(scripts) == _BLOCK or item.conversation.channel != SCRIPT:
                yield from self._all_offered(scripts)
                scripts.clear()
            if item.conversation.channel != SCRIPT:
                yield item
        yield from self._all_offered(scripts)

    def _all_offered(self, scripts: Sequence[Checked]) -> Iterator[Checked]:
        turns = [turn for item in scripts for finding in item.findings if (turn := self._turn(item, finding))]
        if turns:
            self._wordings.recognise(turn.text for turn in turns)
        for item in scripts:
            yield replace(item, findings=tuple(self._offered(item, finding) for finding in item.findings))

    def _turn(self, item: Checked, finding: Finding) -> Turn | None:
        """Return what a finding stands in, where its rule may have other words for it."""
        if finding.rule not in self._offering or finding.turn is None:
            return None
        turn = item.conversation.turns[finding.turn - 1]
        return turn if turn.role in _COMPANY else None

    def _offered(self, item: Checked, finding: Finding) -> Finding:
        turn = self._turn(item, finding)
        if turn is None or finding.span is None or finding.place is None:
            return finding
        edits = []
        for change in self._wordings.changes(finding.rule, turn.text, finding.span):
            if place := self._place(finding.place.path, turn, change.span):
                old = turn.text[change.span.start : change.span.end]
                edits.append(Edit(change.span, old, change.new, change.is_safe, place))
        return replace(finding, edits=tuple(edits))

    def _place(self, path: str, turn: Turn, span: Span) -> Place | None:
        """Return where the file has the characters at `span`, one by one and as they are, in one line; else None."""
        row, column = turn.origin.at(span.start)
        line = self._line(path, row)
        for at, offset in enumerate(range(span.start, span.end), start=column):
            if turn.origin.at(offset) != (row, at) or turn.origin.end(offset) != (row, at + 1):
                return None
        end = column + span.end - span.start
        if line is None or line[column - 1 : end - 1] != turn.text[span.start : span.end]:
            return None
        return Place(path, row, column, row, end)
