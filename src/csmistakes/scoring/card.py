"""A scorecard: what counts how much, as data, with a digest that every result carries."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cached_property

SECTION, WHOLE = "section", "whole"  # what a mistake may fail outright
FAILS = ("", SECTION, WHOLE)


@dataclass(frozen=True, slots=True)
class Item:
    """What a mistake costs. It starts at 100; a finding takes `points` off, all of them `cap` at most.

    `fail` says what one finding fails outright: nothing (""), its "section", or the "whole" score.
    """

    rule: str
    weight: float  # in its section, against the other mistakes there
    points: float
    cap: float
    fail: str
    why: str


@dataclass(frozen=True, slots=True)
class Section:
    """Mistakes that are weighed together. `weight` is against the other sections."""

    key: str
    title: str
    weight: float
    why: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """A name for the scores from `at_least` up to the next band."""

    name: str
    at_least: float
    why: str


@dataclass(frozen=True)
class Scorecard:
    """Sections, their mistakes, and bands from the best to the worst, whose last begins at 0."""

    name: str
    version: int
    about: str
    bands: tuple[Band, ...]
    sections: tuple[Section, ...]

    @cached_property
    def digest(self) -> str:
        """Sixteen hex digits that change with anything that can change a score or its name."""
        text = json.dumps(asdict(self), sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @cached_property
    def section_of(self) -> dict[str, str]:
        """The key of each mistake's section."""
        return {item.rule: section.key for section in self.sections for item in section.items}

    def items(self) -> Iterator[Item]:
        """Yield what each mistake on the card costs."""
        return (item for section in self.sections for item in section.items)

    def band(self, score: float | None) -> str | None:
        """Return the name of the band that a score falls into."""
        return None if score is None else next(band.name for band in self.bands if score >= band.at_least)
