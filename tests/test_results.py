"""Results kept between runs: bounded, those used last stay, and what goes wrong with them is nobody's trouble."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from csmistakes import cache, keeping, results
from csmistakes.catalogue import Catalogue, load
from csmistakes.conversation import Conversation, Role, Span, Turn
from csmistakes.finding import Change, Severity
from csmistakes.judging.corpus import CorpusJudge
from csmistakes.judging.corpus.spread import TEAM
from csmistakes.judging.engine import Verdict
from csmistakes.keeping import NAME
from csmistakes.known import Known, written
from csmistakes.results import Results
from tests.building import write_catalogue


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "kept"))
    return tmp_path / "kept"


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    return load([write_catalogue(tmp_path)], with_shipped=False)


def talk(number: int) -> Conversation:
    return Conversation(f"#{number}", (Turn(Role.CUSTOMER, "and so?"), Turn(Role.AGENT, f"shut up, for the {number}.")))


CHANGES = (Change(Span(0, 4), "be", is_safe=True), Change(Span(4, 7), "", is_safe=False))


def known(catalogue: Catalogue) -> Known:
    (rule,) = catalogue.rules
    return Known((Verdict(rule, 1, Span(0, 7), {"count": "2"}, (0, Span(0, 6)), CHANGES),), [])


def opened_for(catalogue: Catalogue, also: Sequence[str] = ()) -> Results:
    return Results(catalogue, catalogue.rules, CorpusJudge(catalogue, catalogue.rules), also)


def run(catalogue: Catalogue, talks: Sequence[Conversation], also: Sequence[str] = ()) -> list[bool]:
    """Go through conversations as a run does; tell which were known."""
    opened = opened_for(catalogue, also)
    found = opened.of(talks)
    for one, there in zip(talks, found, strict=True):
        if there is None:
            opened.note(one, written(known(catalogue)))
    opened.keep()
    return [there is not None for there in found]


def rows(place: Path, question: str) -> list[int]:
    with closing(sqlite3.connect(place / NAME)) as kept:
        return [number for (number,) in kept.execute(question)]


def test_what_was_found_comes_back_as_it_was(place: Path, catalogue: Catalogue) -> None:  # noqa: ARG001
    assert run(catalogue, [talk(1), talk(2)]) == [False, False]
    opened = opened_for(catalogue)
    assert opened.are_there
    assert opened.of([talk(2), talk(3)]) == [known(catalogue), None]


TEXT = st.text(st.characters(), max_size=12)  # lone surrogates, control codes and all
TALKS = st.builds(
    lambda turns, channel, agent, started: Conversation("c", turns, channel=channel, agent=agent, started=started),
    st.lists(st.builds(Turn, st.sampled_from(Role), TEXT, st.none() | TEXT, st.none() | st.floats()), min_size=1).map(
        tuple
    ),
    st.none() | st.just("script") | TEXT,
    st.none() | TEXT,
    st.none() | st.floats(),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(talk=TALKS, words=st.dictionaries(TEXT, TEXT, max_size=2), data=st.data())
def test_whatever_was_found_wherever_comes_back(
    place: Path,  # noqa: ARG001
    catalogue: Catalogue,
    talk: Conversation,
    words: dict[str, str],
    data: st.DataObject,
) -> None:
    turn = data.draw(st.integers(0, len(talk.turns) - 1))
    start = data.draw(st.integers(0, len(talk.turns[turn].text)))
    end = data.draw(st.integers(start, len(talk.turns[turn].text)))
    asked = data.draw(st.none() | st.just((turn, Span(start, end))))
    notes = None if talk.channel == "script" else [{"served": data.draw(st.lists(TEXT)), "slips": [[TEAM, turn, "x"]]}]
    changes = data.draw(
        st.just(()) | st.builds(Change, st.just(Span(start, end)), TEXT, st.booleans()).map(lambda c: (c,))
    )
    there = Known((Verdict(catalogue.rules[0], turn, Span(start, end), words, asked, changes),), notes)
    again = replace(catalogue.rules[0], slug="again", scope="corpus", when={"spread": {"rules": ["being-rude"]}})
    catalogue = replace(catalogue, rules=(*catalogue.rules, again))
    first = opened_for(catalogue)
    first.note(talk, written(there))
    first.keep()
    assert opened_for(catalogue).of([talk]) == [there]


@pytest.mark.parametrize(
    "change",
    [
        {"channel": "email"},
        {"agent": "Al"},
        {"turns": (Turn(Role.CUSTOMER, "and so?"), Turn(Role.BOT, "shut up, for the 1."))},
        {"turns": (Turn(Role.CUSTOMER, "and so?"), Turn(Role.AGENT, "shut up, for the 1.", "Al"))},
        {"turns": (Turn(Role.CUSTOMER, "and so?"), Turn(Role.AGENT, "shut up, for the 1.", time=3.0))},
        {"turns": (Turn(Role.CUSTOMER, "and so?"), Turn(Role.AGENT, "shut up, for the 1."), Turn(Role.AGENT, ""))},
    ],
)
def test_a_conversation_is_known_by_all_that_the_judge_looks_at(
    place: Path,  # noqa: ARG001
    catalogue: Catalogue,
    change: dict[str, object],
) -> None:
    run(catalogue, [talk(1)])
    assert run(catalogue, [replace(talk(1), **change)]) == [False]  # type: ignore[arg-type]
    assert run(catalogue, [replace(talk(1), id="x", path="other.txt", extra={"a": 1})]) == [True]


def test_what_is_said_of_a_rule_changes_nothing_and_what_it_asks_for_does(place: Path, catalogue: Catalogue) -> None:  # noqa: ARG001
    run(catalogue, [talk(1)])
    (rule,) = catalogue.rules
    assert run(replace(catalogue, rules=(replace(rule, fix="Else.", severity=Severity.NOTE),)), [talk(1)]) == [True]
    assert run(replace(catalogue, rules=(replace(rule, report="last"),)), [talk(1)]) == [False]
    assert run(replace(catalogue, rules=(replace(rule, message="Else."),)), [talk(1)]) == [False]  # it may be wrong
    assert run(catalogue, [talk(1)], also=["<%…%>"]) == [False]
    loud = replace(catalogue.signals[0], exclude=("shut up, please",))
    assert run(replace(catalogue, signals=(loud, *catalogue.signals[1:])), [talk(1)]) == [False]


def test_another_version_of_the_code_knows_nothing(
    place: Path,  # noqa: ARG001
    catalogue: Catalogue,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    run(catalogue, [talk(1)])
    monkeypatch.setattr(results, "__file__", str(tmp_path / "results.py"))
    assert run(catalogue, [talk(1)]) == [False]


def test_one_that_is_damaged_or_under_another_key_counts_as_none(place: Path, catalogue: Catalogue) -> None:
    run(catalogue, [talk(1), talk(2)])
    with closing(sqlite3.connect(place / NAME)) as kept, kept:
        kept.execute("UPDATE results SET found = replace(found, '\"2\"', '\"3\"')")
    assert run(catalogue, [talk(1), talk(2)]) == [False, False]
    assert run(catalogue, [talk(1), talk(2)]) == [True, True]
    with closing(sqlite3.connect(place / NAME)) as kept, kept:
        (one, other) = kept.execute("SELECT key FROM results WHERE found != '[]'").fetchall()
        for key, new in ((one[0], b"x"), (other[0], one[0]), (b"x", other[0])):
            kept.execute("UPDATE results SET key = ? WHERE key = ?", (new, key))
    assert run(catalogue, [talk(1), talk(2)]) == [False, False]


def test_a_run_in_which_nothing_is_new_writes_nothing(place: Path, catalogue: Catalogue) -> None:
    run(catalogue, [talk(1)])
    before = (place / NAME).stat()
    assert run(catalogue, [talk(1)]) == [True]
    assert (place / NAME).stat().st_mtime_ns == before.st_mtime_ns


def test_those_used_longest_ago_go_when_there_are_too_many(
    place: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    talks = [talk(number) for number in range(400)]
    run(catalogue, talks)
    run(catalogue, [talk(1000)])
    assert run(catalogue, talks[:100]) == [True] * 100  # in use again
    monkeypatch.setattr(keeping, "MAX_SIZE", 40_000)
    run(catalogue, [talk(1001)])
    assert rows(place, "SELECT count(*) FROM results") == [202]
    monkeypatch.undo()
    monkeypatch.setenv(cache.VARIABLE, str(place))
    assert run(catalogue, talks[:100]) == [True] * 100
    assert run(catalogue, [talk(1000), talk(1001)]) == [True] * 2


def test_more_conversations_than_one_question_can_name(place: Path, catalogue: Catalogue) -> None:  # noqa: ARG001
    talks = [talk(number) for number in range(1201)]
    run(catalogue, talks)
    assert all(run(catalogue, talks))


def test_where_another_run_holds_the_file_this_one_goes_on(
    place: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(catalogue, [talk(1)])
    monkeypatch.setattr(keeping, "_WAIT", 0.01)
    with closing(sqlite3.connect(place / NAME)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert run(catalogue, [talk(1), talk(2)]) == [False, False]
        other.rollback()
    assert run(catalogue, [talk(1), talk(2)]) == [True, False]


@pytest.mark.parametrize(
    "schema",
    [
        "CREATE TABLE other (a)",
        "CREATE TABLE results (a, b)",
        "CREATE VIEW results AS SELECT x'00' AS key, 'many' AS used, 7 AS found",
        "CREATE TABLE results (key BLOB PRIMARY KEY, used, found); INSERT INTO results VALUES (x'00', 'many', 7)",
        "CREATE TABLE results (key, used, found); INSERT INTO results VALUES (x'00', 9223372036854775807, 7)",
        "CREATE TABLE results (key, used, found CHECK (found = 7))",
        "CREATE VIEW results AS WITH RECURSIVE n(used) AS (SELECT 1 UNION ALL SELECT used + 1 FROM n) SELECT * FROM n",
    ],
)
def test_a_database_of_another_make_is_replaced(place: Path, catalogue: Catalogue, schema: str) -> None:
    cache.made()
    with closing(sqlite3.connect(place / NAME)) as other:
        other.executescript(schema)
    run(catalogue, [talk(1)])
    run(catalogue, [talk(1)])
    assert run(catalogue, [talk(1)]) == [True]


def test_where_nothing_can_be_kept_nothing_is(place: Path, catalogue: Catalogue) -> None:
    place.write_text("a file in the way", encoding="utf-8")
    for _ in range(2):
        assert run(catalogue, [talk(1)]) == [False]
