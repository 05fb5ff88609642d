"""Which findings are offered a fix: those on scripted replies, where a file has the words as they are said."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cached_property

from csmistakes.catalogue.model import Catalogue
from csmistakes.conversation import SCRIPT, Role, Span, Turn
from csmistakes.finding import Checked, Edit, Finding, Place
from csmistakes.placeholders import Placeholders
from csmistakes.wording import Wordings

_COMPANY = (Role.AGENT, Role.BOT)


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
        for item in items:
            if item.conversation.channel == SCRIPT and any(f.rule in self._offering for f in item.findings):
                yield replace(item, findings=tuple(self._offered(item, finding) for finding in item.findings))
            else:
                yield item

    def _offered(self, item: Checked, finding: Finding) -> Finding:
        if finding.span is None or finding.turn is None or finding.place is None:
            return finding
        turn = item.conversation.turns[finding.turn - 1]
        if turn.role not in _COMPANY or finding.rule not in self._offering:
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
