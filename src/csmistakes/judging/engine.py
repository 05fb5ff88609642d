"""The judge: rules compiled once, then asked of each contribution of each conversation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from csmistakes.catalogue.model import Catalogue, Rule
from csmistakes.catalogue.schema import Checker
from csmistakes.catalogue.yaml_file import YamlFile
from csmistakes.conversation import Span
from csmistakes.errors import CatalogueError, CsmistakesError
from csmistakes.finding import Change
from csmistakes.judging import messages
from csmistakes.judging.condition import Condition, Gate, Match, Node, Place, build
from csmistakes.judging.contribution import speaks
from csmistakes.judging.scene import FILLER, Scene
from csmistakes.recognition.builtin import BUILTIN


@dataclass(frozen=True, slots=True)
class Verdict:
    """A rule met in a conversation: at a turn (position from 0) and span, with the words for its message."""

    rule: Rule
    turn: int
    span: Span
    words: Mapping[str, str]  # count, value …: what the message may name beside the quotes
    asked: tuple[int, Span] | None = None  # what of the other side's words this answers
    changes: tuple[Change, ...] = ()  # to a scripted reply: other words that the rule has for it

    def message(self, quote: str, asked: str) -> str:
        """Return the message for people.

        `quote` and `asked` are the texts of those places as they may be shown: masked before they are cut.
        """
        quotes = {"quote": messages.shorten(quote), "asked": messages.shorten(asked) or "…"}
        return messages.fill(self.rule.message, {**self.words, **quotes})


@dataclass(frozen=True, slots=True)
class JudgedRule:
    """A rule of turn, exchange or conversation scope, ready to be asked."""

    rule: Rule
    when: Condition
    unless: tuple[Condition, ...]
    gate: Gate

    def judge(self, scene: Scene) -> Iterator[Verdict]:
        """Yield the verdicts of this rule on a conversation."""
        if not self.gate.opens(scene):
            return
        met = (
            self._verdict(scene, contribution.index, match)
            for contribution in scene.contributions
            if contribution.side != "system" and speaks(contribution, self.rule.at)
            if self.gate.opens_at(scene, contribution.index)
            if (match := self.when.meet(scene, contribution.index)) is not None
            and not any(exception.meet(scene, contribution.index) for exception in self.unless)
        )
        if self.rule.report == "first":
            yield from islice(met, 1)
        elif self.rule.report == "last":
            yield from list(met)[-1:]
        else:
            yield from met

    def opportunities(self, scene: Scene) -> list[int]:
        """Return the turns (positions from 0) at which this rule had a chance to be met, whatever was said there.

        A chance is a contribution that the rule judges where what came before does not rule a verdict out. A rule
        that reports once in a conversation has one chance in it at most.
        """
        chances = (
            contribution.turns[0]
            for contribution in scene.contributions
            if contribution.side != "system" and speaks(contribution, self.rule.at)
            if self.when.possible(scene, contribution.index)
            and not any(exception.foreseen(scene, contribution.index) for exception in self.unless)
        )
        return list(chances) if self.rule.report == "each" else list(islice(chances, 1))

    def narrowed(self, scenes: Sequence[Scene]) -> JudgedRule | None:
        """Return the rule for conversations of one contribution, of which `scenes` are all kinds; None if never met."""
        if not any(self.opportunities(scene) for scene in scenes):
            return None
        unless = tuple(each.narrowed(scenes) for each in self.unless if any(each.possible(s, 0) for s in scenes))
        when = self.when.narrowed(scenes)
        return JudgedRule(self.rule, when, unless, Gate(when))

    def _verdict(self, scene: Scene, at: int, match: Match) -> Verdict:
        place = self._place(scene, at, match)
        return Verdict(self.rule, place.turn, place.span, match.words, _asked(scene, at, match))

    def _place(self, scene: Scene, at: int, match: Match) -> Place:
        turns = scene.contributions[at].turns
        here = [place for place in match.places if place.turn in turns and place.span.end > place.span.start]
        marked = [place for place in here if place.signal in self.rule.mark] if self.rule.mark else here
        return marked[0] if marked else Place(*scene.mark(at))


class Docket:
    """Rules in order, each asked only of conversations that have a signal by which its gate may open."""

    def __init__(self, rules: Iterable[JudgedRule]) -> None:
        self._rules = tuple(rules)
        self._always = frozenset(number for number, judged in enumerate(self._rules) if judged.gate.key is None)
        self._by_signal: dict[str, list[int]] = {}
        for number, judged in enumerate(self._rules):
            for signal in judged.gate.key or ():
                self._by_signal.setdefault(signal, []).append(number)

    def judge(self, scene: Scene) -> Iterator[Verdict]:
        """Yield the verdicts of all rules on a conversation, rule after rule."""
        opening = scene.present & self._by_signal.keys()
        for number in sorted(self._always.union(*(self._by_signal[signal] for signal in opening))):
            yield from self._rules[number].judge(scene)


def _asked(scene: Scene, at: int, match: Match) -> tuple[int, Span] | None:
    """Return what contribution `at` answers: the sentence that met the rule, or all of the last turn."""
    turns = [turn for index in scene.asked(at) for turn in scene.contributions[index].turns if scene.facts(turn).words]
    met = (
        (place.turn, sentence.span)
        for place in match.places
        if place.turn in turns
        for sentence in scene.facts(place.turn).sentences
        if sentence.span.start <= place.span.start < sentence.span.end
    )
    return next(met, (turns[-1], scene.facts(turns[-1]).span) if turns else None)


def compile_rules(catalogue: Catalogue, rules: Sequence[Rule] | None = None) -> list[JudgedRule]:
    """Return the in-conversation rules of a catalogue (or only `rules`), ready to be asked.

    Raises CatalogueError with every condition that makes no sense: unknown kinds, keys, signals, counts.
    """
    problems: list[CsmistakesError] = []
    judged = [
        compile_rule(rule, catalogue, problems)
        for rule in (catalogue.rules if rules is None else rules)
        if rule.scope != "corpus"
    ]
    if problems:
        raise CatalogueError(problems)
    return judged


def compile_rule(rule: Rule, catalogue: Catalogue, problems: list[CsmistakesError]) -> JudgedRule:
    """Return one rule ready to be asked; what is wrong with it goes to `problems`."""
    file = YamlFile(Path(rule.path), {}, rule.lines)
    names = frozenset(signal.name for signal in catalogue.signals) | frozenset(BUILTIN)
    if FILLER not in names:
        problems.append(file.problem(f"the catalogue needs a signal “{FILLER}”"))
    when = build(Node(Checker(file, problems, rule.when, "when"), names))
    unless = tuple(
        build(Node(Checker(file, problems, node, f"unless.{k}"), names)) for k, node in enumerate(rule.unless)
    )
    check = Checker(file, problems, {"mark": list(rule.mark)}, "")
    Node(check, names).signal_names("mark", required=False)
    messages.check(rule, file, problems)
    return JudgedRule(rule, when, unless, Gate(when))
