import os
from pathlib import Path
from types import ModuleType

import pytest

from csmistakes.conversation import Conversation
from csmistakes.errors import TranscriptError
from csmistakes.readers import EmptyTranscript, Input, NotATranscript, PassedOver, RoleNames, discover, read_input
from csmistakes.readers.registry import checked

from .places import conversations, errors, items

TALK = "Agent: Hello.\nCustomer: It broke.\n"


@pytest.mark.parametrize("data", [b"", b" \n\r\n", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_empty_files(data: bytes) -> None:
    (item,) = items(data)
    assert isinstance(item, EmptyTranscript)


@pytest.mark.parametrize(
    "data",
    [b"\0", b"\x89PNG\r\n\x1a\n\0", b"\xff\xfea", b"\x81\x8d", b"Agent: \x01\xff", "Agent: é".encode() + b"\xe9"],
)
def test_what_is_no_text(data: bytes) -> None:
    (item,) = items(data)
    assert isinstance(item, NotATranscript)
    assert "not a transcript I know" in str(item)


def test_the_windows_code_page() -> None:
    (conversation,) = conversations(b"Agent: It\x92s caf\xe9.\nCustomer: ok")
    assert conversation.turns[0].text == "It’s café."


def test_a_damaged_byte_is_named() -> None:
    (error,) = errors("Agent: é\n".encode() + b"Customer: \xe9")
    assert error.startswith("x:2: not a transcript I know: byte 0xe9 is not UTF-8")


def test_a_module_that_is_no_reader() -> None:
    module = ModuleType("formats.lamp")
    module.NAME = "lamp"  # type: ignore[attr-defined]
    module.read = 7  # type: ignore[attr-defined]
    with pytest.raises(TypeError, match=r"formats\.lamp is no reader: it lacks PRIORITY, recognises, read"):
        checked(module)


def tree(root: Path) -> None:
    for name, text in {
        "b.txt": TALK, "a/c.txt": TALK, "a/readme.md": "Lamps.\n", "a/empty.txt": "", ".hidden/d.txt": TALK, ".e": TALK,
    }.items():  # fmt: skip
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


def paths(*named: str, cwd: Path) -> list[str]:
    return [found.path if isinstance(found, Input) else str(found) for found in discover(named, cwd=cwd)]


def test_folders(tmp_path: Path) -> None:
    tree(tmp_path)
    assert paths(".", cwd=tmp_path) == ["b.txt", "a/c.txt", "a/empty.txt", "a/readme.md"]
    assert paths("a/c.txt", ".", str(tmp_path / "b.txt"), "-", "-", cwd=tmp_path) == [
        "a/c.txt", "b.txt", "a/empty.txt", "a/readme.md", "-",
    ]  # fmt: skip


def test_globs(tmp_path: Path) -> None:
    tree(tmp_path)
    (tmp_path / "x[1].txt").write_text(TALK, encoding="utf-8")
    assert paths("*.txt", cwd=tmp_path) == ["b.txt", "x[1].txt"]
    assert paths("**/*.txt", cwd=tmp_path) == ["a/c.txt", "a/empty.txt", "b.txt", "x[1].txt"]
    assert paths("x[1].txt", "?", cwd=tmp_path) == ["x[1].txt", "a/c.txt", "a/empty.txt", "a/readme.md"]
    assert paths("**", cwd=tmp_path)[:2] == ["a/c.txt", "a/empty.txt"]
    assert paths("*.lamp", "no.txt", cwd=tmp_path) == ["*.lamp: no file matches", "no.txt: no such file or folder"]


def test_paths_are_shown_from_the_git_root(tmp_path: Path) -> None:
    tree(tmp_path)
    (tmp_path / ".git").mkdir()
    assert paths("c.txt", "../b.txt", cwd=tmp_path / "a") == ["a/c.txt", "b.txt"]


def test_no_two_files_are_shown_alike(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name / ".git").mkdir(parents=True)
        (tmp_path / name / "talk.txt").write_text(TALK, encoding="utf-8")
    assert paths("one", "two/talk.txt", cwd=tmp_path) == ["one/talk.txt", "two/talk.txt"]
    assert paths(".", "../two", cwd=tmp_path / "one") == ["talk.txt", "../two/talk.txt"]
    other = tmp_path / "two" / "talk.txt"
    assert paths(str(other), "talk.txt", cwd=tmp_path / "one") == [other.as_posix(), "talk.txt"]


def test_a_file_both_named_and_met_counts_as_named(tmp_path: Path) -> None:
    tree(tmp_path)
    found = [item for item in discover([".", "b.txt"], cwd=tmp_path) if isinstance(item, Input)]
    assert [item.path for item in found if item.is_named] == ["b.txt"]


def test_a_name_that_the_system_refuses(tmp_path: Path) -> None:
    name = "x" * 300
    assert paths(name, "-", cwd=tmp_path) == [f"{name}: cannot be read: File name too long", "-"]


def test_paths_outside_are_shown_as_given(tmp_path: Path) -> None:
    tree(tmp_path)
    assert paths("../b.txt", "..", cwd=tmp_path / "a")[:2] == ["../b.txt", "c.txt"]
    assert paths("../a/../b.txt", cwd=tmp_path / "a") == ["../b.txt"]


def test_a_folder_passes_over_and_a_name_does_not(tmp_path: Path) -> None:
    tree(tmp_path)
    found = {path.path: path for path in discover(["."], cwd=tmp_path) if isinstance(path, Input)}
    (item,) = read_input(found["a/readme.md"], RoleNames())
    assert item == PassedOver("a/readme.md")
    assert list(read_input(found["a/empty.txt"], RoleNames())) == [PassedOver("a/empty.txt")]
    (item,) = read_input(found["b.txt"], RoleNames())
    assert isinstance(item, Conversation)
    assert item.path == "b.txt"
    (named,) = discover(["a/readme.md"], cwd=tmp_path)
    assert isinstance(named, Input)
    (item,) = read_input(named, RoleNames())
    assert isinstance(item, NotATranscript)


@pytest.mark.parametrize(
    "text",
    [
        "name,comment\nLamp,bright\nShade,red\n", "name,comment\n", "name,comment\nLamp\n,\n", "WEBVTT\n",
        "1\n00:00:01,000 --> 00:00:02,000\n\n",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_transcript_is_passed_over_in_a_folder(tmp_path: Path, text: str) -> None:
    (tmp_path / "stock.csv").write_text(text, encoding="utf-8")
    (found,) = discover(["."], cwd=tmp_path)
    assert isinstance(found, Input)
    assert list(read_input(found, RoleNames())) == [PassedOver("stock.csv")]
    (named,) = discover(["stock.csv"], cwd=tmp_path)
    assert isinstance(named, Input)
    assert not any(isinstance(item, PassedOver) for item in read_input(named, RoleNames()))


def test_unreadable(tmp_path: Path) -> None:
    (item,) = read_input(Input(tmp_path / "gone.txt", "gone.txt", is_named=True), RoleNames())
    assert str(item) == "gone.txt: cannot be read: No such file or directory"


def test_unreadable_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: object) -> object:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "scandir", refuse)
    (item,) = discover(["."], cwd=tmp_path)
    assert isinstance(item, TranscriptError)
    assert "cannot be read: Permission denied" in str(item)


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TALK.encode())))
    (found,) = discover(["-"])
    assert isinstance(found, Input)
    (conversation,) = read_input(found, RoleNames())
    assert isinstance(conversation, Conversation)
    assert conversation.path == "-"
