"""Scripted replies in git: what the branch changed, suppressions in every format, and the note in every output."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from csmistakes.cli import program
from csmistakes.reporters import available

POLICY = "Hi {{name}}, refunds after 14 days are against our company policy."
BLAME = "Hi {{name}}, you must have entered the wrong password."
SO = 'csmistakes: ignore[hiding-behind-policy] reason="the regulator wants it"'
Write = Callable[[dict[str, str]], str]


def as_markdown(replies: dict[str, str]) -> str:
    return "".join(f"## {name}\n\n> {text}\n\n" for name, text in replies.items())


def as_yaml(replies: dict[str, str]) -> str:
    return "".join(f"{name}: |\n  {text}\n" for name, text in replies.items())


def as_toml(replies: dict[str, str]) -> str:
    return "".join(f'[{name}]\ntext = "{text}"\n' for name, text in replies.items())


def as_zendesk(replies: dict[str, str]) -> str:
    actions = [{"title": n, "actions": [{"field": "comment_value", "value": t}]} for n, t in replies.items()]
    return json.dumps({"macros": actions}, indent=1) + "\n"


def as_csv(replies: dict[str, str]) -> str:
    return "name,body\n" + "".join(f'{name},"{text}"\n' for name, text in replies.items())


def as_text(replies: dict[str, str]) -> str:
    return "---\n".join(f"{text}\n" for text in replies.values())


def as_rasa(replies: dict[str, str]) -> str:
    return "responses:\n" + "".join(f'  utter_{name}:\n  - text: "{text}"\n' for name, text in replies.items())


FORMATS: list[tuple[str, Write]] = [
    ("late.md", as_markdown), ("late.yaml", as_yaml), ("late.toml", as_toml), ("late.json", as_zendesk),
    ("late.csv", as_csv), ("late.txt", as_text), ("domain.yml", as_rasa),
]  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    git("init", "-q", "-b", "main")
    return tmp_path


def git(*words: str) -> None:
    config = ("-c", "user.name=Ines", "-c", "user.email=ines@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *config, *words], check=True, capture_output=True)


def check(*args: str) -> Result:
    return CliRunner().invoke(program, ["check", *args], prog_name="csmistakes")


def found(*args: str) -> list[str]:
    done = check("--scripts", ".", "--output-format", "jsonl", *args)
    assert done.exit_code in {0, 1}, done.output
    return [f"{line['rule']}:{line['line']}" for line in map(json.loads, done.stdout.splitlines())]


@pytest.mark.parametrize(("name", "write"), FORMATS)
def test_only_the_replies_that_the_branch_changed(desk: Path, name: str, write: Write) -> None:
    path = desk / name
    path.write_text(write({"refund": POLICY}), encoding="utf-8")
    git("add", "-A")
    git("commit", "-q", "-m", "one")
    (old,) = found()
    assert old.startswith("hiding-behind-policy:")
    assert found("--diff-base", "main") == []
    path.write_text(write({"refund": POLICY, "login": BLAME}), encoding="utf-8")
    assert found() == [old, *(new := found("--diff-base", "main"))]
    assert [rule.partition(":")[0] for rule in new] == ["assuming"]
    path.write_text(write({"refund": POLICY.replace("14", "30")}), encoding="utf-8")
    assert found("--diff-base", "main") == [old]


def test_a_reply_moved_down_is_not_changed(desk: Path) -> None:
    (desk / "a.md").write_text(as_markdown({"refund": POLICY}), encoding="utf-8")
    git("add", "-A")
    git("commit", "-q", "-m", "one")
    (desk / "a.md").write_text("# Ours\n\nUse with care.\n\n" + as_markdown({"refund": POLICY}), encoding="utf-8")
    assert found("--diff-base", "main") == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", f"## Refund\n\n<!-- {SO} -->\n> {POLICY}\n"),
        ("a.md", f"## Refund\n\n> {POLICY} <!-- {SO} -->\n"),
        ("a.md", f"## Refund\n\n<!-- {SO} -->\n```\n{POLICY}\n```\n"),
        ("a.md", f"<!-- {SO} -->\n{POLICY}\n"),
        ("a.yaml", f"refund: {POLICY} # {SO}\n".replace("{{", "<<").replace("}}", ">>")),
        ("a.yaml", f'refund: "{POLICY}" # {SO}\n'),
        ("a.yaml", f"# {SO}\nrefund: |\n  {POLICY}\n"),
        ("a.yaml", f"refund: | # {SO}\n  {POLICY}\n"),
        ("a.yaml", f"- name: refund\n  # {SO}\n  body: >-\n    {POLICY}\n"),
        ("domain.yml", f'responses:\n  utter_refund:\n  - text: "{POLICY}"  # {SO}\n'),
        ("a.toml", f'[refund]\ntext = "{POLICY}" # {SO}\n'),
        ("a.json5", f'{{refund: {{text: "{POLICY}", }}}} // {SO}\n'),
        ("a.jsonc", f'{{"refund": /* {SO} */ {{"text": "{POLICY}"}}}}\n'),
        ("a.toml", f'[refund]\n# {SO}\ntext = """\n{POLICY}\n"""\n'),
    ],
)
def test_a_comment_suppresses_in_every_format_that_has_them(desk: Path, name: str, text: str) -> None:
    path = desk / name
    path.write_text(text, encoding="utf-8")
    assert found() == []
    path.write_text(text.replace("hiding-behind-policy", "jargon"), encoding="utf-8")
    assert sorted(rule.partition(":")[0] for rule in found()) == ["hiding-behind-policy", "unused-suppression"]
    path.write_text(text.replace(' reason="the regulator wants it"', ""), encoding="utf-8")
    assert "reasonless-suppression" in [rule.partition(":")[0] for rule in found()]


@pytest.mark.parametrize(("name", "write"), FORMATS)
def test_the_file_of_suppressions_holds_for_every_format(desk: Path, name: str, write: Write) -> None:
    (desk / name).write_text(write({"refund": POLICY, "login": BLAME}), encoding="utf-8")
    (desk / "csmistakes-ignore.yaml").write_text(
        f"ignore:\n  - rule: hiding-behind-policy\n    path: {name}\n    reason: the regulator wants it\n",
        encoding="utf-8",
    )
    assert [rule.partition(":")[0] for rule in found()] == ["assuming"]


SENT = "Customer: Where is my parcel?\nAgent: Hi {{first_name}}, it comes on Friday.\n"


@pytest.mark.parametrize("output", sorted(available()))
def test_an_unfilled_placeholder_is_told_in_every_output(desk: Path, output: str) -> None:
    (desk / "talk.txt").write_text(SENT, encoding="utf-8")
    done = check("talk.txt", "--output-format", output, "--fail-on", "note")
    assert done.exit_code == 1, done.output
    assert "unfilled-placeholder" in done.stdout
    if output != "statistics":  # numbers only
        assert re.search(r"first_?name|first\\_name", done.stdout)
    assert check("talk.txt", "--output-format", output).exit_code == 0
    ignored = check("talk.txt", "--output-format", output, "--ignore", "unfilled-placeholder").stdout
    assert "unfilled-placeholder" not in ignored
