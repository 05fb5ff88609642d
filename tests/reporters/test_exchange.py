"""The outputs for other programs, each read by what reads it: a parser, a schema, the rules of the format."""

from __future__ import annotations

import io
import json
import re
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from junitparser import Error, Failure, JUnitXml
from markdown_it import MarkdownIt

from csmistakes.finding import Checked, Finding, Severity, Summary
from csmistakes.masking import one_line
from csmistakes.reporters import View, available, feed
from tests.reporters.invented_run import CHECKED, CORPUS, EMPTY, KETTLE, SUMMARY, TEAPOT, cite
from tests.reporters.runs import many, runs, written

pytestmark = pytest.mark.slow

Made = tuple[tuple[Checked, ...], Summary]
FOUND = CHECKED[0].findings[1]
TEXT, POSITIVE = {"type": "string"}, {"type": "integer", "minimum": 1}


def closed(required: dict[str, Any], **optional: Any) -> dict[str, Any]:
    properties = required | optional
    return {"type": "object", "required": list(required), "properties": properties, "additionalProperties": False}


# What GitLab documents of a Code Quality report.
GITLAB = {
    "type": "array",
    "items": closed(
        {
            "description": TEXT,
            "check_name": TEXT,
            "fingerprint": TEXT | {"minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": closed({"path": TEXT, "lines": closed({"begin": POSITIVE}, end=POSITIVE)}),
        }
    ),
}
# The message DiagnosticResult of Reviewdog Diagnostic Format.
POSITION = closed({"line": POSITIVE}, column=POSITIVE)
RANGE = closed({"start": POSITION}, end=POSITION)
RDJSON = closed(
    {
        "source": closed({"name": TEXT}, url=TEXT),
        "diagnostics": {
            "type": "array",
            "items": closed(
                {"message": TEXT, "severity": {"enum": ["ERROR", "WARNING", "INFO"]}},
                location=closed({"path": TEXT}, range=RANGE),
                suggestions={"type": "array", "items": closed({"range": RANGE, "text": TEXT})},
                code=closed({"value": TEXT}, url=TEXT),
            ),
        },
    }
)
# A finding as docs/ci.md describes it.
COUNT, ANY, NULL = {"type": "integer", "minimum": 0}, {"type": ["string", "null"]}, {"type": "null"}
PLACE = dict.fromkeys(("line", "column", "end_line", "end_column"), POSITIVE)
TOLD = dict.fromkeys(("rule", "message", "fix", "fingerprint"), TEXT) | {
    "severity": {"enum": [severity.label for severity in Severity]},
    "sources": {"type": "array", "items": TEXT},
    "primary": {"type": "boolean"},
}
NO_TURN = dict.fromkeys(("conversation", "turn", "role", "speaker", "start", "end", "quote"), NULL)
IN_NO_FILE = dict.fromkeys(("path", *PLACE), NULL)
EDIT = closed({"start": COUNT, "end": COUNT, **PLACE, "old": TEXT, "new": TEXT, "safe": {"type": "boolean"}})
SOURCE = closed({"path": TEXT, "conversation": TEXT, "turn": POSITIVE})
JSON_FINDING = {
    "oneOf": [
        closed(
            TOLD
            | {"conversation": TEXT, "turn": POSITIVE, "role": TEXT, "speaker": ANY, "start": COUNT, "end": COUNT}
            | {"quote": TEXT, "path": TEXT, **PLACE},
            edits={"type": "array", "minItems": 1, "items": EDIT},
        ),
        closed(TOLD | NO_TURN | IN_NO_FILE | {"subject": ANY, "evidence": {"type": "array", "items": SOURCE}}),
        # about a suppression
        closed(
            TOLD | NO_TURN | {"path": TEXT, **PLACE} | {"subject": NULL, "evidence": {"type": "array", "maxItems": 0}},
        ),
    ]
}


def found_in(run: Made) -> list[Finding]:
    return [finding for item in run[0] for finding in item.findings]


@settings(deadline=None)
@given(runs())
def test_programs_get_findings_as_documented_with_the_edits_of_their_fixes(run: Made) -> None:
    lines = [json.loads(line) for line in written("jsonl", run=run).splitlines()]
    jsonschema.validate(lines, {"type": "array", "items": JSON_FINDING})
    assert json.loads(written("json", run=run)) == lines
    told = [[(edit["old"], edit["new"], edit["safe"]) for edit in line.get("edits", ())] for line in lines]
    assert told == [[(edit.old, edit.new, edit.is_safe) for edit in f.edits] for f in found_in(run)] + [[]]


@settings(deadline=None)
@given(runs())
def test_gitlab_gets_issues_that_its_schema_takes(run: Made) -> None:
    issues = json.loads(written("gitlab", run=run))
    jsonschema.validate(issues, GITLAB)
    placed = [*found_in(run), *(finding for finding in run[1].findings if finding.evidence)]
    assert [issue["check_name"] for issue in issues] == [finding.rule for finding in placed]


def test_gitlab_knows_severity_place_and_fingerprint() -> None:
    issues = json.loads(written("gitlab"))
    assert {issue["severity"] for issue in issues} == {"info", "minor", "major"}
    assert len({issue["fingerprint"] for issue in issues}) == len(issues) == 8
    assert issues[1]["location"] == {"path": "talks/teapot.txt", "lines": {"begin": 4, "end": 4}}
    assert issues[1]["description"] == f"{FOUND.message} Fix: {FOUND.fix}"
    assert issues[-1]["description"].startswith("broken teapots: Broken teapots came up in 4 of 9 weeks. Fix: ")


def test_gitlab_is_told_to_lack_what_lies_in_no_file() -> None:
    told: list[str] = []
    bare = replace(SUMMARY, findings=(replace(CORPUS, evidence=()),))
    assert written("gitlab", View(tell=told.append), ((), bare)) == "[]\n"
    assert told == ["gitlab: 1 finding left out: no file to show them in"]


@settings(deadline=None)
@given(runs())
def test_reviewdog_gets_diagnostics_of_its_format(run: Made) -> None:
    result = json.loads(written("rdjson", run=run))
    jsonschema.validate(result, RDJSON)
    assert len(result["diagnostics"]) == len(found_in(run)) + 1 + len(run[1].refusals)


def test_reviewdog_counts_columns_in_bytes() -> None:
    assert FOUND.place is not None
    place = replace(FOUND.place, path="a.txt", line=2, column=4, end_line=2, end_column=6)
    lines = {("a.txt", 2): "é茶 😀xyz"}
    view = View(line=lambda path, number: lines.get((path, number)))
    run = ((Checked(TEAPOT, (replace(FOUND, place=place), FOUND)),), EMPTY)
    known, unknown = (item["location"]["range"] for item in json.loads(written("rdjson", view, run))["diagnostics"])
    assert known == {"start": {"line": 2, "column": 7}, "end": {"line": 2, "column": 12}}
    assert "é茶 😀xyz".encode()[6:11] == "😀x".encode()
    assert unknown == {"start": {"line": 4}, "end": {"line": 4}}


@settings(deadline=None)
@given(runs())
def test_junit_is_read_by_a_parser_that_counts_the_same(run: Made) -> None:
    suites = list(JUnitXml.fromstring(written("junit", run=run).encode()))
    cases = [case for suite in suites for case in suite]
    failures = [result for case in cases for result in case.result if isinstance(result, Failure)]
    errors = [result for case in cases for result in case.result if isinstance(result, Error)]
    bad = [finding for finding in (*found_in(run), *run[1].findings) if finding.severity > Severity.NOTE]
    assert [failure.message for failure in failures] == [
        re.sub("[\ufffe\uffff]", "\ufffd", one_line(f"{f.subject}: {f.message}" if f.subject else f.message))
        for f in bad
    ]
    assert len(errors) == len(run[1].refusals)
    clean = sum(not item.findings for item in run[0])
    assert len(cases) == len(found_in(run)) + 1 + clean + len(errors)
    for key, number in (("tests", len(cases)), ("failures", len(failures)), ("errors", len(errors))):
        assert sum(getattr(suite, key) for suite in suites) == number


def test_junit_shows_what_passed_failed_and_could_not_be_read() -> None:
    suites = {suite.name: list(suite) for suite in JUnitXml.fromstring(written("junit", View(cite=cite)).encode())}
    assert list(suites) == [
        "talks/teapot.txt",
        "talks/clean.txt",
        "talks/kettle.jsonl",
        "over all conversations",
        "inputs that cannot be read",
    ]
    [clean] = suites["talks/clean.txt"]
    assert (clean.name, clean.result) == ("ok", [])
    case = suites["talks/teapot.txt"][1]
    assert (case.name, case.classname) == ("pot-1: runaround in turn 3", "talks/teapot.txt")
    assert case.result[0].type == "error"
    assert "talks/teapot.txt:4:1\n" in case.result[0].text
    assert f"Fix: {FOUND.fix}\nSource: {cite('tea-9:2')}" in case.result[0].text
    [note] = suites["talks/kettle.jsonl"]
    assert note.result == []
    assert "word of the trade" in note.system_out
    [torn] = suites["inputs that cannot be read"]
    assert (torn.name, torn.result[0].type) == ("talks/torn page.txt:7", "unreadable")


def test_junit_gives_no_two_tests_one_name() -> None:
    twice = (Checked(TEAPOT, (FOUND, replace(FOUND, fingerprint="other"))),)
    [suite] = JUnitXml.fromstring(written("junit", run=(twice, EMPTY)).encode())
    assert [case.name for case in suite] == ["pot-1: runaround in turn 3", "pot-1: runaround in turn 3 (2)"]


COMMAND = re.compile(r"::(?P<name>error|warning|notice) (?P<properties>[^:\r\n]*)::(?P<text>[^\r\n]*)")


def commands_in(text: str) -> Iterator[tuple[str, dict[str, str], str]]:
    """Yield what GitHub's runner makes of the lines: command, properties, message."""
    for line in text.split("\n")[:-1]:
        match = COMMAND.fullmatch(line)
        assert match, line
        pairs = (pair.split("=", 1) for pair in match["properties"].split(","))
        properties = {key: decoded(value, {"%3A": ":", "%2C": ","}) for key, value in pairs}
        yield match["name"], properties, decoded(match["text"], {})


def decoded(text: str, more: dict[str, str]) -> str:
    for code, char in ({"%0D": "\r", "%0A": "\n"} | more).items():
        text = text.replace(code, char)
    return text.replace("%25", "%")


@settings(deadline=None)
@given(runs())
def test_github_gets_one_command_for_each_finding_and_no_other(run: Made) -> None:
    commands = list(commands_in(written("github", run=run)))
    assert len(commands) == len(found_in(run)) + 1 + len(run[1].refusals)
    for (name, properties, text), finding in zip(commands, found_in(run), strict=False):
        assert name == {"note": "notice"}.get(finding.severity.label, finding.severity.label)
        assert finding.place is not None
        assert properties["file"] == finding.place.path
        assert properties["title"] == one_line(f"{finding.title} ({finding.rule})")
        assert text.split("\n")[0] == one_line(finding.message)


def test_github_gets_columns_within_one_line_only() -> None:
    assert FOUND.place is not None
    wide = replace(FOUND, place=replace(FOUND.place, end_line=6))
    run = ((Checked(TEAPOT, (FOUND, wide)),), SUMMARY)
    one, two, over_many, refusal = commands_in(written("github", View(cite=cite), run))
    assert one[1] | {"title": ""} == {
        "title": "", "file": "talks/teapot.txt", "line": "4", "endLine": "4", "col": "1", "endColumn": "35",
    }  # fmt: skip
    assert two[1] | {"title": ""} == {"title": "", "file": "talks/teapot.txt", "line": "4", "endLine": "6"}
    assert one[2].split("\n") == [FOUND.message, f"Fix: {FOUND.fix}", f"Source: {cite('tea-9:2')}"]
    assert over_many[1]["file"] == "talks/teapot.txt"
    assert refusal[1] == {"title": "Cannot be read", "file": "talks/torn page.txt", "line": "7"}


def tokens(text: str) -> list[Any]:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)


