"""What the documents say is run: the README's commands, the YAML of docs/rules.md, its tables of kinds and windows."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
import yaml

from csmistakes.adoption import kinds as adoption
from csmistakes.catalogue import load
from csmistakes.judging.condition import kinds
from csmistakes.judging.scene import WINDOWS
from csmistakes.recognition.builtin import BUILTIN
from csmistakes.recognition.guards import GUARDS
from csmistakes.recognition.phrases import KINDS
from csmistakes.scoring.card_file import load_card
from csmistakes.scoring.rows import TABLES, columns
from tests.reporters.test_exchange import EDIT, JSON_FINDING

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
ADOPTION = (ROOT / "docs" / "adoption.md").read_text(encoding="utf-8")
SCRIPTS = (ROOT / "docs" / "scripts.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
RULES = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


SCORE = (ROOT / "docs" / "score.md").read_text(encoding="utf-8")


def blocks(document: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", document, re.S)


def commands(document: str = README + SCORE) -> list[str]:
    lines = [line for block in blocks(document, "sh") for line in block.splitlines()]
    return [line for line in lines if line.startswith("csmistakes ")]


def alone() -> list[str]:
    """Return the commands that need no other before them."""
    return [command for command in commands() if "history.duckdb" not in command]


@pytest.mark.parametrize("command", alone())
def test_a_command_of_the_readme_runs(command: str, tmp_path: Path) -> None:
    written = {"findings.jsonl", "out", "out/scores.json", "out/report.html"}
    words = [str(tmp_path / word) if word in written else word for word in shlex.split(command)[1:]]
    done = subprocess.run(
        [sys.executable, "-m", "csmistakes", *words], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout or (tmp_path / "findings.jsonl").stat().st_size


def test_the_commands_and_the_query_of_a_store_run_one_after_the_other(tmp_path: Path) -> None:
    store = str(tmp_path / "history.duckdb")
    for command in (one for one in commands(SCORE) if "history.duckdb" in one):
        words = [store if word == "history.duckdb" else word for word in shlex.split(command)[1:]]
        done = subprocess.run(
            [sys.executable, "-m", "csmistakes", *words], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, (command, done.stderr)
        assert done.stdout
    (query,) = blocks(SCORE, "sql")
    with duckdb.connect(store, read_only=True) as database:
        found = database.execute(query).fetchall()
        views = {view: [name for name, *_ in database.execute(f"DESCRIBE {view}").fetchall()]
                 for view in ("agent_weeks", "agent_mistake_weeks")}  # fmt: skip
        assert database.execute("SELECT count(*) FROM runs").fetchall() == [(1,)]  # the second replaced the first
    assert any(agent == "Rufus" and quote for agent, *_, quote in found)
    for view, names in views.items():
        (listed,) = re.findall(rf"`{view}` \(((?:`\w+`\s+)+`\w+`)", SCORE)
        assert re.findall(r"`(\w+)`", listed) == names


@pytest.fixture(scope="module")
def adopting(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with the configuration, the suppressions and the transcript of docs/adoption.md."""
    desk = tmp_path_factory.mktemp("adopting")
    shutil.copytree(ROOT / "examples" / "transcripts", desk / "talks")
    texts = {"toml": "csmistakes.toml", "yaml": "csmistakes-ignore.yaml", "markdown": "talks/kettle.md"}
    for language, name in texts.items():
        (block,) = blocks(ADOPTION, language)
        (desk / name).write_text(block, encoding="utf-8")
    git = ["git", "-c", "user.name=Ines", "-c", "user.email=ines@example.org", "-c", "commit.gpgsign=false"]
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "one"],
                  ["update-ref", "refs/remotes/origin/main", "HEAD"]):  # fmt: skip
        subprocess.run([*git, *words], cwd=desk, check=True)
    return desk


