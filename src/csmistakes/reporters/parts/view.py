"""How the reader of a report looks at it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from csmistakes.finding import Severity
from csmistakes.masking import mask


@dataclass(frozen=True, slots=True)
class RuleHelp:
    """What a report tells about a rule, in words for people; `precision` is measured, from 0 to 1, or None."""

    title: str
    group: str
    severity: Severity
    about: str
    why: str
    fix: str
    instead: str
    sources: tuple[str, ...]
    precision: float | None = None


def _no_line(path: str, number: int) -> str | None:  # noqa: ARG001
    return None


def _nobody(message: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class View:
    """What a report is told of the run it reports.

    The width and colour of the page, how a source is cited, what hides personal data in quoted turns; the rules by
    slug; the text of line `number` (from 1) of an input, None where it cannot be had again; and `tell`, which warns
    whoever runs csmistakes of what a report must leave out.
    """

    width: int = 80
    color: bool = False
    cite: Callable[[str], str] = str
    mask: Callable[[str], str] = mask
    version: str = ""
    rules: Mapping[str, RuleHelp] = field(default_factory=dict)
    line: Callable[[str, int], str | None] = _no_line
    tell: Callable[[str], None] = _nobody
