"""Which lines the working tree changed since a branch was begun, as git tells it. Nothing goes through a shell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from csmistakes.errors import UsageError
from csmistakes.expressions import expression
from csmistakes.finding import Place

_HUNK = expression(rb"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_ESCAPE = expression(rb"\\([abfnrtv\"\\]|[0-7]{3})")
_ESCAPED = dict(zip(b'abfnrtv"\\', b'\a\b\f\n\r\t\v"\\', strict=True))
_OPTION = "--diff-base"


@dataclass(frozen=True, slots=True)
class Changes:
    """The changed lines of each file, by its path from the root of the repository; None is every line."""

    lines: Mapping[str, frozenset[int] | None]

    def touch(self, place: Place | None) -> bool:
        """Whether something was changed on the lines of `place`. Of what git does not see, all counts as changed."""
        if place is None:
            return False
        if place.path == "-" or place.path.startswith(("../", "/")):
            return True
        lines = self.lines.get(place.path, frozenset())
        return lines is None or any(line in lines for line in range(place.line, place.end_line + 1))


def changes_since(revision: str, root: Path) -> Changes:
    """Return what the working tree in `root` changed since it parted from `revision`, untracked files included.

    UsageError if that is no repository, there is no such revision, or the two have no history in common.
    """
    if not (root / ".git").exists():
        raise UsageError(f"{_OPTION} {revision}: this is no git repository", advice="leave out the option")
    commit = _commit(revision, root)
    base = _git(root, "merge-base", commit, "HEAD")
    if base is None:
        raise UsageError(
            f"{_OPTION} {revision}: it has no history in common with HEAD",
            advice="in a shallow clone, fetch all of it (git fetch --unshallow, or fetch-depth: 0)",
        )
    diff = _needed(
        _git(root, "-c", "core.quotePath=false", "diff", "--text", "--unified=0", "--find-renames", "--no-color",
             "--no-ext-diff", "--no-textconv", "--no-relative", "--ignore-submodules", "--src-prefix=a/",
             "--dst-prefix=b/", base.decode().strip(), "--"),
        revision,
    )  # fmt: skip
    untracked = _needed(_git(root, "ls-files", "--others", "--exclude-standard", "-z"), revision)
    lines: dict[str, frozenset[int] | None] = {path: frozenset(numbers) for path, numbers in _changed(diff)}
    lines.update((_text(name), None) for name in untracked.split(b"\0") if name)
    return Changes(lines)


def _commit(revision: str, root: Path) -> str:
    """Return the name of a commit that git gave itself, so that what the user wrote goes no further."""
    if revision.startswith("-") or not revision.strip():
        raise UsageError(f"{_OPTION} {revision}: this is no revision", advice="name a branch, a tag or a commit")
    found = _git(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    if found is None:
        advice = "name a branch, a tag or a commit that is here; in CI, fetch it first"
        raise UsageError(f"{_OPTION} {revision}: git knows no such revision", advice=advice)
    return found.decode().strip()


def _git(root: Path, *words: str) -> bytes | None:
    """Return what git prints, None if it fails."""
    import subprocess  # noqa: PLC0415  (slow to import, and most runs ask nothing)

    try:
        done = subprocess.run(  # noqa: S603  (a list of words: no shell)
            ["git", "-C", str(root), *words],  # noqa: S607  (whichever git the user has)
            capture_output=True,
            check=False,
        )
    except (FileNotFoundError, ValueError):  # no git, or a revision with a NUL
        raise UsageError(f"{_OPTION} needs git, and a revision that it can be asked for") from None
    return done.stdout if done.returncode == 0 else None


def _needed(answer: bytes | None, revision: str) -> bytes:
    if answer is None:
        raise UsageError(f"{_OPTION} {revision}: git could not compare the working tree with it")
    return answer


def _changed(diff: bytes) -> Iterator[tuple[str, set[int]]]:
    """Yield each file of a diff without context, by its new name, with the lines that it has new."""
    path: str | None = None
    numbers: set[int] = set()
    to_skip = 0  # lines of the hunk at hand, whatever they look like
    for line in diff.split(b"\n"):
        if to_skip and line[:1] in {b"+", b"-"}:
            to_skip -= 1
        elif hunk := _HUNK.match(line):
            old, start, new = (1 if count is None else int(count) for count in hunk.groups())
            to_skip = old + new
            numbers.update(range(start, start + new))
        elif line.startswith(b"+++ "):
            if path is not None:
                yield path, numbers
            path, numbers = _path(line[4:]), set()
    if path is not None:
        yield path, numbers


def _path(written: bytes) -> str | None:
    """Return the path behind `+++ `, None for a file that was deleted."""
    written = written.removesuffix(b"\t")  # git puts one behind a name with a blank in it
    if written.startswith(b'"'):
        written = _ESCAPE.sub(_unescaped, written[1:-1])
    return _text(written[2:]) if written.startswith(b"b/") else None


def _unescaped(match: re.Match[bytes]) -> bytes:
    code = match[1]
    return bytes([int(code, 8) if len(code) == 3 else _ESCAPED[code[0]]])


def _text(name: bytes) -> str:
    return name.decode("utf-8", "surrogateescape")
