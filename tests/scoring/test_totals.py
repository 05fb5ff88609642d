"""What adds up: groups, rates, articles and items, whatever the order."""

import tracemalloc
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmistakes.finding import Evidence, Finding, Severity, Summary
from csmistakes.scoring.result import Made, Problem, Read, Scores, scores_of
from csmistakes.scoring.rows import TABLES, OpportunityRow, Record, columns
from tests.scoring.records import CARD, archive, record, several, totals_of

pytestmark = pytest.mark.slow

NOTHING = Summary((), ("trend: too few",), 2, 8, 1, 0, 0)


def result(records: list[Record], summary: Summary = NOTHING) -> Scores:
    read = Read(2, 1, 0, (Problem("p", 3, "torn"),))
    return scores_of(totals_of(records), Made("1", "c", CARD, 5), read, summary)


def test_groups_and_rates() -> None:
    records = [record(1, {"curt": 2, "late": 0}), record(2, {"late": 1}, "Omar", "Red", 1), record(3, {}, None, None)]
    scores = result(records)
    groups = {(row.kind, row.name, row.week): row for row in scores.groups}
    everything = groups["all", "all", None]
    assert (everything.conversations, everything.scored, everything.with_findings, everything.findings) == (3, 2, 2, 3)
    assert everything.score == 50.0  # (0 + 100) / 2 for curt and late; 50 for late alone
    assert groups["agent", "Omar", None].team == "Red"
    assert groups["team", "Blue", "2025-W50"].conversations == 1
    assert not groups["agent", "Ines", None].enough
    rates = {(row.kind, row.of, row.mistake): row for row in scores.rates if row.week is None}
    late = rates["all", "mistake", "late"]
    assert (late.applicable, late.conversations, late.rate, late.score) == (2, 1, 0.5, 75.0)
    article, item = rates["all", "article", "tea-9"], rates["all", "item", "tea-9:1"]
    assert (article.applicable, article.conversations, article.opportunities, article.findings) == (2, 2, 4, 3)
    assert (item.applicable, item.conversations, item.score) == (1, 1, 0.0)
    assert not scores.read.complete
    assert scores.silent == ("trend: too few",)


def test_an_agent_answers_for_the_own_part() -> None:
    talk = record(1, {"curt": 1})
    rows = (
        *talk.opportunities,
        OpportunityRow("p", "c1", "late", "Omar", 1, 0),
        OpportunityRow("p", "c1", "late", None, 1, 1),
    )
    scores = result([Record(talk.conversation, (), (), rows)])
    groups = {(row.kind, row.name): row.score for row in scores.groups if row.week is None}
    assert groups["agent", "Ines"] == 50.0
    assert groups["agent", "Omar"] == 100.0  # the machine's is charged to nobody


def test_rules_over_many_conversations_have_a_row_for_each_piece_of_evidence() -> None:
    where = (Evidence("p", "c1", 2), Evidence("p", "c2", 4))
    found = Finding("again", "Again", Severity.ERROR, "m", "f", (), "x", subject="Ines", evidence=where)
    rows = result([record(1, {})], Summary((found,), (), 1, 4, 1, 0, 0)).corpus
    assert [(row.rule, row.subject, row.conversation, row.turn) for row in rows] == [
        ("again", "Ines", "c1", 2),
        ("again", "Ines", "c2", 4),
    ]


RECORDS = several(30, weeks=6)


@given(RECORDS, st.randoms())
def test_the_order_of_conversations_changes_nothing(records: list[Record], random: Random) -> None:
    mixed = list(records)
    random.shuffle(mixed)
    assert result(records) == result(mixed)


def test_memory_grows_with_groups_not_with_conversations() -> None:
    tracemalloc.start()
    try:
        totals = totals_of(archive(lambda *_: 0.3, agents=20, teams=4, each=100))
        before, _ = tracemalloc.get_traced_memory()
        for one in archive(lambda *_: 0.3, agents=20, teams=4, each=400, seed=2):
            totals.add(one)
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert totals.scores[("all", "all"), None].conversations == 10_000
    assert after - before < 8000 * 8  # not even a number for each


def test_a_record_comes_back_from_json_as_it_was() -> None:
    one = record(1, {"curt": 1})
    assert Record.of_json(one.to_json()) == one


def test_every_table_has_plain_columns() -> None:
    for table in TABLES.values():
        assert set(columns(table).values()) <= {str, int, float, bool}
