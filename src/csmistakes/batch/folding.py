"""Reads what was scored back, in order: as far as it goes without a gap while the rest is scored, and all of it then.

Scoring appends to the journal in whatever order it comes; here the order is that of files and blocks, so that the
outputs are the same bytes for any number of processes, and for a run that broke off and went on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from csmistakes.batch.journal import Block, Done, Journal
from csmistakes.batch.scorer import content_of
from csmistakes.readers import Input
from csmistakes.scoring.result import Problem
from csmistakes.scoring.rows import Record


@dataclass(slots=True)
class Folding:
    """Hands each conversation of `files` to `take`, once; the rest of what the journal says is added up here."""

    files: Sequence[Input]
    journal: Journal
    take: Callable[[Record], None]
    problems: list[Problem] = field(default_factory=list)
    bugs: list[str] = field(default_factory=list)
    passed_over: int = 0
    done: int = 0  # files of which everything is there
    is_torn: bool = False  # in the middle of a block, which cannot be handed over again
    _contents: dict[str, str] = field(default_factory=dict)  # by path: the digest that counts
    _file: int = 0  # the next one, and
    _block: int = 0  # the next block of it

    def found(self, path: str, content: str) -> bool:
        """Take note of what a file holds in this run, and return whether that is news.

        What the journal has of the file as it was before, or as it becomes later, is of no use.
        """
        if path in self._contents:
            return False
        self._contents[path] = content
        return True

    def ready(self) -> Iterator[None]:
        """Hand over what follows without a gap; yields after each block."""
        while self._file < len(self.files):
            path = self.files[self._file].path
            done = self._known(path)
            while done is not None and self._block in done.places:
                self._fold(path, self._block)
                self._block += 1
                yield
            if done is None or done.total != self._block:
                return
            self._file, self._block = self._file + 1, 0

    def rest(self) -> None:
        """Hand over all that is left, with whatever gaps. A file that this run did not get to is looked at here."""
        for found in self.files[self._file :]:
            if found.path not in self._contents and found.path in self.journal.files:
                self.found(found.path, content_of(found)[0])
            for number in self._numbers(found.path):
                if number >= self._block:
                    self._fold(found.path, number)
            self._block = 0
        self._file = len(self.files)

    def again(self) -> Iterator[Record]:
        """Yield every conversation that was handed over, once more: ask when all is."""
        for found in self.files:
            for number in self._numbers(found.path):
                yield from map(Record.of_json, self.journal.block(found.path, number).records)

    def _known(self, path: str) -> Done | None:
        done = self.journal.files.get(path)
        return done if done is not None and done.content == self._contents.get(path) else None

    def _numbers(self, path: str) -> list[int]:
        """Return which blocks of a file are known, in order."""
        done = self._known(path)
        return sorted(done.places) if done else []

    def _fold(self, path: str, number: int) -> None:
        self.is_torn = True
        block = self.journal.block(path, number)
        for record in map(Record.of_json, block.records):
            self.take(record)
        self.bugs += [f"{path}: conversation {name}: {error}" for name, error in block.bugs]
        if block.end is not None:
            self._close(block, block.end)
        self.is_torn = False

    def _close(self, block: Block, end: Mapping[str, Any]) -> None:
        self.done += self.journal.files[block.path].complete
        self.passed_over += end["passed_over"]
        self.problems += [problem_in(block.path, problem) for problem in end["problems"]]


def problem_in(path: str, problem: Mapping[str, Any]) -> Problem:
    """Return a problem of a file as the result holds it."""
    is_failure = problem["level"] == "error"
    return Problem(path, problem["line"], problem["message"], problem["advice"], is_failure=is_failure)
