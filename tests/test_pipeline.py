"""From conversations to findings: places, quotes, order, choice of rules, fingerprints."""

from dataclasses import replace
from pathlib import Path

import pytest

from csmistakes.catalogue import Catalogue, load
from csmistakes.conversation import Conversation, Role, TextOrigin, Turn
from csmistakes.errors import CatalogueError
from csmistakes.finding import Finding, Severity
from csmistakes.options import Options
from csmistakes.pipeline import Run
from tests.building import RUDE, RULE, let_recognition_trip, write_catalogue


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    other = RULE.replace("severity: error", "severity: note").replace("“{quote}” is rude.", "Again {quote}")
    folder = write_catalogue(tmp_path)
    (folder / "mistakes" / "tone").mkdir()
    (folder / "mistakes" / "tone" / "curt.yaml").write_text(other.replace("art-1:1", "art-1:2"), encoding="utf-8")
    return load([folder], with_shipped=False)


TALK = Conversation(
    "c1",
    (
        Turn(Role.CUSTOMER, "I am jo@example.org and so?", "Jo", origin=TextOrigin(((0, 1, 5),))),
        Turn(Role.AGENT, "now\nshut up please", "Al", origin=TextOrigin(((0, 2, 5), (4, 3, 1)))),
        Turn(Role.CUSTOMER, "what", "Jo", origin=TextOrigin(((0, 4, 5),))),
        Turn(Role.AGENT, "shut up please", "Bo", origin=TextOrigin(((0, 5, 5),))),
    ),
    path="talk.txt",
)


def findings(catalogue: Catalogue, options: Options | None = None, talk: Conversation = TALK) -> list[Finding]:
    run = Run(catalogue, options or Options())
    return [finding for checked in run.check([talk]) for finding in checked.findings]


def test_a_finding_has_its_exact_place(catalogue: Catalogue) -> None:
    first = findings(catalogue)[0]
    assert (first.rule, first.turn, first.role, first.speaker, first.quote) == (
        "being-rude",
        2,
        "agent",
        "Al",
        "shut up",
    )
    assert first.place is not None
    assert (first.place.path, first.place.line, first.place.column) == ("talk.txt", 3, 1)
    assert (first.place.end_line, first.place.end_column) == (3, 8)
    assert first.message == "“shut up” is rude."
    assert first.fix == "Be kind. Say instead: “Could you give me a moment?”"


def test_findings_that_meet_have_one_primary_the_gravest(catalogue: Catalogue) -> None:
    assert [(f.turn, f.rule, f.primary) for f in findings(catalogue)] == [
        (2, "being-rude", True),
        (2, "curt", False),
        (4, "being-rude", True),
        (4, "curt", False),
    ]


@pytest.mark.parametrize(
    ("options", "rules"),
    [
        (Options(select=("curt",)), {"curt"}),
        (Options(select=("manners",)), {"being-rude"}),
        (Options(select=("art-1:2",)), {"curt"}),
        (Options(select=("art-1",), ignore=("curt",)), {"being-rude"}),
        (Options(min_severity=Severity.WARNING), {"being-rude"}),
        (Options(ignore=("art-1",)), set()),
    ],
)
def test_rules_are_chosen_by_slug_group_article_and_severity(
    catalogue: Catalogue, options: Options, rules: set[str]
) -> None:
    assert {f.rule for f in findings(catalogue, options)} == rules


def test_one_speaker_only(catalogue: Catalogue) -> None:
    assert {f.turn for f in findings(catalogue, Options(speaker="bo"))} == {4}


def test_fingerprints_are_stable_and_differ(catalogue: Catalogue) -> None:
    prints = [f.fingerprint for f in findings(catalogue)]
    assert len(set(prints)) == 4
    assert prints == [f.fingerprint for f in findings(catalogue)]


def test_fingerprints_tell_files_apart_and_survive_a_conversation_put_above(catalogue: Catalogue) -> None:
    first = findings(catalogue)[0].fingerprint
    assert findings(catalogue, talk=replace(TALK, path="other.txt"))[0].fingerprint != first
    numbered = findings(catalogue, talk=replace(TALK, id="#1"))[0].fingerprint
    assert findings(catalogue, talk=replace(TALK, id="#2"))[0].fingerprint == numbered


def test_quotes_are_masked_unless_asked_otherwise(tmp_path: Path) -> None:
    folder = write_catalogue(tmp_path, rude=RUDE.replace('"shut up"', '"shut up <email>", "shut up"'))
    catalogue = load([folder], with_shipped=False)
    talk = Conversation("c", (Turn(Role.CUSTOMER, "and so"), Turn(Role.AGENT, "shut up jo@example.org")))
    hidden = findings(catalogue, talk=talk)[0]
    assert hidden.quote is not None
    assert "example" not in hidden.quote + hidden.message
    assert len(hidden.quote) == len("shut up jo@example.org")
    assert findings(catalogue, Options(mask=False), talk)[0].quote == "shut up jo@example.org"


def test_a_quote_is_masked_before_it_is_cut(tmp_path: Path) -> None:
    folder = write_catalogue(tmp_path, rude=RUDE.replace('"shut up"', '"shut up {0..12} <email>", "shut up"'))
    said = "shut up and immediately forward everything regarding that matter towards someone@example.org"
    talk = Conversation("c", (Turn(Role.CUSTOMER, "and so"), Turn(Role.AGENT, said)))
    message = findings(load([folder], with_shipped=False), talk=talk)[0].message
    assert "that matter" in message
    assert "some" not in message


def test_the_summary_counts(catalogue: Catalogue) -> None:
    run = Run(catalogue)
    assert len(list(run.check([TALK, TALK]))) == 2
    summary = run.summary(files=1, passed_over=2, failed=3)
    assert (summary.conversations, summary.turns, summary.files) == (2, 8, 1)
    assert (summary.passed_over, summary.failed, summary.findings) == (2, 3, ())


def test_a_catalogue_that_makes_no_sense_is_refused(tmp_path: Path) -> None:
    folder = write_catalogue(tmp_path, rule=RULE.replace("[rude,", "[rood,"))
    with pytest.raises(CatalogueError):
        Run(load([folder], with_shipped=False))


def test_a_bug_in_one_conversation_does_not_cost_the_others(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_recognition_trip(monkeypatch, "odd")
    run = Run(catalogue)
    broken = replace(TALK, id="odd", turns=(Turn(Role.AGENT, "odd"),))
    assert [checked.conversation.id for checked in run.check([TALK, broken, TALK])] == ["c1", "c1"]
    assert [(one.path, one.conversation) for one in run.broken] == [("talk.txt", "odd")]
    assert isinstance(run.broken[0].error, TypeError)


def test_no_two_findings_of_a_run_have_one_fingerprint(catalogue: Catalogue) -> None:
    """Also where conversations have only numbers and begin, and go on, in the same words."""
    talks = [replace(TALK, id=f"#{number}", path=path) for path in ("a", "b") for number in (1, 2, 3)]
    prints = [finding.fingerprint for item in Run(catalogue).check(talks) for finding in item.findings]
    assert len(prints) == 6 * len(findings(catalogue))
    assert len(set(prints)) == len(prints)
    again = [finding.fingerprint for item in Run(catalogue).check(talks[1:2]) for finding in item.findings]
    assert again == prints[: len(again)], "one that is alone in its file is the first of its kind"
