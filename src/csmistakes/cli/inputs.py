"""The transcripts of a run: whatever can be read is read, and what cannot is told on standard error."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from csmistakes.cli.errors import complain, warn
from csmistakes.cli.progress import Progress
from csmistakes.conversation import Conversation
from csmistakes.errors import TranscriptError
from csmistakes.pipeline import LONGEST_TURN
from csmistakes.readers import (
    NO_SCRIPTS,
    EmptyTranscript,
    Input,
    PassedOver,
    RoleNames,
    Scripts,
    discover,
    key_of,
    read_input,
)
from csmistakes.reporters.parts.words import count


class Inputs:
    """The files named on the command line and in its folders, and the counts of what became of them.

    `output` is where the report goes: a folder that holds that of an earlier run does not make it an input.
    """

    def __init__(
        self, paths: Sequence[str], roles: RoleNames, output: Path | None = None, scripts: Scripts = NO_SCRIPTS
    ) -> None:
        self._roles = roles
        self._scripts = scripts
        self._found = [found for found in discover(paths) if not self._is_report(found, output)]
        self.progress = Progress(len(self._found))
        self.files = 0
        self.failed = 0
        self.passed_over = 0

    @property
    def locations(self) -> Iterator[Path]:
        """Where the inputs lie, standard input left out."""
        return (found.location for found in self._found if isinstance(found, Input) and found.location)

    def conversations(self) -> Iterator[Conversation]:
        """Yield every conversation that can be read, file after file."""
        for found in self.progress.files(self._found):
            if isinstance(found, TranscriptError):
                self._complain(found)
                self.failed += 1
            else:
                yield from self._read(found)

    def tell_passed_over(self) -> None:
        """Tell how many files of a folder walk are no transcripts."""
        if self.passed_over:
            warn(f"{count(self.passed_over, 'file')} passed over: no transcript of a known format")

    def _read(self, found: Input) -> Iterator[Conversation]:
        failed = passed_over = False
        for item in read_input(found, self._roles, self._scripts):
            if isinstance(item, Conversation):
                self._warn_of_length(item)
                yield item
            elif isinstance(item, PassedOver):
                passed_over = True
            elif isinstance(item, EmptyTranscript):
                self.progress.clear()
                warn(str(item))
            else:
                self._complain(item)
                failed = True
        self.files += not passed_over
        self.failed += failed
        self.passed_over += passed_over

    def _warn_of_length(self, conversation: Conversation) -> None:
        for number, turn in enumerate(conversation.turns, start=1):
            if len(turn.text) > LONGEST_TURN:
                self.progress.clear()
                place = f"{conversation.path}:{turn.origin.at(0)[0]}"
                size = f"{len(turn.text):,} characters"
                warn(f"{place}: turn {number} has {size}: only the first {LONGEST_TURN:,} are looked at")

    def _is_report(self, found: Input | TranscriptError, output: Path | None) -> bool:
        """Whether a walk has come upon the report of an earlier run, about to be written anew: no transcript."""
        if output is None or isinstance(found, TranscriptError) or found.is_named:
            return False
        if key_of(found.location) != key_of(output):
            return False
        return not any(isinstance(item, Conversation) for item in read_input(found, self._roles, self._scripts))

    def _complain(self, error: TranscriptError) -> None:
        self.progress.clear()
        complain(error)
