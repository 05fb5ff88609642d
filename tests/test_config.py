"""Where the configuration is found, what it may say, and how it is told that it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from csmistakes.config import ROLES, Config, find, read
from csmistakes.conversation import Role
from csmistakes.errors import UsageError, did_you_mean


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_reads_every_key(tmp_path: Path) -> None:
    path = write(
        tmp_path / "csmistakes.toml",
        """
        select = ["belding-24", "jargon"]
        ignore = ["no-passion"]
        min-severity = "warning"
        fail-on = "never"
        max-warnings = 0
        output-format = "concise"
        rules = ["house/rules", "/srv/rules"]
        agent = "Ines"
        customer = ["Wim", "Ann"]
        mask = false
        map = { stylist = "agent" }
        """,
    )
    config = find(tmp_path)
    assert config == Config(
        path=path,
        select=("belding-24", "jargon"),
        ignore=("no-passion",),
        min_severity="warning",
        fail_on="never",
        max_warnings=0,
        output_format=("concise",),
        rules=(tmp_path / "house/rules", Path("/srv/rules")),
        agent=("Ines",),
        customer=("Wim", "Ann"),
        map={"stylist": "agent"},
        mask=False,
        lines=config.lines,
    )
    assert config.lines["select"] == 2


def test_nearest_folder_wins_and_own_file_before_pyproject(tmp_path: Path) -> None:
    deep = tmp_path / "a/b/c"
    deep.mkdir(parents=True)
    write(tmp_path / "csmistakes.toml", "max-warnings = 1")
    write(tmp_path / "a/pyproject.toml", "[tool.csmistakes]\nmax-warnings = 2")
    write(tmp_path / "a/b/pyproject.toml", "[tool.other]\nx = 1")
    assert find(deep).max_warnings == 2
    write(tmp_path / "a/csmistakes.toml", "max-warnings = 3")
    assert find(deep).max_warnings == 3
    assert find(tmp_path).max_warnings == 1


def test_nothing_found_is_nothing_said(tmp_path: Path) -> None:
    write(tmp_path / "csmistakes.toml", "")
    assert find(tmp_path) == Config(path=tmp_path / "csmistakes.toml")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('\nselct = ["x"]', 2, "selct: unknown key (did you mean “select”?)"),
        ("colour = 1", 1, "colour: unknown key (known are select, ignore"),
        ("select = = 1", 1, "not valid TOML"),
        ('select = "jargon"', 1, "select: must be a list of strings"),
        ("ignore = [1]", 1, "ignore: must be a list of strings"),
        (
            'min-severity = "eror"',
            1,
            "min-severity: 'eror' is none of error, warning, note (did you mean “error”?",
        ),
        ("fail-on = 1", 1, "fail-on: 1 is none of error, warning, note, never"),
        ("max-warnings = true", 1, "max-warnings: must be a whole number"),
        ("max-warnings = -1", 1, "max-warnings: must be a whole number"),
        ("output-format = 1", 1, "output-format: must be a list of strings"),
        ("rules = 'x'", 1, "rules: must be a list of strings"),
        ("agent = 1", 1, "agent: must be a list of strings"),
        ("mask = 'no'", 1, "mask: must be true or false"),
        ("map = 1", 1, "map: must be a table of role words"),
        (
            "mask = true\n[map]\nstylist = 'boss'",
            2,
            "map: “stylist” = 'boss': roles are agent, customer, bot, system",
        ),
    ],
)
def test_says_what_is_wrong_and_where(tmp_path: Path, text: str, line: int, words: str) -> None:
    path = write(tmp_path / "csmistakes.toml", text)
    with pytest.raises(UsageError) as caught:
        find(tmp_path)
    assert str(caught.value).startswith(f"{path}:{line}: {words}")


def test_pyproject_table_and_its_lines(tmp_path: Path) -> None:
    path = write(tmp_path / "pyproject.toml", "[project]\nselect = 1\n\n[tool.csmistakes]\nmask = 0\n")
    with pytest.raises(UsageError, match=r"pyproject\.toml:5: mask"):
        find(tmp_path)
    write(path, "[tool.csmistakes.map]\na = 'b'")
    with pytest.raises(UsageError, match=r"pyproject\.toml:1: map"):
        find(tmp_path)
    write(path, "[tool]\ncsmistakes = 1")
    with pytest.raises(UsageError, match="must be a table"):
        find(tmp_path)


def test_not_text_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "csmistakes.toml"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(UsageError, match="cannot be read"):
        read(path)


def test_suggests_only_what_is_near() -> None:
    assert did_you_mean("jargn", ["jargon", "runaround"]) == "did you mean “jargon”?"
    assert did_you_mean("zzz", ["jargon"]) is None
    assert did_you_mean("JARGON", {"jargon": 1}) == "did you mean “jargon”?"


def test_the_roles_are_those_of_conversations() -> None:
    assert tuple(Role) == ROLES
