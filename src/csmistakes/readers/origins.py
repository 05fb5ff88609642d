"""Origins of texts that a file does not write character by character: escaped, folded, marked up or cut out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from csmistakes.conversation import Origin
from csmistakes.readers.source import Positions


@dataclass(frozen=True, slots=True)
class Stretch:
    """The origin of characters that a file holds side by side, from index `start` on."""

    positions: Positions = field(repr=False)
    start: int

    def at(self, offset: int) -> tuple[int, int]:
        """Return (line, column) of `offset`."""
        return self.positions.at(self.start + offset)

    def end(self, offset: int) -> tuple[int, int]:
        """Return (line, column) just behind the character at `offset`, in its line."""
        line, column = self.at(offset)
        return line, column + 1


@dataclass(frozen=True, slots=True)
class Within:
    """The character at `offset` is written as those of another text from `starts[offset]` to `ends[offset]`."""

    whole: Origin
    starts: Sequence[int]
    ends: Sequence[int]

    def at(self, offset: int) -> tuple[int, int]:
        """Return (line, column) of `offset`; behind the last character, the place behind it."""
        return self.whole.at(self.starts[offset]) if offset < len(self.starts) else self.end(len(self.ends) - 1)

    def end(self, offset: int) -> tuple[int, int]:
        """Return (line, column) just behind the character at `offset`, however many the file writes it with."""
        return self.whole.end(self.ends[offset] - 1)


def part(whole: Origin, start: int, end: int) -> Within:
    """Return the origin of the characters of a text from `start` to `end`."""
    return Within(whole, range(start, end), range(start + 1, end + 1))


@dataclass(slots=True)
class Spelling:
    """A text being read from how it is spelt: its characters, and where the spelling of each starts and ends."""

    chars: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    def add(self, text: str, start: int, end: int) -> None:
        """Add what is spelt from `start` to `end`: a text as it stands, or the characters that an escape means."""
        plain = len(text) == end - start
        for offset, char in enumerate(text):
            self.chars.append(char)
            self.starts.append(start + offset if plain else start)
            self.ends.append(start + offset + 1 if plain else end)

    @property
    def text(self) -> str:
        """What has been read so far."""
        return "".join(self.chars)
