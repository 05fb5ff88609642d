"""What a team sets once: csmistakes.toml, or [tool.csmistakes] in pyproject.toml. Options win over it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from csmistakes.conversation import Role
from csmistakes.errors import UsageError, did_you_mean
from csmistakes.expressions import expression
from csmistakes.finding import Severity
from csmistakes.options import Levels, Override
from csmistakes.overriding import levels, overrides

__all__ = ["FAIL_ON", "FILE", "PYPROJECT", "ROLES", "SEVERITIES", "Config", "find", "read"]

FILE = "csmistakes.toml"
PYPROJECT = "pyproject.toml"
SEVERITIES = tuple(severity.label for severity in sorted(Severity, reverse=True))
FAIL_ON = (*SEVERITIES, "never")
ROLES = tuple(role.value for role in Role)

_AT_LINE = expression(r" \(at line (\d+), column \d+\)$")


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of one file; None (or nothing) where it does not say. Folders of rules are absolute."""

    path: Path | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    min_severity: str | None = None
    fail_on: str | None = None
    max_warnings: int | None = None
    output_format: tuple[str, ...] = ()
    rules: tuple[Path, ...] = ()
    agent: tuple[str, ...] = ()
    customer: tuple[str, ...] = ()
    map: Mapping[str, str] = field(default_factory=dict)  # role word → role
    mask: bool | None = None
    severity: Levels = field(default_factory=dict)
    overrides: tuple[Override, ...] = ()
    scorecard: Mapping[str, Any] | Path | None = None  # the card itself, or the file that holds it
    scripts: tuple[str, ...] = ()  # globs of files that are scripted replies, relative to this file's folder
    fields: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # glob → where the replies stand
    placeholders: tuple[str, ...] = ()  # as "<%…%>"
    cache_dir: Path | None = None
    lines: Mapping[str, int] = field(default_factory=dict)  # dotted key (“overrides.0.ignore”) → line, from 1

    def error(self, key: str, message: str, advice: str | None = None) -> UsageError:
        """Return an error about the value of `key`, saying where it stands."""
        return UsageError(f"{key}: {message}", path=str(self.path), line=self.line_of(key), advice=advice)

    def line_of(self, key: str) -> int | None:
        """Return the line of `key`, or else of the table it stands in."""
        while key and key not in self.lines:
            key = key.rpartition(".")[0]
        return self.lines.get(key)


def find(start: Path) -> Config:
    """Return the configuration that holds in `start`: that of the nearest folder upwards that has one."""
    for folder in (start, *start.parents):
        for path, tables in ((folder / FILE, ()), (folder / PYPROJECT, ("tool", "csmistakes"))):
            if path.is_file():
                config = read(path, tables)
                if config is not None:
                    return config
    return Config()


def read(path: Path, tables: tuple[str, ...] = ()) -> Config | None:
    """Return the settings in `path` under `tables`, None if there is no such table; UsageError if wrong."""
    import tomllib  # noqa: PLC0415  (many folders have no configuration)

    text = _text(path)
    try:
        data: Any = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = _AT_LINE.search(str(error))
        message = _AT_LINE.sub("", str(error))
        line = int(at[1]) if at else None
        raise UsageError(f"not valid TOML: {message}", path=str(path), line=line) from None
    for table in tables:
        data = data.get(table) if isinstance(data, dict) else None
    if data is None:
        return None
    lines = _lines(text, ".".join(tables))
    blank = Config(path=path, lines=lines)
    if not isinstance(data, dict):
        raise blank.error(".".join(tables), "must be a table")
    values: dict[str, Any] = {key.replace("-", "_"): _value(blank, key, value) for key, value in data.items()}
    return Config(path=path, lines=lines, **values)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"the configuration cannot be read: {error}", path=str(path)) from None


def _lines(text: str, table: str) -> dict[str, int]:
    """Return where each key of `table` stands, those of its own tables by their dotted names.

    For messages: a key written in an unusual way has no line.
    """
    lines: dict[str, int] = {}
    arrays: Counter[str] = Counter()
    above = None if table else ""  # what the next keys stand in, with a dot behind it; None is no part of `table`
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]", line):
            inner = f"{header[2]}.".removeprefix(f"{table}." if table else "")
            if table and inner == f"{header[2]}.":
                above = None
                continue
            name = _numbered(inner.removesuffix("."), arrays, is_new=header[1] == "[[")
            lines.setdefault(name.partition(".")[0], number)
            lines.setdefault(name, number)
            above = f"{name}." if name else ""
        elif above is not None and (key := re.match(r"\s*[\"']?([\w-]+)[\"']?\s*[.=]", line)):
            lines.setdefault(above + key[1], number)
    return lines


