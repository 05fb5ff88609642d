"""Which files are taken as scripted replies, by option, glob and fields."""

from pathlib import Path

import pytest

from csmistakes.errors import UsageError
from csmistakes.readers import Scripts
from csmistakes.readers.scripted import How, translated

BASE = Path("/repo")


def scripts(*globs: str, is_all: bool = False, fields: dict[str, object] | None = None) -> Scripts:
    return Scripts.of(is_all=is_all, reader=None, base=BASE, globs=globs, fields=fields or {})


@pytest.mark.parametrize(
    ("glob", "path", "is_met"),
    [
        ("macros/*.md", "macros/a.md", True),
        ("macros/*.md", "macros/b/a.md", False),
        ("macros/**/*.md", "macros/b/c/a.md", True),
        ("macros/**/*.md", "macros/a.md", True),
        ("**/replies.yaml", "replies.yaml", True),
        ("./macros/", "macros/b/a.md", True),
        ("macros", "macros-old/a.md", False),
        ("macros/**", "macros/b/a.md", True),
        ("macros/**", "macros", False),
        ("m?[ab].*", "m1a.x.md", True),
        ("m?[!ab].*", "m1a.x.md", False),
        ("*.md", "a/b.md", False),
    ],
)
def test_globs(glob: str, path: str, is_met: bool) -> None:
    assert (translated(glob).fullmatch(path) is not None) is is_met


def test_by_option_and_by_glob() -> None:
    a_reply = BASE / "macros" / "a.md"
    assert not scripts().how(a_reply, is_named=True).is_script
    assert scripts("macros/*.md").how(a_reply, is_named=False).is_script
    assert scripts(is_all=True).how(a_reply, is_named=False).is_script
    assert not scripts("macros/*.md").how(Path("/elsewhere/macros/a.md"), is_named=True).is_script
    assert Scripts().how(a_reply, is_named=True) == How()


@pytest.mark.parametrize("name", ["README.md", "readme", "README.de.md", "LICENSE", "CHANGELOG.md", "csmistakes.toml"])
def test_a_readme_is_a_reply_only_where_it_is_named(name: str) -> None:
    taken = scripts("**/*", is_all=True)
    assert not taken.how(BASE / name, is_named=False).is_script
    assert taken.how(BASE / name, is_named=True).is_script
    assert taken.how(BASE / "readmetoo.md", is_named=False).is_script


def test_of_a_folder_only_what_may_hold_replies() -> None:
    taken = scripts(is_all=True)
    assert not taken.how(BASE / "run.py", is_named=False).is_script
    assert taken.how(BASE / "run.py", is_named=True).is_script
    assert taken.how(None, is_named=True).is_script


def test_fields_make_a_script() -> None:
    taken = scripts(fields={"bots/*.json": {"text": "a", "role": "bot"}})
    how = taken.how(BASE / "bots" / "x.json", is_named=False)
    assert how.is_script
    assert how.fields
    assert how.fields.role == "bot"
    with pytest.raises(UsageError):
        scripts(fields={"a": {}})
