"""Scripted replies on the command line: what is taken as one, and by what settings."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from csmistakes.cli import program

SORRY = "Hi {{name}}, I'm so sorry. We sincerely apologize. Once again, please accept our deepest apologies."
MACRO = json.dumps({"macros": [{"title": "Sorry", "actions": [{"field": "comment_value", "value": SORRY}]}]})


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a README and replies of several kinds."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "macros").mkdir()
    (tmp_path / "README.md").write_text(f"# Ours\n\n{SORRY}\n", encoding="utf-8")
    (tmp_path / "macros" / "README.md").write_text(f"# Ours\n\n{SORRY}\n", encoding="utf-8")
    (tmp_path / "macros" / "late.md").write_text(f"# Late\n\n{SORRY}\n", encoding="utf-8")
    (tmp_path / "macros" / "desk.json").write_text(MACRO, encoding="utf-8")
    (tmp_path / "macros" / "bot.yaml").write_text(f'- {{q: no, wording: "{SORRY}"}}\n', encoding="utf-8")
    return tmp_path


def run(*args: str, text: str | None = None) -> Result:
    return CliRunner().invoke(program, ["check", *args], input=text, prog_name="csmistakes")


def found(*args: str, text: str | None = None) -> list[dict[str, Any]]:
    done = run(*args, "--output-format", "jsonl", text=text)
    assert done.exit_code == 1, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


def paths(*args: str) -> set[str]:
    return {finding["path"] for finding in found(*args)}


def test_without_any_setting_only_what_help_desks_export(repo: Path) -> None:
    assert paths(".") == {"macros/desk.json"}
    assert run("README.md").exit_code == 2
    assert repo.is_dir()


def test_where_nothing_was_read_the_way_to_name_replies_is_told(repo: Path) -> None:
    said = "passed over: no transcript of a known format"
    assert f"{said}\n" in run(".").stderr
    (repo / "macros" / "desk.json").unlink()
    assert f"{said}; name scripted replies with --scripts\n" in run(".").stderr
    assert "--scripts" not in run(".", "--scripts").stderr


def test_scripts(repo: Path) -> None:
    assert paths("--scripts", "macros") == {"macros/desk.json", "macros/late.md", "macros/bot.yaml"}
    assert paths("--scripts", "README.md") == {"README.md"}
    assert repo.is_dir()


def test_scripts_of_the_configuration(repo: Path) -> None:
    (repo / "csmistakes.toml").write_text(
        'scripts = ["macros/*.md"]\n[fields."macros/*.yaml"]\ntext = "[].wording"\nrole = "bot"\n', encoding="utf-8"
    )
    findings = found(".")
    assert {finding["path"] for finding in findings} == {"macros/desk.json", "macros/late.md", "macros/bot.yaml"}
    assert {finding["role"] for finding in findings if finding["path"] == "macros/bot.yaml"} == {"bot"}


def test_findings_stand_where_the_words_do(repo: Path) -> None:
    (finding, *_) = found("--scripts", "macros/late.md")
    line = (repo / "macros" / "late.md").read_text(encoding="utf-8").split("\n")[finding["line"] - 1]
    assert line[finding["column"] - 1 : finding["end_column"] - 1] == finding["quote"]
    assert (finding["rule"], finding["conversation"]) == ("over-apologizing", "Late")


def test_standard_input() -> None:
    assert found("--scripts", "-", text=SORRY)[0]["rule"] == "over-apologizing"


def test_a_reader_of_the_users_choice(repo: Path) -> None:
    assert paths("--reader", "text-replies", "README.md") == {"README.md"}
    assert run("--reader", "telepathy", "README.md").exit_code == 2
    assert repo.is_dir()


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("scripts = 1", "csmistakes.toml:1: scripts: must be a list of strings"),
        ("fields = 1", "csmistakes.toml:1: fields: must be tables by glob"),
        ('[fields."a"]\ntext = "a[b"', "csmistakes.toml:1: fields: “a”: “a[b” is no selector"),
        ('[fields."a"]\ntext = 3', "csmistakes.toml:1: fields: “a”: “text” must be a selector"),
        ('placeholders = ["%"]', "csmistakes.toml:1: placeholders: “%” must be what stands before and behind"),
    ],
)
def test_settings_that_make_no_sense(repo: Path, written: str, message: str) -> None:
    (repo / "csmistakes.toml").write_text(written, encoding="utf-8")
    done = run(".")
    assert done.exit_code == 2
    assert message in done.stderr


def test_placeholders_of_the_users_own(repo: Path) -> None:
    (repo / "own.txt").write_text("Hi, this is against @@company name@@ policy.", encoding="utf-8")
    (repo / "csmistakes.toml").write_text('placeholders = ["@@…@@"]\n', encoding="utf-8")
    quotes = [finding["quote"] for finding in found("--scripts", "own.txt")]
    assert quotes
    assert all(quote.count("@@") in {0, 2} for quote in quotes)


def test_explain_tells_of_the_note() -> None:
    done = CliRunner().invoke(program, ["explain", "unfilled-placeholder"], prog_name="csmistakes")
    assert done.exit_code == 0
    assert "reached the customer" in done.stdout


def test_variants_are_judged_alone(repo: Path) -> None:
    one = "Sorry about that, {name}. I sent a new one today; it arrives on {date}."
    text = json.dumps({"name": "x", "responses": [{"messages": [{"speech": [one] * 4 + [SORRY]}]}]})
    (repo / "intent.json").write_text(text, encoding="utf-8")
    assert {finding["turn"] for finding in found("intent.json")} == {5}


def command(*args: str) -> Result:
    return CliRunner().invoke(program, args, prog_name="csmistakes")


def test_the_baseline_accepts_what_check_finds_in_scripts(repo: Path) -> None:
    assert command("baseline", "--scripts", "macros").exit_code == 0
    assert run("--scripts", "macros").exit_code == 0
    (repo / "csmistakes-baseline.json").unlink()
    (repo / "csmistakes.toml").write_text('scripts = ["macros"]\n', encoding="utf-8")
    assert run(".").exit_code == 1
    assert command("baseline", ".").exit_code == 0
    assert run(".").exit_code == 0


def test_config_knows_the_channel_of_a_script(repo: Path) -> None:
    (repo / "csmistakes.toml").write_text('scripts = ["macros"]\n', encoding="utf-8")
    assert "In macros/late.md, channel script:" in command("config", "macros/late.md").stdout


def test_a_finding_in_a_script_can_be_disputed(repo: Path) -> None:
    said = ("--rule", "over-apologizing", "--reason", "a recall", "--who", "Ann", "--date", "2026-01-31")
    done = command("dispute", "add", "--scripts", "macros/late.md", *said)
    assert done.exit_code == 0, done.output
    assert run("--scripts", "macros/late.md").exit_code == 0
    assert command("dispute", "check", "--scripts", "macros/late.md").exit_code == 0
    assert repo.is_dir()


def test_a_sample_may_be_of_scripts(repo: Path) -> None:
    done = command("sample", "--scripts", "macros/late.md", "--size", "1")
    assert json.loads(done.stdout)["channel"] == "script"
    assert repo.is_dir()


def test_scripts_are_not_scored(repo: Path) -> None:
    done = command("score", ".")
    assert done.exit_code == 0, done.output
    assert "macros/desk.json: 1 scripted reply is not scored" in done.stderr
    done = command("score", "--scripts", "macros/late.md")
    assert done.exit_code == 0, done.output
    assert "macros/late.md: 1 scripted reply is not scored" in done.stderr
    assert repo.is_dir()


def test_rules_over_many_conversations_have_nothing_to_say_of_scripts(repo: Path) -> None:
    assert "needs at least" not in run("macros/desk.json").stdout
    (repo / "talk.txt").write_text("Customer: Hi, my lamp is broken.\nAgent: Oh no.\n", encoding="utf-8")
    assert "needs at least" in run("macros/desk.json", "talk.txt").stdout
