"""What was found in conversations, kept between runs: one that has not changed is not recognised and judged again.

Kept is what `known.py` says of it, and everything that is reported is made from that anew, so that reports do not
depend on whether it was kept. A conversation is known by a digest of what was said, of the catalogue, of the code that
recognises and judges, and of the rules that were asked. Results that are damaged, or of no use for the conversation,
count as none.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import astuple, fields
from functools import cached_property
from pathlib import Path
from typing import Any

from csmistakes import __version__, cache
from csmistakes.catalogue.model import Catalogue, Rule, Signal
from csmistakes.conversation import Conversation
from csmistakes.judging.corpus import CorpusJudge
from csmistakes.keeping import Store
from csmistakes.known import Known, Restorer

_TELLING_NOTHING = {"about", "yes", "no", "path", "lines", "title", "why", "fix", "instead", "bad", "good"}
_TELLING_NOTHING |= {"sources", "also", "severity", "measured"}  # of a rule or signal: no part in what is found
_FINDING = (  # the code that has a part in it
    *("catalogue/**/*.py", "recognition/**/*.py", "judging/**/*.py"),
    *("conversation.py", "expressions.py", "placeholders.py", "known.py", "pipeline.py", "results.py", "scripted.py"),
    "wording.py",
)


class Results:
    """The results for one catalogue, the rules of it that are `asked`, and its corpus rules.

    `also` is whatever else decides what is found, as JSON can tell it. Nothing here ever fails: what cannot be read or
    kept is not.
    """

    def __init__(self, catalogue: Catalogue, asked: Iterable[Rule], corpus: CorpusJudge, also: Sequence[Any]) -> None:
        rules = {rule.slug: rule for rule in asked}
        self._restorer = Restorer(rules, corpus)
        self._made_from = _digest(_code(), _written(catalogue), sorted(rules), also)
        self._file = Store()
        self._new: dict[bytes, str] = {}
        self._met: list[bytes] = []

    @cached_property
    def are_there(self) -> bool:
        """Whether this catalogue was found to make sense before, with these rules."""
        return bool(self._file.find([self._made_from], self._met))

    def of(self, conversations: Sequence[Conversation]) -> list[Known | None]:
        """Return what is known of each conversation, None where nothing is."""
        if not self.are_there:
            return [None] * len(conversations)
        keys = [self._key(conversation) for conversation in conversations]
        found = self._file.find(keys, self._met)
        return [
            self._restorer.restored(found[key], talk) if key in found else None
            for key, talk in zip(keys, conversations, strict=True)
        ]

    def note(self, conversation: Conversation, text: str) -> None:
        """Remember what was found in a conversation, as `known.written` gives it; `keep` writes it down."""
        self._new[self._key(conversation)] = text

    def keep(self) -> None:
        """Write down what was noted, and that what was met is in use."""
        if self._new and not self.are_there:
            self._new[self._made_from] = "[]"
        if self._new or self._met:
            self._file.write(self._new, self._met)
            self._new, self._met = {}, []

    def _key(self, conversation: Conversation) -> bytes:
        talk = conversation
        said = [(turn.role, turn.text, turn.name, turn.time) for turn in talk.turns]
        return _digest(self._made_from.hex(), talk.channel, talk.agent, talk.customer, talk.started, said)


def _digest(*parts: Any) -> bytes:  # noqa: ANN401  (whatever JSON can tell)
    return hashlib.sha256(json.dumps(parts, default=astuple).encode()).digest()[:20]


def _written(catalogue: Catalogue) -> list[Any]:
    """Return all of a catalogue that has a part in what is found, and in whether it makes sense."""
    named = [(name, words.phrases) for name, words in catalogue.words.items()]
    return [named, [_telling(signal) for signal in catalogue.signals], [_telling(rule) for rule in catalogue.rules]]


def _telling(entry: Rule | Signal) -> list[Any]:
    return [getattr(entry, one.name) for one in fields(entry) if one.name not in _TELLING_NOTHING]


def _code() -> list[str]:
    """Return what tells one version of the code that finds anything from another: its own text, Python and spaCy."""
    package = Path(__file__).parent
    texts = [path.read_bytes() for part in _FINDING for path in sorted(package.glob(part))]
    return [__version__, sys.version, *(hashlib.sha256(text).hexdigest() for text in (*texts, cache.spacys_version()))]
