"""Scenes and conditions built from a few lines, with three small signals."""

from pathlib import Path
from typing import Any

from csmistakes.catalogue.example_text import Example
from csmistakes.catalogue.model import Signal
from csmistakes.catalogue.schema import Checker
from csmistakes.catalogue.yaml_file import YamlFile
from csmistakes.errors import CsmistakesError
from csmistakes.judging.condition import Condition, Match, Node, build
from csmistakes.judging.scene import Scene
from csmistakes.recognition.recogniser import Recogniser

SIGNALS = [
    Signal("filler", "", {"": ("(ok|hi|thanks)", "one moment please?")}),
    Signal("sorry", "", {"": ("sorry",)}),
    Signal("offer", "", {"": ("upgrade",)}),
    Signal("fixed", "", {"": ("fixed",)}),
    Signal("asks", "", {"name": ("your name",), "order": ("order number",)}),
    Signal("gives", "", {"name": ("my name is",), "order": ("<code>",)}),
    Signal("states", "", {"stock=yes": ("in stock",), "stock=no": ("sold out",)}),
    Signal("term", "", {"": ("(ont|pppoe)",)}, measure="words"),
    Signal("gloss", "", {"": ("which means",)}),
    Signal("stated", "", {"": ("in <num> minutes",)}, measure="duration"),
]
RECOGNISER = Recogniser(SIGNALS, {})
NAMES = frozenset(signal.name for signal in SIGNALS) | {"question", "shouting", "insisting"}


def scene(text: str) -> Scene:
    return Scene(Example(text).conversation, RECOGNISER.recognise)


def condition(node: dict[str, Any] | str) -> tuple[Condition, list[CsmistakesError]]:
    problems: list[CsmistakesError] = []
    data = {"signal": node} if isinstance(node, str) else node
    return build(Node(Checker(YamlFile(Path("rule.yaml"), {}), problems, data), NAMES)), problems


def meet(node: dict[str, Any] | str, text: str, at: int = -1) -> Match | None:
    """Return how a condition is met at contribution `at` of a conversation."""
    built, problems = condition(node)
    assert not problems, [str(problem) for problem in problems]
    here = scene(text)
    return built.meet(here, at % len(here.contributions))


def met(node: dict[str, Any] | str, text: str, at: int = -1) -> bool:
    return meet(node, text, at) is not None
