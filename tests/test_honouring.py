"""Disputed findings left out: the rest stays as if they had never been, primaries included."""

from dataclasses import replace
from pathlib import Path

from csmistakes.conversation import Conversation, Role, Span, Turn
from csmistakes.disputes import NOT_A_MISTAKE, Dispute, Disputes
from csmistakes.finding import Checked, Finding, Severity, Summary
from csmistakes.honouring import GONE, Honoured

TALK = Conversation("t", (Turn(Role.AGENT, "shut up"),), path="a.txt")
GRAVE = Finding("rude", "Rude", Severity.ERROR, "m", "f", (), "grave", "t", 1, "agent", None, Span(0, 7), "shut up")
LIGHT = replace(GRAVE, rule="curt", severity=Severity.NOTE, fingerprint="light", span=Span(0, 4), primary=False)
CORPUS = Finding("staff", "Staff", Severity.ERROR, "m", "f", (), "corpus", subject="Ines")


def disputes(*said: Dispute) -> Disputes:
    return Disputes(Path("d"), {one.about: (one, line) for line, one in enumerate(said, start=1)})


def dispute(finding: Finding) -> Dispute:
    path = TALK.path if finding.conversation else None
    return Dispute(
        NOT_A_MISTAKE,
        finding.rule,
        "x",
        "w",
        "2026-01-01",
        path,
        finding.conversation,
        finding.turn,
        finding.fingerprint,
    )


def summary(*findings: Finding) -> Summary:
    return Summary(findings, (), 1, 1, 1, 0, 0)


def test_what_stood_behind_a_disputed_finding_becomes_primary() -> None:
    honoured = Honoured(disputes(dispute(GRAVE)))
    (item,) = honoured.leave_out([Checked(TALK, (GRAVE, LIGHT))])
    assert item.findings == (replace(LIGHT, primary=True),)
    assert honoured.summary(summary()).disputed == 1
    assert (honoured.found, honoured.disputed) == ({"rude": 1, "curt": 1}, {"rude": 1})


def test_what_is_not_disputed_passes_as_it_is() -> None:
    checked = Checked(TALK, (GRAVE, LIGHT))
    assert next(Honoured(disputes()).leave_out([checked])) is checked


def test_findings_over_many_conversations_can_be_disputed_too() -> None:
    honoured = Honoured(disputes(dispute(CORPUS)))
    assert honoured.summary(summary(CORPUS)) == replace(summary(), disputed=1)
    assert honoured.stale(whole=True) == []
    alone = Honoured(disputes(dispute(CORPUS)))
    alone.summary(summary())
    assert alone.stale() == []
    assert [matter for _, _, matter in alone.stale(whole=True)] == [GONE]
