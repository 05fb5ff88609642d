"""A whole process as a user runs it, and what it cost: time on the clock, time of the processor, memory."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_EVERY = 0.01  # seconds between two looks at the memory
_PAGE = os.sysconf("SC_PAGE_SIZE")
_MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds on the clock and of the processor (user and system, all processes of the tree), and megabytes.

    `first` is the seconds until the first byte of output, None if there was none. Megabytes are resident, of the whole
    tree at its largest.
    """

    wall: float
    cpu: float
    megabytes: float
    first: float | None
    status: int
    output: bytes  # its beginning


def run(command: Sequence[str], env: Mapping[str, str] | None = None, keep: int = 1 << 16) -> Cost:
    """Run a command to its end. Its output is read as it comes, and only its first `keep` bytes are kept."""
    begin = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603  (the benchmark's own commands)
        list(command),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **(env or {})},
    )
    assert process.stdout is not None
    reader = _Reader(process.stdout.fileno(), keep)
    reader.start()
    most = 0
    while True:
        pid, status, used = os.wait4(process.pid, os.WNOHANG)
        if pid:
            break
        most = max(most, sum(map(_resident, _tree(process.pid))))
        time.sleep(_EVERY)
    wall = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    reader.join()
    process.stdout.close()
    return Cost(
        wall=wall,
        cpu=used.ru_utime + used.ru_stime,
        megabytes=most / _MEGABYTE,  # not ru_maxrss: that begins with the memory of the process that started this one
        first=None if reader.first is None else reader.first - begin,
        status=process.returncode,
        output=reader.kept,
    )


class _Reader(threading.Thread):
    """Reads all that a process writes, so that it never waits, and notes when that began."""

    def __init__(self, source: int, keep: int) -> None:
        super().__init__(daemon=True)
        self.first: float | None = None
        self.kept = b""
        self._source = source
        self._keep = keep

    def run(self) -> None:
        while block := os.read(self._source, 1 << 16):
            if self.first is None:
                self.first = time.perf_counter()
            self.kept += block[: self._keep - len(self.kept)]


def _tree(process: int) -> Iterator[int]:
    """Yield a process and all below it."""
    yield process
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    except OSError:  # it has ended, or this system does not tell
        return
    for child in children:
        yield from _tree(int(child))


def _resident(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1]) * _PAGE
    except (OSError, IndexError):
        return 0
