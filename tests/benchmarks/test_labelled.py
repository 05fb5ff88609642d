"""Reading labelled sets."""

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.labelled import MISTAKES, OVER_MANY, load_set, load_sets
from csmistakes.catalogue import load
from csmistakes.errors import UsageError
from tests.benchmarks.labelled_sets import RECORDS, write_set


def test_a_set_is_named_by_its_prefix_or_by_its_transcripts(tmp_path: Path) -> None:
    prefix = write_set(tmp_path, "own", RECORDS)
    assert load_set(prefix) == load_set(f"{prefix}.transcripts.jsonl")
    assert load_set(prefix).name == "own"


def test_labels_are_clear_unless_they_say_otherwise(tmp_path: Path) -> None:
    labels = [{"mistake": "jargon", "turn": 0}, {"mistake": "arguing", "turn": 0, "conf": 1}]
    item = load_set(write_set(tmp_path, "own", [{"id": "1", "lines": ["A: hi"], "labels": labels}])).items[0]
    assert item.clear == {"jargon"}
    assert item.arguable == {"arguing"}


def test_mistakes_over_many_conversations_are_not_scored_but_are_labels(tmp_path: Path) -> None:
    labels = [{"mistake": "not-improving", "turn": 0}]
    item = load_set(write_set(tmp_path, "own", [{"id": "1", "lines": ["A: hi"], "labels": labels}])).items[0]
    assert not item.labels
    assert not item.is_clean


def test_a_source_is_what_the_id_begins_with_or_the_set(tmp_path: Path) -> None:
    records = [*RECORDS, {"id": "7", "lines": ["A: hi"], "labels": [], "set": "first"}]
    items = load_set(write_set(tmp_path, "own", records)).items
    assert [item.source for item in items] == ["shop", "shop", "bank", "first"]


@pytest.mark.parametrize(
    ("name", "rows", "words"),
    [
        ("labels", [{"id": "other", "labels": []}], "in one of the two files only"),
        ("labels", [{"id": "1", "labels": [{"mistake": "rudeness", "turn": 0}]}], "no mistake that this project knows"),
        ("labels", [{"id": "1", "labels": [], "absent": ["rudeness"]}], "no mistake that this project knows"),
    ],
)
def test_a_set_that_is_not_whole_is_refused(tmp_path: Path, name: str, rows: list[Any], words: str) -> None:
    prefix = write_set(tmp_path, "own", [{"id": "1", "lines": ["A: hi"], "labels": []}])
    Path(f"{prefix}.{name}.jsonl").write_text("".join(map(json.dumps, rows)), encoding="utf-8")
    with pytest.raises(UsageError, match=words):
        load_set(prefix)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"there is no .*own\.transcripts\.jsonl"):
        load_set(str(tmp_path / "own"))


def test_two_sets_of_one_name_are_refused(tmp_path: Path) -> None:
    prefix = write_set(tmp_path, "own", RECORDS)
    with pytest.raises(UsageError, match="same name"):
        load_sets([prefix, prefix])


def test_the_mistakes_are_the_catalogues() -> None:
    rules = load().rules
    assert set(MISTAKES) == {rule.slug for rule in rules if rule.scope != "corpus"}
    assert {rule.slug for rule in rules if rule.scope == "corpus"} == OVER_MANY
