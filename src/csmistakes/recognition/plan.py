"""The phrases of a catalogue as one automaton, kept between runs so that a run starts at once.

The file lies in the user's cache folder and holds nothing but the catalogue's phrases. It is known by a digest of
all that it was made from; one that is missing, old or damaged is made anew, and where none can be written, none is.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any

from csmistakes import __version__
from csmistakes.catalogue.model import Signal
from csmistakes.recognition.automaton import Automaton
from csmistakes.recognition.phrases import PhraseError, parse
from csmistakes.recognition.stream import read
from csmistakes.recognition.words import EDGES

_KEPT = 8  # plans kept, those used last: a few catalogues, a few versions
_WORTH_KEEPING = 500  # phrases; fewer are made as fast as a file is read


class PhrasesError(ValueError):
    """Phrases that are not of the language: `problems` with signal, phrase and what is wrong, `classes` with name."""

    def __init__(self, problems: list[tuple[Signal, str, str]], classes: list[tuple[str, str]]) -> None:
        super().__init__("; ".join([*(words for _, words in classes), *(words for _, _, words in problems)]))
        self.problems = problems
        self.classes = classes


def split(word: str) -> tuple[str, ...]:
    """Return the norms that a written word of a phrase stands for, edges left out."""
    return tuple(norm for norm in read(word).norms if norm not in EDGES)


def automaton_of(phrases: Sequence[tuple[Signal, int, str]], words: Mapping[str, Sequence[str]]) -> Automaton:
    """Return the automaton of (signal, label, phrase), from the cache where it is there.

    Raises PhrasesError naming every phrase that is not of the language.
    """
    name = f"{_digest(phrases, words)}.json"
    with suppress(OSError, RuntimeError, ValueError):
        return Automaton.load(_kept(_cache() / name))
    automaton = Automaton()
    classes: list[tuple[str, str]] = []
    readable = {name: _readable(name, members, classes) for name, members in words.items()}
    problems = list(_add(automaton, phrases, readable))
    if problems or classes:
        raise PhrasesError(problems, classes)
    if len(phrases) >= _WORTH_KEEPING:
        with suppress(OSError, RuntimeError):
            _keep(_cache() / name, json.dumps(automaton.dump(), separators=(",", ":")))
    return automaton


def _readable(name: str, members: Sequence[str], problems: list[tuple[str, str]]) -> list[str]:
    """Return the members of a word class that can be read, so that no signal is blamed for the others."""
    good = []
    for member in members:
        try:
            parse(member, {}, split)
        except PhraseError as error:
            problems.append((name, str(error)))
        else:
            good.append(member)
    return good


def _add(
    automaton: Automaton, phrases: Sequence[tuple[Signal, int, str]], words: Mapping[str, Sequence[str]]
) -> Iterator[tuple[Signal, str, str]]:
    known: dict[str, tuple[str, ...]] = {}

    def once(word: str) -> tuple[str, ...]:
        if word not in known:
            known[word] = split(word)
        return known[word]

    for signal, label, phrase in phrases:
        try:
            automaton.add(parse(phrase, words, once), label)
        except PhraseError as error:
            yield signal, phrase, str(error)


def _digest(phrases: Sequence[tuple[Signal, int, str]], words: Mapping[str, Sequence[str]]) -> str:
    made_from = [
        [__version__, version("spacy"), sys.version_info[:2]],
        [(label, phrase) for _, label, phrase in phrases],
        {name: list(members) for name, members in words.items()},
        [_sum(path.read_text(encoding="utf-8")) for path in sorted(Path(__file__).parent.glob("*.py"))],
    ]
    return _sum(json.dumps(made_from, sort_keys=True))[:32]


def _sum(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _cache() -> Path:
    """Return the folder of kept plans: CSMISTAKES_CACHE, else csmistakes in the user's cache folder."""
    own = os.environ.get("CSMISTAKES_CACHE")
    if own:
        return Path(own)
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(base) if base else Path.home() / ".cache") / "csmistakes"


def _kept(path: Path) -> Any:  # noqa: ANN401  (what JSON can hold)
    """Return what a kept plan holds; OSError or ValueError where there is none, or it is not as it was written."""
    checksum, _, text = path.read_text(encoding="utf-8").partition("\n")
    if checksum != _sum(text):
        raise ValueError(f"{path} is damaged")
    path.touch()
    return json.loads(text)


def _keep(path: Path, text: str) -> None:
    """Write a plan beside and move it into place, so that no other run ever reads half of one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(f"{_sum(text)}\n{text}")
    Path(beside).replace(path)
    for old in sorted(path.parent.glob("*.json"), key=lambda plan: plan.stat().st_mtime)[:-_KEPT]:
        old.unlink()
