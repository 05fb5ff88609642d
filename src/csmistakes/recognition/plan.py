"""The phrases of a catalogue as one graph, kept between runs so that a run starts at once.

The file lies in the user's cache folder, or comes with the package, and holds nothing but the catalogue's phrases, as
arrays of numbers. It is known by a digest of all that it was made from; one that is missing, old, damaged or no graph
at all is made anew, and where none can be written, none is.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

import numpy as np

from csmistakes import __version__, cache
from csmistakes.catalogue.model import Signal
from csmistakes.recognition.graph import Graph, GraphBuilder
from csmistakes.recognition.patterns import bad_patterns
from csmistakes.recognition.phrases import Choice, Part, PhraseError, Split, parse
from csmistakes.recognition.stream import read
from csmistakes.recognition.words import EDGES

_KEPT = 8  # plans kept, those used last: a few catalogues, a few versions
_ARRAYS = ("asks", "behind", "members", "bounds")
_WORTH_KEEPING = 500  # phrases; fewer are made as fast as a file is read


class PhrasesError(ValueError):
    """What cannot be matched, and why: word classes by name, phrases and token patterns by signal and what is meant."""

    def __init__(
        self,
        classes: list[tuple[str, str]],
        phrases: list[tuple[Signal, str, str]],
        patterns: list[tuple[Signal, int, str]],
    ) -> None:
        super().__init__("; ".join(str(problem[-1]) for problem in (*classes, *phrases, *patterns)))
        self.classes = classes
        self.phrases = phrases
        self.patterns = patterns


def split(word: str) -> tuple[str, ...]:
    """Return the norms that a written word of a phrase stands for, edges left out."""
    return tuple(norm for norm in read(word).norms if norm not in EDGES)


def graph_of(
    phrases: Sequence[tuple[Signal, int, str]], words: Mapping[str, Sequence[str]], with_patterns: Sequence[Signal] = ()
) -> Graph:
    """Return the graph of (signal, label, phrase), from the cache where it is there.

    Raises PhrasesError naming every phrase that is not of the language, and every token pattern of the signals
    `with_patterns` that spaCy cannot match: that takes long to find out, so it is asked where a plan is made.
    """
    name = f"phrases-{_digest(phrases, words, with_patterns)}.npz"
    with suppress(Exception):  # whatever somebody has put there
        return _kept(cache.find(name))
    builder = GraphBuilder()
    once = lru_cache(maxsize=None)(split)
    misread: list[tuple[str, str]] = []
    unread = list(_add(builder, phrases, _read_classes(words, once, misread), once))
    unmatched = [(signal, k, words) for signal in with_patterns for k, words in bad_patterns(signal)]
    if misread or unread or unmatched:
        raise PhrasesError(misread, unread, unmatched)
    graph = builder.graph()
    if len(phrases) + len(with_patterns) >= _WORTH_KEEPING:
        with suppress(OSError):
            _keep(cache.made() / name, graph)
    return graph


def _read_classes(words: Mapping[str, Sequence[str]], split: Split, problems: list[tuple[str, str]]) -> dict[str, Part]:
    """Return the word classes, with the members that can be read, so that no signal is blamed for the others."""
    classes: dict[str, Part] = {}
    for name, members in words.items():
        good: list[Part] = []
        for member in members:
            try:
                good.append(parse(member, {}, split))
            except PhraseError as error:
                problems.append((name, str(error)))
        classes[name] = Choice(tuple(good))
    return classes


def _add(
    builder: GraphBuilder, phrases: Sequence[tuple[Signal, int, str]], classes: Mapping[str, Part], split: Split
) -> Iterator[tuple[Signal, str, str]]:
    for signal, label, phrase in phrases:
        try:
            builder.add(parse(phrase, classes, split), label)
        except PhraseError as error:
            yield signal, phrase, str(error)


def _digest(
    phrases: Sequence[tuple[Signal, int, str]], words: Mapping[str, Sequence[str]], with_patterns: Sequence[Signal]
) -> str:
    made_from = [
        [__version__, cache.spacys_version().decode()],
        [(label, phrase) for _, label, phrase in phrases],
        {name: list(members) for name, members in words.items()},
        [list(map(list, signal.tokens)) for signal in with_patterns],
        [_sum(path.read_text(encoding="utf-8")) for path in sorted(Path(__file__).parent.glob("*.py"))],
    ]
    return _sum(json.dumps(made_from, sort_keys=True))[:32]


def _sum(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _kept(path: Path) -> Graph:
    """Return what a kept plan holds; an error where there is none, or it is not as it was written."""
    with np.load(path, allow_pickle=False) as kept:
        numbers = {name: kept[name] for name in _ARRAYS}
        graph = Graph(
            words=tuple(bytes(kept["words"]).decode("utf-8").split("\n")), start=int(kept["start"]), **numbers
        )
    if any(array.dtype != np.int32 or array.ndim != 1 for array in numbers.values()):
        raise ValueError(f"{path} holds other numbers")
    graph.check()
    cache.used(path)
    return graph


def _keep(path: Path, graph: Graph) -> None:
    words = np.frombuffer("\n".join(graph.words).encode("utf-8"), np.uint8)
    numbers = {name: getattr(graph, name) for name in _ARRAYS}
    file = io.BytesIO()
    np.savez(file, words=words, start=np.int32(graph.start), **numbers)
    cache.write(path, file.getvalue())
    cache.keep_newest(path.parent, "phrases-*.npz", _KEPT)
