"""Who served whom, where and when: from a pattern for file names, a side table, or what the transcript itself says."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from csmistakes.conversation import Conversation, Role
from csmistakes.errors import UsageError, did_you_mean
from csmistakes.expressions import expression
from csmistakes.readers.channels import channel_of

FIELDS = ("agent", "team", "queue", "channel", "date", "customer")
_KEYS = {  # what else transcripts call these, in lower case and with spaces
    "team": ("team", "team name", "group", "department"),
    "queue": ("queue", "queue name", "skill", "line of business"),
    "date": ("date", "day", "created at", "started at", "start time"),
}
_EPOCH = 10**8  # a time above it is a date, below it an offset within the conversation
_PLACEHOLDER = expression(r"\{([^{}]*)\}")
_DATES = ("%Y-%m-%d", "%Y%m%d", "%Y_%m_%d", "%d.%m.%Y", "%Y.%m.%d")
_LIMIT = 300  # characters of a path that a pattern looks at, from its end


@dataclass(frozen=True)
class NamePattern:
    """A pattern such as `{team}/{agent}_{date}.txt`, matched against the end of a path; `{}` or `*` is anything.

    UsageError for a field that is none. A field never spans a “/”.
    """

    pattern: str

    def __post_init__(self) -> None:
        names = [name for name in _PLACEHOLDER.findall(self.pattern) if name]
        for name in names:
            if name not in FIELDS:
                advice = did_you_mean(name, FIELDS) or f"fields are {', '.join(FIELDS)}"
                raise UsageError(f"--name-pattern: there is no field {{{name}}}", advice=advice)
        if re.search(r"[}*][{*]", self.pattern):
            raise UsageError("--name-pattern: two fields need something between them")
        if not names or len(set(names)) < len(names):
            raise UsageError("--name-pattern names no field, or one twice", advice="write '{team}/{agent}_{date}.txt'")

    @cached_property
    def _regex(self) -> re.Pattern[str]:
        parts = re.split(r"(\{[^{}]*\}|\*)", self.pattern)
        return re.compile("(?:^|/)" + "".join(map(_part, parts)) + "$")

    def fields(self, path: str) -> Mapping[str, str]:
        """Return what a path says by field; nothing if the pattern does not fit it."""
        found = self._regex.search(path[-_LIMIT:])
        return {} if found is None else {key: value for key, value in found.groupdict().items() if value}


def _part(part: str) -> str:
    """Return one part of a pattern as a regular expression: bounded, so that no path can make it slow."""
    if part in {"*", "{}"}:
        return r"[^/]{0,100}?"
    if part.startswith("{") and part.endswith("}"):
        return rf"(?P<{part[1:-1]}>[^/]{{1,100}}?)"
    return re.escape(part)


def read_people(path: Path) -> Mapping[str, Mapping[str, str]]:
    """Return what a CSV with a column `agent` says of agents (team, queue …), by name in lower case.

    UsageError where it cannot be read, has no such column, or an agent twice.
    """
    people: dict[str, Mapping[str, str]] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            header = [(name or "").strip().casefold() for name in rows.fieldnames or ()]
            if "agent" not in header or not {"team", "queue", "channel"}.intersection(header):
                advice = "the header needs “agent” and “team” (or queue, channel)"
                raise UsageError("no table of people", path=str(path), line=1, advice=advice)
            rows.fieldnames = header
            for row in rows:
                agent = (row.get("agent") or "").strip().casefold()
                if agent in people:
                    raise UsageError(f"the agent “{agent}” stands twice", path=str(path), line=rows.line_num)
                people[agent] = {key: value.strip() for key, value in row.items() if key in FIELDS and value}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"the table of people cannot be read: {error}", path=str(path)) from None
    people.pop("", None)
    return people


@dataclass(frozen=True)
class Labeller:
    """Gives each conversation its agent, team, queue, channel and date.

    What the user says for this run goes first: the file's name by `pattern`, then the side table, then the
    transcript's own fields.
    """

    pattern: NamePattern | None = None
    people: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def label(self, conversation: Conversation) -> Conversation:
        """Return the conversation with agent, channel and `started` set, team and queue in `extra`, where known."""
        named = self.pattern.fields(conversation.path) if self.pattern else {}
        agent = named.get("agent") or conversation.agent
        known = self.people.get((agent or "").strip().casefold(), {})
        own = {key: _own(conversation.extra, key) for key in _KEYS}
        extra = dict(conversation.extra)
        for key in ("team", "queue"):
            if value := named.get(key) or known.get(key) or own[key]:
                extra[key] = value
        started = (
            _moment(named.get("date")) or conversation.started or _moment(own["date"]) or _first_time(conversation)
        )
        return replace(
            conversation,
            agent=agent,
            customer=named.get("customer") or conversation.customer,
            channel=channel_of(named.get("channel") or known.get("channel")) or conversation.channel,
            started=started,
            extra=extra,
        )


def team_and_queue(conversation: Conversation) -> tuple[str | None, str | None]:
    """Return what a labelled conversation has for team and queue."""
    team, queue = (_text(conversation.extra.get(key)) for key in ("team", "queue"))
    return team, queue


def day_of(conversation: Conversation) -> date | None:
    """Return the day (UTC) on which a labelled conversation began, where its clock is no clock of its own."""
    if conversation.started is None or conversation.started < _EPOCH:
        return None
    try:
        return datetime.fromtimestamp(conversation.started, UTC).date()
    except (OverflowError, ValueError, OSError):
        return None


def week_of(day: date | None) -> str | None:
    """Return the ISO week of a day: “2026-W03”."""
    return None if day is None else f"{day.isocalendar().year:04}-W{day.isocalendar().week:02}"


def week_number(week: str) -> int:
    """Return the number of weeks from a fixed one, so that weeks of two years can be counted apart."""
    return date.fromisocalendar(int(week[:4]), int(week[6:]), 1).toordinal() // 7


def week_named(number: int) -> str:
    """Return the ISO week that `week_number` gave a number."""
    return str(week_of(date.fromordinal(number * 7 + 1)))


def agents_in(conversation: Conversation) -> frozenset[str]:
    """Return the names of the people who served in a labelled conversation.

    One person goes by the conversation's agent, whatever the turns call them; several go by the names of their turns.
    """
    names = {turn.name or conversation.agent for turn in conversation.turns if turn.role is Role.AGENT} - {None}
    if len(names) <= 1 and conversation.agent:
        names = {conversation.agent} if any(turn.role is Role.AGENT for turn in conversation.turns) else set()
    return frozenset(name for name in names if name)


def charged(conversation: Conversation, turn: int, agents: frozenset[str]) -> str | None:
    """Return which agent a finding in `turn` (from 1) is charged to; None for a machine's, and where no one is named.

    What went wrong at a customer's turn (nobody answered it) is charged to the only agent there is.
    """
    said = conversation.turns[turn - 1]
    if said.role in (Role.BOT, Role.SYSTEM):
        return None
    if len(agents) == 1:
        return next(iter(agents))
    return (said.name or conversation.agent) if said.role is Role.AGENT else None


def _own(extra: Mapping[str, Any], key: str) -> str | None:
    folded = {" ".join(re.split(r"[\W_]+", str(name).casefold())): value for name, value in extra.items()}
    return next((text for name in _KEYS[key] if (text := _text(folded.get(name)))), None)


def _text(value: object) -> str | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return " ".join(str(value).split()) or None


def _moment(written: str | None) -> float | None:
    """Return a date as people write it in file names and columns, in seconds since the epoch."""
    if written is None:
        return None
    for parse in _PARSERS:
        try:
            return parse(written)
        except ValueError:
            continue
    return None


def _stamp(text: str) -> float:
    number = float(text)
    if not _EPOCH < number < 10**11:
        raise ValueError(text)
    return number


def _utc(moment: datetime) -> float:
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


_PARSERS: tuple[Callable[[str], float], ...] = (
    lambda text: _utc(datetime.fromisoformat(text)),
    *(partial(lambda form, text: _utc(datetime.strptime(text, form)), form) for form in _DATES),  # noqa: DTZ007
    _stamp,
)


def _first_time(conversation: Conversation) -> float | None:
    first = next((turn.time for turn in conversation.turns if turn.time is not None), None)
    return first if first is not None and first > _EPOCH else None
