"""The transcripts in examples/: read as the formats they show, clean where they say so, each mistake met."""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from csmistakes.catalogue import load
from csmistakes.conversation import Conversation
from csmistakes.finding import Checked, Finding
from csmistakes.pipeline import Run
from csmistakes.readers import RoleNames, read_bytes
from csmistakes.readers.decoding import decode
from csmistakes.readers.registry import reader_for

EXAMPLES = Path(__file__).parent.parent / "examples" / "transcripts"
FILES = {path.name: path for path in sorted(EXAMPLES.iterdir()) if path.is_file()}
TEAM = sorted((EXAMPLES / "kestrel-team").iterdir())
CLEAN = [name for name in FILES if "-well-handled." in name]
LABELLED, HEADED = "text with labels (Agent: …)", "text with the speaker on a line of its own"
READERS = {
    "CSV": "a table with a row for each turn (CSV, TSV)",
    "SubRip": "SubRip",
    "WebVTT": "WebVTT",
    "labelled text": LABELLED,
    "labelled text with times": LABELLED,
    "native JSON Lines": "native JSON Lines",
    "role and content messages": "role and content messages (JSON)",
    "speaker on its own line": HEADED,
    "speaker on its own line, with dates": HEADED,
}
TIMED = {"SubRip", "WebVTT", "labelled text with times", "speaker on its own line, with dates"}
UNTIMED = {"labelled text", "role and content messages", "speaker on its own line"}
CATALOGUE = load()


def described() -> dict[str, tuple[str, str, str]]:
    """Return what the README's first table says: channel, format and what is shown, by file name."""
    rows = [line.strip("|\n ").split(" | ") for line in (EXAMPLES.parent / "README.md").read_text("utf-8").splitlines()]
    return {row[0].strip("`"): (row[1], row[2], row[3]) for row in rows if len(row) == 4 and row[0].startswith("`")}


DESCRIBED = described()


def conversations(path: Path) -> list[Conversation]:
    items = list(read_bytes(path.read_bytes(), path.name, RoleNames()))
    assert [str(item) for item in items if not isinstance(item, Conversation)] == []
    return [item for item in items if isinstance(item, Conversation)]


@cache
def checked() -> tuple[dict[str, list[Checked]], tuple[Finding, ...]]:
    """Check the team in a run of its own, so that corpus rules see a team; return all by file, and what they say."""
    run = Run(CATALOGUE)
    of_team = {path.name: list(run.check(conversations(path))) for path in TEAM}
    other = Run(CATALOGUE)
    return {
        name: list(other.check(conversations(path))) for name, path in FILES.items()
    } | of_team, run.summary().findings


def findings(name: str) -> Iterator[Finding]:
    return (finding for one in checked()[0][name] for finding in one.findings)


def subjects(rule: str) -> list[str]:
    return [finding.subject or "" for finding in checked()[1] if finding.rule == rule]


def test_the_readme_describes_every_file() -> None:
    assert set(DESCRIBED) == set(FILES)
    assert min(Counter(layout.partition(",")[0] for _, layout, _ in DESCRIBED.values()).values()) > 1


@pytest.mark.parametrize("name", FILES)
def test_is_read_as_the_format_it_shows(name: str) -> None:
    _, layout, _ = DESCRIBED[name]
    reader = reader_for(decode(FILES[name].read_bytes(), name))
    assert READERS[layout] == reader.NAME
    (conversation,) = conversations(FILES[name])
    times = [turn.time for turn in conversation.turns]
    assert 4 <= len(times) <= 14
    assert {"agent", "bot"} & {turn.role for turn in conversation.turns}
    assert "customer" in {turn.role for turn in conversation.turns}
    assert layout not in TIMED or None not in times
    assert layout not in UNTIMED or set(times) == {None}


@pytest.mark.parametrize("name", FILES)
def test_is_named_after_its_channel(name: str) -> None:
    (conversation,) = conversations(FILES[name])
    channel = DESCRIBED[name][0].replace("-", "")
    assert name.startswith(f"{channel}-")
    assert conversation.channel in {None, channel}


@pytest.mark.parametrize("name", [name for name in FILES if name not in CLEAN])
def test_shows_the_mistakes_it_was_written_for(name: str) -> None:
    assert set(DESCRIBED[name][2].split(", ")) - {finding.rule for finding in findings(name)} == set()


@pytest.mark.parametrize("name", CLEAN)
def test_what_is_well_handled_is_clean(name: str) -> None:
    assert DESCRIBED[name][2].startswith("clean")
    assert [(finding.turn, finding.rule, finding.quote) for finding in findings(name)] == []


def test_enough_is_well_handled() -> None:
    assert len(CLEAN) >= 6


def test_every_mistake_seen_in_a_conversation_is_met() -> None:
    met = {finding.rule for name in checked()[0] for finding in findings(name)}
    assert {rule.slug for rule in CATALOGUE.rules if rule.scope != "corpus"} - met == set()


def test_the_team_works_for_six_weeks() -> None:
    talks = [talk for path in TEAM for talk in conversations(path)]
    started = [talk.started or 0 for talk in talks]
    assert len(talks) >= 36
    assert started == sorted(started)
    assert max(started) - min(started) > 5 * 7 * 86_400
    assert {talk.agent for talk in talks} == {"Dilip", "Marit", "Odette", "Rufus"}
    assert {talk.channel for talk in talks} == {"call", "chat", "email"}


def test_an_issue_comes_back() -> None:
    assert any({"offline", "thermostat"} & set(issue.split(" / ")) for issue in subjects("reactive-service"))


def test_one_agent_lacks_training() -> None:
    assert subjects("untrained-staff") == ["Rufus"]


def test_one_agent_does_not_improve_and_another_does() -> None:
    said = subjects("not-improving")
    assert "Marit: unmanaged-expectations" in said
    assert [subject for subject in said if subject.startswith(("Dilip", "Odette"))] == []
    weeks = [
        {
            one.conversation.agent
            for one in checked()[0][path.name]
            for f in one.findings
            if f.rule == "unmanaged-expectations"
        }
        for path in TEAM
    ]
    assert ["Dilip" in week for week in weeks] == [True] * 3 + [False] * 3


def test_one_agent_is_good() -> None:
    talks = [one for path in TEAM for one in checked()[0][path.name] if one.conversation.agent == "Odette"]
    assert len(talks) > 8
    assert [(one.conversation.id, f.turn, f.rule) for one in talks for f in one.findings] == []
