"""csmistakes-baseline.json: findings that are accepted, one on each line, known by their content.

An entry accepts one finding: the one with its fingerprint, or else one of the same rule about the same words in the
same turn, in the same file or, if that file is gone, wherever the turn was moved to. Two findings that are alike need
two entries.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from csmistakes.conversation import Conversation
from csmistakes.errors import CsmistakesError, UsageError, did_you_mean
from csmistakes.expressions import expression
from csmistakes.finding import Finding, digest
from csmistakes.masking import mask

FILE = "csmistakes-baseline.json"
VERSION = 1
_COMMENT = expression(r"<!--\s*+csmistakes:(?:[^-]|-(?!->))*+-->")
_ADVICE = "mend the line, or write the file anew with csmistakes baseline"


@dataclass(frozen=True, slots=True)
class Entry:
    """One accepted finding. `path` and `conversation` are None for one over many; its `quote` is whom it is about.

    Quotes are masked. `content` is what is left of the finding when its file or its conversation gets another name.
    """

    path: str | None
    rule: str
    conversation: str | None
    quote: str
    fingerprint: str
    content: str

    def order(self) -> tuple[str, ...]:
        """Return what entries are sorted by: nothing that changes with the lines above."""
        return (self.path or "", self.rule, self.conversation or "", self.quote, self.fingerprint, self.content)


_KEYS = tuple(item.name for item in fields(Entry))
_MAY_BE_NULL = ("path", "conversation")


def entry_of(finding: Finding, talk: Conversation | None) -> Entry:
    """Return the entry that accepts `finding` of the conversation `talk` (None: over many conversations)."""
    return Entry(
        path=finding.place.path if finding.place else None,
        rule=finding.rule,
        conversation=finding.conversation,
        quote=mask(finding.quote or finding.subject or ""),
        fingerprint=finding.fingerprint,
        content=_content(finding, talk),
    )


def read_baseline(path: Path) -> tuple[Entry, ...]:
    """Return the entries of the file; UsageError that says what is wrong with it, and where."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise UsageError(f"not valid JSON: {error.msg}", path=str(path), line=error.lineno, advice=_ADVICE) from None
    except (OSError, ValueError, RecursionError) as error:
        raise UsageError(f"the baseline cannot be read: {error}", path=str(path)) from None
    if not isinstance(data, dict) or not isinstance(data.get("findings"), list):
        raise UsageError("this is no baseline: it has no list of findings", path=str(path), advice=_ADVICE)
    if data.get("version") != VERSION:
        message = f"version {data.get('version')!r} of the baseline is none I know ({VERSION})"
        raise UsageError(message, path=str(path), advice="write it anew with csmistakes baseline")
    return tuple(_entry(item, number, path) for number, item in enumerate(data["findings"], start=1))


def write_baseline(path: Path, entries: Iterable[Entry]) -> None:
    """Write the file as a whole, or leave it as it was; CsmistakesError if it cannot be written."""
    lines = [json.dumps(asdict(entry), ensure_ascii=True) for entry in sorted(entries, key=Entry.order)]
    body = "\n    " + ",\n    ".join(lines) + "\n  " if lines else ""
    text = f'{{\n  "version": {VERSION},\n  "findings": [{body}]\n}}\n'
    new = path.with_name(f"{path.name}.new")
    try:
        new.write_text(text, encoding="utf-8", newline="\n")
        os.replace(new, path)  # noqa: PTH105  (its errors name the file)
    except OSError as error:
        new.unlink(missing_ok=True)
        raise CsmistakesError(f"cannot be written: {error.strerror}", path=str(path)) from None


@dataclass(slots=True)
class Baseline:
    """The entries at work. `is_there` tells whether a file, by the path it is shown by, still exists."""

    entries: Sequence[Entry]
    is_there: Callable[[str], bool]
    accepted: list[Entry] = field(default_factory=list)  # as they are to be written now
    _taken: set[int] = field(default_factory=set)  # numbers of entries that a finding was met for
    _by_fingerprint: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    _by_content: dict[str, list[int]] = field(default_factory=dict)
    _gone: dict[str, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for number, entry in enumerate(self.entries):
            self._by_fingerprint.setdefault((entry.rule, entry.fingerprint), []).append(number)
            self._by_content.setdefault(entry.content, []).append(number)

    def accepts(self, finding: Finding, talk: Conversation | None) -> bool:
        """Whether an entry accepts `finding`; that entry is used up by it."""
        number = self._first(self._by_fingerprint.get((finding.rule, finding.fingerprint), ()))
        if number is None and self.entries:
            number = self._first(self._of_same_content(finding, talk))
        if number is None:
            return False
        self._taken.add(number)
        self.accepted.append(entry_of(finding, talk))
        return True

    def left(self) -> list[Entry]:
        """Return the entries that no finding was met for."""
        return [entry for number, entry in enumerate(self.entries) if number not in self._taken]

    def is_gone(self, entry: Entry) -> bool:
        """Whether the file of an entry is no longer there."""
        if entry.path is None:
            return False
        if entry.path not in self._gone:
            self._gone[entry.path] = not self.is_there(entry.path)
        return self._gone[entry.path]

    def _of_same_content(self, finding: Finding, talk: Conversation | None) -> Iterator[int]:
        path = finding.place.path if finding.place else None
        for number in self._by_content.get(_content(finding, talk), ()):
            entry = self.entries[number]
            if entry.path == path or self.is_gone(entry):
                yield number

    def _first(self, numbers: Iterable[int]) -> int | None:
        return next((number for number in numbers if number not in self._taken), None)


def _content(finding: Finding, talk: Conversation | None) -> str:
    """Return a digest of the rule, the quoted words and the whole turn; of the subject where there is no turn."""
    if talk is None or finding.turn is None or finding.span is None:
        about = [finding.subject or ""]
    else:
        text = mask(talk.turns[finding.turn - 1].text)
        whole = " ".join(_COMMENT.sub(" ", text).split())  # a reader may leave a comment in a turn
        about = [finding.role or "", text[finding.span.start : finding.span.end], whole]
    return digest("\0".join((finding.rule, *about)))


def _entry(item: Any, number: int, path: Path) -> Entry:  # noqa: ANN401
    where = f"finding {number}"
    if not isinstance(item, dict):
        raise UsageError(f"{where} is no object", path=str(path), advice=_ADVICE)
    for key in item:
        if key not in _KEYS:
            raise UsageError(f"{where}: {key}: unknown key", path=str(path), advice=did_you_mean(key, _KEYS) or _ADVICE)
    for key in _KEYS:
        value = item.get(key)
        if not isinstance(value, str) and not (value is None and key in _MAY_BE_NULL):
            raise UsageError(f"{where}: {key} must be a string", path=str(path), advice=_ADVICE)
    values: dict[str, Any] = {key: item.get(key) for key in _KEYS}
    return Entry(**values)
