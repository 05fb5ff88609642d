"""Packed files, Parquet, and JSON Lines in pieces: the same conversations and places as from the plain file."""

import gzip
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from csmistakes.conversation import Conversation, Role
from csmistakes.errors import TranscriptError
from csmistakes.readers import Input, Item, PassedOver, RoleNames, packed, read_bytes, read_input
from csmistakes.readers.reading import read_pieces

TALK = [
    {"id": "a", "team": "Blue", "turns": [{"role": "customer", "text": "Hé?"}, {"role": "agent", "text": "Yes."}]},
    {"id": "b", "turns": [{"role": "agent", "text": "It is “done”."}]},
]
LINES = "".join(json.dumps(record) + "\n" for record in TALK).encode()


def read(path: Path, *, is_named: bool = True) -> list[Item | PassedOver]:
    return list(read_input(Input(path, path.name, is_named=is_named), RoleNames()))


def told(items: list[Item] | list[Item | PassedOver]) -> list[object]:
    """Return what was read, with the place of every character, path left out."""
    return [
        (item.id, [(turn.role, turn.text, [turn.origin.at(k) for k in range(len(turn.text))]) for turn in item.turns])
        if isinstance(item, Conversation)
        else (type(item), getattr(item, "message", ""), getattr(item, "line", None))
        for item in items
    ]


@pytest.mark.parametrize("name", ["talk.jsonl.gz", "talk.jsonl.zst", "talk"])
def test_a_packed_file_reads_as_the_plain_one(tmp_path: Path, name: str) -> None:
    packed_lines = zstandard.compress(LINES) if name.endswith("zst") else gzip.compress(LINES)
    (tmp_path / name).write_bytes(packed_lines)
    assert told(read(tmp_path / name)) == told(list(read_bytes(LINES, "x", RoleNames())))


def test_archives_of_several_frames_are_read_to_their_end(tmp_path: Path) -> None:
    first, second = LINES.splitlines(keepends=True)
    for name, packing in (("a.gz", gzip.compress), ("a.zst", zstandard.compress)):
        (tmp_path / name).write_bytes(packing(first) + packing(second))
        assert [item.id for item in read(tmp_path / name) if isinstance(item, Conversation)] == ["a", "b"]


@pytest.mark.parametrize("packing", [gzip.compress, zstandard.compress])
def test_a_torn_archive_is_an_error_not_a_crash(tmp_path: Path, packing: object) -> None:
    whole = packing(LINES * 3)  # type: ignore[operator]
    (tmp_path / "torn").write_bytes(whole[: len(whole) // 2])
    items = read(tmp_path / "torn")
    assert any(isinstance(item, TranscriptError) for item in items)


def test_a_damaged_archive_says_so(tmp_path: Path) -> None:
    (tmp_path / "bad.gz").write_bytes(b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03" + b"\xff" * 40)
    (tmp_path / "bad.zst").write_bytes(b"\x28\xb5\x2f\xfd" + b"\xff" * 40)
    for name in ("bad.gz", "bad.zst"):
        (error,) = read(tmp_path / name)
        assert isinstance(error, TranscriptError)
        assert "unpacked" in error.message


def test_standard_input_may_be_packed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(gzip.compress(LINES))))
    items = list(read_input(Input(None, "-", is_named=True), RoleNames()))
    assert [item.id for item in items if isinstance(item, Conversation)] == ["a", "b"]


def test_a_missing_library_names_its_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.zst").write_bytes(zstandard.compress(LINES))
    pq.write_table(pa.table({"turns": []}), tmp_path / "a.parquet")
    monkeypatch.setitem(__import__("sys").modules, "zstandard", None)
    monkeypatch.setitem(__import__("sys").modules, "pyarrow.parquet", None)
    (error,) = read(tmp_path / "a.zst")
    assert "csmistakes[archive]" in str(error)
    (error,) = read(tmp_path / "a.parquet")
    assert "csmistakes[parquet]" in str(error)


def test_what_must_be_read_as_a_whole_has_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "PIECE", 64)
    monkeypatch.setattr(packed, "MOST", 100)
    (tmp_path / "big.txt.gz").write_bytes(gzip.compress(b"Agent: hello\n" * 40))
    (error,) = read(tmp_path / "big.txt.gz")
    assert isinstance(error, TranscriptError)
    assert "more than" in error.message


RECORDS = st.lists(
    st.one_of(
        st.sampled_from(["", "{torn", '{"id": "a", "turns": [{"role": "boss", "text": "Hm"}]}']),
        st.builds(
            lambda key, text: json.dumps({"id": key, "turns": [{"role": "agent", "text": text}]}, ensure_ascii=False),
            st.sampled_from(["", "a", "b"]),
            st.text(max_size=20),
        ),
    ),
    max_size=8,
)


