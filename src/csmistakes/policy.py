"""Which rules are reported where, and how gravely: the choices of a run, and those for some of its files.

The tables of choices are asked in order. In each, `select` comes first, then `severity`, then `ignore`; a later table
wins over an earlier one, unless that one ignored a rule by a more precise name than the later one selects it by.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from csmistakes.finding import Severity
from csmistakes.options import Options, Override

NOT_AT_ALL, OF_MANY, BY_ITEM, ALONE = range(4)  # how precisely a term names a rule


class Named(Protocol):
    """What can be selected and ignored: a rule, or a kind of finding that comes from no rule."""

    @property
    def slug(self) -> str: ...  # noqa: D102
    @property
    def group(self) -> str: ...  # noqa: D102
    @property
    def sources(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def severity(self) -> Severity: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Ruling:
    """The severity a rule is reported with, None if it is not, and the setting that decided ("" is the rule's own)."""

    severity: Severity | None
    because: str


@dataclass(slots=True)
class _State:
    """What the tables asked so far make of one rule."""

    level: Severity
    level_key: str = ""
    left_out_by: str = ""  # the key of a selection that has it not
    ignored: int = NOT_AT_ALL  # how precisely
    ignored_key: str = ""

    def ask(self, table: Override, rule: Named) -> None:
        if table.select:
            chosen = precision_of(table.select, rule)
            self.left_out_by = "" if chosen else f"{table.key}select"
            if chosen >= self.ignored:
                self.ignored = NOT_AT_ALL
        if rule.slug in table.severity:
            level = table.severity[rule.slug]
            key = f"{table.key}severity.{rule.slug}"
            self.ignored, self.ignored_key = (ALONE, key) if level is None else (NOT_AT_ALL, "")
            if level is not None:
                self.level, self.level_key = level, key
        if ignored := precision_of(table.ignore, rule):
            self.ignored, self.ignored_key = ignored, f"{table.key}ignore"


class Policy:
    """The choices of a run, asked for one conversation after another."""

    def __init__(self, options: Options, rules: Iterable[Named] = ()) -> None:
        self._options = options
        self._rules = tuple(rules)
        self._base = Override(select=options.select, ignore=options.ignore, severity=options.severity)
        self._asked: tuple[str, str | None] | None = None
        self._answer: Mapping[str, Severity] = {}
        self._answers: dict[tuple[int, ...], Mapping[str, Severity]] = {}

    def severities(self, path: str, channel: str | None) -> Mapping[str, Severity]:
        """Return the rules to report in a conversation of `channel` in the file `path`, and how gravely."""
        if self._asked != (path, channel):
            tables = self._tables(path, channel)
            key = tuple(map(id, tables))
            if key not in self._answers:
                self._answers[key] = dict(_reported(self._rules, tables, self._options.min_severity))
            self._asked, self._answer = (path, channel), self._answers[key]
        return self._answer

    def overall(self) -> Mapping[str, Severity]:
        """Return the rules to report over many conversations, whatever their files, and how gravely."""
        return dict(_reported(self._rules, [self._base], self._options.min_severity))

    def ruling(self, rule: Named, path: str | None = None, channel: str | None = None) -> Ruling:
        """Return what holds for `rule`: in a conversation, or, without a path, over many."""
        tables = [self._base] if path is None else self._tables(path, channel)
        return _ruling(rule, tables, self._options.min_severity)

    def may_report(self, rule: Named) -> bool:
        """Whether `rule` can be reported anywhere: False only if no table could bring it about."""
        if self.ruling(rule).severity is not None:
            return True
        return any(
            precision_of(table.select, rule) or table.severity.get(rule.slug) is not None
            for table in self._options.overrides
        )

    def _tables(self, path: str, channel: str | None) -> Sequence[Override]:
        overrides = self._options.overrides
        shown = self._options.relative(path) if any(table.paths for table in overrides) else path
        return [self._base, *(table for table in overrides if table.holds(shown, channel))]


def wanted(rule: Named, options: Options) -> bool:
    """Whether a rule is to be reported wherever no override says otherwise."""
    return Policy(options).ruling(rule).severity is not None


def names_of(rule: Named) -> frozenset[str]:
    """Return every name that a rule may be called by: slug, group, articles and their items."""
    return frozenset((rule.slug, rule.group, *rule.sources, *(source.partition(":")[0] for source in rule.sources)))


def precision_of(terms: Iterable[str], rule: Named) -> int:
    """Return how precisely the most precise of `terms` names a rule: ALONE, BY_ITEM, OF_MANY or NOT_AT_ALL."""
    return max((_precision(term, rule) for term in terms), default=NOT_AT_ALL)


def outranked(ignored: Sequence[str], selected: Sequence[str], rules: Iterable[Named]) -> tuple[str, ...]:
    """Return the slugs of the rules that `ignored` names more precisely than `selected` does."""
    return tuple(rule.slug for rule in rules if precision_of(ignored, rule) > precision_of(selected, rule))


def _precision(term: str, rule: Named) -> int:
    if term == rule.slug:
        return ALONE
    if term in rule.sources:
        return BY_ITEM
    return OF_MANY if term in names_of(rule) else NOT_AT_ALL


def _ruling(rule: Named, tables: Iterable[Override], least: Severity) -> Ruling:
    state = _State(rule.severity)
    for table in tables:
        state.ask(table, rule)
    if state.ignored:
        return Ruling(None, state.ignored_key)
    if state.left_out_by:
        return Ruling(None, state.left_out_by)
    return Ruling(state.level, state.level_key) if state.level >= least else Ruling(None, "min-severity")


def _reported(rules: Iterable[Named], tables: Sequence[Override], least: Severity) -> Iterable[tuple[str, Severity]]:
    for rule in rules:
        severity = _ruling(rule, tables, least).severity
        if severity is not None:
            yield rule.slug, severity
