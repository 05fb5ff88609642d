"""The sieve: what it lets through of findings over many conversations, and which of a place is the primary one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from csmistakes.adoption.baseline import Baseline, Entry, entry_of
from csmistakes.adoption.changes import Changes
from csmistakes.adoption.kinds import KINDS
from csmistakes.adoption.reach import Reach
from csmistakes.adoption.sidecar import Entry as Item
from csmistakes.adoption.sieve import Sieve
from csmistakes.adoption.suppressing import Suppressions
from csmistakes.adoption.suppression import Suppression
from csmistakes.conversation import Conversation, Role, Span, Turn
from csmistakes.finding import Checked, Finding, Place, Severity, Summary
from csmistakes.options import Options
from csmistakes.policy import Policy

HERE = Place("x.yaml", 1, 1, 1, 1)
OVERALL = Finding("again", "T", Severity.ERROR, "m", "f", (), "99", subject="Ines: curt")
NOTHING = Summary((), (), 1, 1, 1, 0, 0)


def rule(slug: str) -> Finding:
    return replace(OVERALL, rule=slug)


class Rule:
    group, sources, severity = "talk", (), Severity.ERROR

    def __init__(self, slug: str) -> None:
        self.slug = slug


def sieve(
    *items: Item, entries: Sequence[Entry] = (), changes: Changes | None = None, read: Sequence[str] = ()
) -> Sieve:
    policy = Policy(Options(), [Rule("again"), Rule("curt"), Rule("rude")])
    return Sieve(
        Suppressions(items, str, ("again", "curt", "rude"), lambda _: b"", date(2027, 1, 1)),
        Baseline(entries, lambda _: True),
        changes,
        Reach(policy, read, (), {}, Path("/nowhere")),
        Policy(Options(), KINDS),
    )


def talk(words: Sequence[str]) -> Conversation:
    return Conversation("t", (Turn(Role.AGENT, " ".join(words)),), "a.txt")


def finding(slug: str, start: int, end: int, *, fingerprint: str = "x", severity: Severity = Severity.ERROR) -> Finding:
    place = Place("a.txt", 1, start + 1, 1, end + 1)
    return Finding(
        slug, "T", severity, "m", "f", (), fingerprint, "t", 1, "agent", None, Span(start, end), "w", place
    )  # fmt: skip


def suppression(*rules: str) -> Suppression:
    return Suppression(rules, "so", None, None, HERE)


def test_what_stands_beside_a_finding_left_out_becomes_the_primary_one() -> None:
    whole = Checked(
        talk(["word"]),
        (finding("rude", 0, 4), replace(finding("curt", 0, 4, severity=Severity.NOTE), primary=False)),
    )
    (item,) = sieve(Item(suppression("rude"))).checked([whole])
    assert [(left.rule, left.primary) for left in item.findings] == [("curt", True)]
    (item,) = sieve().checked([whole])
    assert item is whole


def test_findings_over_many_conversations() -> None:
    summary = replace(NOTHING, findings=(OVERALL,))
    assert sieve().summary(summary).findings == (OVERALL,)
    by_item = sieve(Item(suppression("again"))).summary(summary)
    assert (by_item.findings, by_item.suppressed) == ((), 1)
    by_entry = sieve(entries=[entry_of(OVERALL, None)]).summary(summary)
    assert (by_entry.findings, by_entry.baselined) == ((), 1)
    by_branch = sieve(changes=Changes({})).summary(summary)
    assert (by_branch.findings, by_branch.unchanged) == ((), 1)


def test_only_a_run_over_all_the_rest_takes_one_over_many_for_fixed() -> None:
    one = finding("curt", 0, 4)
    entries = [entry_of(OVERALL, None), entry_of(one, talk(["word"])), replace(entry_of(one, None), path="b.txt")]
    some, whole = sieve(entries=entries, read=["a.txt"]), sieve(entries=entries, read=["a.txt", "b.txt"])
    for run in (some, whole):
        run.reach.channels["b.txt"] = {None}
        run.summary(NOTHING)
    assert [entry.rule for entry in some.fixed()] == ["curt"]
    assert [entry.rule for entry in whole.fixed()] == ["again", "curt", "curt"]
    assert sieve(entries=entries[:1], read=["a.txt"]).fixed() == []


def test_a_notice_where_nothing_was_changed_is_left_out() -> None:
    expired = Item(replace(suppression("curt"), until=date(2026, 1, 1)), path="a.txt")
    told = sieve(expired, read=["a.txt"]).summary(NOTHING).findings
    assert [notice.rule for notice in told] == ["expired-suppression"]
    assert sieve(expired, read=["a.txt"], changes=Changes({})).summary(NOTHING).findings == ()
    changed = Changes({"x.yaml": frozenset({1})})
    assert len(sieve(expired, read=["a.txt"], changes=changed).summary(NOTHING).findings) == 1


def test_a_notice_shows_nothing_personal() -> None:
    bare = Item(Suppression(("curt",), "", "ines@example.org", None, HERE), path="a.txt")
    (told,) = sieve(bare, read=["a.txt"]).summary(NOTHING).findings
    assert (
        told.message == "The suppression of curt gives no reason (owner: ••••@•••••••.•••), so it suppresses nothing."
    )


FINDINGS = st.lists(st.tuples(st.sampled_from(["curt", "rude"]), st.integers(0, 3), st.sampled_from("ab")), max_size=12)


def checked(items: Sequence[tuple[str, int, str]]) -> Checked:
    found = [finding(slug, 5 * at, 5 * at + 4, fingerprint=mark) for slug, at, mark in items]
    found.sort(key=lambda f: (f.span.start if f.span else 0, f.rule))
    return Checked(talk(["word"] * 4), tuple(found))


@given(FINDINGS, FINDINGS)
def test_what_was_accepted_is_left_out_once_and_nothing_else(
    old: list[tuple[str, int, str]], new: list[tuple[str, int, str]]
) -> None:
    accepting = sieve()
    accepting.keeps_new = True
    list(accepting.checked([checked(old)]))
    assert len(accepting.new) == len(old)
    again = sieve(entries=accepting.new)
    assert [item.findings for item in again.checked([checked(old)])] == [()]
    assert again.baseline.left() == []
    more = sieve(entries=accepting.new)
    (item,) = more.checked([checked(old + new)])
    assert len(item.findings) == len(new)
    assert more.summary(NOTHING).baselined == len(old)
