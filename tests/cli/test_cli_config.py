"""csmistakes config: what holds for a file, and where each value comes from."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]
Talk = Callable[..., Path]
CONFIG = """\
fail-on = "error"
ignore = ["docket"]
map = { stylist = "agent" }

[severity]
curt = "note"

[[overrides]]
paths = ["macros/"]
channels = ["email"]
severity = { curt = "error" }
"""


def rows(text: str) -> dict[str, tuple[str, str]]:
    """Return value and origin by name."""
    lines = [line.split("  ") for line in text.splitlines() if line.startswith("  ")]
    cells = [[cell.strip() for cell in line if cell.strip()] for line in lines]
    return {name: (value, origin) for name, value, origin in cells}


def test_shows_where_each_value_comes_from(run: Run, desk: Path) -> None:
    (desk / "csmistakes.toml").write_text(CONFIG, encoding="utf-8")
    result = run("config")
    assert result.exit_code == 0
    assert result.stdout.startswith("Configuration: csmistakes.toml\nBaseline:      none\nSuppressions:  none\n")
    assert "In wherever" not in result.stdout
    shown = rows(result.stdout)
    assert shown["fail-on"] == ("error", "csmistakes.toml:1: fail-on")
    assert shown["ignore"] == ("docket", "csmistakes.toml:2: ignore")
    assert shown["map"] == ("stylist = agent", "csmistakes.toml:3: map")
    assert shown["min-severity"] == ("note", "default")
    assert shown["mask"] == ("true", "default")
    assert shown["agent"] == ("-", "default")
    assert shown["curt"] == ("note", "csmistakes.toml:6: severity.curt")
    assert shown["docket"] == ("off", "csmistakes.toml:2: ignore")
    assert shown["runaround"] == ("error", "the rule")
    assert shown["unused-suppression"] == ("note", "the rule")


def test_shows_what_holds_for_a_file_and_its_channel(run: Run, talk: Talk, desk: Path) -> None:
    (desk / "csmistakes.toml").write_text(CONFIG, encoding="utf-8")
    path = talk("fine", "macros/a.jsonl")
    assert rows(run("config", "macros/a.jsonl").stdout)["curt"] == ("note", "csmistakes.toml:6: severity.curt")
    path.write_text(path.read_text(encoding="utf-8").replace('"id"', '"channel": "E-Mail", "id"'), encoding="utf-8")
    text = run("config", "macros/a.jsonl").stdout
    assert "\nIn macros/a.jsonl, channel email:\n" in text
    assert rows(text)["curt"] == ("error", "csmistakes.toml:11: overrides.0.severity.curt")
    assert rows(run("config", "macros/a.jsonl", "--channel", "chat").stdout)["curt"][0] == "note"
    assert rows(run("config", "macros/new.md", "--channel", "email").stdout)["curt"][0] == "error"
    assert rows(run("config", "other/new.md", "--channel", "email").stdout)["curt"][0] == "note"
    assert rows(run("config", "--channel", "email").stdout)["curt"][0] == "note"
    path.write_text(
        path.read_text(encoding="utf-8") + '{"turns": [{"role": "agent", "text": "x"}]}\n', encoding="utf-8"
    )
    text = run("config", "macros/a.jsonl").stdout
    assert text.index("In macros/a.jsonl:\n") < text.index("In macros/a.jsonl, channel email:\n")


def test_for_programs(run: Run, talk: Talk, desk: Path) -> None:
    (desk / "pyproject.toml").write_text('[tool.csmistakes]\nrules = []\n[tool.csmistakes.severity]\ncurt = "off"\n')
    (desk / "csmistakes-baseline.json").write_text("{}", encoding="utf-8")
    talk("fine")
    values = json.loads(run("config", "talk.jsonl", "--output-format", "json").stdout)
    assert values["configuration"] == "pyproject.toml"
    assert (values["baseline"], values["suppressions"]) == ("csmistakes-baseline.json", None)
    assert values["path"] == "talk.jsonl"
    assert values["settings"]["rules"] == {"value": [], "from": "pyproject.toml:2: rules"}
    assert values["settings"]["mask"] == {"value": True, "from": "default"}
    assert {"rule": "curt", "channel": None, "severity": "off", "from": "pyproject.toml:4: severity.curt"} in values[
        "rules"
    ]


def test_what_is_wrong_with_suppressions_is_told_whatever_is_selected(run: Run, desk: Path) -> None:
    (desk / "csmistakes.toml").write_text(
        '"select" = ["docket"]\n"mask"=false\nmap."a b" = "agent"\n', encoding="utf-8"
    )
    shown = rows(run("config").stdout)
    assert shown["curt"] == ("off", "csmistakes.toml:1: select")
    assert shown["unused-suppression"] == ("note", "the rule")
    assert (shown["mask"], shown["map"][0]) == (("false", "csmistakes.toml:2: mask"), "a b = agent")


def test_without_a_configuration(run: Run) -> None:
    result = run("config")
    assert result.stdout.startswith("Configuration: none\n")
    assert rows(result.stdout)["curt"] == ("warning", "the rule")


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("config", "talks"), "talks is a folder (name one file in it)"),
        (("config", "--channel", "fax"), "'fax' is not"),
    ],
)
def test_wrong_usage(run: Run, desk: Path, args: tuple[str, ...], words: str) -> None:
    (desk / "talks").mkdir()
    result = run(*args)
    assert result.exit_code == 2
    assert words in result.stderr


def test_a_wrong_configuration_is_told(run: Run, desk: Path) -> None:
    (desk / "csmistakes.toml").write_text('[severity]\ncurtt = "off"\n', encoding="utf-8")
    assert "csmistakes.toml:2: severity.curtt" in run("config").stderr
