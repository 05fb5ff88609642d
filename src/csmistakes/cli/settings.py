"""What a run is to do: the options of the command line over those of the configuration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from csmistakes.catalogue import Catalogue
from csmistakes.checking import load_whole
from csmistakes.cli.selection import is_named, outranked, split, unknown
from csmistakes.config import Config, find
from csmistakes.errors import UsageError, did_you_mean
from csmistakes.finding import Severity
from csmistakes.options import Options
from csmistakes.readers import RoleNames, Scripts
from csmistakes.reporters import Reporter, available

FULL = "full"  # the output for people, which is the default and says everything


@dataclass(frozen=True, slots=True)
class Settings:
    """What was settled on. `fail_on` is None for never.

    `tell_silence` is for who asked for a rule over many conversations and gets a report that does not say why it
    found nothing.
    """

    catalogue: Catalogue
    options: Options
    roles: RoleNames
    scripts: Scripts
    reporter: Reporter
    fail_on: Severity | None
    max_warnings: int | None
    exit_zero: bool
    tell_silence: bool


def settle(flags: Mapping[str, Any], config: Config | None = None) -> Settings:
    """Merge `flags`, as click names them, with the configuration that holds in the working folder."""
    config = find(Path.cwd()) if config is None else config
    catalogue = load_catalogue(flags["rules"], config)
    selected = split(flags["select"])
    reporter = _reporter(flags, config)
    fail_on = flags["fail_on"] or config.fail_on or Severity.WARNING.label
    return Settings(
        catalogue=catalogue,
        options=Options(
            select=_terms("select", flags, config, catalogue),
            ignore=_ignored(flags, config, catalogue),
            min_severity=Severity.of(flags["severity"] or config.min_severity or Severity.NOTE.label),
            speaker=flags["speaker"],
            mask=_first(flags["mask"], config.mask) is not False,
            placeholders=config.placeholders,
        ),
        roles=role_names(flags, config),
        scripts=_scripts(flags, config),
        reporter=reporter,
        fail_on=None if fail_on == "never" else Severity.of(fail_on),
        max_warnings=_first(flags["max_warnings"], config.max_warnings),
        exit_zero=flags["exit_zero"],
        tell_silence=reporter.NAME != FULL
        and any(rule.scope == "corpus" and is_named(rule, selected) for rule in catalogue.rules),
    )


def role_names(flags: Mapping[str, Any], config: Config | None = None) -> RoleNames:
    """Return who is who by `flags` ("agent", "customer", "map"), or else by the configuration."""
    config = find(Path.cwd()) if config is None else config
    return RoleNames.of(
        agents=flags["agent"] or config.agent,
        customers=flags["customer"] or config.customer,
        maps=flags["map"],
        words=config.map,
    )


def _scripts(flags: Mapping[str, Any], config: Config) -> Scripts:
    """Return which files are scripted replies by `flags` ("scripts", "reader") and the configuration."""
    try:
        return Scripts.of(
            is_all=flags.get("scripts", False),
            reader=flags.get("reader"),
            base=config.path.parent if config.path else None,
            globs=config.scripts,
            fields=config.fields,
        )
    except UsageError as error:
        raise config.error("fields", error.message, error.advice) from None


def load_catalogue(folders: tuple[Path, ...], config: Config | None = None) -> Catalogue:
    """Return the shipped catalogue with the configuration's folders over it, and `folders` over those."""
    config = find(Path.cwd()) if config is None else config
    return load_whole((*config.rules, *folders))


def _first(*values: Any) -> Any:  # noqa: ANN401  (of whatever type the values are)
    return next((value for value in values if value is not None), None)


def _terms(key: str, flags: Mapping[str, Any], config: Config, catalogue: Catalogue) -> tuple[str, ...]:
    """Return what to select or ignore, every term of it known to the catalogue."""
    if terms := split(flags[key]):
        if error := unknown(terms, catalogue):
            raise UsageError(f"--{key}: {error.message}", advice=error.advice)
        return terms
    terms = tuple(getattr(config, key))
    if error := unknown(terms, catalogue):
        raise config.error(key, error.message, error.advice)
    return terms


def _ignored(flags: Mapping[str, Any], config: Config, catalogue: Catalogue) -> tuple[str, ...]:
    """Return what to ignore. What --select names is reported, whatever the configuration says."""
    terms = _terms("ignore", flags, config, catalogue)
    selected = split(flags["select"])
    return terms if split(flags["ignore"]) or not selected else outranked(terms, selected, catalogue)


def _reporter(flags: Mapping[str, Any], config: Config) -> Reporter:
    reporters = available()
    if flags["statistics"]:
        if flags["output_format"] not in {None, "statistics"}:
            raise UsageError(f"--statistics and --output-format {flags['output_format']} cannot both be had")
        return reporters["statistics"]
    name = flags["output_format"]
    if name is not None:
        return reporters[name]  # click has checked it
    name = config.output_format or FULL
    if name not in reporters:
        known = ", ".join(reporters)
        raise config.error("output-format", f"{name!r} is none of {known}", did_you_mean(name, reporters))
    return reporters[name]
