"""Every format tells the same story."""

from pathlib import Path

import pytest

from csmistakes.readers.registry import readers

from .places import assert_exact, conversations

FIXTURES = Path(__file__).parent.parent / "fixtures" / "transcripts"
STORY = [
    ("agent", "Good morning, you are through to Lantern Lamps."),
    ("customer", "My desk lamp says “model 7”, and it hums."),
    ("agent", "Sorry about the hum.\nDoes it stop when you dim it?"),
    ("customer", "No: it gets louder at 10:30 every night."),
]
FORMATS = {
    "headed-timed.txt": "text with the speaker on a line of its own",
    "headed.txt": "text with the speaker on a line of its own",
    "labels-after.txt": "text with labels (Agent: …)",
    "labels-bold.md": "text with labels (Agent: …)",
    "labels-timed.txt": "text with labels (Agent: …)",
    "labels.txt": "text with labels (Agent: …)",
    "messages.json": "role and content messages (JSON)",
    "messages.jsonl": "role and content messages (JSON)",
    "native-pretty.json": "native JSON Lines",
    "native.jsonl": "native JSON Lines",
    "table.csv": "a table with a row for each turn (CSV, TSV)",
    "table.tsv": "a table with a row for each turn (CSV, TSV)",
    "talk.srt": "SubRip",
    "teams.vtt": "WebVTT",
    "zoom.vtt": "WebVTT",
}
TIMES = {
    "headed-timed.txt": [32400, 32460, 32520, 32580],
    "labels-after.txt": [32400, 32460, 32520, 32580],
    "labels-timed.txt": [0, 12, 24, 36],
    "native-pretty.json": [0, 12.5, 25, 37.5],
    "native.jsonl": [0, 12.5, 25, 37.5],
    "table.csv": [1738573200, 1738573260, 1738573320, 1738573380],
    "table.tsv": [0, 1, 2, 3],
    "talk.srt": [0, 1, 2, 3],
    "teams.vtt": [0, 1, 2, 3],
    "zoom.vtt": [0, 1, 2, 3],
}
NAMED = {"headed-timed.txt", "labels-after.txt", "messages.json", "messages.jsonl", "native-pretty.json"}
NAMED |= {"native.jsonl", "table.csv", "teams.vtt"}


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_tells_the_story(name: str) -> None:
    data = (FIXTURES / name).read_bytes()
    (conversation,) = conversations(data)
    assert [(turn.role, turn.text) for turn in conversation.turns] == STORY
    assert [turn.time for turn in conversation.turns] == TIMES.get(name, [None] * 4)
    assert [turn.name for turn in conversation.turns] == (["Priya", "Owen"] * 2 if name in NAMED else [None] * 4)
    assert conversation.agent == ("Priya" if name in NAMED else None)
    assert conversation.customer == ("Owen" if name in NAMED else None)


# In JSON, escapes differ from what they stand for; test_places compares those.
@pytest.mark.parametrize("name", sorted(name for name in FORMATS if not name.startswith(("native", "messages"))))
@pytest.mark.parametrize("ending", [b"\n", b"\r\n", b"\r"])
def test_places_are_exact(name: str, ending: bytes) -> None:
    data = (FIXTURES / name).read_bytes().replace(b"\r\n", b"\n").replace(b"\n", ending)
    (conversation,) = conversations(data)
    assert len(conversation.turns) == 4
    for turn in conversation.turns:
        assert_exact(data.decode("utf-8-sig"), turn)


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_is_recognised_by_one_reader(name: str) -> None:
    from csmistakes.readers.decoding import decode

    source = decode((FIXTURES / name).read_bytes(), name)
    assert next(reader.NAME for reader in readers() if reader.recognises(source)) == FORMATS[name]


def test_every_fixture_is_tested() -> None:
    assert {path.name for path in FIXTURES.iterdir()} == set(FORMATS)


@pytest.mark.parametrize("name", ["labels.txt", "table.csv", "talk.srt", "native.jsonl", "teams.vtt"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_encodings(name: str, encoding: str) -> None:
    text = (FIXTURES / name).read_text(encoding="utf-8-sig")
    mark = b"\xff\xfe" if encoding == "utf-16-le" else b""
    (conversation,) = conversations(mark + text.encode(encoding))
    assert [(turn.role, turn.text) for turn in conversation.turns] == STORY
