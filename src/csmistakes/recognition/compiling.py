"""A catalogue's signals → its recogniser, with every phrase and pattern that cannot be read named by file and line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from csmistakes.catalogue.model import Catalogue, Signal, WordClass
from csmistakes.errors import CatalogueError, CsmistakesError
from csmistakes.recognition.plan import PhrasesError
from csmistakes.recognition.recogniser import Recogniser
from csmistakes.recognition.stream import document, language

_SAMPLE = "Does 1 text do?"


def recogniser_of(catalogue: Catalogue) -> Recogniser:
    """Return the recogniser of a catalogue; CatalogueError naming each phrase and pattern that cannot be read."""
    problems = [problem for signal in catalogue.signals for problem in _bad_patterns(signal)]
    try:
        recogniser = Recogniser(catalogue.signals, {name: words.phrases for name, words in catalogue.words.items()})
    except PhrasesError as error:
        problems += [_of_class(catalogue.words[name], name, words) for name, words in error.classes]
        problems += [_told(*problem) for problem in error.problems]
    if problems:
        raise CatalogueError(problems)
    return recogniser


def _of_class(words: WordClass, name: str, problem: str) -> CsmistakesError:
    return CsmistakesError(f"word class “{name}”: {problem}", path=words.path, line=words.line)


def _told(signal: Signal, phrase: str, words: str) -> CsmistakesError:
    keys = [
        f"say.{value}.{k}" if value else f"say.{k}" for value, said in signal.say.items() for k in _at(said, phrase)
    ]
    keys += [f"not.{k}" for k in _at(signal.exclude, phrase)]
    line = next((signal.lines[key] for key in keys if key in signal.lines), signal.lines.get("say", 1))
    return CsmistakesError(words, path=signal.path, line=line)


def _at(phrases: tuple[str, ...], phrase: str) -> list[int]:
    return [k for k, other in enumerate(phrases) if other == phrase]


def _bad_patterns(signal: Signal) -> Iterator[CsmistakesError]:
    for k, pattern in enumerate(signal.tokens):
        problem = _why_bad(pattern)
        if problem is not None:
            key = f"tokens.{k}"
            line = signal.lines.get(key, 1)
            yield CsmistakesError(f"“{key}” is no pattern for spaCy's Matcher: {problem}", path=signal.path, line=line)


def _why_bad(pattern: tuple[Mapping[str, Any], ...]) -> str | None:
    """Return why spaCy cannot match a pattern, None where it can.

    What a token must be like is looked at only where the tokens before it fit, so each is tried alone as well. A
    statistical model is never loaded: a pattern that asks for its tags fails here too.
    """
    from spacy.matcher import Matcher  # noqa: PLC0415  (only where a signal needs it)

    alone = [[{key: value for key, value in token.items() if key != "OP"}] for token in pattern]
    matcher = Matcher(language().vocab, validate=True)
    try:
        matcher.add("whole", [list(map(dict, pattern))], greedy="LONGEST")
        matcher.add("alone", alone)
        matcher(document(_SAMPLE), as_spans=True)
    except (ValueError, TypeError, AttributeError, KeyError, OverflowError, re.error) as error:
        return " ".join(str(error).split())
    return None
