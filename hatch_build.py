"""Puts into the wheel what csmistakes would make of its own rules when it is first used: it takes about three seconds.

It is made with spaCy, by the code that is packed. Where the wheel is built without spaCy (in an environment of the
build's own, as pip does from a checkout), or the user has another version of it, csmistakes makes it at first use.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from shutil import copytree, ignore_patterns
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_MAKE = (
    "from csmistakes.catalogue import load; from csmistakes.recognition.compiling import recogniser_of;"
    "recogniser_of(load())"
)
_MADE = ("phrases-*.npz", "tokens-*.json", "catalogue-*.json")


class ReadyMade(BuildHookInterface):  # type: ignore[misc]
    """Adds the files to a wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the files, from a copy of the package laid out as it will be installed."""
        if version == "editable" or any(find_spec(name) is None for name in ("spacy", "yaml", "click")):
            return
        self._scratch = tempfile.TemporaryDirectory()
        package = Path(self._scratch.name, "csmistakes")
        copytree(Path(self.root, "src", "csmistakes"), package, ignore=ignore_patterns("__pycache__"))
        copytree(Path(self.root, "rules"), package / "rules")
        made = Path(self._scratch.name, "made")
        environment = {**os.environ, "PYTHONPATH": self._scratch.name, "CSMISTAKES_CACHE": str(made)}
        subprocess.run([sys.executable, "-c", _MAKE], check=True, env=environment, cwd=self._scratch.name)  # noqa: S603
        for path in (path for pattern in _MADE for path in sorted(made.glob(pattern))):
            build_data["force_include"][str(path)] = f"csmistakes/ready/{path.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Remove the copy."""
        if scratch := getattr(self, "_scratch", None):
            scratch.cleanup()
