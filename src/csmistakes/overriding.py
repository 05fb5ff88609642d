"""The parts of a configuration that say how grave a rule is, and where something else holds: checked, as values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from csmistakes.errors import UsageError, did_you_mean
from csmistakes.finding import Severity
from csmistakes.options import Levels, Override

OFF = "off"
LEVELS = (*(severity.label for severity in sorted(Severity, reverse=True)), OFF)
CHANNELS = ("chat", "call", "email", "tweet", "sms", "script")
_KEYS = ("paths", "channels", "select", "ignore", "severity")


class Complaining(Protocol):
    """What an error about a key of the configuration comes from."""

    def error(self, key: str, message: str, advice: str | None = None) -> UsageError: ...  # noqa: D102


def levels(config: Complaining, key: str, value: object) -> Levels:
    """Return the table `[severity]`: slug → severity, None for "off"; UsageError if it is none."""
    if not isinstance(value, dict):
        raise config.error(key, "must be a table of rules", 'write [severity] and below it jargon = "off"')
    return dict(_level(config, f"{key}.{slug}", slug, level) for slug, level in value.items())


def overrides(config: Complaining, key: str, value: object) -> tuple[Override, ...]:
    """Return the tables `[[overrides]]` in their order; UsageError for the first that is wrong."""
    if not isinstance(value, list) or not all(isinstance(table, dict) for table in value):
        raise config.error(key, "must be tables of their own", "write [[overrides]] above the keys of each")
    return tuple(_override(config, f"{key}.{number}", table) for number, table in enumerate(value))


def _level(config: Complaining, key: str, slug: str, level: object) -> tuple[str, Severity | None]:
    if not isinstance(level, str) or level not in LEVELS:
        near = did_you_mean(level, LEVELS) if isinstance(level, str) else None
        raise config.error(key, f"{level!r} is none of {', '.join(LEVELS)}", near)
    return slug, None if level == OFF else Severity.of(level)


def _override(config: Complaining, key: str, table: Mapping[str, object]) -> Override:
    for name in table:
        if name not in _KEYS:
            advice = did_you_mean(name, _KEYS) or f"known are {', '.join(_KEYS)}"
            raise config.error(f"{key}.{name}", "unknown key", advice)
    paths, channels, select, ignore = (tuple(_texts(config, key, name, table)) for name in _KEYS[:4])
    for channel in channels:
        if channel not in CHANNELS:
            message = f"{channel!r} is none of {', '.join(CHANNELS)}"
            raise config.error(f"{key}.channels", message, did_you_mean(channel, CHANNELS))
    if not paths and not channels:
        raise config.error(key, "says nowhere to hold", 'write paths = ["…"] or channels = ["…"]')
    severity = levels(config, f"{key}.severity", table.get("severity", {}))
    if not (select or ignore or severity):
        raise config.error(key, "overrides nothing", "write select, ignore or severity")
    return Override(f"{key}.", paths, channels, select, ignore, severity)


def _texts(config: Complaining, key: str, name: str, table: Mapping[str, object]) -> Iterator[str]:
    value = table.get(name, [])
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        raise config.error(f"{key}.{name}", "must be a list of strings", f'write {name} = ["…", "…"]')
    yield from value
