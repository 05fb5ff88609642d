"""Hooks and recipes, run: pre-commit itself, the action's scripts, and every command of docs/ci.md."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from junitparser import JUnitXml

from tests.macros import MARKED, after, before, places

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
HERE = Path(sys.executable).parent
FAULTY, CLEAN = "chat-broadband-runaround.txt", "chat-florist-well-handled.txt"
# Each hook's exit code and what it tells, in the order of the page's recipes: no error is left when fixes are written.
EXPECTED = {
    "csmistakes": (1, ""),
    "csmistakes-fix": (0, "note: 8 fixed (1 more with --unsafe-fixes)\n"),
    "csmistakes-scripts": (0, ""),
}
# What an installation needs of the project.
SOURCE = ("src", "rules", "pyproject.toml", "hatch_build.py", "README.md", "LICENSE", ".pre-commit-hooks.yaml")

Do = Callable[..., subprocess.CompletedProcess[str]]


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.S)


def git(folder: Path, *args: str) -> None:
    who = ("-c", "user.name=Nobody", "-c", "user.email=nobody@example.com")
    program = shutil.which("git") or "git"
    subprocess.run([program, "-C", str(folder), *who, *args], check=True, capture_output=True)


def keep(folder: Path) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "As it is")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A git repository with transcripts, one of them with findings."""
    folder = tmp_path / "desk"
    (folder / "transcripts").mkdir(parents=True)
    for name in (FAULTY, CLEAN):
        shutil.copy(ROOT / "examples" / "transcripts" / name, folder / "transcripts")
    (folder / "transcripts" / "README.md").write_text("# What is kept here\n", encoding="utf-8")
    (folder / "notes.txt").write_text("Agent: calm down\nCustomer: no\nAgent: calm down\n", encoding="utf-8")
    git(folder, "init", "--quiet")
    keep(folder)
    return folder


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """The project as a git repository of its own, which is what a hook is installed from."""
    folder = tmp_path / "csmistakes"
    folder.mkdir()
    for name in SOURCE:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)
    git(folder, "init", "--quiet")
    keep(folder)
    return folder


