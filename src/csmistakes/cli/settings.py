"""What a run is to do: the options of the command line over those of the configuration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from csmistakes.catalogue import Catalogue
from csmistakes.cli.catalogue import load_catalogue
from csmistakes.cli.outputs import FULL, STATISTICS, Output, chosen
from csmistakes.cli.selection import is_named, reported, split, unknown
from csmistakes.config import Config, find
from csmistakes.errors import UsageError, did_you_mean
from csmistakes.finding import Severity
from csmistakes.options import Levels, Options, Override
from csmistakes.policy import outranked
from csmistakes.readers import RoleNames, Scripts, base_of, path_from

# what a command that has not all of the options of check was told by them
UNSAID: Mapping[str, Any] = {
    **dict.fromkeys(("select", "ignore", "agent", "customer", "map", "output_format"), ()),
    **dict.fromkeys(("severity", "speaker", "mask", "output", "fail_on", "max_warnings", "reader")),
    **dict.fromkeys(("statistics", "exit_zero", "scripts"), False),
}


@dataclass(frozen=True, slots=True)
class Settings:
    """What was settled on. `fail_on` is None for never.

    `tell_silence` is for who asked for a rule over many conversations and gets a report that does not say why it
    found nothing; `tell_left_out` for a report without a verdict that says how many findings were left out.
    """

    catalogue: Catalogue
    options: Options
    roles: RoleNames
    scripts: Scripts
    outputs: tuple[Output, ...]
    fail_on: Severity | None
    max_warnings: int | None
    exit_zero: bool
    tell_silence: bool
    tell_left_out: bool
    home: Path  # the folder that the settings are for


def settle(flags: Mapping[str, Any], config: Config | None = None) -> Settings:
    """Merge `flags`, as click names them, with the configuration that holds in the working folder."""
    config = find(Path.cwd()) if config is None else config
    catalogue = load_catalogue(flags["rules"], config)
    selected = split(flags["select"])
    outputs = chosen(flags, config)
    fail_on = flags["fail_on"] or config.fail_on or Severity.WARNING.label
    return Settings(
        catalogue=catalogue,
        options=Options(
            select=_terms("select", flags, config, catalogue),
            ignore=_ignored(flags, config, catalogue),
            min_severity=Severity.of(flags["severity"] or config.min_severity or Severity.NOTE.label),
            speaker=flags["speaker"],
            mask=_first(flags["mask"], config.mask) is not False,
            severity=_levels("severity", config.severity, selected, config, catalogue),
            overrides=(
                *(_override(override, selected, config, catalogue) for override in config.overrides),
                Override(ignore=split(flags["ignore"])),  # nothing wins over the command line
            ),
            relative=path_from(home_of(config)),
            placeholders=config.placeholders,
        ),
        roles=role_names(flags, config),
        scripts=_scripts(flags, config),
        outputs=outputs,
        fail_on=None if fail_on == "never" else Severity.of(fail_on),
        max_warnings=_first(flags["max_warnings"], config.max_warnings),
        exit_zero=flags["exit_zero"],
        tell_left_out=all(output.reporter.NAME not in {FULL, STATISTICS} for output in outputs),
        home=home_of(config),
        tell_silence=all(output.reporter.NAME != FULL for output in outputs)
        and any(rule.scope == "corpus" and is_named(rule, selected) for rule in catalogue.rules),
    )


def home_of(config: Config) -> Path:
    """Return the folder that the settings are for: the configuration's, else the repository's, else this one."""
    return config.path.parent.absolute() if config.path else base_of(Path.cwd())


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
    return terms if split(flags["ignore"]) or not selected else outranked(terms, selected, reported(catalogue))


def _override(override: Override, selected: tuple[str, ...], config: Config, catalogue: Catalogue) -> Override:
    """Return an override, every term of it known; what --select names is reported, whatever it says."""
    for name in ("select", "ignore"):
        if error := unknown(getattr(override, name), catalogue):
            raise config.error(f"{override.key}{name}", error.message, error.advice)
    severity = _levels(f"{override.key}severity", override.severity, selected, config, catalogue)
    if not selected:
        return replace(override, severity=severity)
    ignore = outranked(override.ignore, selected, reported(catalogue))
    return replace(override, select=(), ignore=ignore, severity=severity)


def _levels(key: str, levels: Levels, selected: tuple[str, ...], config: Config, catalogue: Catalogue) -> Levels:
    """Return the severities by slug, every slug known; "off" does not hold for what --select names by its slug."""
    rules = {rule.slug: rule for rule in reported(catalogue)}
    for slug in levels:
        if slug not in rules:
            advice = did_you_mean(slug, rules) or "see csmistakes rules list"
            raise config.error(f"{key}.{slug}", f"“{slug}” is no rule", advice)
    return {slug: level for slug, level in levels.items() if level is not None or slug not in selected}
