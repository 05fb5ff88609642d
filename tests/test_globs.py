"""Patterns of paths mean what .gitignore's do."""

import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csmistakes.globs import any_matches, matches


@pytest.mark.parametrize(
    ("pattern", "path", "is_meant"),
    [
        ("*.md", "a.md", True),
        ("*.md", "deep/in/a.md", True),
        ("*.md", "a.mdx", False),
        ("/*.md", "deep/a.md", False),
        ("macros/*.md", "macros/a.md", True),
        ("macros/*.md", "macros/deep/a.md", False),
        ("macros/*.md", "old/macros/a.md", False),
        ("macros/**/*.md", "macros/a.md", True),
        ("macros/**/*.md", "macros/x/y/a.md", True),
        ("**/a.md", "a.md", True),
        ("**/x/a.md", "y/x/a.md", True),
        ("macros", "macros/x/a.md", True),
        ("macros/", "macros/a.md", True),
        ("macros/", "x/macros/a.md", True),
        ("a.md/", "a.md", False),
        ("macros/**", "macros/a.md", True),
        ("macros/**", "macros", False),
        ("./macros/a.md", "macros/a.md", True),
        ("refund-[ab].md", "refund-a.md", True),
        ("refund-?.md", "refund-ab.md", False),
        ("A.md", "a.md", False),
        ("", "a.md", False),
        ("**", "a/b.md", True),
    ],
)
def test_a_pattern_means_paths(pattern: str, path: str, is_meant: bool) -> None:
    assert matches(path, pattern) is is_meant
    assert any_matches(path, ["nothing", pattern]) is is_meant


_SEGMENT = st.sampled_from(["a", "b", "ab", "a.md"])
_PATTERN = st.lists(st.sampled_from(["a", "*", "**", "a*", "?", "[ab]", "*.md"]), min_size=1, max_size=4)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("git")
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    return folder


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(["", "/"]),
    _PATTERN,
    st.sampled_from(["", "/"]),
    st.lists(st.lists(_SEGMENT, min_size=1, max_size=4).map("/".join), min_size=8, max_size=8),
)
def test_git_says_the_same(repository: Path, first: str, segments: list[str], last: str, paths: list[str]) -> None:
    pattern = f"{first}{'/'.join(segments)}{last}"
    (repository / ".gitignore").write_text(pattern + "\n", encoding="utf-8")
    done = subprocess.run(
        ["git", "check-ignore", "--no-index", "--stdin"],
        cwd=repository, input="\n".join(paths), capture_output=True, text=True, check=False,
    )  # fmt: skip
    ignored = set(done.stdout.splitlines())
    assert {path for path in paths if matches(path, pattern)} == ignored & set(paths)
