"""A run over many transcripts: score what is not scored yet, and meanwhile read it back in order into every output."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Protocol

from csmistakes.batch.folding import Folding
from csmistakes.batch.interrupt import Interrupt
from csmistakes.batch.journal import Journal
from csmistakes.batch.pool import results
from csmistakes.batch.scorer import BLOCK, Known, Seen, Setup, Task
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

    waits: bool  # gets nothing before all is scored

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
    """One run. `files` in the order of the outputs; `unreadable` are errors that come before any file is opened.

    `run` is of the same setup, and takes the notes of all conversations; `totals` and `sinks` get their rows.
    """

    files: Sequence[Input]
    unreadable: Sequence[TranscriptError]
    setup: Setup
    run: Run
    journal: Journal
    totals: Totals
    sinks: Sequence[Sink]
    jobs: int = 1
    interrupted: bool = field(default=False, init=False)
    _folding: Folding = field(init=False)

    def __post_init__(self) -> None:
        self._folding = Folding(self.files, self.journal, self._take)

    @property
    def bugs(self) -> Sequence[str]:
        """The conversations that csmistakes itself could not get through, each with the error."""
        return self._folding.bugs

    def score(self, watch: Watch) -> None:
        """Score what the journal does not have, and hand it to the outputs meanwhile.

        The interrupt key ends it early, and nothing of it is lost.
        """
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
                    if key.asked or any(key.asked for _ in self._folding.ready()):
                        self.interrupted = True
                        return
        except KeyboardInterrupt:
            if self._folding.is_torn:
                raise
            self.interrupted = True

    def finish(self, made: Made) -> Scores:
        """Hand over the rest of what was scored, and return the figures of all."""
        self._folding.rest()
        for sink in self.sinks:
            if sink.waits:
                for record in self._folding.again():
                    sink.add(record)
        unreadable = [Problem(error.path, error.line, error.message, error.advice) for error in self.unreadable]
        read = Read(
            files=len(self.files),
            done=self._folding.done,
            passed_over=self._folding.passed_over,
            problems=(*unreadable, *self._folding.problems),
        )
        scores = scores_of(self.totals, made, read, undisputed(self.run.summary(), self.setup.disputed))
        for sink in self.sinks:
            sink.finish(scores)
        return scores

    def _take(self, record: Record) -> None:
        talk = record.conversation
        self.run.take(talk.path, talk.conversation, talk.turns, record.notes)
        self.totals.add(record)
        for sink in self.sinks:
            if not sink.waits:
                sink.add(record)

    def _saw(self, seen: Seen, known: Mapping[str, Known], watch: Watch) -> None:
        """Take note of a file that a process has come to, and of what is known of it from an earlier run."""
        watch.found(seen.path, seen.lines)
        before = known.get(seen.path)
        is_new = self._folding.found(seen.path, seen.content)
        if is_new and before is not None and before.content == seen.content:
            watch.known(seen.path, complete=before.complete)

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
