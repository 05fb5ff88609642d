"""The command line."""

from __future__ import annotations

import gc
import os
import sys

from csmistakes.cli.errors import guarded
from csmistakes.cli.program import program

__all__ = ["main", "program"]


def main() -> None:
    """Run csmistakes with the arguments of this process, and exit with its status."""
    # Nothing here makes cycles worth looking for, and looking through all that was recognised takes long.
    gc.set_threshold(200_000, 10, 10)
    # Nothing here is linear algebra, and a process without threads for it can be forked safely.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # what goes wrong before a command runs, such as --help on a full disk, is told the same way
    try:
        sys.exit(guarded(lambda: program.main(prog_name="csmistakes"), debug=False))
    finally:
        gc.freeze()  # nor is it worth looking through at exit
