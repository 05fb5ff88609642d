"""Where the configuration is found, what it may say, and how it is told that it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from csmistakes.config import ROLES, Config, find, read
from csmistakes.conversation import Role
from csmistakes.errors import UsageError, did_you_mean
from csmistakes.finding import Severity
from csmistakes.options import Override


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

        [severity]
        jargon = "error"
        no-passion = "off"

        [[overrides]]
        paths = ["macros/**"]
        ignore = ["no-ownership"]

        [[overrides]]
        channels = ["script", "email"]
        select = ["tone"]
        severity = { jargon = "note" }
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
        severity={"jargon": Severity.ERROR, "no-passion": None},
        overrides=(
            Override("overrides.0.", paths=("macros/**",), ignore=("no-ownership",)),
            Override("overrides.1.", (), ("script", "email"), ("tone",), (), {"jargon": Severity.NOTE}),
        ),
        lines=config.lines,
    )
    assert config.lines["select"] == 2
    assert {key: config.line_of(key) for key in ("severity.jargon", "overrides.0.ignore", "overrides.1.select")} == {
        "severity.jargon": 15,
        "overrides.0.ignore": 20,
        "overrides.1.select": 24,
    }
    assert config.line_of("overrides.1.severity.jargon") == 25


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
        ("severity = 1", 1, "severity: must be a table of rules"),
        (
            '[severity]\njargon = "eror"',
            2,
            "severity.jargon: 'eror' is none of error, warning, note, off (did you mean",
        ),
        ("[severity]\njargon = 1", 2, "severity.jargon: 1 is none of error, warning, note, off"),
        ("[overrides]\nselect = ['x']", 1, "overrides: must be tables of their own (write [[overrides]]"),
        ('[[overrides]]\npaths = ["x"]\nignor = ["y"]', 3, "overrides.0.ignor: unknown key (did you mean “ignore”?)"),
        ("[[overrides]]\nzzz = 1", 2, "overrides.0.zzz: unknown key (known are paths, channels, select"),
        ('[[overrides]]\nignore = ["y"]', 1, "overrides.0: says nowhere to hold"),
        ('[[overrides]]\npaths = ["x"]', 1, "overrides.0: overrides nothing"),
        ('[[overrides]]\npaths = "x"', 2, "overrides.0.paths: must be a list of strings"),
        ('[[overrides]]\npaths = [" "]', 2, "overrides.0.paths: must be a list of strings"),
        (
            '[[overrides]]\npaths = ["x"]\nignore = ["y"]\n[[overrides]]\nchannels = ["chatt"]',
            5,
            "overrides.1.channels: 'chatt' is none of chat, call, email, tweet, sms, script (did you mean “chat”?)",
        ),
        (
            '[[overrides]]\npaths = ["x"]\n[overrides.severity]\njargon = "of"',
            4,
            "overrides.0.severity.jargon: 'of' is none of",
        ),
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
