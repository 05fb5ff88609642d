"""A small catalogue, and weeks of invented conversations to judge it by."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from csmistakes.catalogue.example_text import Example
from csmistakes.catalogue.model import Catalogue, Rule, Signal
from csmistakes.conversation import Conversation
from csmistakes.finding import Severity
from csmistakes.judging.corpus import CorpusJudge, CorpusVerdict
from csmistakes.judging.engine import compile_rules
from csmistakes.judging.scene import Scene
from csmistakes.recognition.recogniser import Recogniser

DAY = 86_400.0
EPOCH = 1_700_000_000.0

SIGNALS = (
    Signal("broken", "", {"": ("(broken|offline|dead)",)}),
    Signal("corrects", "", {"": ("told you wrong",)}),
    Signal("filler", "", {"": ("(ok|hi|thanks)",)}),
    Signal("insult", "", {"": ("your own fault",)}),
    Signal("known", "", {"": ("known issue",)}),
    Signal("soon", "", {"": ("(soon|eventually)",)}),
)


def rule(slug: str, when: dict[str, Any], *, scope: str = "turn", message: str = "") -> Rule:
    return Rule(
        slug=slug,
        title=slug,
        group="test",
        scope=scope,
        severity=Severity.WARNING,
        sources=(),
        also=(),
        about="",
        message=message,
        why="",
        fix="",
        instead="",
        at="agent",
        report="each",
        when=when,
        path="rule.yaml",
    )


RULES = (rule("rude", {"signal": "insult"}), rule("vague", {"signal": "soon"}))
RECOGNISER = Recogniser(SIGNALS, {})


def corpus_rule(when: dict[str, Any], message: str = "{quote} | {value} | {count} | {words}") -> Rule:
    return rule("many", when, scope="corpus", message=message)


def conversation(number: int, text: str, **fields: Any) -> Conversation:
    """Return a conversation told in lines; `day` says on which day it began."""
    day = fields.pop("day", None)
    started = None if day is None else EPOCH + day * DAY
    return replace(Example(text).conversation, id=f"c{number}", path="team.jsonl", started=started, **fields)


def judge_of(when: dict[str, Any], wanted: Iterable[Rule] = RULES) -> CorpusJudge:
    many = corpus_rule(when)
    return CorpusJudge(Catalogue((*RULES, many), SIGNALS, ()), [*wanted, many])


def speak(
    when: dict[str, Any], conversations: Iterable[Conversation], wanted: Iterable[Rule] = RULES
) -> list[CorpusVerdict]:
    """Return what a corpus rule says after these conversations."""
    judge = judge_of(when, wanted)
    judged = compile_rules(Catalogue(RULES, SIGNALS, ()))
    for one in conversations:
        scene = Scene(one, RECOGNISER.recognise)
        judge.observe(scene, [verdict for each in judged for verdict in each.judge(scene)])
    return list(judge.speak())
