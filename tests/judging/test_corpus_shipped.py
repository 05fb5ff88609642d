"""The shipped corpus rules on the example team: six weeks of 42 conversations."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from csmistakes.catalogue import load
from csmistakes.conversation import Conversation, Role, Turn
from csmistakes.finding import Finding, Summary
from csmistakes.options import Options
from csmistakes.pipeline import Run

TEAM = Path(__file__).parents[2] / "examples" / "transcripts" / "kestrel-team"


def _team() -> Iterator[Conversation]:
    for path in sorted(TEAM.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            told = json.loads(line)
            yield Conversation(
                told["id"],
                tuple(Turn(Role(turn["role"]), turn["text"]) for turn in told["turns"]),
                path=path.name,
                channel=told["channel"],
                agent=told["agent"],
                customer=told["customer"],
                started=datetime.fromisoformat(told["started"]).timestamp(),
            )


def _said(conversations: Sequence[Conversation]) -> Summary:
    run = Run(load(), Options(select=("corpus",)))
    for _ in run.check(conversations):
        pass
    return run.summary()


def _findings(summary: Summary, rule: str) -> list[Finding]:
    return [finding for finding in summary.findings if finding.rule == rule]


def test_the_shipped_rules_see_what_six_weeks_show() -> None:
    summary = _said(list(_team()))
    (issue,) = _findings(summary, "reactive-service")
    assert issue.subject is not None
    assert "thermostat" in issue.subject
    assert len(issue.evidence) >= 6
    assert [finding.subject for finding in _findings(summary, "untrained-staff")] == ["Rufus"]
    trends = [finding.subject for finding in _findings(summary, "not-improving")]
    assert "Marit: unmanaged-expectations" in trends
    assert not any(subject.startswith(("Dilip", "Odette")) for subject in trends if subject)
    assert summary.silent == ()


def test_the_shipped_rules_say_why_one_conversation_is_not_enough() -> None:
    summary = _said(list(_team())[:1])
    assert summary.findings == ()
    assert [reason.partition(":")[0] for reason in summary.silent] == [
        "not-improving",
        "reactive-service",
        "untrained-staff",
    ]
