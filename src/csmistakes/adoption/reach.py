"""What a run looked at: only of that can it be said that something is no longer there."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from csmistakes.policy import Policy


@dataclass(slots=True)
class Reach:
    """The files of a run, as they are shown, and which rules it asked for in each.

    `read` are those read to their end without an error, `passed_over` those of a folder that are none of ours; both
    are complete when the run is. `base` is the folder that paths are shown relative to. A run of one speaker's turns,
    or one narrowed by options, cannot tell what is gone: `is_narrowed`, `policy` None.
    """

    policy: Policy | None
    read: Collection[str]
    passed_over: Collection[str]
    channels: dict[str, set[str | None]]
    base: Path
    is_narrowed: bool = False
    _others: tuple[str, ...] | None = None  # files that were not looked at, once somebody asks

    def asked(self, rule: str, path: str) -> bool:
        """Whether the run reports `rule` in the file `path`."""
        if self.policy is None:
            return False
        channels = self.channels.get(path, {None})
        return any(rule in self.policy.severities(path, channel) for channel in channels)

    def has_all(self, means: Callable[[str], bool]) -> bool:
        """Whether the run looked at every file there is, hidden ones left out, that `means` is true of."""
        if self._others is None:
            self._others = tuple(path for path in _files(self.base) if not self._looked_at(path))
        return not any(map(means, self._others))

    def _looked_at(self, path: str) -> bool:
        return path in self.read or path in self.passed_over


def _files(base: Path) -> Iterator[str]:
    for parent, folders, files in os.walk(base):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from ((Path(parent) / name).relative_to(base).as_posix() for name in files if not name.startswith("."))
