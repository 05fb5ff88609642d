"""Accepted findings: known by content, in a file that merges well."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmistakes.adoption.baseline import Baseline, Entry, entry_of, read_baseline, write_baseline
from csmistakes.conversation import Conversation, Role, Span, Turn
from csmistakes.errors import CsmistakesError, UsageError
from csmistakes.finding import Finding, Place, Severity

TALK = Conversation("t-1", (Turn(Role.AGENT, "So what? Ring 0800 946 0018, or so what."),), "a.md")
OVERALL = Finding("again", "T", Severity.ERROR, "m", "f", (), "99", subject="Ines: curt")


def finding(start: int = 0, fingerprint: str = "f1", path: str = "a.md", rule: str = "curt") -> Finding:
    return Finding(
        rule, "T", Severity.ERROR, "m", "f", (), fingerprint, "t-1", 1, "agent", None, Span(start, start + 7),
        TALK.turns[0].text[start : start + 7], Place(path, 1, start + 1, 1, start + 8),
    )  # fmt: skip


def baseline(*entries: Entry, there: tuple[str, ...] = ("a.md", "b.md")) -> Baseline:
    return Baseline(entries, there.__contains__)


def test_an_entry_accepts_one_finding() -> None:
    accepted = baseline(entry_of(finding(), TALK))
    assert accepted.accepts(finding(), TALK)
    assert not accepted.accepts(finding(), TALK)
    assert accepted.left() == []
    twice = baseline(entry_of(finding(), TALK), entry_of(finding(), TALK))
    assert [twice.accepts(finding(), TALK) for _ in range(3)] == [True, True, False]


def test_the_same_fingerprint_of_another_rule_is_another_finding() -> None:
    assert not baseline(entry_of(finding(), TALK)).accepts(finding(rule="rude"), TALK)


def test_what_moved_with_its_file_is_still_accepted() -> None:
    entry = entry_of(finding(), TALK)
    moved = finding(fingerprint="f2", path="b.md")
    gone = baseline(entry, there=("b.md",))
    assert gone.accepts(moved, TALK)
    assert [(e.path, e.fingerprint) for e in gone.accepted] == [("b.md", "f2")]
    assert not baseline(entry).accepts(moved, TALK)  # a copy, the first is still there
    assert gone.is_gone(entry)


def test_a_conversation_may_get_another_name_in_its_file() -> None:
    renamed = replace(finding(fingerprint="f2"), conversation="t-2")
    assert baseline(entry_of(finding(), TALK)).accepts(renamed, replace(TALK, id="t-2"))


@pytest.mark.parametrize("change", [{"start": 29}, {"rule": "rude"}])
def test_other_words_or_rules_in_the_same_turn_are_new(change: dict[str, int | str]) -> None:
    other = finding(fingerprint="f2", **change)  # type: ignore[arg-type]
    assert not baseline(entry_of(finding(), TALK)).accepts(other, TALK)


def test_other_words_around_make_it_new_only_if_it_moved() -> None:
    edited = replace(TALK, turns=(Turn(Role.AGENT, "So what? Never mind."),))
    assert baseline(entry_of(finding(), TALK)).accepts(finding(), edited)
    assert not baseline(entry_of(finding(), TALK), there=()).accepts(finding(fingerprint="f2", path="b.md"), edited)


def test_a_finding_over_many_conversations_is_known_by_its_subject() -> None:
    entry = entry_of(OVERALL, None)
    assert (entry.path, entry.quote) == (None, "Ines: curt")
    assert baseline(entry).accepts(OVERALL, None)
    assert not baseline(entry).accepts(replace(OVERALL, subject="Bo: curt", fingerprint="98"), None)
    assert not baseline(entry).is_gone(entry)


def test_nothing_personal_is_written() -> None:
    bare = replace(finding(9), quote="Ring 0800 946 0018", span=Span(9, 27))
    entry = entry_of(bare, TALK)
    assert entry.quote == "Ring •••• ••• ••••"
    assert entry == entry_of(replace(bare, quote="Ring •••• ••• ••••"), TALK)


def test_a_file_has_one_finding_a_line_in_a_stable_order(tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    entries = [entry_of(finding(path="é.md"), TALK), entry_of(OVERALL, None), entry_of(finding(29, "f0"), TALK)]
    write_baseline(path, entries)
    first = path.read_bytes()
    write_baseline(path, reversed(entries))
    assert path.read_bytes() == first
    lines = first.decode("ascii").splitlines()
    assert lines[:3] == ["{", '  "version": 1,', '  "findings": [']
    assert [json.loads(line.rstrip(","))["path"] for line in lines[3:6]] == [None, "a.md", "é.md"]
    assert sorted(read_baseline(path), key=Entry.order) == sorted(entries, key=Entry.order)
    write_baseline(path, [])
    assert path.read_text(encoding="utf-8") == '{\n  "version": 1,\n  "findings": []\n}\n'
    assert read_baseline(path) == ()
    assert [file.name for file in tmp_path.iterdir()] == ["b.json"]


TEXT = st.text(max_size=4)
ENTRIES = st.lists(st.builds(Entry, st.none() | TEXT, TEXT, st.none() | TEXT, TEXT, TEXT, TEXT), max_size=5)


@given(entries=ENTRIES)
def test_what_is_written_is_read(tmp_path_factory: pytest.TempPathFactory, entries: list[Entry]) -> None:
    path = tmp_path_factory.getbasetemp() / "written.json"
    write_baseline(path, entries)
    assert list(read_baseline(path)) == sorted(entries, key=Entry.order)
    assert len(path.read_text(encoding="utf-8").splitlines()) == (len(entries) + 5 if entries else 4)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{\n<<<<<<< HEAD\n", "2: not valid JSON: "),
        ("[]", "this is no baseline: it has no list of findings"),
        ('{"version": 1}', "this is no baseline"),
        ('{"version": 2, "findings": []}', "version 2 of the baseline is none I know (1)"),
        ('{"version": 1, "findings": [1]}', "finding 1 is no object"),
        ('{"version": 1, "findings": [{"ruel": "x"}]}', "finding 1: ruel: unknown key (did you mean “rule”?)"),
        ('{"version": 1, "findings": [{"path": null}]}', "finding 1: rule must be a string"),
        ('{"version": 1, "findings": [{"path": 1}]}', "finding 1: path must be a string"),
        ("[" * 100_000, "cannot be read"),
    ],
)
def test_says_what_is_wrong_with_a_file(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "b.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        read_baseline(path)
    assert str(caught.value).startswith(str(path))
    assert words in str(caught.value)


def test_a_file_that_is_no_text_or_has_no_place(tmp_path: Path) -> None:
    (tmp_path / "b.json").write_bytes(b"\xff")
    with pytest.raises(UsageError, match="the baseline cannot be read"):
        read_baseline(tmp_path / "b.json")
    with pytest.raises(CsmistakesError, match="cannot be written"):
        write_baseline(tmp_path / "nowhere" / "b.json", [])
