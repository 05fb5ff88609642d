"""The command line."""

from __future__ import annotations

from csmistakes.cli.program import program

__all__ = ["main", "program"]


def main() -> None:
    """Run csmistakes with the arguments of this process, and exit with its status."""
    program.main(prog_name="csmistakes")
