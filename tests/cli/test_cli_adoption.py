"""What check leaves out of its report, and why; csmistakes baseline. The real pipeline on a small catalogue."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result

from csmistakes.catalogue import load
from csmistakes.cli import program
from tests.building import RULE, write_catalogue
from tests.reporters.test_exchange import JSON_FINDING

Run = Callable[..., Result]
TALK = "Customer: hello there\nAgent: shut up\nCustomer: so what\nAgent: now go away\n"
SO = 'reason="so"'


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalogue of two rules: being-rude, an error, and being-slow, a warning."""
    rude = RULE.replace("{all: [rude, {position: replying}]}", "rude").replace('unless: ["filler"]\n', "")
    slow = rude.replace("when: rude", "when: filler").replace("art-1:1", "art-1:2").replace("rude", "slow")
    folder = write_catalogue(tmp_path_factory.mktemp("house"), rule=rude)
    path = folder / "mistakes/pace/being-slow.yaml"
    path.parent.mkdir()
    path.write_text(slow.replace("severity: error", "severity: warning"), encoding="utf-8")
    return folder


@pytest.fixture
def shop(house: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository of its own, with the small catalogue."""
    monkeypatch.setattr("csmistakes.cli.catalogue.load_whole", lambda _, **__: load([house], with_shipped=False))
    monkeypatch.chdir(tmp_path)
    git(tmp_path, "init", "-q", "-b", "main")
    return tmp_path


@pytest.fixture
def run(shop: Path) -> Run:  # noqa: ARG001
    def invoke(*args: str, text: str | None = None) -> Result:
        return CliRunner().invoke(program, args, input=text, prog_name="csmistakes")

    return invoke


def git(folder: Path, *words: str) -> None:
    config = ("-c", "user.name=Ines", "-c", "user.email=ines@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *config, *words], cwd=folder, check=True, capture_output=True)


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def said(result: Result) -> list[str]:
    """Return "line rule" for each finding of a concise report."""
    lines = [line.split(":") for line in result.stdout.splitlines()]
    return [f"{parts[0]}:{parts[1]} {parts[-1].rpartition('[')[2][:-1]}" for parts in lines]


def check(run: Run, *args: str) -> list[str]:
    return said(run("check", "--output-format", "concise", "--today", "2027-01-31", *args))


# --- comments --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Agent: shut up\n", ["a.md:1 being-rude"]),
        (f"Agent: shut up <!-- csmistakes: ignore[being-rude] {SO} -->\n", []),
        (
            f"Agent: shut up <!-- csmistakes: ignore[being-slow] {SO} -->\n",
            ["a.md:1 being-rude", "a.md:1 unused-suppression"],
        ),
        (
            f"Agent: shut up <!-- csmistakes: ignore[being-rude, being-slow] {SO} -->\n",
            ["a.md:1 unused-suppression"],
        ),
        (f"<!-- csmistakes: ignore[being-rude] {SO} -->\nAgent: shut up\n", []),
        (
            f"<!-- csmistakes: ignore[being-rude] {SO} -->\nAgent: shut up\nCustomer: what\nAgent: go away\n",
            ["a.md:4 being-rude"],
        ),
        (f"Agent: fine\n<!-- csmistakes: ignore[being-rude] {SO} -->\nCustomer: what\nAgent: go away\n",
         ["a.md:4 being-rude", "a.md:2 unused-suppression"]),
        (f"Agent: fine\nCustomer: what\n<!-- csmistakes: ignore[being-rude] {SO} -->\nAgent: go away\n", []),
        (
            f"Agent: fine\n<!-- csmistakes: ignore[being-rude] {SO} -->\nshut up, I say\n",
            [],
        ),
        ("Agent: fine <!-- csmistakes: ignore[being-rude] -->\n", ["a.md:1 reasonless-suppression"]),
        (
            "Agent: go away <!-- csmistakes: ignore[being-rude] owner=Ines -->\n",
            ["a.md:1 being-rude", "a.md:1 reasonless-suppression"],
        ),
        (f"Agent: go away <!-- csmistakes: ignore[being-rude] {SO} until=2027-01-31 -->\n", []),
        (
            f"Agent: go away <!-- csmistakes: ignore[being-rude] {SO} until=2027-01-30 -->\n",
            ["a.md:1 being-rude", "a.md:1 expired-suppression"],
        ),
        (
            f"Agent: go away <!-- csmistakes: ignore[being-rud] {SO} -->\n",
            ["a.md:1 being-rude", "a.md:1 broken-suppression"],
        ),
        ('Agent: fine <!-- csmistakes: ignore[being-rude] reason="they said shut up" -->\n',
         ["a.md:1 unused-suppression"]),
    ],
)  # fmt: skip
def test_a_comment_suppresses_or_is_told_why_not(run: Run, shop: Path, text: str, found: list[str]) -> None:
    write(shop, "a.md", text)
    assert check(run, "a.md") == found


def test_what_a_suppression_holds_for_counts_nowhere_and_is_counted(run: Run, shop: Path) -> None:
    write(shop, "a.md", f"Agent: shut up <!-- csmistakes: ignore[being-rude] {SO} -->\n")
    result = run("check", "a.md")
    assert result.exit_code == 0
    assert "No mistakes found in 1 conversation (1 turn). Left out: 1 suppressed.\n" in result.stdout
    assert result.stderr == ""
    assert "No mistakes found" in run("check", "a.md", "--statistics").stdout
    result = run("check", "a.md", "--output-format", "jsonl")
    assert (result.stdout, result.stderr) == ("", "note: left out of the report: 1 suppressed\n")


def test_what_is_wrong_with_a_suppression_is_a_finding(run: Run, shop: Path) -> None:
    write(shop, "a.md", "Agent: fine <!-- csmistakes: ignore[being-rude] owner=Ines until=2027-01-01 -->\n")
    result = run("check", "a.md", "--today", "2027-01-31")
    assert result.exit_code == 1
    assert "Suppressions\n─" in result.stdout
    assert "a.md:1\n" in result.stdout
    assert "The suppression of being-rude held through 2027-01-01 (owner: Ines), and is over." in result.stdout
    assert "The suppression of being-rude gives no reason (owner: Ines), so it suppresses nothing." in result.stdout
    assert "0 errors, 2 warnings, 0 notes" in result.stdout
    values = json.loads(run("check", "a.md", "--today", "2027-01-31", "--output-format", "json").stdout)
    jsonschema.validate(values, {"type": "array", "items": JSON_FINDING})
    assert [value["rule"] for value in values] == ["expired-suppression", "reasonless-suppression"]
    assert (values[0]["path"], values[0]["line"], values[0]["turn"], values[0]["evidence"]) == ("a.md", 1, None, [])
    assert len({value["fingerprint"] for value in values}) == 2
    again = json.loads(run("check", "a.md", "--today", "2027-01-31", "--output-format", "json").stdout)
    assert again == values


def test_how_grave_it_is_can_be_said(run: Run, shop: Path) -> None:
    write(shop, "a.md", f"Agent: fine <!-- csmistakes: ignore[being-rude] {SO} -->\n")
    assert run("check", "a.md").exit_code == 0  # a note
    write(shop, "csmistakes.toml", 'select = ["being-rude"]\n[severity]\nunused-suppression = "error"\n')
    assert run("check", "a.md").exit_code == 1
    write(shop, "csmistakes.toml", '[[overrides]]\npaths = ["*.md"]\nignore = ["suppressions"]\n')
    assert check(run, "a.md") == []
    (shop / "csmistakes.toml").unlink()
    assert check(run, "a.md", "--ignore", "unused-suppression") == []
    assert check(run, "a.md", "--select", "suppressions") == []  # nobody looked for what it suppresses


def test_what_can_be_wrong_is_explained(run: Run) -> None:
    result = run("explain", "expired-suppression")
    assert result.exit_code == 0
    assert "A suppression past its day (expired-suppression)" in result.stdout
    assert "warning · group suppressions" in result.stdout
    assert "Mend what it was for" in result.stdout
    assert "did you mean “unused-suppression”?" in run("explain", "unused-supression").stderr


def test_a_comment_in_a_file_that_moved_away_meanwhile(run: Run, shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(shop, "a.md", f"Agent: shut up <!-- csmistakes: ignore[being-rude] {SO} -->\n")
    monkeypatch.setattr("csmistakes.cli.adopting.Inputs.places", {"a.md": shop / "b.md"})
    assert check(run, "a.md") == ["a.md:1 being-rude"]


def test_only_a_run_that_looked_can_tell_that_a_suppression_is_unused(run: Run, shop: Path) -> None:
    write(shop, "a.md", f"Ines (agent): fine <!-- csmistakes: ignore[being-rude] {SO} -->\nBo (customer): x\n")
    assert check(run, "a.md", "--select", "being-slow") == []
    assert check(run, "a.md", "--ignore", "manners") == []
    assert check(run, "a.md", "--speaker", "Ines") == []
    assert check(run, "a.md") == ["a.md:1 unused-suppression"]


# --- csmistakes-ignore.yaml ------------------------------------------------------------------------------------------


def test_the_file_of_suppressions(run: Run, shop: Path) -> None:
    write(shop, "x/a.txt", TALK)
    write(shop, "x/b.txt", TALK)
    assert len(check(run, ".")) == 4
    write(shop, "csmistakes-ignore.yaml", "ignore:\n- {path: x/a.txt, quote: Go Away, rule: being-rude, reason: so}\n")
    assert check(run, ".") == ["x/a.txt:2 being-rude", "x/b.txt:2 being-rude", "x/b.txt:4 being-rude"]
    write(shop, "csmistakes-ignore.yaml", "ignore:\n- {path: x, reason: so}\n")
    assert check(run, ".") == []
    write(shop, "csmistakes-ignore.yaml", "ignore:\n- {path: x, until: 2027-01-30}\n")
    assert check(run, ".")[-2:] == [
        "csmistakes-ignore.yaml:2 expired-suppression",
        "csmistakes-ignore.yaml:2 reasonless-suppression",
    ]
    write(shop, "csmistakes-ignore.yaml", "ignore:\n- {ruel: x}\n")
    result = run("check", ".")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "csmistakes-ignore.yaml:2: “ruel”: unknown key (did you mean “rule”?)" in result.stderr


def test_an_item_is_unused_once_all_it_could_mean_was_looked_at(run: Run, shop: Path) -> None:
    write(shop, "x/a.txt", "Agent: fine\n")
    write(shop, "x/b.txt", "Agent: fine\n")
    write(shop, "y.txt", "Agent: fine\n")
    unused = ["csmistakes-ignore.yaml:2 unused-suppression"]
    for item, args, found in (
        ("path: 'x/*.txt', rule: being-rude", ["x/a.txt"], []),
        ("path: 'x/*.txt', rule: being-rude", ["x"], unused),
        ("path: x/a.txt, rule: being-rude", ["x/a.txt"], unused),
        ("path: x/a.txt, rule: being-rude", ["y.txt"], []),
        ("path: x/gone.txt, rule: being-rude", ["y.txt"], unused),
        ("path: x/gone.txt", ["y.txt"], unused),
        ("path: x/gone.txt", ["y.txt", "--select", "being-rude"], []),
        ("conversation: '#1', rule: being-rude", ["x"], []),
        ("conversation: '#1', rule: being-rude", ["."], unused),
    ):
        write(shop, "csmistakes-ignore.yaml", f"ignore:\n- {{{item}, reason: so}}\n")
        assert check(run, *args) == found, item
    write(shop, "csmistakes-ignore.yaml", "ignore:\n- {rule: [being-rude, being-slow], reason: so}\n")
    write(shop, "y.txt", "Agent: go away\n")
    assert "being-slow." in run("check", ".", "--output-format", "concise").stdout


def test_it_lies_beside_the_configuration(run: Run, shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(shop, "team/csmistakes.toml", "")
    write(shop, "team/csmistakes-ignore.yaml", "ignore:\n- {path: talks/*.txt, reason: so}\n")
    write(shop, "team/talks/a.txt", TALK)
    assert len(check(run, "team")) == 2
    monkeypatch.chdir(shop / "team/talks")
    assert check(run, ".") == []


# --- baseline --------------------------------------------------------------------------------------------------------


def test_new_findings_fail_and_accepted_ones_do_not(run: Run, shop: Path) -> None:
    write(shop, "talks/a.txt", TALK)
    assert run("check", "talks").exit_code == 1
    result = run("baseline", "talks")
    assert (result.exit_code, result.stdout) == (0, "csmistakes-baseline.json: 2 findings accepted (2 new).\n")
    result = run("check", "talks")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "No new mistakes found in 1 conversation (4 turns). Left out: 2 in the baseline." in result.stdout
    assert len(check(run, "talks", "--no-baseline")) == 2
    write(shop, "talks/a.txt", "Customer: one more\n\n" + TALK + "Customer: eh\nAgent: shut up\n")
    assert check(run, "talks") == ["talks/a.txt:8 being-rude"]
    assert run("baseline", "talks").stdout == "csmistakes-baseline.json: 3 findings accepted (1 new).\n"
    assert run("baseline", "talks").stdout == "csmistakes-baseline.json: 3 findings accepted (as before).\n"


def test_what_is_fixed_is_told_and_taken_out_when_asked_for(run: Run, shop: Path) -> None:
    write(shop, "a.txt", TALK)
    write(shop, "b.txt", TALK)
    run("baseline", "a.txt", "b.txt")
    before = (shop / "csmistakes-baseline.json").read_bytes()
    write(shop, "a.txt", TALK.replace("go away", "sit down"))
    assert run("check", "b.txt").stderr == ""
    result = run("check", "a.txt")
    assert result.exit_code == 0
    assert result.stderr == (
        "note: gone, but still in the baseline: a.txt: being-rude “go away”\n"
        "note: 1 finding of the baseline fixed or suppressed: csmistakes baseline --prune takes them out\n"
    )
    for narrowed in (("--select", "being-slow"), ("--speaker", "Ines"), ("--no-baseline",)):
        assert "fixed" not in run("check", "a.txt", *narrowed).stderr
    assert (shop / "csmistakes-baseline.json").read_bytes() == before
    write(shop, "b.txt", TALK + "Customer: eh\nAgent: shut up\n")
    assert run("baseline", "--prune").stdout == "csmistakes-baseline.json: 3 findings accepted (1 taken out).\n"
    assert check(run, "a.txt", "b.txt") == ["b.txt:6 being-rude"]
    assert "fixed" not in run("check", ".").stderr


def test_many_fixed_ones_are_told_in_few_lines(run: Run, shop: Path) -> None:
    write(shop, "a.txt", "Agent: shut up\nCustomer: eh\n" * 8)
    run("baseline", "a.txt")
    write(shop, "a.txt", "Agent: fine\n")
    lines = run("check", "a.txt").stderr.splitlines()
    assert len(lines) == 6
    assert lines[-1].startswith("note: 8 findings of the baseline fixed or suppressed, 3 more than shown:")


def test_what_is_turned_off_is_not_fixed(run: Run, shop: Path) -> None:
    write(shop, "a.txt", TALK)
    run("baseline", "a.txt")
    write(shop, "csmistakes.toml", '[[overrides]]\npaths = ["a.txt"]\nignore = ["being-rude"]\n')
    assert run("check", "a.txt").stderr == ""
    assert "2 findings accepted (as before)" in run("baseline", "--prune").stdout


def test_a_file_may_move(run: Run, shop: Path) -> None:
    write(shop, "old/a.txt", TALK)
    run("baseline", "old")
    write(shop, "copy.txt", TALK)
    assert len(check(run, ".")) == 2  # a copy is new
    (shop / "old").rename(shop / "new")
    (shop / "copy.txt").unlink()
    assert check(run, "new") == []
    assert "2 of files that are gone: csmistakes baseline --prune PATH" in run("baseline", "--prune").stdout
    assert run("baseline", "--prune", "new").stdout == "csmistakes-baseline.json: 2 findings accepted (as before).\n"
    assert '"path": "new/a.txt"' in (shop / "csmistakes-baseline.json").read_text(encoding="utf-8")
    write(shop, "b.txt", "Agent: fine\n")
    (shop / "new/a.txt").unlink()
    assert (
        run("baseline", "--prune", "b.txt").stdout == "csmistakes-baseline.json: 0 findings accepted (2 taken out).\n"
    )


def test_entries_of_other_files_stay(run: Run, shop: Path) -> None:
    write(shop, "a.txt", TALK)
    write(shop, "b.txt", TALK)
    run("baseline", "a.txt")
    assert run("baseline", "b.txt").stdout == "csmistakes-baseline.json: 4 findings accepted (2 new).\n"
    assert check(run, ".") == []
    (shop / "a.txt").write_bytes(b"Agent: shut up\n\xff\xfe\x00")
    result = run("baseline", "a.txt")
    assert result.exit_code == 2
    assert "4 findings accepted (as before)" in result.stdout


def test_a_baseline_by_name(run: Run, shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(shop, "talks/a.txt", TALK)
    run("baseline", "talks", "--baseline", "accepted.json")
    assert len(check(run, "talks")) == 2
    assert check(run, "talks", "--baseline", "accepted.json") == []
    monkeypatch.chdir(shop / "talks")
    assert check(run, "a.txt", "--baseline", "../accepted.json") == []
    run("baseline", ".")
    assert (shop / "csmistakes-baseline.json").is_file()  # in the root of the repository
    assert check(run, "a.txt") == []
    write(shop, "talks/csmistakes.toml", "")
    assert len(check(run, "a.txt")) == 2  # and beside the configuration, if there is one
    (shop / "csmistakes-baseline.json").unlink()


def test_a_suppressed_finding_needs_no_entry(run: Run, shop: Path) -> None:
    write(shop, "a.md", f"Agent: shut up <!-- csmistakes: ignore[being-rude] {SO} -->\nCustomer: x\nAgent: go away\n")
    assert "1 finding accepted" in run("baseline", "a.md").stdout
    assert "Left out: 1 in the baseline, 1 suppressed." in run("check", "a.md").stdout


def test_a_comment_for_one_finding_makes_no_other_new(run: Run, shop: Path) -> None:
    write(shop, "a.md", "Agent: ok, shut up\nCustomer: x\nAgent: go away\n")
    run("baseline", "a.md")
    write(
        shop, "a.md",
        f"Agent: ok, shut up <!-- csmistakes: ignore[being-slow] {SO} -->\nCustomer: x\n"
        f"<!-- csmistakes: ignore[being-rude] {SO} -->\nAgent: go away\n",
    )  # fmt: skip
    assert check(run, "a.md") == []
    assert "Left out: 1 in the baseline, 2 suppressed." in run("check", "a.md").stdout


def test_quotes_in_the_file_are_masked_whatever_the_configuration_says(run: Run, shop: Path) -> None:
    write(shop, "csmistakes.toml", "mask = false\n")
    write(shop, "a.txt", "Customer: x\nAgent: shut up, ring 0800 946 0018\n")
    run("baseline", "a.txt")
    assert check(run, "a.txt") == []
    assert "0800" not in (shop / "csmistakes-baseline.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("baseline",), "PATHS are missing"),
        (("baseline", "--prune"), "csmistakes-baseline.json to prune (csmistakes baseline PATH… writes one)"),
        (
            ("check", "a.txt", "--baseline", "b.json"),
            "--baseline b.json: no such file (csmistakes baseline PATH… writes",
        ),
        (("check", "a.txt", "--baseline", "b.json", "--no-baseline"), "cannot both be had"),
        (("check", "a.txt", "--today", "soon"), "does not match the format"),
        (("check", "a.txt", "--diff-base", "nope"), "git knows no such revision"),
        (("check", "a.txt", "--diff-base", "--version"), "this is no revision"),
    ],
)
def test_wrong_usage(run: Run, shop: Path, args: tuple[str, ...], words: str) -> None:
    write(shop, "a.txt", TALK)
    result = run(*args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr


def test_a_broken_baseline_is_told_and_kept(run: Run, shop: Path) -> None:
    write(shop, "a.txt", TALK)
    path = write(shop, "csmistakes-baseline.json", "<<<<<<< HEAD\n")
    for command in ("check", "baseline"):
        result = run(command, "a.txt")
        assert result.exit_code == 2
        assert "csmistakes-baseline.json:1: not valid JSON" in result.stderr
    assert path.read_text(encoding="utf-8") == "<<<<<<< HEAD\n"


# --- the branch ------------------------------------------------------------------------------------------------------


def test_only_what_the_branch_changed(run: Run, shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(shop, "talks/a.txt", TALK)
    git(shop, "add", "-A")
    git(shop, "commit", "-q", "-m", "one")
    result = run("check", "talks", "--diff-base", "main")
    assert result.exit_code == 0
    assert "Left out: 2 on unchanged lines." in result.stdout
    write(shop, "talks/a.txt", TALK + "Customer: eh\nAgent: shut up\n")
    write(shop, "talks/b.txt", TALK)
    found = ["talks/a.txt:6 being-rude", "talks/b.txt:2 being-rude", "talks/b.txt:4 being-rude"]
    assert check(run, "talks", "--diff-base", "HEAD") == found
    monkeypatch.chdir(shop / "talks")
    assert check(run, ".", "--diff-base", "main") == found
    assert run("check", "-", "--diff-base", "main", text=TALK).exit_code == 1
    run("baseline", "b.txt")
    assert check(run, ".", "--diff-base", "main") == found[:1]


# --- per path and channel --------------------------------------------------------------------------------------------


def test_severity_and_choice_by_path_and_channel(run: Run, shop: Path) -> None:
    for name in ("chat", "email"):
        turns = '[{"role": "agent", "text": "ok, shut up"}]'
        write(shop, f"talks/{name}.jsonl", f'{{"id": "1", "channel": "{name}", "turns": {turns}}}\n')
    write(
        shop, "csmistakes.toml",
        '[severity]\nbeing-rude = "note"\n[[overrides]]\nchannels = ["email"]\nignore = ["being-slow"]\n'
        '[[overrides]]\npaths = ["talks/e*"]\nseverity = { being-rude = "error" }\n',
    )  # fmt: skip
    result = run("check", "talks", "--output-format", "jsonl")
    found = [(value["path"], value["rule"], value["severity"]) for value in map(json.loads, result.stdout.splitlines())]
    assert found == [
        ("talks/chat.jsonl", "being-slow", "warning"),
        ("talks/chat.jsonl", "being-rude", "note"),
        ("talks/email.jsonl", "being-rude", "error"),
    ]
    assert check(run, "talks", "--select", "being-slow") == [
        "talks/chat.jsonl:1 being-slow",
        "talks/email.jsonl:1 being-slow",
    ]
    assert check(run, "talks", "--ignore", "manners") == ["talks/chat.jsonl:1 being-slow"]
    write(shop, "csmistakes.toml", '[severity]\nbeing-rude = "off"\n')
    assert check(run, "talks/chat.jsonl") == ["talks/chat.jsonl:1 being-slow"]
    assert check(run, "talks/chat.jsonl", "--select", "manners") == []
    assert check(run, "talks/chat.jsonl", "--select", "being-rude") == ["talks/chat.jsonl:1 being-rude"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            '[severity]\nbeing-rud = "off"',
            "csmistakes.toml:2: severity.being-rud: “being-rud” is no rule (did you mean",
        ),
        ('[severity]\nzzzz = "off"', "see csmistakes rules list"),
        ('[[overrides]]\npaths = ["x"]\nignore = ["maners"]', "csmistakes.toml:3: overrides.0.ignore: “maners” is no"),
        (
            '[[overrides]]\npaths = ["x"]\n[overrides.severity]\nzz = "off"',
            "toml:4: overrides.0.severity.zz: “zz” is no",
        ),
    ],
)
def test_a_configuration_names_what_there_is(run: Run, shop: Path, text: str, words: str) -> None:
    write(shop, "a.txt", TALK)
    write(shop, "csmistakes.toml", text)
    result = run("check", "a.txt")
    assert result.exit_code == 2
    assert words in result.stderr
