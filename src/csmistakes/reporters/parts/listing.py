"""A list in JSON that is written item by item, each on a line of its own."""

from __future__ import annotations

from typing import TextIO


class Listing:
    """Writes `[`, the items as they come, and `]`; an empty one is `[]`."""

    def __init__(self, out: TextIO, indent: str = "") -> None:
        self._out = out
        self._indent = indent
        self._empty = True

    def add(self, item: str) -> None:
        """Write `item`, which is JSON already."""
        self._out.write(f"{'[' if self._empty else ','}\n{self._indent}  {item}")
        self._empty = False

    def close(self) -> None:
        """Write the end of the list."""
        self._out.write("[]" if self._empty else f"\n{self._indent}]")
