"""The judge: rules compiled once, then asked of each contribution of each conversation."""

from __future__ import annotations

import string
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from csmistakes.catalogue.model import Catalogue, Rule
from csmistakes.catalogue.schema import Checker
from csmistakes.catalogue.yaml_file import YamlFile
from csmistakes.conversation import Span
from csmistakes.errors import CatalogueError, CsmistakesError
from csmistakes.judging.condition import Condition, Match, Node, Place, build
from csmistakes.judging.scene import FILLER, Scene, speaks
from csmistakes.recognition.builtin import BUILTIN

MESSAGE_WORDS = ("quote", "count", "value", "words", "minutes")


@dataclass(frozen=True, slots=True)
class Verdict:
    """A rule met in a conversation: at a turn (position from 0) and span, with the message for people."""

    rule: Rule
    turn: int
    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class JudgedRule:
    """A rule of turn, exchange or conversation scope, ready to be asked."""

    rule: Rule
    when: Condition
    unless: tuple[Condition, ...]

    def judge(self, scene: Scene) -> Iterator[Verdict]:
        """Yield the verdicts of this rule on a conversation."""
        met = (
            self._verdict(scene, contribution.index, match)
            for contribution in scene.contributions
            if contribution.side != "system" and speaks(contribution, self.rule.at)
            if (match := self.when.meet(scene, contribution.index)) is not None
            and not any(exception.meet(scene, contribution.index) for exception in self.unless)
        )
        if self.rule.report == "first":
            yield from islice(met, 1)
        elif self.rule.report == "last":
            yield from list(met)[-1:]
        else:
            yield from met

    def _verdict(self, scene: Scene, at: int, match: Match) -> Verdict:
        place = self._place(scene, at, match)
        text = scene.conversation.turns[place.turn].text
        words = (
            dict.fromkeys(MESSAGE_WORDS, "")
            | {"quote": _short(text[place.span.start : place.span.end])}
            | dict(match.words)
        )
        return Verdict(self.rule, place.turn, place.span, self.rule.message.format_map(words))

    def _place(self, scene: Scene, at: int, match: Match) -> Place:
        turns = scene.contributions[at].turns
        here = [place for place in match.places if place.turn in turns and place.span.end > place.span.start]
        marked = [place for place in here if place.signal in self.rule.mark] if self.rule.mark else here
        return marked[0] if marked else Place(*scene.mark(at))


def _short(quote: str) -> str:
    quote = " ".join(quote.split())
    return quote if len(quote) <= 80 else quote[:77].rstrip() + "…"


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
    _check_message(rule, file, problems)
    return JudgedRule(rule, when, unless)


def _check_message(rule: Rule, file: YamlFile, problems: list[CsmistakesError]) -> None:
    try:
        fields = [name for _, name, _, _ in string.Formatter().parse(rule.message) if name is not None]
    except ValueError as error:
        problems.append(file.problem(f"the message cannot be read: {error}", "message"))
        return
    advice = f"it may name {', '.join(MESSAGE_WORDS)}"
    unknown = [name for name in fields if name not in MESSAGE_WORDS]
    problems += [file.problem(f"the message names {{{name}}}", "message", advice) for name in unknown]
