"""Every error a user can cause, with one base class: each says where, what is wrong and what to do."""

from __future__ import annotations

from collections.abc import Iterable


class CsmistakesError(Exception):
    """Base of all errors that are the input's or the user's, never a bug. Exit code 2.

    `path` and `line` (from 1) are where known; `advice` says what to do about it.
    """

    def __init__(
        self, message: str, *, path: str | None = None, line: int | None = None, advice: str | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.line = line
        self.advice = advice

    def __str__(self) -> str:
        where = "" if self.path is None else f"{self.path}:" if self.line is None else f"{self.path}:{self.line}:"
        words = f"{where} {self.message}".strip()
        return words if self.advice is None else f"{words} ({self.advice})"


class TranscriptError(CsmistakesError):
    """A transcript cannot be read, is of no known format, or does not say who speaks."""


class Problems(CsmistakesError):  # noqa: N818 - what it holds
    """Several errors at once. `problems` holds every one that was found, so that all can be mended at once."""

    def __init__(self, problems: list[CsmistakesError]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class CatalogueError(Problems):
    """A rule or signal file is wrong."""


class UsageError(CsmistakesError):
    """An option or a configuration value is wrong."""


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """Return advice that names the nearest known word, or None if none is near."""
    import difflib  # noqa: PLC0415  (slow to import, and most runs have no error)

    near = difflib.get_close_matches(word.casefold(), list(known), n=1, cutoff=0.6)
    return f"did you mean “{near[0]}”?" if near else None
