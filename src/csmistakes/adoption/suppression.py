"""What one suppression says: which rules not to report, why, by whose decision, until when."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from csmistakes.adoption.comments import Comment
from csmistakes.errors import did_you_mean
from csmistakes.expressions import expression
from csmistakes.finding import Place

_IGNORE = expression(r"ignore\s*+\[([^\]]*+)\]\s*+")
_PART = expression(r"""([\w-]++)\s*+=\s*+(?:"([^"]*+)"|“([^”]*+)”|'([^']*+)'|([^\s"'“]++))\s*+""")
_KEYS = ("reason", "owner", "until")


class Unreadable(ValueError):  # noqa: N818  (what it says of a comment, told as a finding)
    """A comment that is addressed to csmistakes and says nothing it understands."""


@dataclass(frozen=True, slots=True)
class Suppression:
    """A decision not to report `rules` (empty: whatever is found there), and where it is written.

    It holds through the day `until`. Without a reason it holds nowhere.
    """

    rules: tuple[str, ...]
    reason: str
    owner: str | None
    until: date | None
    place: Place

    def is_expired(self, today: date) -> bool:
        """Whether its last day is over."""
        return self.until is not None and self.until < today

    def holds(self, today: date) -> bool:
        """Whether it has a reason and its last day is not over."""
        return bool(self.reason) and not self.is_expired(today)


def from_comment(comment: Comment, path: str, known: Collection[str]) -> Suppression:
    """Return what a comment in the file `path` says; `known` are all slugs. Unreadable if it says nothing known."""
    head = _IGNORE.match(comment.text)
    if head is None:
        raise Unreadable(f'“{_shortened(comment.text)}” is not of the form ignore[RULE] reason="…"')
    values = _values(comment.text[head.end() :])
    return Suppression(
        rules=_rules(head[1], known),
        reason=values.get("reason", "").strip(),
        owner=values.get("owner", "").strip() or None,
        until=day(values["until"]) if "until" in values else None,
        place=Place(path, comment.line, comment.column, comment.end_line, comment.end_column),
    )


def day(text: str) -> date:
    """Return the date written as 2027-01-31; Unreadable if there is none."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC).date()
    except ValueError:
        raise Unreadable(f"until: “{_shortened(text)}” is no day such as 2027-01-31") from None


def unknown_rule(slug: str, known: Collection[str]) -> str:
    """Return what to say of a rule that there is none of."""
    near = did_you_mean(slug, known)
    return f"“{_shortened(slug)}” is no rule{f' ({near})' if near else ', see csmistakes rules list'}"


def _rules(written: str, known: Collection[str]) -> tuple[str, ...]:
    slugs = tuple(dict.fromkeys(slug for part in written.split(",") if (slug := part.strip())))
    if not slugs:
        raise Unreadable("ignore[] names no rule")
    for slug in slugs:
        if slug not in known:
            raise Unreadable(unknown_rule(slug, known))
    return slugs


def _values(text: str) -> Mapping[str, str]:
    """Return what follows `ignore[…]` by key."""
    values: dict[str, str] = {}
    at = 0
    while at < len(text):
        part = _PART.match(text, at)
        if part is None:
            raise Unreadable(f'“{_shortened(text[at:])}” is not of the form key="value"')
        key = part[1]
        if key not in _KEYS:
            raise Unreadable(f"“{_shortened(key)}” is none of {', '.join(_KEYS)}")
        if key in values:
            raise Unreadable(f"{key} stands twice")
        values[key] = next(value for value in part.groups()[1:] if value is not None)
        at = part.end()
    return values


def _shortened(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
