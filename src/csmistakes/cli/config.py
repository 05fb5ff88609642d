"""csmistakes config: which settings and rules hold for a file, and where each comes from."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import click

from csmistakes.adoption import baseline, sidecar
from csmistakes.adoption.kinds import KINDS
from csmistakes.cli.adopting import unselected
from csmistakes.cli.options import rules_option
from csmistakes.cli.output import standard_output
from csmistakes.cli.outputs import FULL
from csmistakes.cli.selection import rules_of
from csmistakes.cli.settings import UNSAID, Settings, settle
from csmistakes.config import Config, find
from csmistakes.conversation import Conversation
from csmistakes.errors import UsageError
from csmistakes.finding import Severity
from csmistakes.masking import one_line
from csmistakes.overriding import CHANNELS, OFF
from csmistakes.policy import Policy
from csmistakes.readers import Input, discover, read_input, shown_as
from csmistakes.reporters.parts.fields import dumps

_DEFAULTS: Mapping[str, object] = {
    "min_severity": Severity.NOTE.label,
    "fail_on": Severity.WARNING.label,
    "output_format": FULL,
    "mask": True,
}
_NONE = Config()
_NOT_SETTINGS = ("path", "lines", "severity", "overrides")
_BESIDE = (("baseline", baseline.FILE), ("suppressions", sidecar.FILE))


@dataclass(frozen=True, slots=True)
class _Row:
    """A name, its value, and where that comes from."""

    name: str
    value: Any
    origin: str


@click.command(short_help="Show which settings and rules hold for a file, and where each comes from.")
@click.argument("path", required=False)
@click.option("--channel", type=click.Choice(CHANNELS), help="Show what holds for it, whatever the file's is.")
@click.option(
    "--output-format", type=click.Choice(["text", "json"]), default="text", help="For people or for programs."
)
@rules_option
def command(path: str | None, channel: str | None, output_format: str, rules: tuple[Path, ...]) -> None:
    """Show which settings hold, which rules are reported in the file PATH, how gravely, and where that is said.

    Without PATH, what holds wherever no [[overrides]] say otherwise. The channel is found out from the file.
    """
    config = find(Path.cwd())
    settings = settle({**UNSAID, "rules": rules}, config)
    if path is not None and Path(path).is_dir():
        raise UsageError(f"{path} is a folder", advice="name one file in it")
    shown = None if path is None else shown_as(Path(path).absolute())
    channels = [channel] if channel or path is None else _channels(path, settings)
    tables = {name: list(_rules(settings, config, shown, name)) for name in channels}
    if output_format == "json":
        standard_output().write(dumps(_json(settings, config, shown, tables), indent=2) + "\n")
        return
    lines = [f"Configuration: {_file(config)}", *_beside(settings), "", *_table("setting", _settings(config))]
    for name, rows in tables.items():
        where = "Wherever no override of paths says otherwise" if shown is None else f"In {shown}"
        lines += ["", f"{where}{f', channel {name}' if name else ''}:", *_table("rule", rows)]
    standard_output().writelines(one_line(line).rstrip() + "\n" for line in lines)


def _channels(path: str, settings: Settings) -> list[str | None]:
    """Return the channels of the conversations in a file, None for those that have none, or if it cannot be read."""
    found: set[str | None] = set()
    for given in discover([path]):
        if isinstance(given, Input):
            found |= {
                item.channel
                for item in read_input(given, settings.roles, settings.scripts)
                if isinstance(item, Conversation)
            }
    return sorted(found, key=lambda channel: channel or "") or [None]


def _settings(config: Config) -> Iterator[_Row]:
    """Yield each setting with its value."""
    for field in fields(Config):
        if field.name in _NOT_SETTINGS:
            continue
        key, value = field.name.replace("_", "-"), getattr(config, field.name)
        if key not in config.lines and value == getattr(_NONE, field.name):
            yield _Row(key, _DEFAULTS.get(field.name), "default")
        else:
            yield _Row(key, _plain(value), _origin(config, key))


def _rules(settings: Settings, config: Config, path: str | None, channel: str | None) -> Iterator[_Row]:
    where = path if path is not None or channel is None else ""
    options, rules = settings.options, rules_of(settings.catalogue)
    pairs = [*((Policy(options), rule) for rule in rules), *((Policy(unselected(options)), kind) for kind in KINDS)]
    for policy, rule in pairs:
        ruling = policy.ruling(rule, where, channel)
        level = OFF if ruling.severity is None else ruling.severity.label
        yield _Row(rule.slug, level, _origin(config, ruling.because) if ruling.because else "the rule")


def _origin(config: Config, key: str) -> str:
    """Return where a setting is: file, line and key."""
    line = config.line_of(key)
    return f"{_file(config)}{f':{line}' if line else ''}: {key}"


def _file(config: Config) -> str:
    return "none" if config.path is None else _relative(config.path)


def _relative(path: Path) -> str:
    return Path(os.path.relpath(path)).as_posix()


def _beside(settings: Settings) -> Iterator[str]:
    for name, file in _BESIDE:
        path = settings.home / file
        there = _relative(path) if path.is_file() else "none"
        yield f"{name.capitalize() + ':':<15}{there}"


def _plain(value: object) -> object:
    """Return a value of the configuration as JSON can hold it."""
    if isinstance(value, tuple):
        return [str(item) for item in value]
    if isinstance(value, Path):
        return str(value)
    return dict(value) if hasattr(value, "keys") else value  # type: ignore[call-overload]


def _table(name: str, rows: Sequence[_Row] | Iterator[_Row]) -> Iterator[str]:
    cells = [(name, "value" if name == "setting" else "reported as", "from")]
    cells += [(row.name, "-" if row.value is None else _words(row.value), row.origin) for row in rows]
    widths = [max(len(row[column]) for row in cells) for column in (0, 1)]
    for first, second, third in cells:
        yield f"  {first:<{widths[0]}}  {second:<{widths[1]}}  {third}"


def _words(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(value) or "-"
    if isinstance(value, dict):
        return ", ".join(f"{key} = {item}" for key, item in value.items())
    return str(value).lower() if isinstance(value, bool) else str(value)


def _json(
    settings: Settings, config: Config, path: str | None, tables: dict[str | None, list[_Row]]
) -> dict[str, object]:
    beside = {name: _relative(at) if (at := settings.home / file).is_file() else None for name, file in _BESIDE}
    return {
        "configuration": None if config.path is None else _file(config),
        **beside,
        "path": path,
        "settings": {row.name: {"value": row.value, "from": row.origin} for row in _settings(config)},
        "rules": [
            {"rule": row.name, "channel": channel, "severity": row.value, "from": row.origin}
            for channel, rows in tables.items()
            for row in rows
        ],
    }
