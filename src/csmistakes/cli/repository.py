"""What there is in a repository: its root, folders with transcripts and replies, the host that runs its pipelines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePosixPath

from csmistakes.conversation import Conversation
from csmistakes.expressions import expression
from csmistakes.readers import Input, RoleNames, Scripts, discover, read_input

GITLAB_FILE = ".gitlab-ci.yml"

_LOOKED_AT = 2_000  # files, before it is called enough
_TOO_BIG = 10_000_000  # bytes of a file that is not looked into
_OTHERS = frozenset("build dist node_modules site-packages target vendor venv".split())  # folders made by tools
_REPLIES_BY_NAME = frozenset("macro macros canned reply replies snippets responses templates".split())
_REPLIES = 20  # of a file are looked at
_ADDRESSES = expression(
    r"\b(?:you|your|we|please|thanks?|sorry|hi|hello)\b", re.IGNORECASE
)  # unlike a chart's templates
_PLAIN = expression(r"[\w./ +-]+")  # names that shells, YAML and GitHub's expressions leave alone


@dataclass(frozen=True, slots=True)
class Repository:
    """`folders` are relative to `root` and hold transcripts, none inside another; "." is the root itself.

    `scripts` hold Markdown or YAML that are scripted replies by the name of the folder and by what they say.
    """

    root: Path
    is_git: bool
    folders: tuple[str, ...]
    scripts: tuple[str, ...]
    uses_gitlab: bool
    uses_github: bool


def look_at(folder: Path) -> Repository:
    """Return what is found around `folder`; of files only the first thousands, and none that is huge."""
    here = folder.absolute()
    git = next((parent for parent in (here, *here.parents) if (parent / ".git").exists()), None)
    root = git or here
    remotes = _remotes(root)
    uses_gitlab = (root / GITLAB_FILE).exists() or "gitlab" in remotes
    return Repository(
        root=root,
        is_git=git is not None,
        folders=_outermost(_with_transcripts(root)),
        scripts=_outermost(_with_scripts(root)),
        uses_gitlab=uses_gitlab,
        uses_github=(root / ".github").exists() or "github" in remotes or not uses_gitlab,
    )


def _remotes(root: Path) -> str:
    """Return the lines of git's configuration that name a remote, in small letters."""
    try:
        lines = (root / ".git" / "config").read_text(encoding="utf-8", errors="replace").lower().splitlines()
    except OSError:  # no repository, or one whose configuration lies elsewhere
        return ""
    return "\n".join(line for line in lines if line.strip().startswith("url"))


def _with_transcripts(root: Path) -> Iterator[str]:
    """Yield the folder of each transcript of a known format in which it is clear who speaks."""
    roles = RoleNames()
    candidates = (found for found in discover(["."], cwd=root) if isinstance(found, Input) and _is_candidate(found))
    for found in islice(candidates, _LOOKED_AT):
        if isinstance(next(iter(read_input(found, roles)), None), Conversation):
            yield str(PurePosixPath(found.path).parent)


def _with_scripts(root: Path) -> Iterator[str]:
    """Yield the folders, called for replies, of files that speak to somebody."""
    roles = RoleNames()
    candidates = (found for found in discover(["."], cwd=root) if isinstance(found, Input) and _is_candidate(found))
    named = ((found, folder) for found in candidates if (folder := _folder_of_replies(PurePosixPath(found.path))))
    for found, folder in islice(named, _LOOKED_AT):
        items = read_input(found, roles, Scripts(is_all=True))
        replies = (item for item in islice(items, _REPLIES) if isinstance(item, Conversation))
        if any(_ADDRESSES.search(turn.text) for reply in replies for turn in reply.turns):
            yield folder


def _folder_of_replies(path: PurePosixPath) -> str | None:
    """Return the outermost folder of a Markdown or YAML file whose name says that it holds replies."""
    if path.suffix.lower() not in {".md", ".markdown", ".yaml", ".yml"}:
        return None
    called = (folder for folder in reversed(path.parents) if not _REPLIES_BY_NAME.isdisjoint(_words(folder.name)))
    return next(map(str, called), None)


def _words(name: str) -> list[str]:
    return re.split(r"[\W_]+", name.lower())


def _is_candidate(found: Input) -> bool:
    if not _PLAIN.fullmatch(found.path) or not _OTHERS.isdisjoint(PurePosixPath(found.path).parts):
        return False
    try:
        return found.location is not None and found.location.stat().st_size <= _TOO_BIG
    except OSError:
        return False


def _outermost(folders: Iterable[str]) -> tuple[str, ...]:
    """Return `folders` without those that lie in another one."""
    paths = sorted({PurePosixPath(folder) for folder in folders})
    return tuple(str(path) for path in paths if not any(parent in paths for parent in path.parents))
