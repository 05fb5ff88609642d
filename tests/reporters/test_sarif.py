"""SARIF against models made from its published schema, and against what GitHub takes."""

from __future__ import annotations

import gzip
import io
import json
import random
from collections import Counter
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as Published

from csmistakes.finding import Checked, Evidence, Finding, Severity, Summary
from csmistakes.reporters import View, available, feed
from csmistakes.reporters.parts.view import RuleHelp
from tests.reporters.invented_run import CHECKED, CORPUS, EMPTY, RULES, SUMMARY, TEAPOT, cite
from tests.reporters.runs import many, runs, written

pytestmark = pytest.mark.slow

VIEW = View(cite=cite, rules=RULES, version="1.2.3")
FOUND = CHECKED[0].findings[1]


def sarif(view: View = VIEW, run: tuple[tuple[Checked, ...], Summary] = (CHECKED, SUMMARY)) -> dict[str, Any]:
    """Return the only run of the file, after the schema was asked."""
    text = written("sarif", view, run)
    Published.model_validate_json(text)
    file = json.loads(text)
    assert file["version"] == "2.1.0"
    assert file["$schema"].endswith("sarif-2.1.0.json")
    [only] = file["runs"]
    assert isinstance(only, dict)
    return only


@settings(deadline=None)
@given(runs())
def test_is_valid_whatever_the_texts_hold(run: tuple[tuple[Checked, ...], Summary]) -> None:
    results = sarif(run=run)["results"]
    assert len(results) == 1 + sum(len(item.findings) for item in run[0])
    wanted = [finding.place.path for item in run[0] for finding in item.findings if finding.place]
    paths = [unquote(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]) for result in results[:-1]]
    assert [path.removeprefix("file://") for path in paths] == wanted


def test_the_schema_finds_faults() -> None:
    text = written("sarif", VIEW)
    for right, wrong in (
        ('"startLine": 4', '"startLine": 0'),
        ('"level": "error"', '"level": "bad"'),
        ('"ruleId"', '"rule"'),
    ):
        assert right in text
        with pytest.raises(ValueError, match="validation error"):
            Published.model_validate_json(text.replace(right, wrong))


def test_a_result_says_where_and_what_it_is() -> None:
    result = next(result for result in sarif()["results"] if result["ruleId"] == "runaround")
    assert result == {
        "ruleId": "runaround",
        "ruleIndex": list(RULES).index("runaround"),
        "level": "error",
        "message": {"text": "Sent on without any help."},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "talks/teapot.txt"},
                    "region": {"startLine": 4, "startColumn": 1, "endLine": 4, "endColumn": 35},
                }
            }
        ],
        "partialFingerprints": {"csmistakes/v1": FOUND.fingerprint},
        "properties": {"conversation": "pot-1", "turn": 3, "role": "agent"},
    }
    assert sarif()["columnKind"] == "unicodeCodePoints"


