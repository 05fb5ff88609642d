"""Worker processes: each takes tasks, and hands back what it did in pieces. With one, the work is done right here."""

from __future__ import annotations

import multiprocessing
import queue
import signal
from collections.abc import Generator, Sequence
from contextlib import suppress
from multiprocessing.process import BaseProcess
from typing import Any, NamedTuple

from csmistakes.batch.journal import Block
from csmistakes.batch.scorer import Scorer, Seen, Setup, Task
from csmistakes.errors import CsmistakesError
from csmistakes.pipeline import Run

_AHEAD = 4  # results that may wait, for each process: memory stays flat if writing is slower than scoring
_PATIENCE = 1.0  # seconds between looks whether the processes are alive


class _Processes(NamedTuple):
    """Started processes, the tasks that they take, and what they have done: queues."""

    workers: Sequence[BaseProcess]
    todo: Any
    done: Any

    def end(self) -> None:
        """End them, whatever they are doing."""
        started = [worker for worker in self.workers if worker.pid is not None]
        for worker in started:
            worker.terminate()
        for worker in started:
            worker.join()
        for channel in (self.todo, self.done):
            channel.cancel_join_thread()
            channel.close()


def results(setup: Setup, tasks: Sequence[Task], jobs: int, run: Run) -> Generator[Seen | Block]:
    """Yield what the tasks give, in whatever order it comes. CsmistakesError if a process dies.

    Where no processes can be started, as in some sandboxes, all is done here, only slower.
    """
    processes = None if jobs == 1 or len(tasks) <= 1 else _started(setup, min(jobs, len(tasks)))
    if processes:
        yield from _from_processes(processes, tasks)
    else:
        scorer = Scorer(setup, run)
        for task in tasks:
            yield from scorer.work(task)


def _from_processes(processes: _Processes, tasks: Sequence[Task]) -> Generator[Seen | Block]:
    running = len(processes.workers)
    try:
        for task in (*tasks, *[None] * running):
            processes.todo.put(task)
        while running:
            item = _next(processes.done, processes.workers)
            if isinstance(item, Exception):
                raise item
            if item is None:
                running -= 1
            else:
                yield item
    finally:
        processes.end()


def _started(setup: Setup, jobs: int) -> _Processes | None:
    """Start processes so that the interrupt key, which reaches all of them, is the parent's alone to answer."""
    context = multiprocessing.get_context("spawn")
    try:
        todo, done = context.Queue(), context.Queue(maxsize=_AHEAD * jobs)
    except (OSError, ImportError, NotImplementedError):
        return None
    workers = [context.Process(target=_serve, args=(setup, todo, done), daemon=True) for _ in range(jobs)]
    processes = _Processes(workers, todo, done)
    handler = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        for worker in workers:
            worker.start()
    except BaseException as error:
        processes.end()
        if isinstance(error, OSError):
            return None
        raise
    finally:
        signal.signal(signal.SIGINT, handler)
    return processes


def _next(done: Any, workers: Sequence[BaseProcess]) -> Any:  # noqa: ANN401  (a queue, and what is in it)
    while True:
        with suppress(queue.Empty):
            return done.get(timeout=_PATIENCE)
        dead = next((worker.exitcode for worker in workers if worker.exitcode), None)
        if dead is not None:
            how = f"signal {-dead}" if dead < 0 else f"status {dead}"
            advice = "what it had done is kept: go on with --resume, perhaps with fewer --jobs"
            raise CsmistakesError(f"a worker process ended by {how}", advice=advice)


def _serve(setup: Setup, todo: Any, done: Any) -> None:  # noqa: ANN401  (queues)
    """Work on tasks until there are none."""
    try:
        scorer = Scorer(setup)
        while (task := todo.get()) is not None:
            for item in scorer.work(task):
                done.put(item)
    except Exception as error:  # noqa: BLE001  (told by the parent, as its own)
        done.put(error)
    done.put(None)