@given(RECORDS, st.integers(1, 90), st.sampled_from(["\n", "\r\n"]))
def test_pieces_read_as_the_whole(records: list[str], size: int, end: str) -> None:
    first = json.dumps({"id": "z", "turns": [{"role": "agent", "text": "Hello."}]})
    data = "".join(record + end for record in [first, first, *records]).encode("utf-8", "surrogatepass")

    def cut() -> Iterator[packed.Piece]:
        start = lines = 0
        while start < len(data):
            stop = data.find(b"\n", min(start + size, len(data) - 1)) + 1 or len(data)
            yield packed.Piece(data[start:stop], lines)
            lines += data.count(b"\n", start, stop)
            start = stop

    whole, parts = told(list(read_bytes(data, "x", RoleNames()))), told(list(read_pieces(cut(), "x", RoleNames())))
    assert parts == whole


def test_a_large_file_of_lines_comes_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "PIECE", 200)
    (tmp_path / "x.jsonl").write_bytes(LINES * 20)
    found = list(packed.pieces(tmp_path / "x.jsonl", "x"))
    assert len(found) > 5
    assert b"".join(piece.data for piece in found) == LINES * 20
    assert [piece.lines for piece in found] == [
        b"".join(piece.data for piece in found[:k]).count(b"\n") for k in range(len(found))
    ]


def test_utf_16_and_tables_are_never_cut() -> None:
    assert not packed.is_by_line('{"a": 1}\n{"a": 2}\n'.encode("utf-16"))
    assert not packed.is_by_line(b"role,text\nagent,hello\n")
    assert not packed.is_by_line(b'[{"a": 1}]\n')
    assert not packed.is_by_line(b'{"a": 1}')
    assert packed.is_by_line(b'\xef\xbb\xbf{"a": 1}\n{}')


def test_parquet_of_conversations(tmp_path: Path) -> None:
    turns = [[{"role": "customer", "name": None, "ts": 1.5, "text": "Hello?"}], []]
    table = pa.table({"id": ["a", "b"], "team": ["Blue", None], "channel": ["chat", "call"], "turns": turns})
    pq.write_table(table, tmp_path / "talk.parquet")
    first, second = read(tmp_path / "talk.parquet")
    assert isinstance(first, Conversation)
    assert (first.id, first.channel, first.extra["team"]) == ("a", "chat", "Blue")
    assert (first.turns[0].text, first.turns[0].time, first.turns[0].origin.at(0)[0]) == ("Hello?", 1.5, 1)
    assert isinstance(second, Conversation)


def test_parquet_of_turns_need_not_be_in_order(tmp_path: Path) -> None:
    when = [datetime(2026, 1, 5, 9, minute) for minute in range(4)]  # noqa: DTZ001  (a table without zones)
    table = pa.table(
        {
            "conversation_id": ["x", "y", "x", "y"],
            "role": ["customer", "customer", "agent", "agent"],
            "name": [None, None, "Ines", "Omar"],
            "timestamp": when,
            "text": ["One?", "Two?", "First.", "Second."],
            "team": ["Blue", "Red", "Blue", "Red"],
        }
    )
    pq.write_table(table, tmp_path / "turns.parquet")
    x, y = read(tmp_path / "turns.parquet", is_named=False)
    assert isinstance(x, Conversation)
    assert isinstance(y, Conversation)
    assert [turn.text for turn in x.turns] == ["One?", "First."]
    assert (y.agent, y.extra["team"]) == ("Omar", "Red")
    assert x.turns[0].time == datetime(2026, 1, 5, 9, tzinfo=UTC).timestamp()


def test_parquet_of_turns_by_speaker_and_milliseconds(tmp_path: Path) -> None:
    table = pa.table({"speaker": ["customer", "agent"], "text": ["Hi", "Hello"], "start_ms": [500, 1500]})
    pq.write_table(table, tmp_path / "turns.parquet")
    (talk,) = read(tmp_path / "turns.parquet")
    assert isinstance(talk, Conversation)
    assert [(turn.role, turn.time) for turn in talk.turns] == [(Role.CUSTOMER, 0.5), (Role.AGENT, 1.5)]


def test_other_parquet_is_passed_over_in_a_folder_and_an_error_by_name(tmp_path: Path) -> None:
    pq.write_table(pa.table({"price": [1, 2]}), tmp_path / "stock.parquet")
    (tmp_path / "torn.parquet").write_bytes(b"PAR1 and nothing")
    for name in ("stock.parquet", "torn.parquet"):
        (error,) = read(tmp_path / name)
        assert isinstance(error, TranscriptError)
        (passed,) = read(tmp_path / name, is_named=False)
        assert isinstance(passed, PassedOver)
