"""The catalogue's own tests: every example of every rule and signal, and the term-removal test.

A bad example must be reported at its marks and nowhere else in it by that rule; a good one not at all. Then each
condition and exception is dropped in turn: some example must then fail, or the term is untested.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from csmistakes.catalogue.model import Catalogue, Example, Rule, Signal, SignalExample
from csmistakes.errors import CatalogueError, CsmistakesError
from csmistakes.judging.condition import kinds
from csmistakes.judging.engine import JudgedRule, compile_rule
from csmistakes.judging.scene import Scene
from csmistakes.recognition.compiling import recogniser_of
from csmistakes.recognition.recogniser import Recogniser


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
    """Yield a report for each signal and each in-conversation rule, those below `folder` only if one is given.

    Raises CatalogueError if the catalogue cannot be compiled.
    """
    recogniser = recogniser_of(catalogue)
    for signal in catalogue.signals:
        if folder is None or signal.path.startswith(folder):
            yield _signal_report(signal, recogniser)
    for rule in catalogue.rules:
        if rule.scope != "corpus" and (folder is None or rule.path.startswith(folder)):
            yield _rule_report(rule, catalogue, recogniser)


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
        if not any(
            v.turn == mark.turn and v.span.start < mark.span.end and mark.span.start < v.span.end for v in verdicts
        ):
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
    for path in _members(rule.when, ()):
        when = deepcopy(dict(rule.when))
        holder: Any = when
        for step in path[:-1]:
            holder = holder[step]
        del holder[path[-1]]
        yield ".".join(map(str, ("when", *path))), replace(rule, when=when)


def _members(node: object, path: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
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
