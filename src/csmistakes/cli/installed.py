"""Where this csmistakes was installed from, so that a hook or a pipeline can install the same."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from typing import Any


@dataclass(frozen=True, slots=True)
class Source:
    """What pip is to install, and, if that is a git repository, its address and commit."""

    requirement: str
    repository: str | None = None
    revision: str | None = None


def installed_from() -> Source | None:
    """Return the source of this installation; None if it is a folder or file of this machine, or unknown.

    pip notes where a package came from if that was no index (PEP 610).
    """
    try:
        package = distribution("csmistakes")
    except PackageNotFoundError:
        return None
    noted = package.read_text("direct_url.json")
    if noted is None:
        return Source(f"csmistakes=={package.version}")
    return _direct(json.loads(noted))


def _direct(noted: dict[str, Any]) -> Source | None:
    url = str(noted["url"])
    if url.startswith("file:"):
        return None
    version = noted.get("vcs_info")
    if version is None:
        return Source(f"csmistakes @ {url}")
    revision = str(version["commit_id"])
    requirement = f"csmistakes @ {version['vcs']}+{url}@{revision}"
    return Source(requirement, url, revision) if version["vcs"] == "git" else Source(requirement)
