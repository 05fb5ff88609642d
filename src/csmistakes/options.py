"""What of all that is found is to be reported: as asked for, and as a configuration says for some of its files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from csmistakes.finding import Severity
from csmistakes.globs import any_matches

Levels = Mapping[str, Severity | None]  # slug → severity; None is off


@dataclass(frozen=True, slots=True)
class Override:
    """Choices for the files that any of `paths` means and the conversations of any of `channels`; () is all.

    `key` is what the configuration calls the table, with a dot behind it ("overrides.0."), for people to find it.
    """

    key: str = ""
    paths: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Levels = field(default_factory=dict)

    def holds(self, path: str, channel: str | None) -> bool:
        """Whether the choices are for a conversation of `channel` in the file `path`."""
        return (not self.paths or any_matches(path, self.paths)) and (not self.channels or channel in self.channels)


@dataclass(frozen=True, slots=True)
class Options:
    """What to report. `select` and `ignore` hold slugs, groups and articles (“belding-24”, “belding-24:18”).

    `relative` turns a path as it is shown into one relative to where the paths of `overrides` are meant from.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    min_severity: Severity = Severity.NOTE
    speaker: str | None = None
    mask: bool = True
    severity: Levels = field(default_factory=dict)
    overrides: tuple[Override, ...] = ()
    relative: Callable[[str], str] = str
    placeholders: tuple[str, ...] = ()  # of the user's own, as “<%…%>”


EVERYTHING = Options()