@pytest.fixture
def do(desk: Path, tmp_path: Path) -> Do:
    """Run a command in `desk`, with this environment's programs first and without a git that is running above."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    clean |= {"PATH": f"{HERE}:{clean['PATH']}", "PRE_COMMIT_HOME": str(tmp_path / "pre-commit"), "COLUMNS": "100"}
    clean |= {"PIP_NO_COMPILE": "0"}  # yes, 0: then pip does not compile what runs once or twice

    def run(*command: str, **environ: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=desk, env=clean | environ, capture_output=True, text=True, check=False, timeout=600
        )

    return run


@pytest.fixture
def macros(desk: Path) -> Path:
    """The macros of `desk`, in seven formats, each with findings, beside a README that is none."""
    folder = desk / "macros"
    folder.mkdir()
    for name, marked in MARKED.items():
        (folder / name).write_bytes(before(marked))
    (folder / "README.md").write_text("# Calm down\n\nI'm just an agent.\n", encoding="utf-8")
    keep(desk)
    return folder


def accept(desk: Path, do: Do) -> None:
    """Do what a team does about what no fix mends: say why it stays, or put it into the baseline."""
    for name, above in {"library.md": "> Hi {customer_name}", "domain.yml": "  utter_late:"}.items():
        path = desk / "macros" / name
        begin, end = ("<!--", " -->") if name.endswith(".md") else ("  #", "")
        comment = f'{begin} csmistakes: ignore[impatience] reason="said with a wink" owner="Ines"{end}\n'
        path.write_text(path.read_text(encoding="utf-8").replace(above, comment + above), encoding="utf-8")
    reasoned = "ignore:\n  - {rule: impatience, path: macros/chatwoot.json, reason: said with a wink}\n"
    (desk / "csmistakes-ignore.yaml").write_text(reasoned, encoding="utf-8")
    done = do("csmistakes", "baseline", "--scripts", "macros")
    assert done.returncode == 0, done.stderr
    accepted = json.loads((desk / "csmistakes-baseline.json").read_text(encoding="utf-8"))["findings"]
    assert len(accepted) == 4


def placed(report: str) -> dict[str, list[tuple[int, int]]]:
    """Return where a report for people says that each of the macros has a finding."""
    found: dict[str, list[tuple[int, int]]] = {}
    for name, line, column in re.findall(r"^ {8}macros/(\S+):(\d+):(\d+)$", report, re.MULTILINE):
        found.setdefault(name, []).append((int(line), int(column)))
    return found


def test_pre_commit_finds_fixes_and_passes_on_the_second_run(desk: Path, macros: Path, source: Path, do: Do) -> None:
    [command] = re.findall(r"^ {4}(pre-commit try-repo .*)", PAGE, re.MULTILINE)
    try_out = (*command.replace("https://github.com/OWNER/csmistakes", str(source)).split(), "--color", "never")
    seen = do(*HOOKS["csmistakes-scripts"]["entry"].split(), "macros")
    assert placed(seen.stdout) == {name: places(marked) for name, marked in MARKED.items()}
    first = do(*try_out)
    assert first.returncode == 1, first.stderr
    assert first.stdout.count("Failed") == 3
    assert first.stdout.count("exit code: 1") == 2
    assert "files were modified by this hook" in first.stdout
    assert "Giving the customer the runaround (runaround)" in first.stdout
    assert "in 1 of 2 conversations" in first.stdout, "README.md and notes.txt are none of its business"
    assert placed(first.stdout) == {name: places(marked, fixed=True) for name, marked in MARKED.items()}
    assert {path.name: path.read_bytes() for path in macros.iterdir() if path.name != "README.md"} == {
        name: after(marked) for name, marked in MARKED.items()
    }
    accept(desk, do)
    shutil.copy(desk / "transcripts" / CLEAN, desk / "transcripts" / FAULTY)
    keep(desk)
    kept = {path.name: path.read_bytes() for path in macros.iterdir()}
    second = do(*try_out)
    assert (second.returncode, second.stdout.count("Passed")) == (0, 3), second.stdout
    assert {path.name: path.read_bytes() for path in macros.iterdir()} == kept


@pytest.mark.parametrize("recipe", [block for block in blocks("yaml") if block.startswith("repos:")])
def test_a_configuration_of_the_page_is_one_that_pre_commit_takes_and_names_hooks_that_run(
    desk: Path, macros: Path, tmp_path: Path, do: Do, recipe: str
) -> None:
    (tmp_path / "config.yaml").write_text(recipe, encoding="utf-8")
    done = do("pre-commit", "validate-config", str(tmp_path / "config.yaml"))
    assert done.returncode == 0, done.stdout
    for hook in yaml.safe_load(recipe)["repos"][0]["hooks"]:
        paths = [str(path.relative_to(desk)) for path in (*desk.glob("transcripts/*.txt"), *macros.iterdir())]
        taken = [path for path in paths if re.search(hook["files"], path) and "README" not in path]
        done = do(*HOOKS[hook["id"]]["entry"].split(), *hook.get("args", ()), *taken)
        assert (done.returncode, done.stderr) == EXPECTED[hook["id"]]


@pytest.mark.parametrize("hook", HOOKS)
def test_a_hook_takes_what_is_in_its_folder_and_no_readme(hook: str) -> None:
    folder = "transcripts" if hook == "csmistakes" else "macros"
    for path, is_taken in {f"{folder}/a.txt": True, f"qa/{folder}/a.txt": True, "a/b.json": False}.items():
        assert bool(re.search(HOOKS[hook]["files"], path)) is is_taken
    for path, is_left in {f"{folder}/README.md": True, f"{folder}/LICENSE": True, f"{folder}/a.md": False}.items():
        assert bool(re.search(HOOKS[hook]["exclude"], path)) is is_left


# A Python whose environments see the libraries of this one, so that pip need not fetch them again.
LENDER = f"""#!/bin/sh
set -e
"{sys.executable}" "$@"
for site in "$3"/lib/python*/site-packages; do echo "{sysconfig.get_path("purelib")}" > "$site/lent.pth"; done
"""


def inputs(**given: str) -> dict[str, str]:
    return {name: value["default"] for name, value in ACTION["inputs"].items()} | given


def environment(step: dict[str, Any], values: dict[str, str]) -> dict[str, str]:
    """Return the environment of a step, its expressions replaced as GitHub does."""

    def value_of(match: re.Match[str]) -> str:
        return values[match[1]]

    return {key: re.sub(r"\$\{\{ (\S+) \}\}", value_of, text) for key, text in step.get("env", {}).items()}


@pytest.fixture
def act(desk: Path, source: Path, do: Do, tmp_path: Path) -> Callable[..., dict[str, str]]:
    """Run the action's scripts as GitHub's runner does, all but what others wrote; return what came of it."""
    temp = tmp_path / "temp"
    python = tmp_path / "python"
    python.write_text(LENDER, encoding="utf-8")
    python.chmod(0o755)

    def run(**given: str) -> dict[str, str]:
        values = {f"inputs.{name}": value for name, value in inputs(python=str(python), **given).items()}
        values |= {"github.action_path": str(source), "runner.temp": str(temp)}
        summary, output = tmp_path / "summary.md", tmp_path / "output"
        for path in (summary, output):
            path.write_text("", encoding="utf-8")
        happened = {"log": ""}
        for step in ACTION["runs"]["steps"]:
            if "run" not in step:
                continue
            said = dict(line.split("=", 1) for line in output.read_text(encoding="utf-8").splitlines())
            values |= {f"steps.check.outputs.{name}": value for name, value in said.items()}
            script = tmp_path / "script.sh"
            script.write_text(step["run"], encoding="utf-8")
            done = do(
                *("bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)),
                **environment(step, values),
                GITHUB_STEP_SUMMARY=str(summary),
                GITHUB_OUTPUT=str(output),
            )
            happened |= {"log": happened["log"] + done.stdout + done.stderr, "status": str(done.returncode)} | said
        return happened | {"summary": summary.read_text(encoding="utf-8")}

    (desk / "-odd $(touch pwned) `touch pwned`").mkdir()
    shutil.copy(desk / "transcripts" / FAULTY, desk / "-odd $(touch pwned) `touch pwned`")
    return run


def test_the_action_is_one_that_github_takes() -> None:
    schema = json.loads(files("check_jsonschema").joinpath("builtin_schemas/vendor/github-actions.json").read_text())
    jsonschema.validate(ACTION, schema)
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step.get("run", ""), "what comes from outside is no part of a script"


def test_the_action_annotates_sums_up_and_fails_as_csmistakes_does(
    desk: Path, act: Callable[..., dict[str, str]]
) -> None:
    happened = act(paths="\n-odd $(touch pwned) `touch pwned`\n", args="--select=ownership\n--ignore=$(touch pwned)")
    assert (happened["exit-code"], happened["status"], happened["sarif-file"]) == ("2", "2", "")
    assert "“$(touch pwned)” is no rule, group or article" in happened["log"]
    happened = act(paths="\n-odd $(touch pwned) `touch pwned`\n", args="--select=ownership")
    assert (happened["exit-code"], happened["status"]) == ("1", "1")
    assert "\n::error title=Giving the customer the runaround (runaround),file=-odd $(touch" in happened["log"]
    assert "(`runaround`) | 3 | 1 of 1 |" in happened["summary"]
    [run] = json.loads(Path(happened["sarif-file"]).read_text(encoding="utf-8"))["runs"]
    assert {result["ruleId"] for result in run["results"]} <= {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    assert not list(desk.rglob("pwned"))
    happened = act(**{"fail-on": "never", "annotations": "false", "summary": "false"})
    assert (happened["exit-code"], happened["status"], happened["summary"]) == ("0", "0", "")
    assert f"transcripts/{FAULTY}:" in happened["log"]
    assert "::error" not in happened["log"]


@pytest.mark.parametrize("block", blocks("sh"))
def test_the_commands_of_the_page_run(desk: Path, do: Do, block: str) -> None:
    done = do("bash", "-euo", "pipefail", "-c", block)
    assert done.returncode == 0, done.stderr
    assert set(done.stderr.splitlines()) == {"warning: 1 file passed over: no transcript of a known format"}
    for name in re.findall(r"--output-format \w+=(\S+)", block):
        assert (desk / name).stat().st_size


def test_the_start_of_the_page(desk: Path, do: Do) -> None:
    assert "\n    csmistakes init\n" in PAGE
    (desk / "notes.txt").unlink()
    done = do("csmistakes", "init")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Transcripts in transcripts, in the repository" in done.stdout
    assert (desk / "csmistakes.toml").exists()


def test_the_workflow_is_one_that_github_takes_with_inputs_that_the_action_has() -> None:
    [block] = [block for block in blocks("yaml") if "runs-on:" in block]
    workflow = yaml.safe_load(block.replace("\non:", "\n'on':"))
    schema = json.loads(files("check_jsonschema").joinpath("builtin_schemas/vendor/github-workflows.json").read_text())
    jsonschema.validate(workflow, schema)
    [_, step] = workflow["jobs"]["transcripts"]["steps"]
    assert set(step["with"]) <= set(ACTION["inputs"])


def test_the_job_for_gitlab_runs_and_leaves_its_reports(desk: Path, source: Path, do: Do, tmp_path: Path) -> None:
    [block] = [block for block in blocks("yaml") if "artifacts:" in block]
    schema = json.loads(files("check_jsonschema").joinpath("builtin_schemas/vendor/gitlab-ci.json").read_text())
    pipeline = yaml.safe_load(block)
    jsonschema.validate(pipeline, schema)
    job = pipeline["csmistakes"]
    (tmp_path / "python").write_text(LENDER, encoding="utf-8")
    done = do("sh", str(tmp_path / "python"), "-m", "venv", str(tmp_path / "venv"))
    assert done.returncode == 0, done.stderr
    path = f"{tmp_path / 'venv' / 'bin'}:/usr/bin:/bin"
    done = do(
        *("bash", "-eo", "pipefail", "-c", "\n".join(job["script"])),
        CSMISTAKES=str(source), PATH=path,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert "(runaround)" in done.stdout
    issues = json.loads((desk / job["artifacts"]["reports"]["codequality"]).read_text(encoding="utf-8"))
    assert {issue["location"]["path"] for issue in issues} == {f"transcripts/{FAULTY}"}
    suites = {suite.name: suite for suite in JUnitXml.fromfile(str(desk / job["artifacts"]["reports"]["junit"]))}
    assert suites[f"transcripts/{FAULTY}"].failures == len(issues)
    assert (suites[f"transcripts/{CLEAN}"].tests, suites[f"transcripts/{CLEAN}"].failures) == (1, 0)
