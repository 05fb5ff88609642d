"""What all outputs promise: they stream, fit the page, obey nothing, and keep the keys that programs rely on."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from csmistakes.conversation import SCRIPT, Span
from csmistakes.finding import Checked, Edit, Finding, Place, Severity, Summary
from csmistakes.reporters import View, _checked, available, feed
from csmistakes.reporters.parts.entries import grouped
from csmistakes.reporters.parts.layout import cells
from csmistakes.reporters.parts.tally import Tally
from tests.reporters.invented_run import CHECKED, CORPUS, EMPTY, KETTLE, SUMMARY, TEAPOT, cite, found

KEYS = (
    "rule severity conversation turn role speaker start end quote message fix sources "
    "path line column end_line end_column fingerprint primary"
).split()
EDIT_KEYS = "start end line column end_line end_column old new safe".split()


def run(name: str, view: View, checked: tuple[Checked, ...] = CHECKED, summary: Summary = SUMMARY) -> str:
    out = io.StringIO()
    feed(available()[name].Report(out, view), iter(checked), lambda: summary)
    return out.getvalue()


@pytest.mark.parametrize("name", available())
@pytest.mark.parametrize("width", [60, 80, 200])
def test_obeys_nothing_that_a_transcript_says(name: str, width: int) -> None:
    text = run(name, View(width=width, cite=cite))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_pages_for_people_fit(width: int) -> None:
    for name in ("full", "statistics"):
        lines = run(name, View(width=width, cite=cite)).splitlines()
        assert max(map(cells, lines)) <= width


def test_markup_of_terminals_and_of_rich_is_only_text() -> None:
    assert "[bold]kettle[/bold]" in run("full", View(color=True))


@pytest.mark.parametrize("name", available())
def test_writes_as_it_goes(name: str) -> None:
    """A reporter must not wait for the last conversation, unless it counts, or chooses the worst."""
    out = io.StringIO()
    seen: list[int] = []

    def checked() -> Iterator[Checked]:
        for item in CHECKED:
            yield item
            seen.append(len(out.getvalue()))

    feed(available()[name].Report(out, View()), checked(), lambda: SUMMARY)
    assert (seen[0] > 0) == (name not in {"markdown", "sarif", "statistics"})


def test_json_lines_have_the_keys_that_are_fixed() -> None:
    lines = [json.loads(line) for line in run("jsonl", View()).splitlines()]
    assert [list(line) for line in lines[:-1]] == [KEYS] * 7
    assert list(lines[-1]) == [*KEYS, "subject", "evidence"]
    assert [lines[-1][key] for key in ("conversation", "turn", "start", "end", "quote")] == [None] * 5
    assert lines[-1]["evidence"][0] == {"path": "talks/teapot.txt", "conversation": "pot-1", "turn": 2}
    assert json.loads(run("json", View())) == lines


def test_json_lines_have_the_edits_of_a_fix_and_the_other_keys_as_ever() -> None:
    bare = CHECKED[2].findings[0]
    edit = Edit(Span(15, 18), "SLA", "“promise”", is_safe=True, place=Place("talks/kettle.jsonl", 3, 16, 3, 19))
    fixable = replace(bare, edits=(edit, replace(edit, new="", is_safe=False)))
    without, line = map(json.loads, run("jsonl", View(), (Checked(KETTLE, (bare, fixable)),), EMPTY).splitlines())
    assert list(line) == [*KEYS, "edits"]
    first, second = line.pop("edits")
    assert line == without
    assert list(first) == EDIT_KEYS
    assert list(first.values()) == [15, 18, 3, 16, 3, 19, "SLA", "“promise”", True]
    assert second == first | {"new": "", "safe": False}


def test_json_keeps_values_whole() -> None:
    strange = replace(CHECKED[2].findings[0], quote="\u202e\x9b\ud800 “é”")
    line = run("jsonl", View(), (Checked(KETTLE, (strange,)),), EMPTY)
    assert json.loads(line)["quote"] == strange.quote
    assert "“é”" in line


def test_nothing_found() -> None:
    none = Summary((), (), conversations=1, turns=1, files=1, passed_over=0, failed=0)
    assert run("json", View(), (), EMPTY) == "[]\n"
    assert run("jsonl", View(), (), EMPTY) == ""
    assert run("concise", View(), (), EMPTY) == ""
    assert run("full", View(), (), EMPTY) == "No conversations were checked.\n"
    assert run("full", View(), (CHECKED[1],), none) == "No mistakes found in 1 conversation (1 turn).\n"


def test_a_finding_over_all_conversations_needs_no_subject_or_evidence() -> None:
    bare = replace(SUMMARY, findings=(replace(CORPUS, subject=None, evidence=()),))
    assert run("concise", View(), (), bare).startswith("all conversations: warning: ")
    assert "Seen in" not in run("full", View(cite=cite), (), bare)


def test_marks_nothing_where_a_finding_has_no_words() -> None:
    whole = replace(CHECKED[0].findings[1], span=None, quote=None)
    assert "^" not in run("full", View(cite=cite), (Checked(TEAPOT, (whole,)),))


def test_a_finding_in_a_scripted_reply_says_where_the_file_has_it() -> None:
    place = "        talks/kettle.jsonl:3:16\n"
    script = replace(KETTLE, channel=SCRIPT)
    assert place in run("full", View(cite=cite), (Checked(script, CHECKED[2].findings),))
    assert place not in run("full", View(cite=cite))
    nowhere = replace(CHECKED[2].findings[0], place=None)
    assert "jsonl:" not in run("full", View(cite=cite), (Checked(script, (nowhere,)),))


def test_findings_that_meet_are_grouped_under_the_primary_one() -> None:
    first = found(TEAPOT, "no-empathy", 3, "You have to call", "…", primary=False)
    chief = found(TEAPOT, "runaround", 3, "to call the breakage desk", "…")
    last = found(TEAPOT, "jargon", 3, "breakage desk", "…", primary=False)
    other = found(TEAPOT, "jargon", 3, "0800", "…")
    assert grouped([first, chief, last, other]) == [(chief, [first, last]), (other, [])]
    assert grouped([first, last]) == [(first, []), (last, [])]


def test_tally_counts_findings_and_conversations() -> None:
    tally = Tally()
    for item in CHECKED:
        tally.add(item)
    tally.add_corpus([CORPUS])
    assert [(row.slug, row.findings, row.conversations) for row in tally.rows()] == [
        ("runaround", 3, 1),
        ("no-empathy", 1, 1),
        ("not-improving", 1, 0),
        ("jargon", 3, 2),
    ]
    assert tally.affected == 2
    assert [tally.at_least(level) for level in Severity] == [8, 5, 3]


def test_a_module_that_is_no_reporter_is_refused() -> None:
    with pytest.raises(TypeError, match="is no reporter"):
        _checked(json)


def test_findings_are_frozen() -> None:
    finding: Finding = CORPUS
    with pytest.raises(AttributeError):
        finding.message = "other"  # type: ignore[misc]
