"""The command line."""

from __future__ import annotations

import sys

from csmistakes.cli.errors import guarded
from csmistakes.cli.program import program

__all__ = ["main", "program"]


def main() -> None:
    """Run csmistakes with the arguments of this process, and exit with its status."""
    # what goes wrong before a command runs, such as --help on a full disk, is told the same way
    sys.exit(guarded(lambda: program.main(prog_name="csmistakes"), debug=False))