def csmistakes(desk: Path, command: str) -> subprocess.CompletedProcess[str]:
    """Run a command of docs/adoption.md, on a day on which its suppressions hold."""
    words = shlex.split(command)[1:]
    today = ["--today", "2026-11-02"] if words[0] in {"check", "baseline"} else []
    return subprocess.run(
        [sys.executable, "-m", "csmistakes", *words, *today], cwd=desk, capture_output=True, text=True, check=False
    )


def test_the_commands_of_adoption_run_one_after_the_other(adopting: Path) -> None:
    for command in commands(ADOPTION):
        done = csmistakes(adopting, command)
        assert done.returncode == 0, (command, done.stdout, done.stderr)
        assert done.stdout


def test_the_commands_of_scripts_run_one_after_the_other_on_the_example(tmp_path: Path) -> None:
    desk = Path(shutil.copytree(ROOT / "examples" / "scripted-replies", tmp_path / "desk"))
    told = []
    for command in commands(SCRIPTS):
        done = csmistakes(desk, command)
        assert (done.returncode, bool(done.stdout)) == (0, True), (command, done.stderr)
        told += [line for line in done.stderr.splitlines() if line.startswith("note: ")]
    assert told == ["note: 1 to fix", "note: 0 fixed (1 more with --unsafe-fixes)", "note: 1 fixed"]


def test_every_suppression_of_adoption_suppresses_something(adopting: Path) -> None:
    done = csmistakes(adopting, "csmistakes check talks --no-baseline --exit-zero")
    assert "suppression" not in done.stdout
    assert re.search(r"Left out:\s\d+ suppressed\.", done.stdout)
    kettle = csmistakes(adopting, "csmistakes check talks/kettle.md")
    assert "Left out: 2 suppressed." in kettle.stdout


def test_adoption_names_every_kind_of_finding_about_suppressions() -> None:
    for kind in adoption.KINDS:
        assert f"| `{kind.slug}` | {kind.severity.label} |" in ADOPTION


def test_the_first_command_of_the_readme_is_what_the_examples_need() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "csmistakes", "check", "examples/transcripts", "--exit-zero"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "csmistakes check examples/transcripts --exit-zero" in README
    assert done.returncode == 0, done.stderr
    assert "Fix" in done.stdout


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", document.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (document.parent / target).exists(), target


def test_the_rule_language_names_every_kind_window_guard_class_and_builtin_signal() -> None:
    for name in (*kinds(), *WINDOWS, *GUARDS, *KINDS, *BUILTIN):
        assert f"`{name}" in RULES or f"`{{{name}" in RULES, name


def test_the_tables_of_scores_are_as_documented() -> None:
    documented = {
        name: re.findall(r"`(\w+)`", columns_)
        for name, columns_ in re.findall(r"^\| `(\w+)` \|[^|]*\| (.*) \|$", SCORE, re.M)
    }
    assert documented == {name: list(columns(row)) for name, row in TABLES.items()}


def test_the_keys_of_json_are_as_documented() -> None:
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    (table,) = re.findall(r"^\| key \|.*\n\|-.*\n((?:\|.*\n)+)", page, re.M)
    cells = {row.split("|")[1]: row.split("|")[2] for row in table.splitlines()}
    documented = re.findall(r"`(\w+)`", "".join(cells))
    known = {key for kind in JSON_FINDING["oneOf"] for key in kind["properties"]}
    assert len(documented) == len(known)
    assert set(documented) == known
    assert set(re.findall(r"`(\w+)`", cells[" `edits` "])) == set(EDIT["properties"])


def test_the_scorecard_of_the_docs_is_one(tmp_path: Path) -> None:
    (block,) = re.findall(r"```yaml\n(.*?)```", SCORE, re.S)
    (tmp_path / "card.yaml").write_text(block, encoding="utf-8")
    scopes = {rule.slug: rule.scope for rule in load().rules}
    assert load_card(tmp_path / "card.yaml", scopes).name == "Our card"


@pytest.mark.parametrize("block", re.findall(r"```yaml\n(.*?)```", RULES, re.S))
def test_the_yaml_of_the_rule_language_is_yaml(block: str) -> None:
    assert isinstance(yaml.safe_load(block), dict)
