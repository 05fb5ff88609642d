"""Worker processes: they recognise and judge blocks of conversations, while the next are read and the last reported."""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from typing import Protocol, TypeVar

from csmistakes.conversation import Conversation, Turn
from csmistakes.errors import CsmistakesError

# A process that is forked has the catalogue already. Elsewhere than on Linux, libraries of the system may not bear it.
_START = "fork" if sys.platform == "linux" else "spawn"
_AHEAD = 2  # blocks for each process that are read before the first of them is reported: memory stays flat

Answers = list[str | None]
T = TypeVar("T")


class Judge(Protocol):
    """What each process has of its own. It travels to them, so pickle can hold it."""

    def answers(self, conversations: Sequence[Conversation]) -> Answers:
        """Return what is found in each conversation, as text; None where there is a bug to be told."""
        ...


def shared(judge: Judge, jobs: int, blocks: Iterable[tuple[T, Sequence[Conversation]]]) -> Iterator[tuple[T, Answers]]:
    """Yield the first part of each block, in order, with the answers for the conversations that are its second part.

    There are none where no processes can be started, as in some sandboxes. CsmistakesError if one of them dies.
    """
    pool = _started(judge, jobs)
    if pool is None:
        yield from ((about, []) for about, _ in blocks)
        return
    waiting: deque[tuple[T, Future[Answers]]] = deque()
    try:
        for about, talks in blocks:
            waiting.append((about, pool.submit(_answers, list(map(_bare, talks)))))
            while len(waiting) > _AHEAD * jobs:
                yield _answered(waiting)
        while waiting:
            yield _answered(waiting)
    except BrokenProcessPool:
        advice = "perhaps memory ran out: try fewer --jobs"
        raise CsmistakesError("a worker process ended before its work was done", advice=advice) from None
    finally:
        pool.shutdown(cancel_futures=True)


def _bare(talk: Conversation) -> Conversation:
    """Return a conversation without what no rule looks at, and what may hold on to a whole file: where it stands."""
    return replace(talk, turns=tuple(Turn(turn.role, turn.text, turn.name, turn.time) for turn in talk.turns), extra={})


def _answered(waiting: deque[tuple[T, Future[Answers]]]) -> tuple[T, Answers]:
    about, answers = waiting.popleft()
    return about, answers.result()


def _started(judge: Judge, jobs: int) -> ProcessPoolExecutor | None:
    """Return the processes, or None where there can be none: one does all of it then, only slower."""
    others = set(multiprocessing.active_children())
    try:
        context = multiprocessing.get_context(_START)
        pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin, initargs=(judge,))
        for _ in range(jobs):
            pool.submit(int)  # with something to do, they are started
    except (OSError, ImportError, NotImplementedError):
        for child in set(multiprocessing.active_children()) - others:  # those that could be, and would wait for ever
            child.terminate()
            child.join()
        return None
    return pool


_judge: Judge  # of a worker process


def _begin(judge: Judge) -> None:
    """Begin as a worker process. The interrupt key, which reaches all of them, is the parent's alone to answer."""
    global _judge  # noqa: PLW0603
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _judge = judge


def _answers(conversations: Sequence[Conversation]) -> Answers:
    return _judge.answers(conversations)
