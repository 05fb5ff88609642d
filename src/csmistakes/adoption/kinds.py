"""What can be wrong with a suppression: kinds of finding that come from no rule of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass

from csmistakes.finding import Severity

GROUP = "suppressions"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of finding about suppressions; it can be selected, ignored and graded as a rule can."""

    slug: str
    title: str
    severity: Severity
    about: str
    fix: str
    group: str = GROUP
    sources: tuple[str, ...] = ()


UNUSED = Kind(
    "unused-suppression",
    "A suppression of nothing",
    Severity.NOTE,
    "A run looked wherever the suppression holds, and found nothing that it is for.",
    "Take the suppression away: what it was for is mended or gone.",
)
EXPIRED = Kind(
    "expired-suppression",
    "A suppression past its day",
    Severity.WARNING,
    "The day that it holds through (until=…) is over.",
    "Mend what it was for, or decide anew and set a later day.",
)
REASONLESS = Kind(
    "reasonless-suppression",
    "A suppression without a reason",
    Severity.WARNING,
    "It does not say why what it is for is to stay as it is.",
    'Say why, as in reason="legal asked for these words"; until then it suppresses nothing.',
)
BROKEN = Kind(
    "broken-suppression",
    "A suppression that cannot be read",
    Severity.WARNING,
    "A comment begins with csmistakes: and goes on in another form, with an unknown rule or key, or no such day.",
    'Write it as in csmistakes: ignore[jargon] reason="…" until=2027-01-31; until then it suppresses nothing.',
)
KINDS = (BROKEN, EXPIRED, REASONLESS, UNUSED)
