"""What Spark's workers do, without Spark: Arrow batches in, Arrow batches out."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from csmistakes.batch.scorer import Scorer, Setup
from csmistakes.catalogue import Catalogue, load
from csmistakes.errors import UsageError
from csmistakes.options import EVERYTHING
from csmistakes.pipeline import Run
from csmistakes.readers import RoleNames, read_bytes
from csmistakes.readers.columns import columns_of
from csmistakes.scoring.card_file import default_card
from csmistakes.scoring.cells import totals_of
from csmistakes.scoring.metadata import Labeller
from csmistakes.scoring.rows import Record
from csmistakes.scoring.totals import Totals
from csmistakes.spark import lines, many, naming, scoring
from csmistakes.spark.scoring import PROBLEM, RECORD, SCRIPTED, Work
from csmistakes.spark.source import Source, apart, blamed

ROLES = RoleNames.of()
NAMES = ("conversation_id", "role", "text", "team")


def talk(key: str | None, asks: str = "Hello?", channel: str = "chat") -> str:
    turns = [{"role": "customer", "text": asks}, {"role": "agent", "text": "Sorry, that's our policy."}]
    return json.dumps({"id": key, "channel": channel, "agent": "Ines", "turns": turns})


def rows(batches: lines.Batches) -> list[tuple[Any, ...]]:
    return list(lines.rows_of(batches))


def given(*rows_: Sequence[Any], columns: dict[str, str]) -> lines.Batches:
    return lines.batches(rows_, columns, most=2)  # several batches


def named(texts: list[str]) -> list[tuple[Any, ...]]:
    some = [(0, n, n, text.encode()) for n, text in enumerate(texts, start=1)]
    return rows(naming.names(naming.heads(given(*some, columns=lines.LINES), ROLES)))


def test_names_are_those_of_a_file_that_is_read_as_one() -> None:
    texts = [
        talk("a"),
        talk("a"),
        talk(None),
        "torn {",
        talk(None),
        talk("#3"),
        talk(None, "Hi"),
        talk("a#2"),
        talk("a"),
    ]
    expected = [item.id for item in read_bytes("\n".join(texts).encode(), "p", ROLES) if hasattr(item, "id")]
    found = [name for *_, names, _ in named(texts) for name in json.loads(names)]
    assert [name[0] for name in found if name] == expected
    assert found[3] is None
    assert found[4][1] == f"{found[2][1]}#2"  # begins alike, and has a number only
    assert [size for *_, size in named(texts)] == [1, 1, 1, 0, 1, 1, 1, 1, 1]


def test_every_file_has_names_of_its_own() -> None:
    some = [(file, 1, 0, talk("a").encode()) for file in (0, 1)]
    found = rows(naming.names(naming.heads(given(*some, columns=lines.LINES), ROLES)))
    assert [(file, line, json.loads(names)) for file, _, line, names, _ in found] == [
        (0, 1, [["a", "a"]]),
        (1, 1, [["a", "a"]]),
    ]


def test_lines_are_counted_over_the_stretches_of_a_file() -> None:
    uri = "file:/d/a%20b.jsonl"
    some = [(b"x", uri, 0), (b" ", uri, 0), (b"y", uri, 0), (b"z", uri, 90)]
    columns = {"value": lines.BYTES, "file": lines.TEXT, "start": lines.NUMBER}
    before = {(uri, 0): 0, (uri, 90): 3}
    found = rows(lines.from_lines(given(*some, columns=columns), {"/d/a b.jsonl": 7}, before))
    assert found == [(7, 1, 1, b"x"), (7, 3, 3, b"y"), (7, 4, 4, b"z")]


def test_turns_are_put_together_and_what_is_none_stays_as_it_is() -> None:
    uri = "s3a://b/t.jsonl"
    texts = ['{"conversation_id": 5, "role": "agent", "text": "Hi", "team": "Blue"}', "[torn", "", '{"text": "alone"}']
    columns = columns_of(NAMES)
    assert columns is not None
    kinds = {"value": lines.BYTES, "file": lines.TEXT, "start": lines.NUMBER}
    batches = given(*((text.encode(), uri, 0) for text in texts), columns=kinds)
    turns = rows(lines.turns_from_lines(batches, {uri: 0}, {(uri, 0): 0}, NAMES, columns))
    assert [turn[:5] for turn in turns] == [("5", -1, -1, 0, 1), (None, -1, 2, 0, 2), (None, 0, -1, 0, 4)]
    groups = pa.RecordBatch.from_pylist(
        [
            {"key": key, "lone": lone, "turns": [{"file": file, "at": at, "cells": cells}]}
            for key, _, lone, file, at, cells in turns
        ]
    )
    done = rows(lines.together(iter([groups]), columns, has_lines=True))
    assert [(file, at, line) for file, at, line, _ in done] == [(0, 1, 1), (0, 2, 2), (0, 4, 4)]
    first = {"channel": None, "agent": None, "customer": None, "team": "Blue", "id": "5"}
    assert json.loads(done[0][3]) == first | {"turns": [{"role": "agent", "name": None, "ts": None, "text": "Hi"}]}
    assert done[1][3] == b"[torn"
    cells = pa.RecordBatch.from_pylist([{"row": dict(zip(NAMES, "5abc", strict=True)), "uri": uri, "at": 8}])
    assert rows(lines.turns_from_cells(iter([cells]), {uri: 0}, columns)) == [
        ("5", -1, -1, 0, 8, b'["5", "a", "b", "c"]')
    ]
    whole = pa.RecordBatch.from_pylist([{"row": {"id": "x", "turns": []}, "uri": uri, "at": 2}])
    assert rows(lines.from_records(iter([whole]), {uri: 0})) == [(0, 2, 0, b'{"id": "x", "turns": []}')]


@pytest.fixture(scope="module")
def work() -> Work:
    catalogue: Catalogue = load()
    card = default_card({rule.slug: rule.scope for rule in catalogue.rules})
    return Work("k", Setup((), EVERYTHING, ROLES, Labeller(), card), catalogue, ["talks.jsonl"])


def scored(work: Work, texts: list[str]) -> list[tuple[Any, ...]]:
    names = [names for *_, names, _ in named(texts)]
    some = [(0, n, text.encode(), name) for (n, text), name in zip(enumerate(texts, start=1), names, strict=True)]
    columns = {"file": lines.NUMBER, "line": lines.NUMBER, "text": lines.BYTES, "names": lines.TEXT}
    return rows(scoring.scored(given(*some, columns=columns), work))


def test_conversations_are_scored_and_bad_ones_told(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scoring, "BLOCK", 2)
    long = talk("long", "word " * 50_000)
    done = scored(work, [talk("a"), "torn {", talk("s", channel="script"), talk("b"), long])
    assert sorted(kind for _, kind, *_ in done) == sorted([RECORD] * 3 + [PROBLEM] * 2 + [SCRIPTED])
    records = [Record.of_json([*json.loads(data), (), ""]) for _, kind, data, *_ in done if kind == RECORD]
    assert [(one.conversation.conversation, one.conversation.path) for one in records] == [
        ("a", "talks.jsonl"),
        ("b", "talks.jsonl"),
        ("long", "talks.jsonl"),
    ]
    assert [found.line for found in records[1].findings] == [4]
    problems = [(data,) for _, kind, data, *_ in done if kind == PROBLEM]
    columns = {"file": lines.NUMBER, "data": lines.TEXT}
    told = rows(scoring.told(given(*((0, data) for (data,) in problems), columns=columns), ["talks.jsonl"]))
    assert [(path, line, is_failure) for path, line, _, _, is_failure in told] == [
        ("talks.jsonl", 2, True),
        ("talks.jsonl", 5, False),
    ]


def test_tables_and_sums_are_those_of_the_records(work: Work) -> None:
    done = [(data,) for _, _, data, *_ in scored(work, [talk("a"), talk("b", "Bring it back?")])]
    records = [Record.of_json([*json.loads(data), (), ""]) for (data,) in done]
    findings = rows(scoring.table(given(*done, columns={"data": lines.TEXT}), "findings"))
    assert len(findings) == sum(len(one.findings) for one in records) > 0
    whole = Totals(work.setup.card, {})
    for one in records:
        whole.add(one)
    cells = rows(scoring.added_up(given(*done, columns={"data": lines.TEXT}), work.setup.card, {}))
    assert totals_of(cells, work.setup.card, {}) == whole


def test_what_many_conversations_show_is_that_of_them_in_order(work: Work) -> None:
    talks = [json.loads(talk(f"a{n}", "My lamp is broken, it is a known fault!")) for n in range(9)]
    # UTF-8 cannot hold the agent's name.
    texts = [json.dumps({**one, "agent": "In\ud800es", "started": 1.7e9 + n}) for n, one in enumerate(talks)]
    noted = [noted for _, kind, _, _, noted in scored(work, texts) if kind == RECORD]
    here, there = Run(work.catalogue, EVERYTHING), Run(work.catalogue, EVERYTHING)
    for path, conversation, notes in map(json.loads, noted):
        here.take(path, conversation, 2, notes)
    parts = []
    for stretch, some in ((7, noted[5:]), (4, noted[:5])):
        batches = given(*((stretch, one) for one in some), columns={"stretch": lines.NUMBER, "noted": lines.TEXT})
        parts += rows(many.parts(batches, there.corpus, {4: 0, 7: 5}))
    assert {number for _, _, number, _ in parts} == set(range(9))
    told = rows(many.told(given(*sorted(parts), columns=many.PARTS), there.corpus, 9))
    there.hear(((rule, json.loads(key), json.loads(one)) for rule, key, one in told), 9, 18)
    assert there.summary() == here.summary()
    assert {finding.rule for finding in here.summary().findings} >= {"not-improving", "reactive-service"}


def test_a_bug_costs_one_conversation(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: Scorer, conversation: Any, name: str) -> list[Any]:  # noqa: ARG001
        raise RuntimeError("the kettle boiled over")

    monkeypatch.setattr(Scorer, "_record", broken)
    assert [(kind, json.loads(data)[1]) for _, kind, data, *_ in scored(work, [talk("a")])] == [
        ("bug", "RuntimeError: the kettle boiled over")
    ]


def test_places_have_one_name() -> None:
    assert {lines.place_of(uri) for uri in ("file:/a%20b", "file:///a%20b", "/a b")} == {"/a b"}
    assert lines.place_of("hdfs://n:8020/a%20b") == "hdfs://n:8020/a b"


def test_a_damaged_file_is_known_by_the_error() -> None:
    source = Source("json", None, ("/d/a b.gz", "/d/c"))
    error = RuntimeError("[FAILED_READ_FILE.NO_HINT] Encountered error while reading file file:///d/a%20b.gz. SQLSTATE")
    assert blamed(source, error) == "/d/a b.gz"
    assert blamed(source, RuntimeError("out of memory")) is None
    assert source.without("/d/c").numbers == {"/d/a b.gz": 0}
    assert Source("json", None, ("s3a://b/x",)).shown == ("s3a://b/x",)


@pytest.mark.parametrize(
    ("read", "written", "is_wrong"),
    [
        ("talks", "talks/out/x.parquet", True),
        ("out/x.parquet", "out/x.parquet", True),
        ("file:/d/talks/", "/d/talks/x.parquet", True),
        ("s3a://b/talks", "s3a://b/talks/x.parquet", True),
        ("talks", "talks-out/x.parquet", False),
        ("s3a://b/talks", "talks/x.parquet", False),
    ],
)
def test_input_and_output_are_apart(read: str, written: str, *, is_wrong: bool) -> None:
    if is_wrong:
        with pytest.raises(UsageError, match="cannot lie in"):
            apart(read, [written])
    else:
        apart(read, [written])


def test_shown_as_everywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert Source("json", None, (str(tmp_path / "talks" / "a.jsonl"),)).shown == ("talks/a.jsonl",)
