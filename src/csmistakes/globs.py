"""Patterns of paths, as in .gitignore: `*` stays within a folder, `**` does not, a folder means all that is in it."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase

_ANY_DEPTH = "**"


def matches(path: str, pattern: str) -> bool:
    """Whether `pattern` means `path`, both relative to the same folder and parted by "/".

    A pattern without a slash (but at its end) means that name at any depth; with one at its end, only folders.
    """
    parts = [part for part in pattern.removeprefix("./").split("/") if part]
    if not parts:
        return False
    if len(parts) == 1 and not pattern.startswith("/"):
        parts.insert(0, _ANY_DEPTH)
    states = _reached({0}, parts)
    segments = path.split("/")
    for segment in segments[:-1] if pattern.endswith("/") else segments:
        states = _reached(set(_next(states, segment, parts)), parts)
        if len(parts) in states:  # the path, or a folder that it lies in
            return True
    return False


def any_matches(path: str, patterns: Iterable[str]) -> bool:
    """Whether one of `patterns` means `path`."""
    return any(matches(path, pattern) for pattern in patterns)


def _next(states: set[int], segment: str, parts: list[str]) -> Iterable[int]:
    """Yield the places in a pattern that one more segment of the path leads to."""
    for state in states:
        if state < len(parts) and parts[state] == _ANY_DEPTH:
            yield state
            if state == len(parts) - 1:
                yield state + 1
        elif state < len(parts) and fnmatchcase(segment, parts[state]):
            yield state + 1


def _reached(states: set[int], parts: list[str]) -> set[int]:
    """Add what may be skipped: `**` also stands for no folder at all."""
    for state in sorted(states):
        while state < len(parts) - 1 and parts[state] == _ANY_DEPTH:
            state += 1  # noqa: PLW2901
            states.add(state)
    return states
