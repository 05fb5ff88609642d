"""check --fix, --unsafe-fixes and --diff: what is written, what is only shown, what is left alone, and what is told."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result
from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as Published

from csmistakes.cli import program
from csmistakes.errors import CsmistakesError
from csmistakes.fixes import writing
from tests.building import RULE
from tests.reporters.test_exchange import JSON_FINDING, RDJSON

AGENT = "I'm just an agent, {{name}}."
MENDED = "I'm an agent, {{name}}."
VAGUE = "Grüße! We will get back to you as soon as possible."
CLEAR = "Grüße! We will get back to you within two working days."
FILE = f"# One\r\n\r\n{AGENT}\r\n\r\n# Two\r\n\r\n{VAGUE}"


@pytest.fixture
def macros(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one file of two replies, each with a finding."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    path = tmp_path / "macros.md"
    path.write_bytes(FILE.encode())
    return path


def check(*args: str, text: str | None = None) -> Result:
    return CliRunner().invoke(program, ["check", "--scripts", *args], input=text, prog_name="csmistakes")


def test_fix_writes_what_is_safe_and_reports_the_rest(macros: Path) -> None:
    done = check("macros.md", "--fix", "--output-format", "concise")
    assert macros.read_bytes() == FILE.replace(AGENT, MENDED).encode()
    assert done.stderr == "note: 1 fixed (1 more with --unsafe-fixes)\n"
    assert [line.rpartition("[")[2] for line in done.stdout.splitlines()] == ["unmanaged-expectations]"]
    assert done.exit_code == 1
    assert check("macros.md", "--fix").stderr.startswith("note: 0 fixed (1 more")


def test_unsafe_fixes(macros: Path) -> None:
    done = check("macros.md", "--fix", "--unsafe-fixes")
    assert macros.read_bytes() == FILE.replace(AGENT, MENDED).replace(VAGUE, CLEAR).encode()
    assert (done.exit_code, done.stderr) == (0, "note: 2 fixed\n")
    assert "No mistakes found" in done.stdout


def test_diff_writes_nothing_and_is_one_that_patch_takes(macros: Path) -> None:
    done = check("macros.md", "--diff", "--unsafe-fixes")
    assert macros.read_bytes() == FILE.encode()
    assert done.exit_code == 1
    assert done.stderr == "note: 2 to fix\n"
    assert check("macros.md", "--diff", "--exit-zero").exit_code == 0
    assert "[*]" not in done.stdout
    patch = done.stdout_bytes.decode()
    assert patch.startswith("--- a/macros.md\n+++ b/macros.md\n")
    subprocess.run(["git", "apply", "-"], input=patch.encode(), cwd=macros.parent, check=True)
    assert macros.read_bytes() == FILE.replace(AGENT, MENDED).replace(VAGUE, CLEAR).encode()


def test_diff_of_nothing(macros: Path) -> None:
    macros.write_text("# One\n\nHello {{name}}.\n", encoding="utf-8")
    done = check("macros.md", "--diff")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "note: 0 to fix\n")


def test_diff_hides_nothing_that_a_terminal_obeys(macros: Path) -> None:
    macros.write_text(f"# One\n\n\x1b[2J\t{AGENT}\n", encoding="utf-8")
    done = check("macros.md", "--diff")
    assert done.exit_code == 1
    assert "\x1b" not in done.stdout
    assert f"[2J\t{MENDED}" in done.stdout


def test_only_what_is_reported_is_fixed(macros: Path) -> None:
    assert check("macros.md", "--diff", "--select", "jargon").exit_code == 0
    ignored = FILE.replace("# One\r\n", '# One\r\n<!-- csmistakes: ignore[belittling-own-role] reason="ours" -->\r\n')
    macros.write_bytes(ignored.encode())
    assert check("macros.md", "--fix").stderr.startswith("note: 0 fixed")
    assert macros.read_bytes() == ignored.encode()


def test_transcripts_are_left_alone_and_it_is_said(macros: Path) -> None:
    turns = [{"role": "customer", "text": "hello"}, {"role": "agent", "text": "I'm just an agent."}]
    talk = macros.parent / "talk.jsonl"
    talk.write_text(json.dumps({"id": "1", "turns": turns}) + "\n", encoding="utf-8")
    before = talk.read_bytes()
    done = CliRunner().invoke(program, ["check", "talk.jsonl", "--fix"], prog_name="csmistakes")
    assert talk.read_bytes() == before
    assert "note: 0 fixed\n" in done.stderr
    assert "1 transcript conversation with findings left alone: what was said stays as it was said" in done.stderr


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--unsafe-fixes"], "add --fix or --diff"),
        (["-", "--fix"], "--fix: what comes from"),
        (["-", "--diff"], "--diff: "),
    ],
)
def test_wrong_usage(macros: Path, args: list[str], words: str) -> None:
    done = check("macros.md", *args, text="hello")
    assert done.exit_code == 2
    assert words in done.stderr
    assert macros.read_bytes() == FILE.encode()


def test_what_cannot_be_read_is_told_once(macros: Path) -> None:
    (macros.parent / "bad.json").write_text("{", encoding="utf-8")
    (macros.parent / "empty.md").write_text("", encoding="utf-8")
    done = check("macros.md", "bad.json", "empty.md", "--fix")
    assert done.exit_code == 2
    assert done.stderr.count("malformed JSON") == done.stderr.count("is empty") == 1
    assert check("macros.md", "bad.json", "--diff").exit_code == 2


def test_a_file_whose_fixes_cannot_be_proven_is_left_and_told(macros: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def doubt(*_: object) -> None:
        raise writing.Unfixable("with the fixes there would be more to find: jargon", path="macros.md")

    monkeypatch.setattr("csmistakes.cli.fixing.proven", doubt)
    done = check("macros.md", "--fix")
    assert "macros.md: with the fixes there would be more to find: jargon: left as it is" in done.stderr
    assert "0 fixed" in done.stderr
    assert macros.read_bytes() == FILE.encode()


def test_a_file_that_cannot_be_written_is_an_error(macros: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("csmistakes.cli.fixing.write", fail)
    done = check("macros.md", "--fix")
    assert "macros.md: cannot be fixed: Permission denied" in done.stderr
    assert done.exit_code == 2
    assert macros.read_bytes() == FILE.encode()
    assert issubclass(writing.Unfixable, CsmistakesError)


def test_reports_mark_what_can_be_fixed(macros: Path) -> None:
    full = check("macros.md").stdout
    assert "[*] --fix: “just ” → nothing." in full
    assert "--fix --unsafe-fixes: “as soon as possible” → “within two working days”." in full
    one, two = check("macros.md", "--output-format", "concise").stdout.splitlines()
    assert one.endswith("[belittling-own-role] [*]")
    assert two.endswith("[unmanaged-expectations]")
    assert macros.exists()


def test_one_that_meets_another_shows_its_fix_too(macros: Path) -> None:
    macros.write_text("# One\n\nI'm just an agent for the RMA.\n", encoding="utf-8")
    assert "[*] --fix: “RMA” → “return”" in " ".join(check("macros.md").stdout.split())


def made(output: str) -> dict[str, Any]:
    value = json.loads(check("macros.md", "--output-format", output).stdout)
    assert isinstance(value, dict)
    return value


def test_sarif_carries_the_fix(macros: Path) -> None:
    file = made("sarif")
    Published.model_validate(file)
    one, two = file["runs"][0]["results"]
    assert one["fixes"] == [
        {
            "description": {"text": "“just ” → “”."},
            "artifactChanges": [
                {
                    "artifactLocation": {"uri": "macros.md"},
                    "replacements": [
                        {
                            "deletedRegion": {"startLine": 3, "startColumn": 5, "endLine": 3, "endColumn": 10},
                            "insertedContent": {"text": ""},
                        }
                    ],
                }
            ],
        }
    ]
    assert two["fixes"][0]["description"]["text"].endswith("Look at it: it may say something else, or less well.")
    assert macros.exists()


def test_rdjson_carries_the_fix_with_columns_in_bytes(macros: Path) -> None:
    file = made("rdjson")
    jsonschema.validate(file, RDJSON)
    start = len(VAGUE.partition("as soon")[0].encode()) + 1
    assert [one["suggestions"] for one in file["diagnostics"]][1] == [
        {
            "range": {"start": {"line": 7, "column": start}, "end": {"line": 7, "column": start + 19}},
            "text": "within two working days",
        }
    ]
    assert macros.exists()


def test_json_carries_the_fix_so_that_a_program_can_write_it(macros: Path) -> None:
    found = [json.loads(line) for line in check("macros.md", "--output-format", "jsonl").stdout.splitlines()]
    jsonschema.validate(found, {"type": "array", "items": JSON_FINDING})
    assert [[edit["safe"] for edit in finding["edits"]] for finding in found] == [[True], [False]]
    lines = FILE.split("\r\n")
    for finding, said, better in zip(found, (AGENT, VAGUE), (MENDED, CLEAR), strict=True):
        [edit] = finding["edits"]
        assert said[: edit["start"]] + edit["new"] + said[edit["end"] :] == better
        assert edit["end_line"] == edit["line"]
        line = lines[edit["line"] - 1]
        assert line[edit["column"] - 1 : edit["end_column"] - 1] == edit["old"]
        lines[edit["line"] - 1] = line[: edit["column"] - 1] + edit["new"] + line[edit["end_column"] - 1 :]
    check("macros.md", "--fix", "--unsafe-fixes")
    assert macros.read_bytes() == "\r\n".join(lines).encode()


@pytest.mark.slow
def test_a_wrong_phrase_of_ones_own_is_told_before_anything_is_reported(
    small: Callable[..., Result], macros: Path
) -> None:
    own = macros.parent / "rules" / "mistakes" / "manners" / "mine.yaml"
    own.parent.mkdir(parents=True)
    offered = 'replacements:\n  - {find: "(just", with: "", safe: true, before: just, after: just}\n'
    own.write_text(RULE + offered, encoding="utf-8")
    words = ("check", "--scripts", "macros.md", "--rules", "rules")
    done = small(*words)
    assert (done.exit_code, done.stdout) == (2, "")
    assert f"mine.yaml:{RULE.count(chr(10)) + 2}: " in done.stderr
    assert small(*words, "--fix").exit_code == 2


def test_wrong_usage_is_told_before_anything_is_written(macros: Path) -> None:
    before = macros.read_bytes()
    assert check("macros.md", "--fix", "--profile", "--jobs", "2").exit_code == 2
    assert macros.read_bytes() == before


def test_explain_shows_them() -> None:
    done = CliRunner().invoke(program, ["explain", "belittling-own-role"], prog_name="csmistakes")
    assert "What check --fix writes into scripted replies" in done.stdout
    assert "→ nothing (safe)" in done.stdout
    assert "+ I'm an agent, but I'll ask the workshop" in done.stdout
