"""A catalogue's signals, and what its rules would replace → its recogniser.

Every phrase and pattern that cannot be read is named by file and line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from csmistakes.catalogue.model import Catalogue, Rule, Signal, WordClass
from csmistakes.errors import CatalogueError, CsmistakesError
from csmistakes.recognition.plan import PhrasesError
from csmistakes.recognition.recogniser import Recogniser


def recogniser_of(catalogue: Catalogue) -> Recogniser:
    """Return the recogniser of a catalogue; CatalogueError naming each phrase and pattern that cannot be read."""
    signals = (*catalogue.signals, *_replaced(catalogue.rules))
    try:
        return Recogniser(signals, {name: words.phrases for name, words in catalogue.words.items()})
    except PhrasesError as error:
        problems = [_of_pattern(*problem) for problem in error.patterns]
        problems += [_of_class(catalogue.words[name], name, words) for name, words in error.classes]
        problems += [_of_phrase(*problem) for problem in error.phrases]
        raise CatalogueError(problems) from None


def _replaced(rules: Iterable[Rule]) -> Iterator[Signal]:
    """Yield a signal for each phrase that a rule has other words for."""
    for rule in rules:
        for name, replacement in rule.offers():
            lines = {"say.0": replacement.line}
            yield Signal(name, rule.title, {"": (replacement.find,)}, path=rule.path, lines=lines)


def _of_class(words: WordClass, name: str, problem: str) -> CsmistakesError:
    return CsmistakesError(f"word class “{name}”: {problem}", path=words.path, line=words.line)


def _of_pattern(signal: Signal, number: int, problem: str) -> CsmistakesError:
    key = f"tokens.{number}"
    words = f"“{key}” is no pattern for spaCy's Matcher: {problem}"
    return CsmistakesError(words, path=signal.path, line=signal.lines.get(key, 1))


def _of_phrase(signal: Signal, phrase: str, words: str) -> CsmistakesError:
    keys = [
        f"say.{value}.{k}" if value else f"say.{k}" for value, said in signal.say.items() for k in _at(said, phrase)
    ]
    keys += [f"not.{k}" for k in _at(signal.exclude, phrase)]
    line = next((signal.lines[key] for key in keys if key in signal.lines), signal.lines.get("say", 1))
    return CsmistakesError(words, path=signal.path, line=line)


def _at(phrases: tuple[str, ...], phrase: str) -> list[int]:
    return [k for k, other in enumerate(phrases) if other == phrase]