@settings(deadline=None)
@given(runs())
def test_markdown_shows_texts_as_they_are(run: Made) -> None:
    """No text of a transcript makes a tag, a link, a picture, code, or one more cell."""
    page = tokens(written("markdown", run=run))
    rows = [token for token in page if token.type == "tr_open"]
    findings = len(found_in(run)) + 1
    rules = {finding.rule for finding in (*found_in(run), *run[1].findings)}
    assert len(rows) == len(rules) + findings + 2
    cells = [token for token in page if token.type in {"td_open", "th_open"}]
    assert len(cells) == 4 * (len(rules) + 1) + 3 * (findings + 1)
    for token in page:
        for child in token.children or ():
            assert child.type in {"text", "text_special", "code_inline", "html_inline", "softbreak"}
            assert child.type != "html_inline" or child.content == "<!-- -->"
            assert child.type != "code_inline" or child.content in rules


def test_markdown_has_the_verdict_both_tables_and_what_could_not_be_read() -> None:
    text = written("markdown")
    assert "3 errors, 2 warnings, 3 notes in 2 of 3 conversations (13 turns).\n" in text
    assert "| 🔴 error | Giving the customer the runaround (`runaround`) | 3 | 1 of 3 |\n" in text
    assert "| 🟠 warning | The same trouble again and again (`not-improving`) | 1 | – |\n" in text
    assert "| talks/teapot.txt:4, turn 3 | 🔴 error: Sent on without any help. (`runaround`) |" in text
    assert "| over all conversations | 🟠 warning: broken teapots: Broken teapots" in text
    assert "1 input could not be read:\n\n- talks/torn page.txt:7: no " in text


