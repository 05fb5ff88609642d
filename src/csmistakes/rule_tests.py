"""The catalogue's own tests: every example of every rule and signal, and the term-removal test.

A bad example must be reported at its marks and nowhere else in it by that rule; a good one not at all. Then each
condition and exception is dropped in turn: some example must then fail, or the term is untested.

The examples of a corpus rule are one small corpus in which two conversations are enough: each bad one comes twice,
from two customers, each good one twice from the same. Every bad one must be evidence of what the rule says, and no
good one.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from csmistakes.catalogue.example_text import Example, SignalExample
from csmistakes.catalogue.model import Catalogue, Rule, Signal
from csmistakes.checking import problems_of
from csmistakes.conversation import Conversation
from csmistakes.errors import CatalogueError, CsmistakesError
from csmistakes.judging.condition import kinds
from csmistakes.judging.corpus import CorpusJudge, eased
from csmistakes.judging.engine import JudgedRule, compile_rule, compile_rules
from csmistakes.judging.scene import Scene
from csmistakes.recognition.compiling import recogniser_of
from csmistakes.recognition.recogniser import Recogniser
from csmistakes.replacement_tests import ReplacementTests

_Path = tuple[str | int, ...]  # keys and positions, from a rule's “when” or “unless” down to a term
_DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class ExampleReport:
    """How one rule or signal did. `problems` are (line, what is wrong); `untested` are terms no example needs."""

    name: str
    kind: str  # "rule" or "signal"
    path: str
    examples: int
    problems: tuple[tuple[int, str], ...] = ()
    untested: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether every example is as it should be."""
        return not self.problems


def run(catalogue: Catalogue, folder: str | None = None) -> Iterator[ExampleReport]:
    """Yield a report for each signal and each rule, those below `folder` only if one is given.

    Raises CatalogueError if the catalogue cannot be compiled.
    """
    if problems := problems_of(catalogue):
        raise CatalogueError(problems)
    recogniser = recogniser_of(catalogue)
    for signal in catalogue.signals:
        if folder is None or signal.path.startswith(folder):
            yield _signal_report(signal, recogniser)
    replacements = ReplacementTests(catalogue, recogniser)
    for rule in catalogue.rules:
        if folder is None or rule.path.startswith(folder):
            report = _corpus_report if rule.scope == "corpus" else _rule_report
            yield _with_replacements(report(rule, catalogue, recogniser), rule, replacements)


def _signal_report(signal: Signal, recogniser: Recogniser) -> ExampleReport:
    problems = [problem for example in signal.yes if (problem := _missed(signal, example, recogniser))]
    for example in signal.no:
        hits = list(recogniser.recognise(example.text).of((signal.name,)))
        if hits:
            span = hits[0].span
            problems.append(
                (
                    example.line,
                    f"found “{example.text[span.start : span.end]}” in “{example.text}”, where it must not be",
                )
            )
    return ExampleReport(signal.name, "signal", signal.path, len(signal.yes) + len(signal.no), tuple(problems))


def _missed(signal: Signal, example: SignalExample, recogniser: Recogniser) -> tuple[int, str] | None:
    spans = [hit.span for hit in recogniser.recognise(example.text).of((signal.name,))]
    if not spans:
        return example.line, f"not found in “{example.text}”"
    for mark in example.marks:
        if mark not in spans:
            found = ", ".join(f"“{example.text[span.start : span.end]}”" for span in spans)
            return example.line, f"found {found}, not the marked “{example.text[mark.start : mark.end]}”"
    return None


def _rule_report(rule: Rule, catalogue: Catalogue, recogniser: Recogniser) -> ExampleReport:
    judged = _compiled(rule, catalogue)
    scenes = [(example, Scene(example.conversation, recogniser.recognise)) for example in (*rule.bad, *rule.good)]
    problems = [(example.line, problem) for example, scene in scenes if (problem := _wrong(judged, example, scene))]
    untested = () if problems else tuple(_untested(rule, catalogue, scenes))
    return ExampleReport(rule.slug, "rule", rule.path, len(scenes), tuple(problems), untested)


def _with_replacements(report: ExampleReport, rule: Rule, tests: ReplacementTests) -> ExampleReport:
    problems = (*report.problems, *tests.problems(rule))
    return replace(report, examples=report.examples + len(rule.replacements), problems=problems)


