"""The corpus judge: observes conversation after conversation, speaks at the end, and says why where it stays silent."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Protocol, cast

from csmistakes.catalogue.model import Catalogue, Rule
from csmistakes.catalogue.schema import Checker
from csmistakes.catalogue.yaml_file import YamlFile
from csmistakes.errors import CatalogueError, CsmistakesError, did_you_mean
from csmistakes.finding import Evidence
from csmistakes.judging import messages
from csmistakes.judging.condition import Node
from csmistakes.judging.corpus.observer import Conversed, Note, Observer, Part, Tally, Told
from csmistakes.judging.corpus.shape import fits
from csmistakes.judging.engine import Verdict
from csmistakes.judging.scene import Scene
from csmistakes.recognition.builtin import BUILTIN

FORGET_EVERY = 2_000  # conversations


@dataclass(frozen=True, slots=True)
class CorpusVerdict:
    """A corpus rule that speaks of a `subject` on grounds of `evidence`; without a subject, why it stays silent."""

    rule: Rule
    subject: str | None
    message: str
    evidence: tuple[Evidence, ...] = ()


class CorpusKind(Protocol):
    """What a module of judging/corpus/ with a KIND must have."""

    KIND: str
    ABOUT: str
    ENOUGH: Mapping[str, int]  # thresholds at which a rule's own examples are enough to speak
    build: Callable[[Node, Rule], Observer]


@cache
def corpus_kinds() -> Mapping[str, CorpusKind]:
    """Return the kinds of corpus rule by their key, found by walking the package."""
    from csmistakes.judging import corpus  # noqa: PLC0415  (the package imports this module)

    found: dict[str, CorpusKind] = {}
    for module in sorted(pkgutil.iter_modules(corpus.__path__), key=lambda module: module.name):
        loaded = importlib.import_module(f"{corpus.__name__}.{module.name}")
        if hasattr(loaded, "KIND"):
            found[loaded.KIND] = cast("CorpusKind", loaded)
    return found


class CorpusJudge:
    """The corpus rules among `rules`. CatalogueError with every one of the catalogue that makes no sense.

    `needs` are the slugs of the in-conversation rules that they count, wanted by themselves or not.
    """

    def __init__(self, catalogue: Catalogue, rules: Sequence[Rule]) -> None:
        problems: list[CsmistakesError] = []
        names = frozenset(signal.name for signal in catalogue.signals) | frozenset(BUILTIN)
        wanted = {rule.slug: rule for rule in rules}
        built = [
            (rule, observer)
            for rule in (wanted.get(rule.slug, rule) for rule in catalogue.rules)
            if rule.scope == "corpus" and (observer := _observer(rule, names, catalogue, problems)) is not None
        ]
        if problems:
            raise CatalogueError(problems)
        # Who wants corpus rules alone wants them fed; who leaves out a rule does not want it counted.
        everything = _in_conversation(rules) or _in_conversation(catalogue.rules)
        self._observers = [
            (rule, observer, everything if observer.needs is None else observer.needs)
            for rule, observer in built
            if rule.slug in wanted
        ]
        self.needs = frozenset().union(*(needs for _, _, needs in self._observers))
        self._conversations = 0
        self._window = FORGET_EVERY  # goes with the judge to wherever parts are added up
        self._tallies: list[dict[str, Tally]] = [{} for _ in self._observers]
        self._heard: list[dict[str, Told]] = [{} for _ in self._observers]

    def observe(self, scene: Scene, verdicts: Sequence[Verdict]) -> None:
        """Take in one conversation and what was found in it."""
        self.take(Conversed(scene.conversation.path, scene.conversation.id), self.note(scene, verdicts))

    def note(self, scene: Scene, verdicts: Sequence[Verdict]) -> list[Note]:
        """Return what each rule has to remember of one conversation, as JSON can hold it."""
        return [
            observer.note(scene, [verdict for verdict in verdicts if verdict.rule.slug in needs])
            for _, observer, needs in self._observers
        ]

    def can_take(self, notes: Any) -> bool:  # noqa: ANN401  (what was read from a file)
        """Whether `notes` are such as `note` returns."""
        return fits(notes, tuple(observer.shape for _, observer, _ in self._observers))

    def take(self, place: Conversed, notes: Sequence[Note]) -> None:
        """Take in what `note` returned of a conversation, here or in another process."""
        self._conversations += 1
        for rule, key, part in self.parts(place, notes):
            tally = self._tallies[rule].get(key)
            if tally is None:
                tally = self._tallies[rule][key] = self._tally(rule, key)
            tally.add(part)
        if self._conversations % self._window == 0:
            for tallies in self._tallies:
                for key in [key for key, tally in tallies.items() if tally.is_faint]:
                    del tallies[key]

    def parts(self, place: Conversed, notes: Sequence[Note]) -> Iterator[tuple[int, str, Part]]:
        """Yield what a conversation adds: to which rule of these, under which key, what."""
        for rule, ((_, observer, _), note) in enumerate(zip(self._observers, notes, strict=True)):
            for key, part in observer.parts(place, note):
                yield rule, key, part

    def told(self, parts: Iterable[tuple[int, str, int, Part]], conversations: int) -> Iterator[tuple[int, str, Told]]:
        """Add up parts, each with the number of its conversation before it, and yield what `hear` is to be told.

        They are those of all conversations, or all of some keys, sorted by rule, key and number. Numbers are those of
        the conversations that `take` would have got, from 0; `conversations` is how many these are.
        """
        for (rule, key), some in groupby(parts, itemgetter(0, 1)):
            tally = self._tally(rule, key)
            until = conversations
            for _, _, number, part in some:
                if number >= until and tally.is_faint:
                    tally = self._tally(rule, key)
                tally.add(part)
                until = number - number % self._window + self._window  # with so many it is forgotten, if it is faint
            if not (conversations >= until and tally.is_faint) and (told := tally.told(conversations)) is not None:
                yield rule, key, told

    def hear(self, told: Iterable[tuple[int, str, Told]], conversations: int) -> None:
        """Take in what the tallies of so many conversations told, instead of the conversations."""
        self._conversations = conversations
        for rule, key, one in told:
            self._heard[rule][key] = one

    def speak(self) -> Iterator[CorpusVerdict]:
        """Yield what the corpus rules have to say, in the order of their slugs."""
        for (rule, observer, _), tallies, heard in zip(self._observers, self._tallies, self._heard, strict=True):
            here = ((key, tally.told(self._conversations)) for key, tally in tallies.items())
            told = {key: one for key, one in (*here, *heard.items()) if one is not None}
            for subject, message, places in observer.speak(dict(sorted(told.items())), self._conversations):
                yield CorpusVerdict(rule, subject, message, tuple(Evidence(*place) for place in places))

    def _tally(self, rule: int, key: str) -> Tally:
        return self._observers[rule][1].tally(key)


def eased(rule: Rule) -> Rule:
    """Return a corpus rule as it is where two conversations are enough to speak: for its own examples."""
    kinds = corpus_kinds()
    when = {
        key: {**inner, **kinds[key].ENOUGH} if key in kinds and isinstance(inner, dict) else inner
        for key, inner in rule.when.items()
    }
    return replace(rule, when=when)


def _in_conversation(rules: Sequence[Rule]) -> frozenset[str]:
    return frozenset(rule.slug for rule in rules if rule.scope != "corpus")


def _observer(
    rule: Rule, names: frozenset[str], catalogue: Catalogue, problems: list[CsmistakesError]
) -> Observer | None:
    file = YamlFile(Path(rule.path), {}, rule.lines)
    node = Node(Checker(file, problems, rule.when, "when"), names)
    messages.check(rule, file, problems)
    named = [key for key in rule.when if key in corpus_kinds()]
    if len(named) != 1 or len(rule.when) != 1:
        node.check.complain(f"a corpus rule's “when” names one of {', '.join(corpus_kinds())}")
        return None
    observer = corpus_kinds()[named[0]].build(node.inside(named[0]), rule)
    known = _in_conversation(catalogue.rules)
    for slug in sorted((observer.needs or frozenset()) - known):
        node.check.complain(f"there is no rule “{slug}” in conversations", advice=did_you_mean(slug, sorted(known)))
    return observer
