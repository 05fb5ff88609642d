"""Labelled conversations: NAME.transcripts.jsonl in the native format, with NAME.labels.jsonl beside it.

A line of labels is `{"id", "labels": [{"mistake", "turn" (from 0), "conf": 2 clear | 1 arguable}], "planted"?,
"absent"?, "set"?}`; `absent` lists mistakes that the conversation only looks like.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from csmistakes.conversation import Conversation
from csmistakes.errors import UsageError
from csmistakes.readers import RoleNames, read_bytes

TRANSCRIPTS, LABELS = ".transcripts.jsonl", ".labels.jsonl"

# The mistakes that can be seen in one conversation. Those over many are not scored: a label has no place for them.
MISTAKES = tuple(
    """
    not-listening talking-too-much not-acknowledging no-questions assuming repeating-the-problem no-empathy
    bad-manners unfriendly not-caring impatience not-objective treating-as-suspect bad-attitude no-passion
    arguing no-relationship no-ownership hiding-behind-policy runaround belittling-own-role lazy-effort
    lack-of-knowledge no-control over-apologizing broken-promise missed-service-level no-follow-up
    no-status-updates unmanaged-expectations dishonesty inaccessible making-customers-wait over-automation
    upsell-before-fix missed-opportunity jargon not-educating
    """.split()
)
OVER_MANY = frozenset({"reactive-service", "untrained-staff", "not-improving"})


@dataclass(frozen=True, slots=True)
class Label:
    """A mistake that a labeller saw at a turn (from 0). An arguable one is neither missed nor falsely reported."""

    mistake: str
    turn: int
    is_clear: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A conversation with what careful readers found in it."""

    conversation: Conversation
    labels: tuple[Label, ...]
    source: str
    is_clean: bool  # without any label
    planted: str | None = None
    absent: tuple[str, ...] = ()

    @property
    def clear(self) -> frozenset[str]:
        """Mistakes that are clearly there."""
        return frozenset(label.mistake for label in self.labels if label.is_clear)

    @property
    def arguable(self) -> frozenset[str]:
        """Mistakes that only may be there."""
        return frozenset(label.mistake for label in self.labels) - self.clear


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """Conversations that were labelled together."""

    name: str
    items: tuple[Labelled, ...]

    @property
    def is_kept_unread(self) -> bool:
        """Whether nobody is to read its conversations, so that it shows what holds elsewhere."""
        return self.name.endswith("-check")


def load_set(given: str) -> LabelledSet:
    """Return the set at a path prefix or at a path of NAME.transcripts.jsonl; UsageError if it is not whole."""
    prefix = given.removesuffix(TRANSCRIPTS)
    transcripts, labels = Path(prefix + TRANSCRIPTS), Path(prefix + LABELS)
    for path in (transcripts, labels):
        if not path.is_file():
            raise UsageError(f"there is no {path}", advice="name a set by what comes before .transcripts.jsonl")
    said = {conversation.id: conversation for conversation in _conversations(transcripts)}
    records = {record["id"]: record for record in _json_lines(labels)}
    if said.keys() != records.keys():
        odd = sorted(said.keys() ^ records.keys())
        raise UsageError(f"{prefix}: {len(odd)} ids are in one of the two files only, such as {odd[0]}")
    return LabelledSet(Path(prefix).name, tuple(_labelled(said[key], records[key]) for key in records))


def load_sets(given: Iterable[str]) -> list[LabelledSet]:
    """Return several sets; their names must differ, because results are kept by name."""
    sets = [load_set(each) for each in given]
    if len({each.name for each in sets}) < len(sets):
        raise UsageError("two of the sets have the same name")
    return sets


def _conversations(path: Path) -> Iterator[Conversation]:
    for item in read_bytes(path.read_bytes(), path.name, RoleNames()):
        if not isinstance(item, Conversation):
            raise item
        yield item


def _json_lines(path: Path) -> Iterator[Mapping[str, Any]]:
    # Not splitlines(): a text may hold other line separators.
    return (json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip())


def _labelled(conversation: Conversation, record: Mapping[str, Any]) -> Labelled:
    written = record["labels"]
    absent = tuple(record.get("absent", ()))
    unknown = {label["mistake"] for label in written} | set(absent)
    unknown -= {*MISTAKES, *OVER_MANY}
    if unknown:
        raise UsageError(f"{conversation.id}: “{sorted(unknown)[0]}” is no mistake that this project knows")
    head, slash, _ = conversation.id.partition("/")
    return Labelled(
        conversation,
        tuple(
            Label(label["mistake"], label["turn"], is_clear=label.get("conf", 2) >= 2, why=label.get("why", ""))
            for label in written
            if label["mistake"] not in OVER_MANY
        ),
        source=head if slash else str(record.get("set", "unnamed")),
        is_clean=not written,
        planted=record.get("planted"),
        absent=absent,
    )
