"""Fixes written into files: every byte outside them as it was, in each format and encoding, or nothing at all."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from csmistakes.catalogue import load
from csmistakes.conversation import Conversation
from csmistakes.finding import Checked, Edit
from csmistakes.fixes.offering import writable
from csmistakes.fixes.writing import FileEdits, Unfixable, proven, rewritten, write
from csmistakes.pipeline import Run
from csmistakes.placeholders import Placeholders
from csmistakes.readers import How, Item, RoleNames, read_bytes
from csmistakes.readers.decoding import decode

pytestmark = pytest.mark.slow

SCRIPT = How(is_script=True)


@cache
def rules() -> Run:
    return Run(load())


def read(data: bytes, path: str) -> list[Item]:
    return list(read_bytes(data, path, RoleNames(), SCRIPT))


def checked(data: bytes, path: str) -> list[Checked]:
    conversations = [item for item in read(data, path) if isinstance(item, Conversation)]
    lines = [line.text for line in decode(data, path).lines()]
    return list(writable(rules().check(conversations), lambda _, number: lines[number - 1]))


def edits_of(data: bytes, path: str) -> FileEdits:
    edits = FileEdits(path)
    for item in checked(data, path):
        for finding in item.findings:
            edits.add((item.conversation.id, finding.turn or 0), finding.edits)
    return edits


def fixed(data: bytes, path: str) -> bytes:
    """Return what a file becomes, proven."""
    edits = edits_of(data, path)
    new = rewritten(data, edits)
    proven(data, new, edits, lambda some: iter(read(some, path)), rules().check)
    return new


VAGUE = "We will get back to you as soon as possible."
CLEAR = "We will get back to you within two working days."


@pytest.mark.parametrize(
    ("path", "before"),
    [
        ("a.md", "# Late\n\nHi {{name}},  \nVAGUE\n"),
        ("a.md", "# Late\r\n\r\n> Hi *there* \r\n> VAGUE\r\n"),
        ("a.txt", "VAGUE\n---\nHello, and VAGUE"),
        ("a.csv", 'id,text\n1,"Say ""hi"": VAGUE"\n2,VAGUE\n'),
        ("a.json", '{"b": [{"text":   "A \\"b\\"\\n\\u00e9 VAGUE"}], "n": 1.50}\n'),
        ("a.yaml", "# why\n- text: 'It''s late. VAGUE'  # note\n- text: |\n    Hi\n    VAGUE\n"),
        ("a.yaml", '- text: "Tab\\t \\x41 VAGUE"\n- text: Hi all. VAGUE\n'),
        ("a.toml", '[a]\ntext = "Hi \\u00e9 VAGUE"\n[b]\ntext = \'\'\'\nVAGUE\'\'\'\n'),
        ("a.html", "<p class='x'>Hi &amp; hello<br>VAGUE</p>\n<!-- VAGUE -->\n<p>{{ x | y }}</p>"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_formats_and_encodings(path: str, before: str, codec: str) -> None:
    text = before.replace("VAGUE", VAGUE)
    extra = "" if path.endswith((".json", ".yaml", ".toml", ".csv")) else "\nCafé" if codec == "cp1252" else "\nCafé 😀"
    new = fixed((text + extra).encode(codec), path)
    wanted = before.replace("<!-- VAGUE -->", "<!-- KEPT -->").replace("VAGUE", CLEAR).replace("KEPT", VAGUE) + extra
    assert new == wanted.encode(codec)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.json", '{"text": "We will get back to you as soon \\u0061s possible."}'),
        ("a.html", "<p>We will get back to you as soon <b>as</b> possible.</p>"),
        ("a.html", "<p>We will get back to you as&#32;soon as possible.</p>"),
        ("a.md", "# Late\n\nWe will get back to you as soon\nas possible.\n"),
        ("a.yaml", "text: >\n  We will get back to you as\n  soon as possible.\n"),
    ],
)
def test_what_the_file_does_not_have_as_it_is_said_is_not_offered(path: str, text: str) -> None:
    assert any(item.findings for item in checked(text.encode(), path))
    assert not list(edits_of(text.encode(), path))


def test_what_people_said_is_never_offered() -> None:
    data = json.dumps({"id": "1", "turns": [{"role": "agent", "text": VAGUE}]}).encode()
    items = list(writable(rules().check(conversations(data)), lambda *_: data.decode()))
    assert items[0].findings
    assert not items[0].findings[0].edits
    scripted = [replace(item.conversation, channel="script") for item in items]
    [offered] = writable(rules().check(scripted), lambda *_: data.decode())
    assert [edit.old for edit in offered.findings[0].edits] == ["as soon as possible"]
    [gone] = writable(rules().check(scripted), lambda *_: None)
    assert not gone.findings[0].edits, "a file that cannot be had again"


def conversations(data: bytes) -> Iterator[Conversation]:
    found = read_bytes(data, "a.jsonl", RoleNames())
    return (item for item in found if isinstance(item, Conversation))


def test_a_file_that_has_changed_is_left() -> None:
    data = VAGUE.encode()
    with pytest.raises(Unfixable, match="has changed"):
        rewritten(b"Hello. " + data, edits_of(data, "a.txt"))


def test_what_would_be_read_as_something_else_is_not_proven() -> None:
    data = VAGUE.encode()
    edits = edits_of(data, "a.txt")
    with pytest.raises(Unfixable, match="something else"):
        proven(data, data + b"\n---\nMore.", edits, lambda some: iter(read(some, "a.txt")), rules().check)


def test_more_findings_than_before_are_not_proven() -> None:
    data = VAGUE.encode()
    [edit] = edits_of(data, "a.txt")
    worse = FileEdits("a.txt")
    worse.add(("a", 1), [replace(edit, new="by noon. I'm just an agent")])
    new = rewritten(data, worse)
    with pytest.raises(Unfixable, match="more to find: belittling-own-role"):
        proven(data, new, worse, lambda some: iter(read(some, "a.txt")), rules().check)


def test_edits_that_meet_are_for_the_next_time() -> None:
    [edit] = edits_of(VAGUE.encode(), "a.txt")
    edits = FileEdits("a.txt")
    edits.add(("a", 1), [edit])
    edits.add(("a", 1), [edit, replace(edit, new="x")])
    assert list(edits) == [edit]
    assert len(edits) == 1


def test_writing_keeps_mode_and_link_and_leaves_nothing_else(tmp_path: Path) -> None:
    target, link = tmp_path / "a.txt", tmp_path / "b.txt"
    target.write_bytes(b"old")
    target.chmod(0o640)
    link.symlink_to(target)
    write(link, b"new")
    assert target.read_bytes() == b"new"
    assert link.is_symlink()
    assert target.stat().st_mode & 0o777 == 0o640
    assert sorted(tmp_path.iterdir()) == [target, link]


def test_writing_that_fails_leaves_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.txt"
    target.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("csmistakes.fixes.writing.shutil.copymode", fail)
    with pytest.raises(OSError, match="No space"):
        write(target, b"new")
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


WORDS = st.sampled_from(
    [VAGUE, "I'm just an agent.", "It will definitely arrive by Friday.", "As I said before, it is open.",
     "Hi {{name}}.", "{% if asap %}Soon.{% endif %}", "We guarantee that you are paid.",
     'He said "no".', "Café 😀, it's: #5 & <b>.",
     "\\n", "\n", "You claim that it broke.",
     "Send us your number. Then give us your address. We do not answer without them.",
     "I have no idea.", "Once again, sorry for the wait."]
)  # fmt: skip
TEXTS = st.lists(WORDS, min_size=1, max_size=6).map(" ".join).filter(lambda text: any(map(str.isalpha, text)))
WRITERS: list[tuple[str, Callable[[str], str]]] = [
    ("a.json", lambda text: json.dumps({"text": text})),
    ("a.json", lambda text: json.dumps([{"text": text, "n": 1}], ensure_ascii=False, indent=1)),
    ("a.yaml", lambda text: yaml.safe_dump({"text": text}, allow_unicode=True, width=50)),
    ("a.yaml", lambda text: yaml.safe_dump({"text": text}, default_style="'", width=2000)),
    ("a.yaml", lambda text: yaml.safe_dump({"text": text}, default_style="|")),
    ("a.csv", lambda text: 'text,n\n"' + text.replace('"', '""') + '",1\n'),
    ("a.toml", lambda text: "text = " + json.dumps(text, ensure_ascii=False)),
    ("a.md", lambda text: f"# One\n\n{text}\n"),
    ("a.txt", lambda text: text),
    ("a.html", lambda text: f"<p>{text}</p>\n"),
]


@settings(deadline=None, max_examples=60)
@given(TEXTS, st.sampled_from(WRITERS), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_every_other_byte_stays(text: str, writer: tuple[str, Callable[[str], str]], codec: str) -> None:
    path, spell = writer
    data = spell(text).encode(codec)
    edits = edits_of(data, path)
    new = rewritten(data, edits)
    assert new == by_hand(data, codec, list(edits))
    before, after = (decode(some, path).text for some in (data, new))
    spans = Placeholders().spans
    assert [before[s.start : s.end] for s in spans(before)] == [after[s.start : s.end] for s in spans(after)]
    proven(data, new, edits, lambda some: iter(read(some, path)), rules().check)


def by_hand(data: bytes, codec: str, edits: Sequence[Edit]) -> bytes:
    """Return the bytes put together from those outside the edits' places and the new words."""
    plain = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le"}.get(codec, codec)
    mark = {"utf-8-sig": b"\xef\xbb\xbf", "utf-16": b"\xff\xfe"}.get(codec, b"")
    lines = data[len(mark) :].decode(plain).split("\n")
    starts = [len(mark) + len("\n".join([*lines[:n], ""][-n - 1 :]).encode(plain)) for n in range(len(lines))]
    at, pieces = 0, []
    for edit in sorted(edits, key=lambda edit: (edit.place.line, edit.place.column)):
        line = lines[edit.place.line - 1]
        start = starts[edit.place.line - 1] + len(line[: edit.place.column - 1].encode(plain))
        end = starts[edit.place.line - 1] + len(line[: edit.place.end_column - 1].encode(plain))
        assert data[start:end].decode(plain) == edit.old
        pieces += [data[at:start], edit.new.encode(plain)]
        at = end
    return b"".join([*pieces, data[at:]])