def test_a_rule_brings_its_help() -> None:
    rules = sarif()["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(RULES)
    rule = rules[2]
    assert rule["shortDescription"] == {"text": "Giving the customer the runaround"}
    assert rule["defaultConfiguration"] == {"level": "error"}
    assert rule["properties"] == {
        "tags": ["tea", "tea-9", "cups-1"],
        "precision": "very-high",
        "problem.severity": "error",
    }
    for words in ("Nobody likes cold tea.", RULES["runaround"].fix, "“Here is a fresh pot.”", cite("tea-9:2")):
        assert words in rule["help"]["text"]
        assert words in rule["help"]["markdown"]
    assert "precision" not in rules[0]["properties"]
    assert rules[0]["properties"]["problem.severity"] == "recommendation"
    assert "helpUri" not in rule


@pytest.mark.parametrize(
    ("share", "word"), [(1, "very-high"), (0.8, "high"), (0.5, "medium"), (0.49, "low"), (0, "low")]
)
def test_precision_in_words(share: float, word: str) -> None:
    rules = {"runaround": replace(RULES["runaround"], precision=share)}
    assert sarif(View(rules=rules))["tool"]["driver"]["rules"][0]["properties"]["precision"] == word


def test_a_rule_keeps_to_the_limits_of_github() -> None:
    sources = tuple(f"article-{number}:1" for number in range(30))
    long = replace(RULES["runaround"], title="t" * 3000, about="a " * 3000, sources=sources)
    rule = sarif(View(rules={"runaround": long}))["tool"]["driver"]["rules"][0]
    assert len(rule["shortDescription"]["text"]) == len(rule["fullDescription"]["text"]) == 1024
    assert len(rule["properties"]["tags"]) == 10


def test_a_finding_over_many_conversations_lies_in_the_files_it_rests_on() -> None:
    evidence = tuple(Evidence(f"talks/{number // 2}.txt", "c", 2) for number in range(400))
    run = (), replace(SUMMARY, findings=(replace(CORPUS, evidence=evidence),))
    [result] = sarif(run=run)["results"]
    assert result["message"]["text"].startswith("broken teapots: Broken teapots came up")
    assert len(result["locations"]) == 100
    assert result["locations"][1]["physicalLocation"]["artifactLocation"]["uri"] == "talks/1.txt"
    assert result["properties"] == {"subject": "broken teapots"}


def test_what_a_transcript_says_is_no_link() -> None:
    quoting = replace(FOUND, message="“[click](https://example.com) [x]” is jargon.")
    [result] = sarif(run=((Checked(TEAPOT, (quoting,)),), EMPTY))["results"]
    assert result["message"]["text"] == "“\\[click](https://example.com) \\[x]” is jargon."


def test_paths_outside_the_repository_are_uris_too() -> None:
    assert FOUND.place is not None
    away = replace(FOUND, place=replace(FOUND.place, path="/tmp/a b#1.txt"))  # noqa: S108
    [result] = sarif(run=((Checked(TEAPOT, (away,)),), EMPTY))["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "file:///tmp/a%20b%231.txt"


def test_says_which_inputs_could_not_be_read() -> None:
    [invocation] = sarif()["invocations"]
    assert invocation["executionSuccessful"] is False
    [notice] = invocation["toolExecutionNotifications"]
    assert notice["level"] == "error"
    assert notice["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "talks/torn%20page.txt"
    assert sarif(run=((), EMPTY))["invocations"][0] == {"executionSuccessful": True, "toolExecutionNotifications": []}


def long_run(number: int, finding: Finding, rules: dict[str, RuleHelp] = RULES) -> tuple[str, list[str]]:
    told: list[str] = []
    out = io.StringIO()
    view = View(cite=cite, rules=rules, tell=told.append)
    feed(
        available()["sarif"].Report(out, view),
        many(number, finding),
        lambda: replace(EMPTY, conversations=number // 10),
    )
    return out.getvalue(), told


def test_of_30_000_findings_the_worst_25_000_are_written_and_the_rest_is_told() -> None:
    text, told = long_run(30_000, FOUND)
    Published.model_validate_json(text)
    [run] = json.loads(text)["runs"]
    assert Counter(result["level"] for result in run["results"]) == {"warning": 22_000, "error": 3_000}
    words = "25,000 of 30,000 findings written, as many as GitHub takes; left out: 2,000 warnings, 3,000 notes"
    assert told == [f"sarif: {words}"]
    [notice] = run["invocations"][0]["toolExecutionNotifications"]
    assert notice == {"level": "warning", "message": {"text": words}}
    assert len(gzip.compress(text.encode())) < 10_000_000
    prints = [result["partialFingerprints"]["csmistakes/v1"] for result in run["results"]]
    assert prints == sorted(set(prints))  # each once, in the order in which they came


def test_what_cannot_be_packed_is_held_to_the_size_that_github_takes() -> None:
    noise = random.Random(7)  # noqa: S311
    letters = "".join(chr(noise.randrange(0x4E00, 0x9FFF)) for _ in range(100_000))

    def findings() -> list[Checked]:
        items = list(many(12_000, FOUND))
        return [
            replace(
                item,
                findings=tuple(
                    replace(finding, message=letters[(start := noise.randrange(99_000)) : start + 500])
                    for finding in item.findings
                ),
            )
            for item in items
        ]

    text = written("sarif", View(), (tuple(findings()), EMPTY))
    results = json.loads(text)["runs"][0]["results"]
    assert len(gzip.compress(text.encode())) < 10_000_000
    assert 5_000 < len(results) < 12_000
    assert sum(result["level"] == "error" for result in results) == 1_200


def test_severities_have_the_levels_of_sarif() -> None:
    assert {severity.label for severity in Severity} == {"note", "warning", "error"}
