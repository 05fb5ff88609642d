"""Which rules hold where: tables of choices in their order, and what decided."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from csmistakes.finding import Severity
from csmistakes.options import Options, Override
from csmistakes.policy import Policy, Ruling


@dataclass(frozen=True)
class Rule:
    slug: str
    group: str = "talk"
    sources: tuple[str, ...] = ("tea-9:1",)
    severity: Severity = Severity.WARNING


CURT = Rule("curt")
DOCKET = Rule("docket", sources=("tea-9:2",), severity=Severity.NOTE)
RULES = (CURT, DOCKET)
E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE


def override(**values: object) -> Override:
    return Override("overrides.0.", paths=("macros/",), **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("options", "here", "elsewhere"),
    [
        (Options(), Ruling(W, ""), Ruling(W, "")),
        (Options(severity={"curt": E}), Ruling(E, "severity.curt"), Ruling(E, "severity.curt")),
        (Options(severity={"curt": None}), Ruling(None, "severity.curt"), Ruling(None, "severity.curt")),
        (Options(severity={"curt": E}, ignore=("talk",)), Ruling(None, "ignore"), Ruling(None, "ignore")),
        (Options(select=("docket",), severity={"curt": E}), Ruling(None, "select"), Ruling(None, "select")),
        (Options(min_severity=E), Ruling(None, "min-severity"), Ruling(None, "min-severity")),
        (Options(min_severity=E, severity={"curt": E}), Ruling(E, "severity.curt"), Ruling(E, "severity.curt")),
        (
            Options(overrides=(override(severity={"curt": N}),)),
            Ruling(N, "overrides.0.severity.curt"),
            Ruling(W, ""),
        ),
        (Options(overrides=(override(ignore=("tea-9",)),)), Ruling(None, "overrides.0.ignore"), Ruling(W, "")),
        (Options(overrides=(override(select=("docket",)),)), Ruling(None, "overrides.0.select"), Ruling(W, "")),
        (Options(select=("docket",), overrides=(override(select=("curt",)),)), Ruling(W, ""), Ruling(None, "select")),
        (Options(ignore=("curt",), overrides=(override(select=("curt",)),)), Ruling(W, ""), Ruling(None, "ignore")),
        (
            Options(ignore=("curt",), overrides=(override(select=("talk",)),)),
            Ruling(None, "ignore"),  # named more precisely than the override selects it
            Ruling(None, "ignore"),
        ),
        (
            Options(ignore=("curt",), overrides=(override(severity={"curt": E}),)),
            Ruling(E, "overrides.0.severity.curt"),
            Ruling(None, "ignore"),
        ),
        (
            Options(severity={"curt": None}, overrides=(override(severity={"curt": E}),)),
            Ruling(E, "overrides.0.severity.curt"),
            Ruling(None, "severity.curt"),
        ),
        (
            Options(overrides=(override(ignore=("curt",)), Override("overrides.1.", ("*.md",), severity={"curt": N}))),
            Ruling(N, "overrides.1.severity.curt"),
            Ruling(W, ""),
        ),
    ],
)
def test_a_later_table_wins(options: Options, here: Ruling, elsewhere: Ruling) -> None:
    policy = Policy(options, RULES)
    assert policy.ruling(CURT, "macros/a.md", "chat") == here
    assert policy.ruling(CURT, "talks/a.txt", "chat") == elsewhere
    assert policy.ruling(CURT) == elsewhere
    for path, ruling in (("macros/a.md", here), ("talks/a.txt", elsewhere), ("macros/b/a.md", here)):
        assert policy.severities(path, None).get("curt") == ruling.severity
    assert policy.overall().get("curt") == elsewhere.severity
    if {here.severity, elsewhere.severity} != {None}:
        assert policy.may_report(CURT)


def test_a_channel_and_a_path_must_both_be_met() -> None:
    scripts = Override("overrides.0.", ("macros/",), ("script", "email"), ignore=("curt",))
    policy = Policy(Options(overrides=(scripts,)), RULES)
    assert policy.severities("macros/a.md", "script") == {"docket": N}
    for path, channel in (("macros/a.md", "chat"), ("macros/a.md", None), ("talks/a.md", "script")):
        assert policy.severities(path, channel) == {"curt": W, "docket": N}


def test_paths_are_meant_from_where_the_configuration_stands() -> None:
    policy = Policy(Options(overrides=(override(ignore=("curt",)),), relative=lambda path: path[5:]), RULES)
    assert policy.ruling(CURT, "team/macros/a.md").severity is None
    assert policy.ruling(CURT, "macros/a.md").severity is W


def test_what_no_table_can_bring_about_need_not_be_judged() -> None:
    policy = Policy(Options(select=("docket",), overrides=(override(ignore=("docket",)),)), RULES)
    assert not policy.may_report(CURT)
    assert policy.may_report(DOCKET)
