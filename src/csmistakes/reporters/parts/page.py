"""The page a report for people is set on."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from csmistakes.reporters.parts.paint import Paint
from csmistakes.reporters.parts.view import View

_NARROWEST, _WIDEST = 32, 110  # beyond, the eye loses the line


class Page:
    """A view made concrete: width within what can be read, paint, and what hides personal data."""

    __slots__ = ("cite", "mask", "paint", "width")

    def __init__(self, view: View) -> None:
        self.width = max(_NARROWEST, min(view.width, _WIDEST))
        self.paint = Paint(color=view.color)
        self.cite: Callable[[str], str] = view.cite
        self.mask: Callable[[str], str] = view.mask

    def heading(self, text: str) -> Iterator[str]:
        """Yield a heading and the rule under it."""
        yield self.paint(text, "bold")
        yield self.paint("─" * self.width, "dim")