def test_markdown_mentions_nobody_and_links_nothing() -> None:
    said = replace(FOUND, message="@anna of #12 at https://example.com or WWW.example.com")
    text = written("markdown", run=((Checked(TEAPOT, (said,)),), EMPTY))
    assert "@<!-- -->anna of #<!-- -->12 at https:<!-- -->//example.com or WWW<!-- -->.example.com" in text


def test_markdown_stays_short() -> None:
    out = io.StringIO()
    refusals = SUMMARY.refusals * 100
    summary = replace(EMPTY, conversations=500, turns=500, failed=100, refusals=refusals)
    feed(available()["markdown"].Report(out, View()), many(5_000, replace(FOUND, message="m " * 900)), lambda: summary)
    assert "The worst 50 of 5,000 findings" in out.getvalue()
    assert out.getvalue().count("🔴") == 50
    assert out.getvalue().count("- talks/torn page.txt") == 20
    assert "- and more, which the log has" in out.getvalue()
    assert len(out.getvalue().encode()) < 1 << 20


def test_markdown_of_nothing() -> None:
    assert written("markdown", run=((), EMPTY)) == ("## Customer-service mistakes\n\nNo conversations were checked.\n")


@pytest.mark.parametrize("name", sorted(set(available()) - {"sarif"}))
def test_memory_does_not_grow_with_the_number_of_findings(name: str) -> None:
    class Nowhere(io.StringIO):
        def write(self, text: str) -> int:
            return len(text)

    def peak(number: int) -> int:
        tracemalloc.start()
        summary = replace(EMPTY, conversations=number // 10, turns=number)
        feed(available()[name].Report(Nowhere(), View()), many(number, FOUND), lambda: summary)
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size

    peak(100)
    assert peak(8_000) < 1.5 * peak(1_000) + 500_000


def test_junit_keeps_a_long_file_out_of_memory() -> None:
    """One file of many conversations is one suite, and waits on disk for its counts."""

    def one_file() -> Iterator[Checked]:
        for item in many(20_000, FOUND):
            yield replace(item, conversation=replace(KETTLE, id=item.conversation.id))

    out = io.StringIO()
    feed(available()["junit"].Report(out, View()), one_file(), lambda: EMPTY)
    [suite] = JUnitXml.fromstring(out.getvalue().encode())
    assert (suite.tests, suite.failures) == (20_000, 18_000)
