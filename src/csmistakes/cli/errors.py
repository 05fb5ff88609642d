"""Exit codes, and the one place where whatever goes wrong becomes one of them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from enum import IntEnum

import click

from csmistakes.errors import CsmistakesError, Problems
from csmistakes.masking import harmless


class Status(IntEnum):
    """What the exit code says. --exit-zero turns FINDINGS into CLEAN, and nothing else."""

    CLEAN = 0
    FINDINGS = 1
    WRONG = 2  # the usage, a rule, or an input
    BUG = 3
    INTERRUPTED = 130


def guarded(run: Callable[[], object], *, debug: bool) -> int:
    """Return the status of `run`: what it returned, or what its failure means. click's own errors pass."""
    try:
        status = run()
        sys.stdout.flush()
    except (click.ClickException, click.exceptions.Exit):
        raise
    except (KeyboardInterrupt, click.Abort):
        click.echo("interrupted", err=True)
        return Status.INTERRUPTED
    except CsmistakesError as error:
        complain(error)
        return Status.WRONG
    except BrokenPipeError:
        close_quietly()
        return Status.CLEAN
    except OSError as error:  # a full disk, a name too long: the system's, and the user's to mend
        if error.filename is None:  # what was written to, and Python would try again at exit
            close_quietly()
        complain(CsmistakesError(error.strerror or str(error), path=str(error.filename or "standard output")))
        return Status.WRONG
    except Exception as error:  # noqa: BLE001  (the boundary: what gets here is a bug, and is told as one)
        _confess(error, debug=debug)
        return Status.BUG
    return int(status) if isinstance(status, int) else Status.CLEAN


def complain(error: CsmistakesError) -> None:
    """Tell people what is wrong, a line for each problem."""
    problems = error.problems if isinstance(error, Problems) else [error]
    for problem in problems:
        click.echo(f"error: {harmless(str(problem))}", err=True)


def tell(message: str) -> None:
    """Tell people what they asked to know and the report does not say."""
    click.echo(f"note: {harmless(message)}", err=True)


def warn(message: str) -> None:
    """Tell people what they should know, though it stops nothing."""
    click.echo(f"warning: {harmless(message)}", err=True)


def close_quietly() -> None:
    """Give up on standard output after its reader has gone, so that Python stays quiet at exit too."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):  # no real file behind it
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115  (stays open until exit)


def _confess(error: Exception, *, debug: bool) -> None:
    if debug:
        import traceback  # noqa: PLC0415  (slow to import, and hardly ever needed)

        traceback.print_exception(error)
    click.echo(f"error: {harmless(f'{type(error).__name__}: {error}')}", err=True)
    click.echo("This is a bug in csmistakes, not in your transcripts.", err=True)
    again = "the lines above" if debug else "what `csmistakes --debug …` prints for the same command"
    click.echo(
        f"Please report it in the project's issue tracker, with {again} and, if it can be shared, "
        "a transcript that brings it about (take personal data out first).",
        err=True,
    )
