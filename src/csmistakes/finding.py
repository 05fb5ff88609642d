"""What judging produces and reporters read: findings at exact places. Every value is frozen."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import NamedTuple

from csmistakes.conversation import Conversation, Span


class Severity(IntEnum):
    """The harm a mistake does; ordered, so that `>=` reads as "at least as bad as"."""

    NOTE = 0
    WARNING = 1
    ERROR = 2

    label: str  # the word used in rules, options and outputs

    def __init__(self, _harm: int) -> None:
        self.label = self.name.lower()

    @classmethod
    def of(cls, label: str) -> Severity:
        """Return the severity called `label`; KeyError if there is none."""
        return cls[label.upper()]


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file a finding stands. Lines and columns count from 1; `end_column` is exclusive."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int


class Change(NamedTuple):
    """The characters at `span` of a turn's text become `new`."""

    span: Span
    new: str
    is_safe: bool


@dataclass(frozen=True, slots=True)
class Edit:
    """What a fix writes: `new` in the place of `old`, which stands at `span` of the turn's text, and at `place`.

    The file has the characters of `old` as they are, side by side in one line, and takes those of `new` so too.
    """

    span: Span
    old: str
    new: str
    is_safe: bool
    place: Place


@dataclass(frozen=True, slots=True)
class Evidence:
    """One conversation, and the turn in it (from 1), that a finding over many conversations rests on."""

    path: str
    conversation: str
    turn: int


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule met at a place.

    In a conversation: `conversation`, `turn` (its position, from 1), `span`, `quote` (masked) and `place` are set.
    Over many conversations: those are None, and `subject` and `evidence` say of whom and on what grounds.
    About a suppression: only `place` is set, where it is written.
    """

    rule: str
    title: str
    severity: Severity
    message: str
    fix: str
    sources: tuple[str, ...]
    fingerprint: str
    conversation: str | None = None
    turn: int | None = None
    role: str | None = None
    speaker: str | None = None
    span: Span | None = None
    quote: str | None = None
    place: Place | None = None
    primary: bool = True
    subject: str | None = None
    evidence: tuple[Evidence, ...] = ()
    edits: tuple[Edit, ...] = ()  # in the order of their places; none where no other wording is offered

    @property
    def is_fixable(self) -> bool:
        """Whether --fix would write something, without --unsafe-fixes."""
        return any(edit.is_safe for edit in self.edits)


@dataclass(frozen=True, slots=True)
class Checked:
    """One conversation with its findings, in the order of their places."""

    conversation: Conversation
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """An input, or a part of one, that could not be read. `line` counts from 1 and is None where it has none."""

    path: str
    line: int | None
    message: str


@dataclass(frozen=True, slots=True)
class Broken:
    """A conversation that csmistakes itself could not get through: a bug, told when the rest is done."""

    path: str
    conversation: str
    error: Exception


@dataclass(frozen=True, slots=True)
class Summary:
    """What a whole run saw: the findings over many conversations and the counts a verdict needs."""

    findings: tuple[Finding, ...]  # of corpus rules
    silent: tuple[str, ...]  # why a corpus rule stays silent, one sentence each
    conversations: int
    turns: int
    files: int
    passed_over: int  # files of a folder walk that are no transcripts
    failed: int  # files that could not be read
    disputed: int = 0  # findings left out because people said that they are none
    baselined: int = 0  # findings left out because the baseline accepts them
    suppressed: int = 0  # findings left out because a comment or csmistakes-ignore.yaml says so
    unchanged: int = 0  # findings left out because they stand where nothing was changed
    refusals: tuple[Refusal, ...] = ()  # why inputs could not be read, as far as there is room for


def digest(key: str) -> str:
    """Return what stands for `key` in a fingerprint: 16 hexadecimal digits."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def with_primaries(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Mark one finding of those that overlap in a turn as the primary one: the most severe, then the first.

    They are findings of one conversation, in the order of their places.
    """
    group: list[Finding] = []
    end = -1
    for finding in findings:
        assert finding.span is not None  # noqa: S101  (findings in a conversation have one)
        if group and (finding.turn != group[0].turn or finding.span.start >= end):
            yield from _ranked(group)
            group, end = [], -1
        group.append(finding)
        end = max(end, finding.span.end)
    yield from _ranked(group)


def _ranked(group: list[Finding]) -> Iterator[Finding]:
    if group:
        chief = max(group, key=lambda finding: finding.severity)
        yield from (replace(finding, primary=finding is chief) for finding in group)
