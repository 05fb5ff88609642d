"""Where a comment holds: which findings of a file it is about.

- A comment on a line with the text of a turn holds for the findings on that line.
- Any other, alone on its lines or beside what nobody says (a heading, a key), holds for what comes next: above a reply
  (a conversation of channel `script`), for the whole reply; elsewhere, for the next turn that has text below the
  comment, and in it for the findings that begin below the comment.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field

from csmistakes.adoption.comments import Comment, scan
from csmistakes.adoption.suppression import Suppression, Unreadable, from_comment
from csmistakes.conversation import Conversation, Turn
from csmistakes.finding import Finding, Place

Lines = Sequence[tuple[int, int]]  # the first and the last line of each turn
_SCRIPT = "script"


@dataclass(slots=True)
class Inline:
    """A comment of a file, what it says (or what is wrong with it), and the rules it has been of use for."""

    comment: Comment
    place: Place
    suppression: Suppression | None
    trouble: str = ""
    used: set[str] = field(default_factory=set)
    _on_line: bool = False
    _has_met: bool = False  # what comes next

    def scope(self, talk: Conversation, lines: Lines) -> Callable[[Finding], bool] | None:
        """Return what tells the findings of `talk` that the comment is about, None if it is about none.

        The conversations of a file are asked about in their order.
        """
        line, end = self.comment.line, self.comment.end_line
        if not self.comment.is_alone and any(first <= end and last >= line for first, last in lines):
            self._on_line = True
            return lambda finding: _meets(finding, line, end)
        if self._on_line or self._has_met:
            return None
        following = next((number for number, (_, last) in enumerate(lines, start=1) if last > end), None)
        if following is None:
            return None
        self._has_met = True
        if talk.channel == _SCRIPT and min(lines)[0] > end:
            return lambda _: True
        return lambda finding: finding.turn == following and _begins_below(finding, end)

    def holds(self, finding: Finding) -> bool:
        """Whether `finding` stands in the comment itself, which nobody says."""
        place, comment = finding.place, self.comment
        return place is not None and (
            (comment.line, comment.column) <= (place.line, place.column)
            and (place.end_line, place.end_column) <= (comment.end_line, comment.end_column)
        )


def inlines(data: bytes, path: str, known: Collection[str]) -> Iterator[Inline]:
    """Yield the comments of the file that is shown as `path`; `known` are the slugs there are."""
    for comment in scan(data, path):
        place = Place(path, comment.line, comment.column, comment.end_line, comment.end_column)
        try:
            yield Inline(comment, place, from_comment(comment, path, known))
        except Unreadable as error:
            yield Inline(comment, place, None, str(error))


def lines_of(talk: Conversation) -> Lines:
    """Return the lines that each turn of a conversation takes in its file."""
    return [_lines(turn) for turn in talk.turns]


def _lines(turn: Turn) -> tuple[int, int]:
    first = turn.origin.at(0)[0]
    return first, max(first, turn.origin.at(max(0, len(turn.text) - 1))[0])


def _meets(finding: Finding, line: int, end: int) -> bool:
    return finding.place is not None and finding.place.line <= end and finding.place.end_line >= line


def _begins_below(finding: Finding, line: int) -> bool:
    return finding.place is not None and finding.place.line > line
