"""What people say of findings: a file of overrides, one a line, only ever added to; the last word on a thing holds.

{"verdict": "not-a-mistake", "rule": …, "path": …, "conversation": …, "turn": …, "fingerprint": …, "quote": …,
"reason": …, "who": …, "date": …}     the finding of this fingerprint is none: it is left out from now on
{"verdict": "missed", …}               here is a mistake that the rule does not see; no fingerprint, no quote
{"verdict": "withdrawn", …}            takes back what was said before of the same fingerprint, or the same place
{"verdict": "counted", "date": …, "conversations": …, "rules": {slug: {"reports": …, "disputed": …}}}
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any

from csmistakes.errors import CsmistakesError, Problems, UsageError, did_you_mean

FILE = "csmistakes-disputes.jsonl"
NOT_A_MISTAKE, MISSED, WITHDRAWN, COUNTED = "not-a-mistake", "missed", "withdrawn", "counted"
VERDICTS = (NOT_A_MISTAKE, MISSED, WITHDRAWN)

_COUNTED_KEYS = {"verdict": str, "date": str, "conversations": int, "rules": dict}


class _LineError(Exception):
    """What is wrong with a line."""


class DisputesError(Problems):
    """The file of disputes is wrong; `problems` holds every line that is."""


@dataclass(frozen=True, slots=True)
class Dispute:
    """What somebody said of a finding, or of a place without one. `turn` counts from 1; `date` is ISO 8601.

    A finding over many conversations has no path, conversation and turn; what was missed has no fingerprint and quote.
    """

    verdict: str
    rule: str
    reason: str
    who: str
    date: str
    path: str | None = None
    conversation: str | None = None
    turn: int | None = None
    fingerprint: str | None = None
    quote: str | None = None

    @property
    def about(self) -> tuple[object, ...]:
        """What it speaks of: two disputes about the same are two words on one thing."""
        if self.fingerprint is not None:
            return (self.fingerprint,)
        return (self.rule, self.path, self.conversation, self.turn)

    def __str__(self) -> str:
        where = " · ".join(filter(None, (self.path, self.conversation, f"turn {self.turn}" if self.turn else None)))
        return f"{self.rule} · {where or 'many conversations'}"


@dataclass(frozen=True, slots=True)
class Count:
    """How many findings of a rule there were, disputed ones among them, when they were last counted."""

    reports: int
    disputed: int


@dataclass(frozen=True, slots=True)
class Disputes:
    """The disputes that hold, each with its line (from 1) in the file, and the last count. No file is none."""

    path: Path
    holding: Mapping[tuple[object, ...], tuple[Dispute, int]] = field(default_factory=dict)
    counts: Mapping[str, Count] = field(default_factory=dict)
    counted_on: str | None = None
    counted_in: int = 0  # conversations

    def of(self, verdict: str, rule: str | None = None) -> list[Dispute]:
        """Return the disputes of a verdict that hold, in the order of the file, of one rule or of all."""
        held = (dispute for dispute, _ in self.holding.values())
        return [one for one in held if one.verdict == verdict and rule in {None, one.rule}]


def read_disputes(path: Path) -> Disputes:
    """Return what `path` says; DisputesError names every line that is wrong. No file is no dispute."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except FileNotFoundError:
        return Disputes(path)
    except OSError as error:
        raise UsageError(f"cannot be read: {error.strerror}", path=str(path)) from None
    except UnicodeDecodeError:
        raise UsageError("is not UTF-8", path=str(path)) from None
    holding: dict[tuple[object, ...], tuple[Dispute, int]] = {}
    counted: Mapping[str, Any] = {}
    problems: list[CsmistakesError] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            said = _said(line)
        except _LineError as error:
            problems.append(UsageError(str(error), path=str(path), line=number))
            continue
        if not isinstance(said, Dispute):
            counted = said
        else:
            holding.pop(said.about, None)
            if said.verdict != WITHDRAWN:
                holding[said.about] = (said, number)
    if problems:
        raise DisputesError(problems)
    counts = {rule: Count(**count) for rule, count in counted.get("rules", {}).items()}
    return Disputes(path, holding, counts, counted.get("date"), counted.get("conversations", 0))


def append(path: Path, said: Dispute | Mapping[str, Any]) -> None:
    """Add a line to the file, which is made if it is not there. UsageError if it cannot be written."""
    values = asdict(said) if isinstance(said, Dispute) else said
    line = json.dumps({key: value for key, value in values.items() if value is not None}, ensure_ascii=False)
    try:
        with path.open("ab+") as file:
            if file.tell():
                file.seek(-1, 2)
                line = line if file.read(1) == b"\n" else f"\n{line}"
            file.write(f"{line}\n".encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise UsageError(f"cannot be written: {error.strerror}", path=str(path)) from None


def _said(line: str) -> Dispute | Mapping[str, Any]:
    """Return what a line says; _LineError if it makes no sense."""
    try:
        values = json.loads(line)
    except (json.JSONDecodeError, RecursionError):
        raise _LineError("is no JSON") from None
    if not isinstance(values, dict):
        raise _LineError("is no JSON object")
    verdict = values.get("verdict")
    if verdict == COUNTED:
        _check_counted(values)
        return values
    if verdict not in VERDICTS:
        near = did_you_mean(verdict, VERDICTS) if isinstance(verdict, str) else None
        raise _LineError(f"verdict: {verdict!r} is none of {', '.join(VERDICTS)}{f' ({near})' if near else ''}")
    _check_dispute(values)
    return Dispute(**values)


def _check_dispute(values: Mapping[str, Any]) -> None:
    known = {one.name for one in fields(Dispute)}
    for key in values:
        if key not in known:
            raise _LineError(f"unknown key “{key}” ({did_you_mean(key, known) or ', '.join(sorted(known))})")
    for key in ("rule", "reason", "who", "date"):
        if not isinstance(values.get(key), str) or not values[key]:
            raise _LineError(f"{key}: must be a text that says something")
    for key in ("path", "conversation", "fingerprint", "quote"):
        if not isinstance(values.get(key), str | None):
            raise _LineError(f"{key}: must be a text")
    turn = values.get("turn")
    if turn is not None and (not isinstance(turn, int) or isinstance(turn, bool) or turn < 1):
        raise _LineError("turn: must be a number from 1")
    if values["verdict"] == NOT_A_MISTAKE and values.get("fingerprint") is None:
        raise _LineError("fingerprint: missing, so it disputes nothing")
    if values["verdict"] == MISSED and values.get("conversation") is None:
        raise _LineError("conversation: missing")
    _check_date(values["date"])


def _check_counted(values: Mapping[str, Any]) -> None:
    for key, kind in _COUNTED_KEYS.items():
        if not isinstance(values.get(key), kind):
            raise _LineError(f"{key}: missing, or not what it must be")
    for rule, count in values["rules"].items():
        is_count = isinstance(count, dict) and count.keys() == {"reports", "disputed"}
        if not is_count or not all(isinstance(number, int) and number >= 0 for number in count.values()):
            raise _LineError(f"rules: {rule}: must be reports and disputed, two numbers")
    _check_date(values["date"])


def _check_date(text: str) -> None:
    try:
        date.fromisoformat(text)
    except ValueError:
        raise _LineError(f"date: “{text}” is no date such as 2026-01-31") from None
