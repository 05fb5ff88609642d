"""The transcripts of a run: whatever can be read is read, and what cannot is told on standard error."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from csmistakes import config
from csmistakes.adoption import baseline, sidecar
from csmistakes.cli.errors import complain, warn
from csmistakes.cli.progress import Progress
from csmistakes.conversation import Conversation
from csmistakes.errors import TranscriptError
from csmistakes.finding import Refusal
from csmistakes.pipeline import LONGEST_TURN
from csmistakes.readers import (
    NO_SCRIPTS,
    EmptyTranscript,
    Input,
    Item,
    Lines,
    PassedOver,
    RoleNames,
    Scripts,
    discover,
    key_of,
    read_bytes,
    read_input,
)
from csmistakes.reporters.parts.words import count

# met in a folder, they are neither transcripts nor worth a word
OWN_FILES = frozenset((config.FILE, baseline.FILE, sidecar.FILE))
_REFUSALS = 1000  # kept for reports, so that no heap of broken inputs fills the memory


class Inputs:
    """The files named on the command line and in its folders, and the counts of what became of them.

    `outputs` are where reports go: a folder that holds those of an earlier run does not make them inputs. Those of a
    quiet run tell nothing on standard error: another run over the same inputs does.
    """

    def __init__(
        self,
        paths: Sequence[str],
        roles: RoleNames,
        outputs: Iterable[Path] = (),
        scripts: Scripts = NO_SCRIPTS,
        *,
        is_quiet: bool = False,
    ) -> None:
        self._is_quiet = is_quiet
        self._roles = roles
        self._scripts = scripts
        reports = {key_of(path) for path in outputs}
        self._found = [found for found in discover(paths) if not self._is_report(found, reports)]
        self._refusals: list[Refusal] = []
        self._lines = Lines({found.path: found.location for found in self._found if isinstance(found, Input)}.get)
        self.progress = Progress(len(self._found))
        self.files = 0
        self.failed = 0
        self.passed_over = 0
        self.paths_read: set[str] = set()  # of files read to their end without an error, as they are shown
        self.paths_passed_over: set[str] = set()

    @property
    def places(self) -> Mapping[str, Path]:
        """Where each input lies, by its path as it is shown; standard input left out."""
        return {found.path: found.location for found in self._found if isinstance(found, Input) and found.location}

    @property
    def locations(self) -> Iterator[Path]:
        """Where the inputs lie, standard input left out."""
        return (found.location for found in self._found if isinstance(found, Input) and found.location)

    @property
    def refusals(self) -> tuple[Refusal, ...]:
        """What could not be read and why, the first of them: all are told on standard error."""
        return tuple(self._refusals)

    def line(self, path: str, number: int) -> str | None:
        """Return the text of line `number` (from 1) of an input; None if it cannot be had again."""
        return self._lines.text(path, number)

    def conversations(self) -> Iterator[Conversation]:
        """Yield every conversation that can be read, file after file."""
        for found in self.progress.files(self._found):
            if isinstance(found, TranscriptError):
                self._complain(found)
                self.failed += 1
            else:
                yield from self._read(found)

    def read_again(self, path: str, data: bytes) -> Iterator[Item]:
        """Yield what is read from `data` as if the input shown as `path` held it."""
        found = next(found for found in self._found if isinstance(found, Input) and found.path == path)
        return read_bytes(data, path, self._roles, self._scripts.how(found.location, is_named=found.is_named))

    def tell_passed_over(self) -> None:
        """Tell how many files of a folder walk are no transcripts, and what to do if none was one."""
        if self.passed_over:
            advice = "" if self.files or self._scripts.is_all else "; name scripted replies with --scripts"
            warn(f"{count(self.passed_over, 'file')} passed over: no transcript of a known format{advice}")

    def _read(self, found: Input) -> Iterator[Conversation]:
        if not found.is_named and found.location and found.location.name in OWN_FILES:
            self.paths_passed_over.add(found.path)
            return
        failed = passed_over = False
        for item in read_input(found, self._roles, self._scripts):
            if isinstance(item, Conversation):
                self._warn_of_length(item)
                yield item
            elif isinstance(item, PassedOver):
                passed_over = True
            elif isinstance(item, EmptyTranscript):
                self._warn(str(item))
            else:
                self._complain(item)
                failed = True
        if not failed:
            (self.paths_passed_over if passed_over else self.paths_read).add(found.path)
        self.files += not passed_over
        self.failed += failed
        self.passed_over += passed_over

    def _warn_of_length(self, conversation: Conversation) -> None:
        for number, turn in enumerate(conversation.turns, start=1):
            if len(turn.text) > LONGEST_TURN:
                place = f"{conversation.path}:{turn.origin.at(0)[0]}"
                size = f"{len(turn.text):,} characters"
                self._warn(f"{place}: turn {number} has {size}: only the first {LONGEST_TURN:,} are looked at")

    def _is_report(self, found: Input | TranscriptError, reports: set[str]) -> bool:
        """Whether a walk has come upon the report of an earlier run, about to be written anew: no transcript."""
        if isinstance(found, TranscriptError) or found.is_named or key_of(found.location) not in reports:
            return False
        return not any(isinstance(item, Conversation) for item in read_input(found, self._roles, self._scripts))

    def _warn(self, message: str) -> None:
        if not self._is_quiet:
            self.progress.clear()
            warn(message)

    def _complain(self, error: TranscriptError) -> None:
        if not self._is_quiet:
            self.progress.clear()
            complain(error)
        if len(self._refusals) < _REFUSALS:
            self._refusals.append(Refusal(error.path or "-", error.line, error.message))
