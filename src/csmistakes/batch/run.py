"""A run over many transcripts: score what is not scored yet, then read it all back in order into every output.

Scoring appends to the journal in whatever order it comes; reading back goes by file and block. So the outputs are the
same bytes for any number of processes, and for a run that broke off and went on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, Protocol

from csmistakes.batch.interrupt import Interrupt
from csmistakes.batch.journal import Block, Journal
from csmistakes.batch.pool import results
from csmistakes.batch.scorer import BLOCK, Known, Seen, Setup, Task, content_of
from csmistakes.errors import TranscriptError
from csmistakes.honouring import undisputed
from csmistakes.pipeline import Run
from csmistakes.readers import Input
from csmistakes.scoring.result import Made, Problem, Read, Scores, scores_of
from csmistakes.scoring.rows import Record
from csmistakes.scoring.totals import Totals

LARGE = 128 * 1024  # bytes from which a file is shared among the processes


class Sink(Protocol):
    """An output. It gets every conversation's rows in order, then the figures of all."""

    def add(self, record: Record) -> None:
        """Write, or remember, the rows of one conversation."""
        ...

    def finish(self, scores: Scores) -> None:
        """Write the rest, and put the output where it belongs."""
        ...


class Watch(Protocol):
    """Looks on while a run goes."""

    def found(self, path: str, lines: int) -> None:
        """Take note of a file that a process has come to."""
        ...

    def scored(self, path: str, conversations: int, line: int, *, is_last: bool) -> None:
        """Take note that so many more conversations of a file are scored, up to `line`; 0: nobody knows."""
        ...

    def known(self, path: str, *, complete: bool) -> None:
        """Take note that a file was scored in an earlier run, in part or as a whole."""
        ...


@dataclass(slots=True)
class Batch:
    """One run. `files` in the order of the outputs; `unreadable` are errors that come before any file is opened."""

    files: Sequence[Input]
    unreadable: Sequence[TranscriptError]
    setup: Setup
    run: Run  # of the same setup; takes the notes of all conversations
    journal: Journal
    jobs: int = 1
    bugs: list[str] = field(default_factory=list)
    interrupted: bool = False
    _contents: dict[str, str] = field(default_factory=dict)  # by path, as this run found it

    def score(self, watch: Watch) -> None:
        """Score what the journal does not have. The interrupt key ends it early, and nothing of it is lost."""
        known = {
            path: Known(done.content, frozenset(done.places), done.complete)
            for path, done in self.journal.files.items()
        }
        try:
            with (
                Interrupt() as key,
                closing(results(self.setup, list(self._tasks(known)), self.jobs, self.run)) as done,
            ):
                for item in done:
                    if isinstance(item, Seen):
                        self._saw(item, known, watch)
                    else:
                        self.journal.append(item)
                        count = len(item.records) + len(item.bugs)
                        watch.scored(item.path, count, item.line, is_last=item.end is not None)
                    if key.asked:
                        self.interrupted = True
                        return
        except KeyboardInterrupt:
            self.interrupted = True

    def fold(self, totals: Totals, made: Made, sinks: Sequence[Sink]) -> Scores:
        """Read back what was scored into `sinks`, and return the figures of all."""
        problems = [Problem(error.path, error.line, error.message, error.advice) for error in self.unreadable]
        passed_over = done = 0
        for found in self.files:
            for block in self._blocks(found):
                for record in map(Record.of_json, block.records):
                    self._take(record, totals, sinks)
                self.bugs += [f"{found.path}: conversation {name}: {error}" for name, error in block.bugs]
                if block.end is not None:
                    done += self.journal.files[found.path].complete
                    passed_over += block.end["passed_over"]
                    problems += [problem_in(found.path, problem) for problem in block.end["problems"]]
        read = Read(files=len(self.files), done=done, passed_over=passed_over, problems=tuple(problems))
        scores = scores_of(totals, made, read, undisputed(self.run.summary(), self.setup.disputed))
        for sink in sinks:
            sink.finish(scores)
        return scores

    def _take(self, record: Record, totals: Totals, sinks: Sequence[Sink]) -> None:
        talk = record.conversation
        self.run.take(talk.path, talk.conversation, talk.turns, record.notes)
        totals.add(record)
        for sink in sinks:
            sink.add(record)

    def _blocks(self, found: Input) -> Iterator[Block]:
        """Yield what the journal has of a file as it is now. One that this run did not get to is looked at here."""
        done = self.journal.files.get(found.path)
        if done is not None and done.content == (self._contents.get(found.path) or content_of(found)[0]):
            yield from self.journal.blocks(found.path)

    def _saw(self, seen: Seen, known: Mapping[str, Known], watch: Watch) -> None:
        """Take note of a file that a process has come to, and of what is known of it from an earlier run."""
        watch.found(seen.path, seen.lines)
        before = known.get(seen.path)
        if seen.path not in self._contents and before is not None and before.content == seen.content:
            watch.known(seen.path, complete=before.complete)
        self._contents[seen.path] = seen.content

    def _tasks(self, known: Mapping[str, Known]) -> Iterator[Task]:
        """Yield the work in pieces: a large file for all processes, small ones by the handful."""
        handful: list[Input] = []
        size = 0
        for found in self.files:
            bytes_ = size_of(found)
            if handful and (size + bytes_ > LARGE or len(handful) == BLOCK):
                yield _task(handful, known)
                handful, size = [], 0
            if bytes_ > LARGE and self.jobs > 1:
                yield from (_task([found], known, first, self.jobs) for first in range(self.jobs))
            else:
                handful.append(found)
                size += bytes_
        if handful:
            yield _task(handful, known)


def size_of(found: Input) -> int:
    """Return the bytes of a file, 0 where it cannot be asked."""
    try:
        return found.location.stat().st_size if found.location else 0
    except OSError:
        return 0


def _task(files: Sequence[Input], known: Mapping[str, Known], first: int = 0, of: int = 1) -> Task:
    mine = {found.path: known[found.path] for found in files if found.path in known}
    return Task(tuple(files), mine, first, of)


def problem_in(path: str, problem: Mapping[str, Any]) -> Problem:
    """Return a problem of a file as the result holds it."""
    is_failure = problem["level"] == "error"
    return Problem(path, problem["line"], problem["message"], problem["advice"], is_failure=is_failure)
