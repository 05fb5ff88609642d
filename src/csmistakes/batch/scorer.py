"""What every process of a run does: reads its files, scores their conversations, and hands them on in blocks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from csmistakes.batch.journal import Block
from csmistakes.catalogue import load
from csmistakes.conversation import SCRIPT, Conversation
from csmistakes.errors import TranscriptError
from csmistakes.honouring import without
from csmistakes.identity import Alike, known_by
from csmistakes.options import Options
from csmistakes.pipeline import LONGEST_TURN, Run
from csmistakes.readers import NO_SCRIPTS, EmptyTranscript, Input, PassedOver, RoleNames, Scripts, read_input
from csmistakes.scoring.card import Scorecard
from csmistakes.scoring.metadata import Labeller
from csmistakes.scoring.recording import record_of

_PART = 1024 * 1024  # bytes
# Conversations: about what is recognised together fastest, and what a run that breaks off has to do again at most.
BLOCK = 200


@dataclass(frozen=True, slots=True)
class Setup:
    """All that decides what the rows of a conversation are. Can be sent to another process."""

    folders: tuple[Path, ...]  # of rules beside the shipped ones
    options: Options
    roles: RoleNames
    labeller: Labeller
    card: Scorecard
    disputed: frozenset[str] = frozenset()  # fingerprints of findings that people say are none
    scripts: Scripts = NO_SCRIPTS  # which files are scripted replies, and are left out


@dataclass(frozen=True, slots=True)
class Known:
    """What the journal has of a file: so many blocks of this content; all of them, or some."""

    content: str
    blocks: frozenset[int]
    complete: bool


@dataclass(frozen=True, slots=True)
class Task:
    """Files to score. Of a large one, several tasks take every `of`-th block each, the first beginning with `first`."""

    files: tuple[Input, ...]
    known: Mapping[str, Known]
    first: int = 0
    of: int = 1


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as it was found: its content's digest, which tells what of the journal still holds."""

    path: str
    content: str
    lines: int


class Bug(NamedTuple):
    """A conversation that csmistakes itself could not get through."""

    conversation: str
    error: str


class Scorer:
    """Scores files. CatalogueError if the rules do not make sense."""

    def __init__(self, setup: Setup, run: Run | None = None) -> None:
        self._setup = setup
        self._run = run or Run(load(setup.folders), setup.options)

    def work(self, task: Task) -> Iterator[Seen | Block]:
        """Yield, for each file, how it was found, then the blocks of it that are this task's and not yet known."""
        for found in task.files:
            content, lines = content_of(found)
            yield Seen(found.path, content, lines)
            known = task.known.get(found.path)
            if known is None or known.content != content:
                known = Known(content, frozenset(), complete=False)
            if not known.complete:
                yield from self._blocks(found, known, task)

    def _blocks(self, found: Input, known: Known, task: Task) -> Iterator[Block]:
        alike = Alike()
        for number, conversations, end in self._cut(found):
            names = [alike.known_by(conversation) for conversation in conversations]  # of blocks of others too
            if number % task.of == task.first and number not in known.blocks:
                done = list(self.scored(conversations, names))
                records = [one for one in done if not isinstance(one, Bug)]
                bugs = [one for one in done if isinstance(one, Bug)]
                line = conversations[-1].turns[-1].origin.at(0)[0] if conversations and conversations[-1].turns else 0
                yield Block(found.path, known.content, number, records, bugs, end, line)

    def scored(self, conversations: Sequence[Conversation], names: Sequence[str]) -> Iterator[list[Any] | Bug]:
        """Yield the rows of each conversation as JSON can hold them; `names` are what fingerprints know each by."""
        self._run.recognise(conversations)
        for conversation, name in zip(conversations, names, strict=True):
            try:
                yield self._record(conversation, name)
            except Exception as error:  # noqa: BLE001  (a bug in one conversation must not cost the others)
                yield Bug(conversation.id, f"{type(error).__name__}: {error}")

    def _cut(self, found: Input) -> Iterator[tuple[int, list[Conversation], dict[str, Any] | None]]:
        """Yield a file's conversations in blocks; the last, empty or not, with what there is to tell of the file."""
        number = 0
        waiting: list[Conversation] = []
        problems: list[dict[str, Any]] = []
        passed_over = False
        scripts = 0
        for item in read_input(found, self._setup.roles, self._setup.scripts):
            if isinstance(item, Conversation) and item.channel == SCRIPT:
                scripts += 1
            elif isinstance(item, Conversation):
                if len(waiting) == BLOCK:
                    yield number, waiting, None
                    number, waiting = number + 1, []
                waiting.append(item)
                problems += too_long(item)
            elif isinstance(item, PassedOver):
                passed_over = True
            else:
                problems.append(problem_of(item, level="warning" if isinstance(item, EmptyTranscript) else "error"))
        if scripts:
            problems.append(not_scored(scripts))
        yield number, waiting, {"problems": problems, "passed_over": passed_over}

    def _record(self, conversation: Conversation, name: str) -> list[Any]:
        examined = self._run.examine(self._setup.labeller.label(conversation), name)
        checked = without(examined.checked, self._setup.disputed)
        disputed = len(examined.checked.findings) - len(checked.findings)
        record = record_of(checked, examined.opportunities, examined.notes, self._setup.card, disputed)
        return replace(record, known_by=known_by(conversation)).to_json()


def content_of(found: Input) -> tuple[str, int]:
    """Return a digest of a file's bytes, and their lines; of none where it cannot be read, which reading it tells."""
    assert found.location is not None  # noqa: S101  (standard input is put into a file before)
    digest, lines = hashlib.sha256(), 0
    try:
        with found.location.open("rb") as file:
            while part := file.read(_PART):
                digest.update(part)
                lines += part.count(b"\n")
    except OSError:
        return "", 0
    return digest.hexdigest()[:32], lines


def problem_of(error: TranscriptError, *, level: str) -> dict[str, Any]:
    """Return what is wrong with a part of a file, as JSON can hold it."""
    return {"message": error.message, "line": error.line, "advice": error.advice, "level": level}


def not_scored(scripts: int) -> dict[str, Any]:
    """Return the warning that so many scripted replies of a file are left out."""
    what = "scripted reply is" if scripts == 1 else "scripted replies are"
    message = f"{scripts:,} {what} not scored: nobody answered a customer there"
    advice = "see csmistakes check for what is wrong with them"
    return {"message": message, "line": None, "advice": advice, "level": "warning"}


def too_long(conversation: Conversation) -> Iterator[dict[str, Any]]:
    """Yield a warning for each turn of which not everything is looked at."""
    for number, turn in enumerate(conversation.turns, start=1):
        if len(turn.text) > LONGEST_TURN:
            message = f"turn {number} has {len(turn.text):,} characters: only the first {LONGEST_TURN:,} are looked at"
            yield {"message": message, "line": turn.origin.at(0)[0], "advice": None, "level": "warning"}
