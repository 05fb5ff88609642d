"""Suppressions at work: findings that one holds for are left out, and what is wrong with one is a finding itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from csmistakes.adoption.comments import has_comments
from csmistakes.adoption.inline import Inline, inlines, lines_of
from csmistakes.adoption.kinds import BROKEN, EXPIRED, REASONLESS, UNUSED, Kind
from csmistakes.adoption.reach import Reach
from csmistakes.adoption.sidecar import Entry
from csmistakes.adoption.suppression import Suppression
from csmistakes.finding import Checked, Finding, Place, digest
from csmistakes.masking import mask

Notice = tuple[Kind, Place, str]


@dataclass(slots=True)
class Suppressions:
    """All suppressions of a run, asked about one conversation after another.

    `entries` are those of csmistakes-ignore.yaml, `relative` turns a path as shown into one relative to that file,
    `known` are all slugs, `data_of` returns the bytes of a file (b"" where there is none), `today` is the day that
    expiry is judged by.
    """

    entries: Sequence[Entry]
    relative: Callable[[str], str]
    known: Collection[str]
    data_of: Callable[[str], bytes]
    today: date
    left_out: int = 0
    _path: str | None = None
    _here: list[Inline] = field(default_factory=list)
    _entries_here: list[tuple[int, Entry]] = field(default_factory=list)
    _all: list[Inline] = field(default_factory=list)  # of every file
    _used: dict[int, set[str]] = field(default_factory=dict)  # number of an entry → rules it has been of use for

    def kept(self, item: Checked) -> Iterator[Finding]:
        """Yield the findings of a conversation that no suppression holds for."""
        path = item.conversation.path
        if path != self._path:
            self._path = path
            self._here = list(inlines(self.data_of(path), path, self.known)) if has_comments(path) else []
            self._all += self._here
            self._entries_here = self._entries_of(self.relative(path)) if self.entries else []
        lines = lines_of(item.conversation) if self._here else ()
        scopes = [(inline, inline.scope(item.conversation, lines)) for inline in self._here]
        for finding in item.findings:
            if any(inline.holds(finding) for inline in self._here):
                continue
            about = [inline for inline, scope in scopes if scope is not None and scope(finding)]
            if self._is_suppressed(finding, about, self._entries_here):
                self.left_out += 1
            else:
                yield finding

    def kept_overall(self, findings: Sequence[Finding]) -> Iterator[Finding]:
        """Yield the findings over many conversations that no suppression holds for."""
        entries = self._entries_of("")
        for finding in findings:
            if self._is_suppressed(finding, (), entries):
                self.left_out += 1
            else:
                yield finding

    def _entries_of(self, path: str) -> list[tuple[int, Entry]]:
        return [(number, entry) for number, entry in enumerate(self.entries) if entry.means_file(path)]

    def _is_suppressed(self, finding: Finding, about: Sequence[Inline], entries: Sequence[tuple[int, Entry]]) -> bool:
        found = False
        for inline in about:
            if inline.suppression and finding.rule in inline.suppression.rules:
                inline.used.add(finding.rule)
                found |= inline.suppression.holds(self.today)
        for number, entry in entries:
            if entry.means(finding):
                self._used.setdefault(number, set()).add(finding.rule)
                found |= entry.suppression.holds(self.today)
        return found

    def notices(self, reach: Reach) -> Iterator[Finding]:
        """Yield what is wrong with the suppressions of the files of the run, in the order of their places."""
        seen: Counter[str] = Counter()
        for kind, place, message in sorted(
            (*self._of_comments(reach), *self._of_entries(reach)),
            key=lambda notice: (notice[1].path, notice[1].line, notice[1].column, notice[0].slug, notice[2]),
        ):
            key = "\0".join((kind.slug, place.path, message))
            seen[key] += 1
            yield Finding(
                rule=kind.slug,
                title=kind.title,
                severity=kind.severity,
                message=mask(message),
                fix=kind.fix,
                sources=kind.sources,
                fingerprint=digest(f"{key}\0{seen[key]}"),
                place=place,
            )

    def _of_comments(self, reach: Reach) -> Iterator[Notice]:
        for inline in self._all:
            suppression, path = inline.suppression, inline.place.path
            if suppression is None:
                yield BROKEN, inline.place, f"{inline.trouble}."
                continue
            asked = [rule for rule in suppression.rules if reach.asked(rule, path)]
            yield from self._of_state(suppression, asked)
            if suppression.holds(self.today) and path in reach.read:
                yield from _unused(suppression, [rule for rule in asked if rule not in inline.used])

    def _of_entries(self, reach: Reach) -> Iterator[Notice]:
        for number, entry in enumerate(self.entries):
            used, suppression = self._used.get(number, set()), entry.suppression
            paths = [path for path in reach.read if entry.means_file(self.relative(path))]
            idle = [rule for rule in suppression.rules if rule not in used]
            if not (paths or used) and not self._has_all(entry, reach):
                continue
            asked = [rule for rule in suppression.rules if all(reach.asked(rule, path) for path in paths)]
            any_rule = not suppression.rules and not reach.is_narrowed
            yield from self._of_state(suppression, asked, any_rule=any_rule)
            if not suppression.holds(self.today):
                continue
            if (idle or (any_rule and not used)) and self._has_all(entry, reach):
                yield from _unused(suppression, [rule for rule in idle if rule in asked], any_rule=any_rule)

    def _has_all(self, entry: Entry, reach: Reach) -> bool:
        return reach.has_all(lambda path: entry.means_file(self.relative(path)))

    def _of_state(self, suppression: Suppression, asked: Sequence[str], *, any_rule: bool = False) -> Iterator[Notice]:
        if not (asked or any_rule):
            return
        what = _what(suppression)
        by = f" (owner: {suppression.owner})" if suppression.owner else ""
        if not suppression.reason:
            yield REASONLESS, suppression.place, f"{what} gives no reason{by}, so it suppresses nothing."
        if suppression.is_expired(self.today):
            yield (
                EXPIRED,
                suppression.place,
                f"{what} held through {suppression.until}{by}, and is over.",
            )


def _unused(suppression: Suppression, idle: Sequence[str], *, any_rule: bool = False) -> Iterator[Notice]:
    if idle:
        yield UNUSED, suppression.place, f"There is nothing to ignore here of {', '.join(idle)}."
    elif any_rule:
        yield UNUSED, suppression.place, "There is nothing to ignore here."


def _what(suppression: Suppression) -> str:
    return f"The suppression of {', '.join(suppression.rules) or 'any rule'}"