def _corpus_report(rule: Rule, catalogue: Catalogue, recogniser: Recogniser) -> ExampleReport:
    judge = CorpusJudge(catalogue, [eased(rule)])
    judged = [one for one in compile_rules(catalogue) if one.rule.slug in judge.needs]
    examples = (*rule.bad, *rule.good)
    for conversation in _small_corpus(rule):
        scene = Scene(conversation, recogniser.recognise)
        judge.observe(scene, [verdict for one in judged for verdict in one.judge(scene)])
    told = {int(place.conversation) for verdict in judge.speak() for place in verdict.evidence}
    problems = []
    for k, example in enumerate(examples):
        bad = k < len(rule.bad)
        if (k in told) is not bad:
            problems.append((example.line, "does not count for the rule" if bad else "counts for the rule"))
    return ExampleReport(rule.slug, "rule", rule.path, len(examples), tuple(problems))


def _small_corpus(rule: Rule) -> Iterator[Conversation]:
    """Yield each example twice, dated in this order, its number for its id; only a bad one has two customers."""
    numbered = list(enumerate((*rule.bad, *rule.good)))
    for day, (k, example) in enumerate((*numbered, *numbered)):
        customer = f"{k} {day}" if k < len(rule.bad) else str(k)
        yield replace(example.conversation, id=str(k), customer=customer, started=1e9 + day * _DAY)


def _compiled(rule: Rule, catalogue: Catalogue) -> JudgedRule:
    problems: list[CsmistakesError] = []
    judged = compile_rule(rule, catalogue, problems)
    if problems:
        raise CatalogueError(problems)
    return judged


def _wrong(judged: JudgedRule, example: Example, scene: Scene) -> str | None:
    """Return what is wrong with a rule's verdicts on an example, or None. A report meets the mark it overlaps."""
    verdicts = list(judged.judge(scene))
    for mark in example.marks:
        if not any(verdict.turn == mark.turn and verdict.span.meets(mark.span) for verdict in verdicts):
            text = example.conversation.turns[mark.turn].text[mark.span.start : mark.span.end]
            return f"nothing reported at “{text}”"
    for verdict in verdicts:
        if not any(verdict.turn == mark.turn for mark in example.marks):
            text = example.conversation.turns[verdict.turn].text[verdict.span.start : verdict.span.end]
            return f"reported “{text}” in turn {verdict.turn + 1}, which is not marked"
    return None


def _untested(rule: Rule, catalogue: Catalogue, scenes: list[tuple[Example, Scene]]) -> Iterator[str]:
    for name, without in _removals(rule):
        judged = _compiled(without, catalogue)
        if not any(_wrong(judged, example, scene) for example, scene in scenes):
            yield name


def _removals(rule: Rule) -> Iterator[tuple[str, Rule]]:
    """Yield (name of the term, rule without it) for every exception and every member of an `all` or `any`."""
    for k in range(len(rule.unless)):
        yield f"unless.{k}", replace(rule, unless=(*rule.unless[:k], *rule.unless[k + 1 :]))
        for path in _members(rule.unless[k], (k,)):
            yield _name("unless", path), replace(rule, unless=_without(rule.unless, path))
    for path in _members(rule.when, ()):
        yield _name("when", path), replace(rule, when=_without(rule.when, path))


def _name(key: str, path: _Path) -> str:
    return ".".join(map(str, (key, *path)))


def _without(terms: Any, path: _Path) -> Any:  # noqa: ANN401  (a condition or several, of any shape)
    """Return a copy of `terms` without the one at `path`."""
    copied = deepcopy(terms)
    holder = copied
    for step in path[:-1]:
        holder = holder[step]
    del holder[path[-1]]
    return copied


def _members(node: object, path: _Path) -> Iterator[_Path]:
    """Yield the paths of all members of lists of conditions that can be dropped (a list keeps at least one)."""
    if not isinstance(node, dict):
        return
    for key in ("all", "any"):
        members = node.get(key, [])
        spare = len(members) > max(1, int(node.get("at_least", 1)))
        for k, member in enumerate(members):
            if spare:
                yield (*path, key, k)
            yield from _members(member, (*path, key, k))
    for key in ("not", "when"):
        yield from _members(node.get(key), (*path, key))
    for key in kinds():
        if key not in {"all", "any", "not"}:
            yield from _members(node.get(key), (*path, key))
