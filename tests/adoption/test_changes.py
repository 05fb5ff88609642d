"""What a branch changed, as git tells it: edits, renames, new files, odd names; and how it is told that git cannot."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from csmistakes.adoption.changes import changes_since
from csmistakes.errors import UsageError
from csmistakes.finding import Place

TEN = "".join(f"line {number}\n" for number in range(1, 11))
CONFIG = ("-c", "user.name=Ines", "-c", "user.email=ines@example.org", "-c", "commit.gpgsign=false")


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", *CONFIG, *words], cwd=folder, check=True, capture_output=True)


def write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q", "-b", "main")
    for name in ("a.md", "b.md", "sub/c.md", 'ü "q"\t.md', "gone.md"):
        write(tmp_path, name, TEN.replace("line", name.replace('"', "").replace("\t", "")))
    write(tmp_path, ".gitignore", "*.log\n")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "one")
    return tmp_path


def lines(folder: Path, revision: str = "main") -> dict[str, list[int] | None]:
    changed = changes_since(revision, folder).lines
    return {path: None if numbers is None else sorted(numbers) for path, numbers in changed.items()}


def test_nothing_changed(repository: Path) -> None:
    assert lines(repository) == {}


def test_edits_renames_new_and_deleted_files(repository: Path) -> None:
    git(repository, "checkout", "-q", "-b", "branch")
    text = (repository / "a.md").read_text(encoding="utf-8").splitlines()
    text[1:3] = ["new 2"]
    write(repository, "a.md", "\n".join([*text, "new 10", "++ b/fake.md", "@@ -1 +1 @@"]) + "\n")
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "two")
    git(repository, "mv", "b.md", "moved b.md")
    moved = (repository / "moved b.md").read_text(encoding="utf-8")
    write(repository, "moved b.md", moved.replace(" 5\n", " five\n"))
    write(repository, "sub/new.md", "x\n")
    write(repository, "made.log", "x\n")
    write(repository, 'ü "q"\t.md', "first\n" + (repository / 'ü "q"\t.md').read_text(encoding="utf-8"))
    (repository / "gone.md").unlink()
    write(repository, "staged.md", "x\ny\n")
    git(repository, "add", "staged.md")
    assert lines(repository) == {
        "a.md": [2, 10, 11, 12],
        "moved b.md": [5],
        'ü "q"\t.md': [1],
        "staged.md": [1, 2],
        "sub/new.md": None,
    }


def test_what_the_other_branch_did_meanwhile_does_not_count(repository: Path) -> None:
    git(repository, "checkout", "-q", "-b", "branch")
    git(repository, "checkout", "-q", "main")
    write(repository, "a.md", "other\n")
    git(repository, "commit", "-q", "-am", "theirs")
    git(repository, "checkout", "-q", "branch")
    write(repository, "b.md", "mine\n")
    assert lines(repository) == {"b.md": [1]}


def test_settings_of_the_user_do_not_matter(repository: Path) -> None:
    for key, value in (
        ("diff.noprefix", "true"), ("diff.mnemonicPrefix", "true"), ("color.diff", "always"), ("diff.renames", "false"),
        ("diff.external", "false"), ("core.quotePath", "true"), ("diff.relative", "true"), ("diff.context", "9"),
    ):  # fmt: skip
        git(repository, "config", key, value)
    write(repository, 'ü "q"\t.md', "x\n")
    git(repository, "mv", "a.md", "z.md")
    assert lines(repository, "HEAD") == {'ü "q"\t.md': [1]}


def test_no_end_of_line_and_bytes_that_are_no_text(repository: Path) -> None:
    (repository / "a.md").write_bytes(b"\xff\x00\n" + TEN.encode() + b"\xfe")
    assert lines(repository)["a.md"] == list(range(1, 13))


def test_what_places_are_touched(repository: Path) -> None:
    write(repository, "a.md", "new\n" + (repository / "a.md").read_text(encoding="utf-8"))
    write(repository, "new.md", "x\n")
    changes = changes_since("HEAD", repository)
    for path, line, end, is_touched in (
        ("a.md", 1, 1, True), ("a.md", 1, 3, True), ("a.md", 2, 3, False), ("b.md", 1, 9, False),
        ("new.md", 7, 7, True), ("-", 1, 1, True), ("../x.md", 1, 1, True), ("/x.md", 1, 1, True),
    ):  # fmt: skip
        assert changes.touch(Place(path, line, 1, end, 2)) is is_touched
    assert not changes.touch(None)


@pytest.mark.parametrize(
    ("revision", "words"),
    [
        ("nope", "--diff-base nope: git knows no such revision (name a branch, a tag or a commit"),
        ("--output=pwned", "this is no revision"),
        ("-p", "this is no revision"),
        (" ", "this is no revision"),
        ("", "this is no revision"),
        ("HEAD; touch pwned", "git knows no such revision"),
        ("$(touch pwned)", "git knows no such revision"),
        ("HEAD:a.md", "git knows no such revision"),
        ("a\0b", "needs git, and a revision"),
    ],
)
def test_a_revision_is_only_ever_a_revision(repository: Path, revision: str, words: str) -> None:
    with pytest.raises(UsageError) as caught:
        changes_since(revision, repository)
    assert words in str(caught.value)
    assert not (repository / "pwned").exists()


def test_no_repository_no_history_no_git(
    repository: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UsageError, match="this is no git repository"):
        changes_since("HEAD", tmp_path_factory.mktemp("bare"))
    git(repository, "checkout", "-q", "--orphan", "other")
    git(repository, "commit", "-q", "-m", "alone")
    with pytest.raises(UsageError, match="no history in common"):
        changes_since("main", repository)
    (repository / ".git" / "index").write_bytes(b"broken")
    with pytest.raises(UsageError, match="could not compare"):
        changes_since("HEAD", repository)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UsageError, match="needs git"):
        changes_since("HEAD", repository)
