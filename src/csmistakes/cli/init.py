"""csmistakes init: a configuration, a hook and a pipeline for the repository it finds."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import yaml

from csmistakes.cli import starters
from csmistakes.cli.installed import Source, installed_from
from csmistakes.cli.options import FOLDER
from csmistakes.cli.output import standard_output
from csmistakes.cli.repository import GITLAB_FILE, Repository, look_at
from csmistakes.config import FILE, PYPROJECT, read
from csmistakes.errors import UsageError
from csmistakes.expressions import expression
from csmistakes.masking import one_line

HOOKS = ".pre-commit-config.yaml"
WORKFLOW = ".github/workflows/csmistakes.yml"
GITLAB_JOB = ".gitlab/csmistakes.yml"
_GIT = expression(r"git\+(\w+://.+)@([^@/:#]+)")  # address and revision
EPILOG = """
\b
Examples:
  csmistakes init                          here
  csmistakes init ../talks --force         there, over what is there already
  csmistakes init --from git+https://example.com/csmistakes@v1
                                           what the pipeline installs
"""


@click.command(epilog=EPILOG, short_help="Write a configuration, a hook and a pipeline for a repository.")
@click.argument("folder", required=False, metavar="[DIR]", type=FOLDER)
@click.option("--force", is_flag=True, help="Write over files that are there already.")
@click.option(
    "--from",
    "given",
    metavar="WHAT",
    help="What pip is to install in the pipeline.  [default: what this csmistakes was installed from]",
)
def command(folder: Path | None, *, force: bool, given: str | None) -> None:
    """Write csmistakes.toml, a hook for pre-commit and a pipeline for the repository around DIR (default: here).

    It looks for folders with transcripts, for folders of Markdown or YAML that are called macros, canned, replies,
    snippets, responses or templates, and for GitHub or GitLab. Nothing is overwritten without --force.
    """
    repository = look_at(folder or Path.cwd())
    source = _requirement(given) if given else installed_from()
    start = _Start(repository, source, force=force)
    out = standard_output()
    out.write(one_line(_found(repository)) + "\n")
    out.writelines(f"  {one_line(line)}\n" for line in start.all())
    out.write(one_line(f"Try it: csmistakes check {' '.join(start.folders)}") + "\n")


def _requirement(given: str) -> Source:
    """Return what --from names; an address is given the name of the package, which pip wants beside it."""
    if re.search(r"[\s\"'`$\\{}]", given):
        raise UsageError(f"--from {given!r}: not something for pip to install")
    if "://" not in given:
        return Source(given)
    git = _GIT.fullmatch(given)
    return Source(f"csmistakes @ {given}", *(git.groups() if git else ()))


def _found(repository: Repository) -> str:
    what = f"Transcripts in {', '.join(repository.folders)}" if repository.folders else "No transcripts yet"
    if repository.scripts:
        what += f", scripted replies in {', '.join(repository.scripts)}"
    kind = "the repository" if repository.is_git else "the folder"
    return f"{what}, in {kind} {repository.root}:"


class _Start:
    """Writes the files, each unless it is there, and tells what became of it."""

    def __init__(self, repository: Repository, source: Source | None, *, force: bool) -> None:
        self._repository = repository
        self._root = repository.root
        self._source = source
        self._force = force
        self.folders = tuple(dict.fromkeys((*repository.folders, *repository.scripts))) or ("transcripts",)

    def all(self) -> Iterator[str]:
        """Write each file and yield a line about it."""
        yield self._config()
        if not self._repository.is_git:
            yield "no hook and no pipeline: this is no git repository"
            return
        yield from self._hook()
        if self._source is None:
            yield "no pipeline: this csmistakes is installed from this machine; say what pip can get with --from"
            return
        if self._repository.uses_github:
            yield self._write(WORKFLOW, starters.workflow(self.folders, self._source))
        if self._repository.uses_gitlab:
            yield from self._gitlab(self._source)

    def _config(self) -> str:
        pyproject = self._root / PYPROJECT
        if pyproject.is_file() and read(pyproject, ("tool", "csmistakes")) is not None:
            return f"left {PYPROJECT} as it is: it has the settings, under [tool.csmistakes]{self._missing(pyproject)}"
        told = self._write(FILE, starters.config(self._repository.scripts))
        return told + (self._missing(self._root / FILE) if told.startswith("left") else "")

    def _missing(self, path: Path) -> str:
        """Return what is to be added by hand, where settings that are there do not name the replies."""
        if not self._repository.scripts or "scripts" in _read(path):
            return ""
        return f"; for the replies, add to it: {starters.scripts(self._repository.scripts)}"

    def _hook(self) -> Iterator[str]:
        path = self._root / HOOKS
        entry = starters.hook(self.folders, self._source)
        if not path.exists():
            yield self._write(HOOKS, f"repos:\n{textwrap.indent(entry, '  ')}")
            return
        before = _read(path)
        if "csmistakes" in before:
            yield f"left {HOOKS} as it is: it names csmistakes already"
            return
        after = _with_entry(before, entry)
        if after is None:
            yield f"left {HOOKS} as it is; add this to its repos:"
            yield from (f"  {line}" for line in entry.splitlines())
            return
        path.write_text(after, encoding="utf-8", newline="")
        yield f"added the hook to {HOOKS}"

    def _gitlab(self, source: Source) -> Iterator[str]:
        job = starters.gitlab_job(self.folders, source)
        pipeline = self._root / GITLAB_FILE
        if not pipeline.exists():
            yield self._write(GITLAB_FILE, job)
        elif "csmistakes" in _read(pipeline):
            yield f"left {GITLAB_FILE} as it is: it names csmistakes already"
        else:
            yield self._write(GITLAB_JOB, job)
            yield f"to use it, add to {GITLAB_FILE}: include: [{{local: {GITLAB_JOB}}}]"

    def _write(self, name: str, text: str) -> str:
        path = self._root / name
        there = path.exists()
        if there and not self._force:
            return f"left {name} as it is (--force writes over it)"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        return f"wrote {name}{', over what was there' if there else ''}"


def _read(path: Path) -> str:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return file.read()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot be read: {error}", path=str(path)) from None


def _with_entry(text: str, entry: str) -> str | None:
    """Return the configuration of pre-commit with `entry` at the end of its list; None where that is not plain.

    All else stays as it is, comments too: the entry is put behind the text, and the outcome is checked.
    """
    items = re.findall(r"^( *)- repo:", text, re.MULTILINE)
    if not items:
        return None
    end = "\r\n" if "\r\n" in text else "\n"
    block = textwrap.indent(entry, items[0]).replace("\n", end)
    after = text + ("" if text.endswith("\n") else end) + block
    was, is_now = _loaded(text), _loaded(after)
    if was is None or is_now is None:
        return None
    wanted = {**was, "repos": [*was["repos"], *yaml.safe_load(entry)]}
    return after if is_now == wanted else None


def _loaded(text: str) -> dict[str, Any] | None:
    try:
        value = yaml.safe_load(text)
    except yaml.YAMLError:
        return None
    return value if isinstance(value, dict) and isinstance(value.get("repos"), list) else None
