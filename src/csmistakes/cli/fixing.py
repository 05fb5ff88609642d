"""check --fix and --diff: the wording that rules offer, written into scripted replies or shown as a diff."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

import click

from csmistakes.cli.adopting import accepted, sieve_of
from csmistakes.cli.disputed import honoured
from csmistakes.cli.errors import Status, complain, tell
from csmistakes.cli.inputs import Inputs
from csmistakes.cli.output import standard_output
from csmistakes.cli.settings import Settings
from csmistakes.conversation import SCRIPT, Span
from csmistakes.errors import CsmistakesError, UsageError
from csmistakes.finding import Checked
from csmistakes.fixes.offering import writable
from csmistakes.fixes.writing import FileEdits, Unfixable, proven, rewritten, write
from csmistakes.masking import harmless
from csmistakes.options import Options
from csmistakes.pipeline import Run
from csmistakes.readers import STANDARD_INPUT
from csmistakes.readers.decoding import decode
from csmistakes.reporters.parts.words import count

F = TypeVar("F", bound=Callable[..., Any])

_OPTIONS = (
    click.option("--fix", is_flag=True, help="Write safe replacements into scripted replies, then report the rest."),
    click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: the replacements that need a look, too."),
    click.option("--diff", is_flag=True, help="Only print what --fix would change; exit with 1 if anything."),
)


def fix_options(command: F) -> F:
    """Add the options to a command."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


class Mended(NamedTuple):
    """What became of --fix or --diff: the status that a diff ends the run with, and the files that took no fix."""

    shown: Status | None = None  # None if the run goes on to report what is left
    refused: int = 0


def mended(paths: Sequence[str], flags: Mapping[str, Any], settings: Settings) -> Mended:
    """Do what --fix or --diff asks for, if they are given; UsageError for what cannot be fixed."""
    if not flags["fix"] and not flags["diff"]:
        if flags["unsafe_fixes"]:
            raise UsageError("--unsafe-fixes says which fixes, not what to do with them", advice="add --fix or --diff")
        return Mended()
    if STANDARD_INPUT in paths:
        option = "--diff" if flags["diff"] else "--fix"
        raise UsageError(f"{option}: what comes from standard input cannot be fixed", advice="name the files")
    return _Mending(paths, flags, settings).run()


class _Mending:
    """One pass over the inputs that gathers what to write, file by file, and then writes or shows it."""

    def __init__(self, paths: Sequence[str], flags: Mapping[str, Any], settings: Settings) -> None:
        self._settings = settings
        self._only_shows: bool = flags["diff"]
        self._unsafe: bool = flags["unsafe_fixes"]
        self._jobs: int = flags["jobs"]
        self._inputs = Inputs(paths, settings.roles, (), settings.scripts, is_quiet=not self._only_shows)
        self._sieve = sieve_of(flags, settings, self._inputs, accepted(flags, settings))
        self._disputes = honoured(settings, no_disputes=flags["no_disputes"])
        # What is proven holds for all rules, whatever is reported.
        self._whole = Run(settings.catalogue, Options(placeholders=settings.options.placeholders))
        self._edits: dict[str, FileEdits] = {}
        self._left: set[tuple[str, str, int, Span]] = set()  # where --unsafe-fixes would write more
        self._transcripts = self._refused = 0

    def run(self) -> Mended:
        run = Run(self._settings.catalogue, self._settings.options)
        checked = self._sieve.checked(self._disputes.leave_out(run.check(self._inputs.conversations(), self._jobs)))
        self._gather(writable(checked, self._inputs.line))
        done = sum(len(edits) for edits in self._edits.values() if self._mend(edits))
        more = f" ({len(self._left):,} more with --unsafe-fixes)" if self._left else ""
        tell(f"{done:,} {'to fix' if self._only_shows else 'fixed'}{more}")
        if self._transcripts:
            tell(
                f"{count(self._transcripts, 'transcript conversation')} with findings left alone: what was said stays "
                "as it was said, only scripted replies are fixed"
            )
        if not self._only_shows:
            return Mended(refused=self._refused)
        if run.broken:
            raise run.broken[0].error
        failed = self._inputs.failed or self._refused
        found = Status.FINDINGS if done and not self._settings.exit_zero else Status.CLEAN
        return Mended(Status.WRONG if failed else found)

    def _gather(self, items: Iterable[Checked]) -> None:
        for item in items:
            self._transcripts += bool(item.findings) and item.conversation.channel != SCRIPT
            for finding in item.findings:
                if finding.turn is None:
                    continue
                path, known = item.conversation.path, item.conversation.id
                wanted = [edit for edit in finding.edits if edit.is_safe or self._unsafe]
                self._left |= {(path, known, finding.turn, e.span) for e in finding.edits if e not in wanted}
                if wanted:
                    self._edits.setdefault(path, FileEdits(path)).add((known, finding.turn), wanted)

    def _mend(self, edits: FileEdits) -> bool:
        """Write or show what becomes of a file; tell why, and return False, if it stays as it is."""
        location = self._inputs.places[edits.path]
        try:
            old = location.read_bytes()
            new = rewritten(old, edits)
            proven(old, new, edits, lambda data: self._inputs.read_again(edits.path, data), self._whole.check)
            if self._only_shows:
                standard_output().writelines(_diff(edits.path, old, new))
            else:
                write(location, new)
        except Unfixable as error:
            tell(harmless(f"{error}: left as it is"))
        except OSError as error:
            complain(CsmistakesError(f"cannot be fixed: {error.strerror}", path=edits.path))
            self._refused += 1
        else:
            return True
        return False


def _diff(path: str, old: bytes, new: bytes) -> Iterator[str]:
    """Yield a unified diff that patch takes, and in which no terminal finds anything to obey."""
    import difflib  # noqa: PLC0415  (slow to import, and most runs show none)

    before, after = (decode(data, path).text.splitlines(keepends=True) for data in (old, new))
    for line in difflib.unified_diff(before, after, f"a/{path}", f"b/{path}"):
        said = line.rstrip("\r\n")
        end = line[len(said) :] or "\n\\ No newline at end of file\n"
        yield "\t".join(map(harmless, said.split("\t"))) + end
