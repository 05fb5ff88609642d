"""The corpus judge: observes conversation after conversation, speaks at the end, and says why where it stays silent."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Protocol, cast

from csmistakes.catalogue.model import Catalogue, Rule
from csmistakes.catalogue.schema import Checker
from csmistakes.catalogue.yaml_file import YamlFile
from csmistakes.conversation import Role
from csmistakes.errors import CatalogueError, CsmistakesError, did_you_mean
from csmistakes.finding import Evidence
from csmistakes.judging import messages
from csmistakes.judging.condition import Node
from csmistakes.judging.corpus.shape import Shape, fits
from csmistakes.judging.engine import Verdict
from csmistakes.judging.scene import Scene
from csmistakes.recognition.builtin import BUILTIN

MAX_EVIDENCE = 50  # places named per finding, the first ones


@dataclass(frozen=True, slots=True)
class CorpusVerdict:
    """A corpus rule that speaks of a `subject` on grounds of `evidence`; without a subject, why it stays silent."""

    rule: Rule
    subject: str | None
    message: str
    evidence: tuple[Evidence, ...] = ()


Note = Any  # what JSON can hold, so that it can be kept in a file or sent from another process


@dataclass(frozen=True, slots=True)
class Conversed:
    """The conversation that a note is about."""

    path: str
    conversation: str

    def at(self, turn: int) -> Evidence:
        """Return `turn`, from 1, as evidence."""
        return Evidence(self.path, self.conversation, turn)


class Observer(Protocol):
    """A corpus rule at work: it remembers counts and places, never whole conversations."""

    needs: frozenset[str] | None  # slugs of the in-conversation rules whose verdicts it counts; None: of all
    shape: Shape  # of its notes

    def note(self, scene: Scene, verdicts: Sequence[Verdict]) -> Note:
        """Return what of one conversation, and of what the rules it needs found in it, has to be remembered."""
        ...

    def take(self, place: Conversed, note: Note) -> None:
        """Take in what `note` returned, here or in another process."""
        ...

    def speak(self) -> Iterator[tuple[str | None, str, tuple[Evidence, ...]]]:
        """Yield (subject, message, evidence), or (None, why it stays silent, ())."""
        ...


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
        for (_, observer, _), note in zip(self._observers, notes, strict=True):
            observer.take(place, note)

    def speak(self) -> Iterator[CorpusVerdict]:
        """Yield what the corpus rules have to say, in the order of their slugs."""
        for rule, observer, _ in self._observers:
            for subject, message, evidence in observer.speak():
                yield CorpusVerdict(rule, subject, message, evidence[:MAX_EVIDENCE])


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


def agents_of(scene: Scene) -> frozenset[str]:
    """Return the names of the people who served the customer in a conversation."""
    turns = (contribution.turns[0] for contribution in scene.contributions if contribution.role is Role.AGENT)
    return frozenset(name for turn in turns if (name := agent_of(scene, turn)) is not None)


def agent_of(scene: Scene, turn: int) -> str | None:
    """Return who said an agent's turn: the turn's name, else the conversation's agent."""
    return scene.conversation.turns[turn].name or scene.conversation.agent
