"""How the reader of a report looks at it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from csmistakes.masking import mask


@dataclass(frozen=True, slots=True)
class View:
    """The width and colour of the page, how a source is cited, what hides personal data in quoted turns."""

    width: int = 80
    color: bool = False
    cite: Callable[[str], str] = str
    mask: Callable[[str], str] = mask
