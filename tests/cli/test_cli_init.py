"""csmistakes init: what it finds, what it writes, what it leaves alone; and that what it writes works."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from click.testing import CliRunner, Result

from csmistakes.cli import installed, program
from csmistakes.cli.installed import Source, installed_from
from csmistakes.cli.starters import CONFIG
from csmistakes.config import _KEYS, read

ROOT = Path(__file__).parents[2]
HERE = Path(sys.executable).parent
TALK = "Agent: Good morning, what can I do for you?\nCustomer: My teapot broke.\nAgent: I'll send you another today.\n"
SENT_AWAY = "Customer: My teapot stopped working.\nAgent: Please contact the manufacturer for that.\nCustomer: Oh.\n"
WHEEL = Source("csmistakes==1.2.3")
GIT = Source("csmistakes @ git+https://example.com/a/csmistakes@0f", "https://example.com/a/csmistakes", "0f")

Init = Callable[..., Result]


def schema(name: str) -> dict[str, Any]:
    text = files("check_jsonschema").joinpath(f"builtin_schemas/vendor/{name}.json").read_text(encoding="utf-8")
    value: dict[str, Any] = json.loads(text)
    return value


def put(path: Path, text: str = TALK) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")


@pytest.fixture
def init(desk: Path, monkeypatch: pytest.MonkeyPatch) -> Init:
    """Run init in `desk`, a git repository with transcripts, as if csmistakes were installed from `source`."""
    (desk / ".git").mkdir()
    put(desk / "talks/a.txt")
    put(desk / "README.md", "# Tea\n\nNothing that anybody said.\n")

    def run(*args: str, source: Source | None = WHEEL) -> Result:
        monkeypatch.setattr("csmistakes.cli.init.installed_from", lambda: source)
        return CliRunner().invoke(program, ["init", *args], prog_name="csmistakes")

    return run


def test_writes_three_files_and_says_so(init: Init, desk: Path) -> None:
    result = init()
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        f"Transcripts in talks, in the repository {desk}:",
        "  wrote csmistakes.toml",
        "  wrote .pre-commit-config.yaml",
        "  wrote .github/workflows/csmistakes.yml",
        "Try it: csmistakes check talks",
    ]
    assert (desk / "csmistakes.toml").read_text(encoding="utf-8") == CONFIG


def test_overwrites_nothing_unless_forced(init: Init, desk: Path) -> None:
    written = ("csmistakes.toml", ".pre-commit-config.yaml", ".github/workflows/csmistakes.yml")
    for name in written:
        put(desk / name, "repos: [] # of csmistakes\n")
    result = init()
    assert result.stdout.count("as it is") == 3
    assert {(desk / name).read_text(encoding="utf-8") for name in written} == {"repos: [] # of csmistakes\n"}
    result = init("--force")
    assert "wrote csmistakes.toml, over what was there" in result.stdout
    assert "left .pre-commit-config.yaml as it is: it names csmistakes already" in result.stdout
    assert (desk / "csmistakes.toml").read_text(encoding="utf-8") == CONFIG


def test_a_second_run_changes_nothing(init: Init, desk: Path) -> None:
    def state() -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in desk.rglob("*") if path.is_file()}

    put(desk / ".git/config", '[remote "origin"]\n\turl = git@gitlab.com:tea/talks.git\n')
    init()
    assert (desk / ".gitlab-ci.yml").exists()
    before = state()
    assert init().exit_code == 0
    assert state() == before


def test_the_configuration_names_every_setting_and_all_of_them_hold(tmp_path: Path) -> None:
    path = tmp_path / "csmistakes.toml"
    path.write_text(CONFIG, encoding="utf-8")
    config = read(path)
    assert config is not None
    assert (config.fail_on, config.select) == ("warning", ())
    path.write_text(re.sub(r"^# ([\w-]+ = )", r"\1", CONFIG, flags=re.MULTILINE), encoding="utf-8")
    config = read(path)
    assert config is not None
    assert set(config.lines) == set(_KEYS)


def test_settings_in_pyproject_are_enough(init: Init, desk: Path) -> None:
    put(desk / "pyproject.toml", "[tool.csmistakes]\nfail-on = 'error'\n")
    assert "left pyproject.toml as it is: it has the settings" in init().stdout
    assert not (desk / "csmistakes.toml").exists()
    put(desk / "pyproject.toml", "[project]\nname = 'tea'\n")
    assert "wrote csmistakes.toml" in init().stdout


@pytest.mark.parametrize(
    ("names", "folders"),
    [
        ((), "talks"),
        (("qa/chats/b.txt", "qa/chats/old/c.txt"), "qa/chats, talks"),
        (("node_modules/x/b.txt", ".hidden/b.txt", "o$dd/b.txt"), "talks"),
        (("b.txt",), "."),
    ],
)
def test_finds_the_folders_with_transcripts(init: Init, desk: Path, names: tuple[str, ...], folders: str) -> None:
    for name in names:
        put(desk / name)
    assert init().stdout.startswith(f"Transcripts in {folders}, in the repository ")


REPLY = "# Late\n\nHi {{name}}, refunds after 14 days are against our company policy.\n"
CHART = "kind: Service\nmetadata:\n  name: {{ .Values.name }}\n  text: the port of the service\n"


@pytest.mark.parametrize(
    ("name", "text", "folders"),
    [
        ("macros/late.md", REPLY, "macros"),
        ("desk/canned-responses/en/late.markdown", REPLY, "desk/canned-responses"),
        ("support_replies/all.yaml", "late: Hi {{name}}, your parcel is late.\n", "support_replies"),
        ("snippets/a.yml", "- {name: late, body: We are sorry for the wait.}\n", "snippets"),
        ("chart/templates/service.yaml", CHART, ""),
        ("templates/page.html", REPLY, ""),
        ("docs/late.md", REPLY, ""),
    ],
)
def test_finds_folders_of_replies_by_their_names(init: Init, desk: Path, name: str, text: str, folders: str) -> None:
    put(desk / name, text)
    told = init().stdout.splitlines()
    replies = f", scripted replies in {folders}" if folders else ""
    assert told[0] == f"Transcripts in talks{replies}, in the repository {desk}:"
    assert told[-1] == f"Try it: csmistakes check talks{' ' if folders else ''}{folders}"
    config = read(desk / "csmistakes.toml")
    assert config is not None
    assert config.scripts == ((f"{folders}/**",) if folders else ())
    hook = yaml.safe_load((desk / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"][0]["hooks"][0]
    assert bool(re.search(hook["files"], name)) == bool(folders)


def test_the_settings_of_init_make_replies_checked(init: Init, desk: Path) -> None:
    put(desk / "macros/late.md", REPLY)
    init()
    result = CliRunner().invoke(program, ["check", "."], prog_name="csmistakes")
    assert (result.exit_code, "hiding-behind-policy" in result.stdout) == (1, True)


def test_settings_that_are_there_are_told_what_they_miss(init: Init, desk: Path) -> None:
    put(desk / "macros/late.md", REPLY)
    put(desk / "csmistakes.toml", "fail-on = 'error'\n")
    assert 'for the replies, add to it: scripts = ["macros/**"]' in init().stdout
    put(desk / "csmistakes.toml", "scripts = ['macros/*.md']\n")
    assert "add to it" not in init().stdout


def test_a_repository_without_transcripts_gets_the_usual_folder(init: Init, desk: Path) -> None:
    shutil.rmtree(desk / "talks")
    result = init()
    assert result.stdout.startswith("No transcripts yet, in the repository ")
    assert result.stdout.endswith("Try it: csmistakes check transcripts\n")


def test_what_is_huge_is_not_looked_into(init: Init, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("csmistakes.cli.repository._TOO_BIG", 10)
    assert init().stdout.startswith("No transcripts yet")


def test_a_folder_outside_git_gets_settings_only(init: Init, desk: Path) -> None:
    shutil.rmtree(desk / ".git")
    result = init()
    assert f"in the folder {desk}:" in result.stdout
    assert "no hook and no pipeline: this is no git repository" in result.stdout
    assert sorted(path.name for path in desk.iterdir()) == ["README.md", "csmistakes.toml", "talks"]


def test_another_folder_leads_to_the_root_of_its_repository(init: Init, desk: Path) -> None:
    assert init("talks").exit_code == 0
    assert (desk / "csmistakes.toml").exists()
    assert init("nowhere").exit_code == 2


def test_an_installation_of_this_machine_gives_no_pipeline_but_a_hook(init: Init, desk: Path) -> None:
    result = init(source=None)
    assert (
        "no pipeline: this csmistakes is installed from this machine; say what pip can get with --from" in result.stdout
    )
    assert not (desk / ".github").exists()
    hook = yaml.safe_load((desk / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"][0]["hooks"][0]
    assert hook["language"] == "system"


@pytest.mark.parametrize(
    ("given", "requirement"),
    [
        ("csmistakes>=1,<2", "csmistakes>=1,<2"),
        ("git+https://example.com/tea/csmistakes@v1", "csmistakes @ git+https://example.com/tea/csmistakes@v1"),
        (
            "https://example.com/csmistakes-1-py3-none-any.whl",
            "csmistakes @ https://example.com/csmistakes-1-py3-none-any.whl",
        ),
    ],
)
def test_what_the_pipeline_installs_can_be_said(init: Init, desk: Path, given: str, requirement: str) -> None:
    assert init("--from", given, source=None).exit_code == 0
    workflow = yaml.safe_load((desk / ".github/workflows/csmistakes.yml").read_text(encoding="utf-8"))
    install = workflow["jobs"]["transcripts"]["steps"][2]["run"]
    assert install == f"pip install --quiet '{requirement}'\n"
    repo = yaml.safe_load((desk / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"][0]
    if given.startswith("git+"):
        assert (repo["repo"], repo["rev"]) == ("https://example.com/tea/csmistakes", "v1")
    else:
        assert repo["hooks"][0]["additional_dependencies"] == [requirement]


@pytest.mark.parametrize("given", ["x y", "$(boom)", "${{ secrets.A }}", "a'b", "a\nb"])
def test_what_no_pipeline_should_be_told_is_refused(init: Init, desk: Path, given: str) -> None:
    result = init("--from", given)
    assert (result.exit_code, "not something for pip to install" in result.stderr) == (2, True)
    assert not (desk / ".github").exists()


BLACK = "repos:\n- repo: https://example.com/black\n  rev: '1'\n  hooks:\n  - id: black # the tidy one\n"


@pytest.mark.parametrize("source", [WHEEL, GIT, None])
@pytest.mark.parametrize(
    "before",
    [
        BLACK,
        BLACK.rstrip("\n"),
        BLACK.replace("\n", "\r\n"),
        "# ours\nfail_fast: true\n" + BLACK.replace("\n", "\n  ").rstrip(" "),
    ],
)
def test_adds_its_entry_to_hooks_that_are_there(init: Init, desk: Path, before: str, source: Source | None) -> None:
    put(desk / ".pre-commit-config.yaml", before)
    assert "added the hook to .pre-commit-config.yaml" in init(source=source).stdout
    after = (desk / ".pre-commit-config.yaml").read_bytes().decode()
    assert after.startswith(before)
    was, now = yaml.safe_load(before), yaml.safe_load(after)
    assert now["repos"][:-1] == was["repos"]
    assert now["repos"][-1]["hooks"][0]["id"] == "csmistakes"
    assert ("\r\n" in before) == ("\r\n" in after)
    assert after.count("\n") == after.count("\r\n") or "\r\n" not in after


@pytest.mark.parametrize("before", ["repos: []\n", BLACK + "fail_fast: true\n", "- repo: x\n", "repos: [\n- repo: {\n"])
def test_shows_the_entry_where_it_has_no_plain_place(init: Init, desk: Path, before: str) -> None:
    put(desk / ".pre-commit-config.yaml", before)
    result = init()
    assert "left .pre-commit-config.yaml as it is; add this to its repos:\n    - repo: local\n" in result.stdout
    assert (desk / ".pre-commit-config.yaml").read_text(encoding="utf-8") == before


def test_hooks_that_cannot_be_read_are_told(init: Init, desk: Path) -> None:
    (desk / ".pre-commit-config.yaml").write_bytes(b"\xff")
    result = init()
    assert (result.exit_code, ".pre-commit-config.yaml: cannot be read" in result.stderr) == (2, True)


def test_a_pipeline_of_gitlab_is_written_or_put_beside_the_one_there(init: Init, desk: Path) -> None:
    put(desk / ".git/config", '[remote "origin"]\n\turl = https://gitlab.example.com/tea/talks.git\n')
    assert "wrote .gitlab-ci.yml" in init().stdout
    assert not (desk / ".github").exists()
    jsonschema.validate(yaml.safe_load((desk / ".gitlab-ci.yml").read_text(encoding="utf-8")), schema("gitlab-ci"))
    put(desk / ".gitlab-ci.yml", "tea:\n  script: [brew]\n")
    result = init()
    assert "wrote .gitlab/csmistakes.yml" in result.stdout
    assert "to use it, add to .gitlab-ci.yml: include: [{local: .gitlab/csmistakes.yml}]" in result.stdout
    assert (desk / ".gitlab-ci.yml").read_text(encoding="utf-8") == "tea:\n  script: [brew]\n"
    pipeline = yaml.safe_load((desk / ".gitlab/csmistakes.yml").read_text(encoding="utf-8"))
    jsonschema.validate(pipeline, schema("gitlab-ci"))
    put(desk / ".gitlab-ci.yml", "include: [{local: .gitlab/csmistakes.yml}]\n")
    assert "left .gitlab-ci.yml as it is: it names csmistakes already" in init().stdout


def do(desk: Path, *command: str, **environ: str) -> subprocess.CompletedProcess[str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    clean |= {"PATH": f"{HERE}:{clean['PATH']}", "PRE_COMMIT_HOME": str(desk.parent / "store")} | environ
    return subprocess.run(command, cwd=desk, env=clean, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("names", [("a b/c+d.txt",), ("c.txt",)])
def test_the_workflow_and_the_hook_work(init: Init, desk: Path, names: tuple[str, ...]) -> None:
    shutil.rmtree(desk / "talks")
    for name in names:
        put(desk / name, SENT_AWAY)
    shutil.rmtree(desk / ".git")
    do(desk, "git", "init", "--quiet")
    assert init(source=None).exit_code == 0
    init("--from", "csmistakes")
    workflow = yaml.safe_load(
        (desk / ".github/workflows/csmistakes.yml").read_text(encoding="utf-8").replace("\non:", "\n'on':")
    )
    jsonschema.validate(workflow, schema("github-workflows"))
    check = workflow["jobs"]["transcripts"]["steps"][-1]["run"]
    done = do(desk, "bash", "-eo", "pipefail", "-c", check, GITHUB_STEP_SUMMARY=str(desk.parent / "summary.md"))
    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith(
        f"::error title=Giving the customer the runaround (runaround),file={names[0]},line=2,"
    )
    assert "| 🔴 error |" in (desk.parent / "summary.md").read_text(encoding="utf-8")
    do(desk, "git", "add", "--all")
    found = do(desk, "pre-commit", "run", "--all-files", "--color", "never")
    assert found.returncode == 1, found.stderr
    assert "(runaround)" in found.stdout
    put(desk / names[0])
    mended = do(desk, "pre-commit", "run", "--all-files", "--color", "never")
    assert mended.returncode == 0, mended.stdout


@pytest.mark.parametrize(
    ("noted", "source"),
    [
        (None, Source("csmistakes==9")),
        ({"url": "file:///home/tea", "dir_info": {"editable": True}}, None),
        ({"url": "https://example.com/c.whl", "archive_info": {}}, Source("csmistakes @ https://example.com/c.whl")),
        ({"url": "https://example.com/a/csmistakes", "vcs_info": {"vcs": "git", "commit_id": "0f"}}, GIT),
        (
            {"url": "https://example.com/c", "vcs_info": {"vcs": "hg", "commit_id": "1"}},
            Source("csmistakes @ hg+https://example.com/c@1"),
        ),
    ],
)
def test_knows_where_it_was_installed_from(
    monkeypatch: pytest.MonkeyPatch, noted: dict[str, Any] | None, source: Source | None
) -> None:
    class Package:
        version = "9"

        def read_text(self, name: str) -> str | None:
            assert name == "direct_url.json"
            return None if noted is None else json.dumps(noted)

    monkeypatch.setattr(installed, "distribution", lambda _: Package())
    assert installed_from() == source


def test_an_installation_unknown_to_pip_has_no_source(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(name: str) -> None:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(installed, "distribution", unknown)
    assert installed_from() is None