def _numbered(name: str, arrays: Counter[str], *, is_new: bool) -> str:
    """Return the name of a table with the place, from 0, of the [[table]] that it begins or stands in."""
    arrays[name] += is_new
    array, _, inner = (name, "", "") if is_new else name.partition(".")
    if not arrays[array]:
        return name
    return ".".join(filter(None, (array, str(arrays[array] - 1), inner)))


def _value(config: Config, key: str, value: object) -> object:
    """Return the checked value of `key`; UsageError if there is no such key, or the value is none for it."""
    check = _KEYS.get(key)
    if check is None:
        raise config.error(key, "unknown key", did_you_mean(key, _KEYS) or f"known are {', '.join(_KEYS)}")
    return check(config, key, value)


def _texts(config: Config, key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise config.error(key, "must be a list of strings", f'write {key} = ["…", "…"]')
    return tuple(value)


def _names(config: Config, key: str, value: object) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else _texts(config, key, value)


def _folders(config: Config, key: str, value: object) -> tuple[Path, ...]:
    """Return folders; a relative one is meant from where the configuration stands."""
    base = config.path.parent.absolute() if config.path else Path()
    return tuple(base / folder for folder in _texts(config, key, value))


def _folder(config: Config, key: str, value: object) -> Path:
    if not isinstance(value, str) or not value:
        raise config.error(key, "must be the name of a folder")
    return (config.path.parent.absolute() if config.path else Path()) / value


def _one_of(words: tuple[str, ...]) -> Callable[[Config, str, object], str]:
    def check(config: Config, key: str, value: object) -> str:
        if not isinstance(value, str) or value not in words:
            near = did_you_mean(value, words) if isinstance(value, str) else None
            raise config.error(key, f"{value!r} is none of {', '.join(words)}", near)
        return value

    return check


def _number(config: Config, key: str, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise config.error(key, "must be a whole number, 0 or more")
    return value


def _yes_or_no(config: Config, key: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise config.error(key, "must be true or false")
    return value


def _roles(config: Config, key: str, value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        raise config.error(key, "must be a table of role words", 'write map = { stylist = "agent" }')
    for label, role in value.items():
        if role not in ROLES:
            raise config.error(key, f"“{label}” = {role!r}: roles are {', '.join(ROLES)}")
    return dict(value)


def _card(config: Config, key: str, value: object) -> Mapping[str, Any] | Path:
    if isinstance(value, dict):
        return value
    if isinstance(value, str) and value and config.path is not None:
        return config.path.parent / value
    raise config.error(key, "must be a table, or the name of a YAML file", "see docs/score.md")


def _tables(config: Config, key: str, value: object) -> dict[str, dict[str, Any]]:
    if not isinstance(value, dict) or not all(isinstance(table, dict) for table in value.values()):
        raise config.error(key, "must be tables by glob", f'write [{key}."macros/*.yaml"] with each and text below it')
    return dict(value)


def _delimiters(config: Config, key: str, value: object) -> tuple[str, ...]:
    texts = _texts(config, key, value)
    for text in texts:
        if not all(part.strip() for part in text.partition("…")):
            raise config.error(
                key, f"“{text}” must be what stands before and behind, with … between", 'such as "<%…%>"'
            )
    return texts


_KEYS: Mapping[str, Callable[[Config, str, object], object]] = {
    "select": _texts,
    "ignore": _texts,
    "min-severity": _one_of(SEVERITIES),
    "fail-on": _one_of(FAIL_ON),
    "max-warnings": _number,
    "output-format": _names,
    "rules": _folders,
    "agent": _names,
    "customer": _names,
    "map": _roles,
    "mask": _yes_or_no,
    "severity": levels,
    "overrides": overrides,
    "scorecard": _card,
    "scripts": _texts,
    "fields": _tables,
    "placeholders": _delimiters,
    "cache-dir": _folder,
}
