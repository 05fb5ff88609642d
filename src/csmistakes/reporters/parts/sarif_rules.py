"""The rules of a run as SARIF describes them, with the help that GitHub shows beside an alert."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from csmistakes.finding import Severity
from csmistakes.reporters.parts.layout import shorten
from csmistakes.reporters.parts.view import RuleHelp, View

RULES = 25_000  # in a run, as many as GitHub takes
_TEXT = 1024  # characters of a description, as many as GitHub takes
_TAGS = 10  # of a rule, as many as GitHub shows
_PROBLEMS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "recommendation"}
_PRECISIONS = ((0.9, "very-high"), (0.75, "high"), (0.5, "medium"), (0.0, "low"))


def driver(view: View) -> Mapping[str, Any]:
    """Return the tool with its rules."""
    version = {"version": view.version} if view.version else {}
    rules = [_rule(slug, rule, view) for slug, rule in list(view.rules.items())[:RULES]]
    return {"name": "csmistakes", **version, "rules": rules}


def _rule(slug: str, rule: RuleHelp, view: View) -> Mapping[str, Any]:
    sources = [view.cite(source) for source in rule.sources]
    parts = {"Why it matters": rule.why, "Fix": rule.fix, "Say instead": f"“{rule.instead}”"}
    plain = [rule.about, *(f"{name}: {text}" for name, text in parts.items()), *sources]
    marked = [rule.about, *(f"**{name}.** {text}" for name, text in parts.items()), *(f"- {each}" for each in sources)]
    return {
        "id": slug,
        "shortDescription": {"text": shorten(rule.title, _TEXT)},
        "fullDescription": {"text": shorten(rule.about, _TEXT)},
        "help": {"text": "\n\n".join(plain), "markdown": "\n\n".join(marked)},
        "defaultConfiguration": {"level": rule.severity.label},
        "properties": {
            "tags": _tags(rule.group, rule.sources),
            **({} if rule.precision is None else {"precision": _precision(rule.precision)}),
            "problem.severity": _PROBLEMS[rule.severity],
        },
    }


def _tags(group: str, sources: Iterable[str]) -> list[str]:
    """Return the group and the articles that a rule belongs to."""
    return list(dict.fromkeys([group, *(source.partition(":")[0] for source in sources)]))[:_TAGS]


def _precision(share: float) -> str:
    return next(word for least, word in _PRECISIONS if share >= least)
