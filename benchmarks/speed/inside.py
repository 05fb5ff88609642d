"""python -m benchmarks.speed.inside WHAT FILE: what is measured inside one process, each way in a process of its own.

Prints JSON: "cpu", the seconds of the processor that checking took after everything was loaded, and what else was seen.
"""

from __future__ import annotations

import gc
import json
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.plain import Ungated
from csmistakes.catalogue import Catalogue, load
from csmistakes.conversation import Conversation
from csmistakes.judging.condition import Gate
from csmistakes.pipeline import Run
from csmistakes.readers import Input, RoleNames, discover, read_input
from csmistakes.recognition.builtin import BUILTIN
from csmistakes.recognition.patterns import Patterns, document

Seen = dict[str, Any]
_THRESHOLD = (200_000, 10, 10)  # of the garbage collector, as the command line sets it
_WORD = re.compile(r"(?<!\S)[a-z]{3,}(?!\S)")  # a plain word of a phrase, no part of its notation


class _Measured(Run):
    """A run whose recogniser can be looked at and changed."""

    def ask_every_turn_for_patterns(self, catalogue: Catalogue) -> None:
        self._recogniser._patterns = Ungated(catalogue.signals)  # noqa: SLF001

    def signals_found(self, conversations: Iterable[Conversation]) -> Iterator[frozenset[str]]:
        """Yield for each turn the signals that phrases and patterns may have found in it."""
        for conversation in conversations:
            for turn in conversation.turns:
                yield self._recogniser.recognise(turn.text).present - frozenset(BUILTIN)


def read(path: str) -> list[Conversation]:
    """Return the conversations of a file."""
    found = [each for each in discover([path]) if isinstance(each, Input)]
    return [item for each in found for item in read_input(each, RoleNames.of()) if isinstance(item, Conversation)]


def checked(run: Run, conversations: Iterable[Conversation]) -> Seen:
    """Return what checking cost, and how many findings there were."""
    begin = time.process_time()
    findings = sum(len(item.findings) for item in run.check(conversations))
    findings += len(run.summary().findings)
    return {"cpu": time.process_time() - begin, "findings": findings}


def as_it_is(conversations: Sequence[Conversation], catalogue: Catalogue) -> Seen:
    """Check as csmistakes does."""
    return checked(_Measured(catalogue), conversations)


def often_collected(conversations: Sequence[Conversation], catalogue: Catalogue) -> Seen:
    """Check with the garbage collector as Python sets it."""
    gc.set_threshold(700, 10, 10)
    return checked(_Measured(catalogue), conversations)


def every_rule_asked(conversations: Sequence[Conversation], catalogue: Catalogue) -> Seen:
    """Check with every rule and condition asked everywhere, whether or not what it needs is there."""
    setattr(Gate, "opens", lambda *_: True)  # noqa: B010  (in this process alone)
    setattr(Gate, "opens_at", lambda *_: True)  # noqa: B010
    return checked(_Measured(catalogue), conversations)


def every_pattern_asked(conversations: Sequence[Conversation], catalogue: Catalogue) -> Seen:
    """Check with the raw token patterns asked of every turn."""
    run = _Measured(catalogue)
    run.ask_every_turn_for_patterns(catalogue)
    return checked(run, conversations)


def twice_the_phrases(conversations: Sequence[Conversation], catalogue: Catalogue) -> Seen:
    """Check with a second phrase for each, which has another word in one place."""
    doubled = doubled_phrases(catalogue)
    counts = [
        sum(len(said) for signal in each.signals for said in (*signal.say.values(), signal.exclude))
        for each in (catalogue, doubled)
    ]
    return {**checked(_Measured(doubled), conversations), "phrases": counts}


def shares(conversations: Sequence[Conversation], catalogue: Catalogue) -> Seen:
    """Check, and count the turns, those for which spaCy made a Doc, and those in which something was found."""
    made = 0

    def counting(text: str) -> Any:  # noqa: ANN401  (as the original has it)
        nonlocal made
        made += 1
        return document(text)

    setattr(sys.modules[Patterns.__module__], "document", counting)  # noqa: B010  (in this process alone)
    run = _Measured(catalogue)
    reported = {
        (number, finding.turn)
        for number, item in enumerate(run.check(conversations))
        for finding in item.findings
        if finding.turn is not None
    }
    docs = made
    found = list(_Measured(catalogue).signals_found(conversations))
    return {
        "turns": len(found),
        "docs": docs,
        "turns_with_a_signal": sum(map(bool, found)),
        "turns_with_a_finding": len(reported),
        "signals_a_turn": sum(map(len, found)) / len(found),
    }


def cut(conversations: Sequence[Conversation], length: int) -> list[Conversation]:
    """Return the turns of `conversations`, in order, as conversations of `length` turns each."""
    turns = [turn for conversation in conversations for turn in conversation.turns]
    return [
        replace(conversations[0], id=f"cut-{at}", turns=tuple(turns[at : at + length]))
        for at in range(0, len(turns), length)
    ]


def doubled_phrases(catalogue: Catalogue) -> Catalogue:
    """Return the catalogue with a second phrase beside each: with another word of the catalogue in one place."""
    random = Random(0)  # noqa: S311  (the same catalogue every time)
    said = [phrase for signal in catalogue.signals for some in signal.say.values() for phrase in some]
    words = sorted({word for phrase in said for word in _WORD.findall(phrase)})

    def other(phrase: str) -> str:
        places = list(_WORD.finditer(phrase))
        word: str = random.choice(words)
        if not places:
            return phrase if phrase.startswith("^") else f"{word} {phrase}"
        place = random.choice(places)
        return phrase[: place.start()] + word + phrase[place.end() :]

    def twice(some: Sequence[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*some, *map(other, some))))

    signals = [
        replace(
            signal,
            say={value: twice(some) for value, some in signal.say.items()},
            exclude=twice(signal.exclude),
        )
        for signal in catalogue.signals
    ]
    return replace(catalogue, signals=tuple(signals))


WAYS: Mapping[str, Callable[[Sequence[Conversation], Catalogue], Seen]] = {
    "as it is": as_it_is,
    "garbage collector as Python sets it": often_collected,
    "every rule asked everywhere": every_rule_asked,
    "raw token patterns asked of every turn": every_pattern_asked,
    "twice the phrases": twice_the_phrases,
    "shares": shares,
}
_CUT = "conversations of "


def main(way: str, path: str) -> None:
    """Measure one way: a name of WAYS, or "conversations of N" turns."""
    conversations, catalogue = read(str(Path(path))), load()
    gc.collect()
    gc.set_threshold(*_THRESHOLD)
    document("Load spaCy before the clock runs.")
    if way.startswith(_CUT):
        seen = as_it_is(cut(conversations, int(way.removeprefix(_CUT))), catalogue)
    else:
        seen = WAYS[way](conversations, catalogue)
    json.dump(seen, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
