"""The file of disputes: what is written reads back, the last word holds, and nonsense is told by its line."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmistakes.disputes import (
    COUNTED,
    MISSED,
    NOT_A_MISTAKE,
    WITHDRAWN,
    Count,
    Dispute,
    DisputesError,
    append,
    read_disputes,
)
from csmistakes.errors import UsageError

SAID = Dispute(NOT_A_MISTAKE, "jargon", "plumbers know it", "Ann", "2026-01-31", "a.txt", "t", 3, "abcd1234", "docket")
MISS = Dispute(MISSED, "jargon", "“the DPO”", "Bea", "2026-02-01", "a.txt", "t", 5)
COUNT = {
    "verdict": COUNTED,
    "date": "2026-02-02",
    "conversations": 40,
    "rules": {"jargon": {"reports": 12, "disputed": 3}},
}


def test_no_file_is_no_dispute(tmp_path: Path) -> None:
    assert read_disputes(tmp_path / "none").holding == {}


def test_what_is_written_reads_back_and_the_last_count_holds(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    for said in (SAID, {**COUNT, "conversations": 1}, MISS, COUNT):
        append(path, said)
    disputes = read_disputes(path)
    assert list(disputes.holding.values()) == [(SAID, 1), (MISS, 3)]
    assert disputes.of(NOT_A_MISTAKE) == [SAID]
    assert disputes.of(MISSED, "jargon") == [MISS]
    assert disputes.of(MISSED, "runaround") == []
    assert (disputes.counts, disputes.counted_on, disputes.counted_in) == ({"jargon": Count(12, 3)}, "2026-02-02", 40)


def test_a_withdrawn_dispute_holds_no_more_and_can_be_said_again(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    for said in (SAID, MISS):
        append(path, said)
        append(path, replace(said, verdict=WITHDRAWN, reason="I was wrong"))
    assert read_disputes(path).holding == {}
    append(path, SAID)
    assert list(read_disputes(path).holding.values()) == [(SAID, 5)]


@given(st.text(min_size=1), st.text(), st.text())
def test_any_text_keeps_to_its_line(reason: str, quote: str, conversation: str) -> None:
    import tempfile

    said = replace(SAID, reason=reason, quote=quote, conversation=conversation)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "d.jsonl"
        append(path, said)
        append(path, MISS)
        assert [one for one, _ in read_disputes(path).holding.values()] == [said, MISS]


def test_a_last_line_without_an_end_is_ended_first(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    append(path, SAID)
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    append(path, MISS)
    assert len(read_disputes(path).holding) == 2


LINE = '{"verdict": "missed", "rule": "r", "reason": "x", "who": "w", "date": "2026-01-01", "conversation": "t"'


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "is no JSON"),
        ("[" * 100_000, "is no JSON"),
        ("[]", "is no JSON object"),
        ("{}", "verdict: None is none of not-a-mistake, missed, withdrawn"),
        ('{"verdict": "mised"}', "(did you mean “missed”?)"),
        (LINE + ', "reson": 1}', "unknown key “reson” (did you mean “reason”?)"),
        (LINE.replace('"w"', '""') + "}", "who: must be a text that says something"),
        (LINE + ', "path": 3}', "path: must be a text"),
        (LINE + ', "turn": 0}', "turn: must be a number from 1"),
        (LINE + ', "turn": true}', "turn: must be a number from 1"),
        (LINE.replace("missed", "not-a-mistake") + "}", "fingerprint: missing"),
        (LINE.replace(', "conversation": "t"', "") + "}", "conversation: missing"),
        (LINE.replace("2026-01-01", "1.1.26") + "}", "date: “1.1.26” is no date such as 2026-01-31"),
        ('{"verdict": "counted"}', "date: missing"),
        ('{"verdict": "counted", "date": "2026-01-01", "conversations": 1, "rules": {"r": 1}}', "rules: r: must be"),
    ],
)
def test_a_line_that_makes_no_sense_is_told(tmp_path: Path, line: str, told: str) -> None:
    path = tmp_path / "d.jsonl"
    path.write_text(f"\n{line}\nnonsense\n", encoding="utf-8")
    with pytest.raises(DisputesError) as caught:
        read_disputes(path)
    first, second = caught.value.problems
    assert told in str(first)
    assert (first.line, second.line) == (2, 3)


def test_a_file_that_cannot_be_read_or_written(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_disputes(tmp_path)
    with pytest.raises(UsageError, match="cannot be written"):
        append(tmp_path, SAID)
    (tmp_path / "d").write_bytes(b"\xff")
    with pytest.raises(UsageError, match="is not UTF-8"):
        read_disputes(tmp_path / "d")
