"""Corpus rules say the same whether conversations pass one after the other, or what they add is gathered by key."""

import json
from collections import defaultdict
from collections.abc import Sequence
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from csmistakes.catalogue.model import Catalogue
from csmistakes.conversation import Conversation
from csmistakes.judging.corpus import Conversed, CorpusJudge, CorpusVerdict
from csmistakes.judging.engine import compile_rules
from csmistakes.judging.scene import Scene
from tests.judging.corpora import RECOGNISER, RULES, SIGNALS, conversation, rule

MANY = (
    rule(
        "a-recurs",
        {"recurs": {"problem": ["broken"], "known": ["known"], "conversations": 2, "at_least": 3, "share": 0.1}},
        scope="corpus",
        message="{value} | {count} | {words}",
    ),
    rule(
        "b-spread",
        {"spread": {"rules": ["rude", "vague"], "evidence": ["corrects"], "conversations": 3, "at_least": 2}},
        scope="corpus",
        message="{quote} | {value} | {count} | {words}",
    ),
    rule("c-trend", {"trend": {"conversations": 3, "at_least": 2}}, scope="corpus", message="{quote} {value} {count}"),
)
JUDGED = compile_rules(Catalogue(RULES, SIGNALS, ()))
ASKED = (
    "The garden lamp is broken.",
    "All garden lamps are dead, and the doorbell too.",
    "Broken lamp! And my front doorbell is dead. The lamps in the garden are broken.",
    "Do you ship to Malta?",
)
ANSWERED = (
    "It's a known issue.",
    "That is your own fault.",
    "Soon. It is your own fault.",
    "He told you wrong, you will have it soon.",
    "On Friday.",
)


def judge() -> CorpusJudge:
    return CorpusJudge(Catalogue((*RULES, *MANY), SIGNALS, ()), [*RULES, *MANY])


def noted(one: Conversation) -> list[Any]:
    scene = Scene(one, RECOGNISER.recognise)
    verdicts = [verdict for each in JUDGED for verdict in each.judge(scene)]
    notes: list[Any] = json.loads(json.dumps(judge().note(scene, verdicts)))
    return notes


WHO = (None, "Ada", "Rufus", "the team")
NOTES = [
    noted(conversation(0, f"C: {asks}\nA{f'({name})' if name else ''}: {answers}", customer=customer, day=day))
    for asks, answers, name, customer, day in product(ASKED, ANSWERED, WHO, (None, "Jo", "Kim"), (None, 0, 1))
]


def in_order(notes: Sequence[Any]) -> list[CorpusVerdict]:
    judging = judge()
    for number, one in enumerate(notes):
        judging.take(Conversed("team.jsonl", f"c{number}"), one)
    return list(judging.speak())


def gathered(notes: Sequence[Any], places: int) -> list[CorpusVerdict]:
    """Return what is said of what was added up in several places, each of which had some of the keys."""
    judging = judge()
    somewhere: dict[int, list[tuple[int, str, int, Any]]] = defaultdict(list)
    for number, one in enumerate(notes):
        for rule_, key, part in judging.parts(Conversed("team.jsonl", f"c{number}"), one):
            somewhere[sum(key.encode()) % places].append((rule_, key, number, json.loads(json.dumps(part))))
    for parts in somewhere.values():
        ordered = sorted(parts, key=lambda part: part[:3])
        told = json.loads(json.dumps(list(judge().told(ordered, len(notes)))))
        judging.hear(told, len(notes))
    judging.hear([], len(notes))
    return list(judging.speak())


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    notes=st.lists(st.integers(0, len(NOTES) - 1), max_size=30).map(lambda some: [NOTES[k] for k in some]),
    window=st.integers(1, 12),
    places=st.integers(1, 3),
)
def test_what_is_gathered_by_key_says_the_same(
    monkeypatch: pytest.MonkeyPatch, notes: Sequence[Any], window: int, places: int
) -> None:
    monkeypatch.setattr("csmistakes.judging.corpus.judge.FORGET_EVERY", window)
    assert gathered(notes, places) == in_order(notes)


def test_all_of_them_speak(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("csmistakes.judging.corpus.judge.FORGET_EVERY", 7)
    said = in_order(NOTES)
    assert {verdict.rule.slug for verdict in said if verdict.subject} == {rule_.slug for rule_ in MANY}
    assert gathered(NOTES, 2) == said


@pytest.mark.parametrize("gap", range(6))
def test_what_came_once_is_forgotten_where_a_window_ends(monkeypatch: pytest.MonkeyPatch, gap: int) -> None:
    monkeypatch.setattr("csmistakes.judging.corpus.judge.FORGET_EVERY", 4)
    other = noted(conversation(0, "C: Do you ship to Malta?\nA: On Friday."))
    lamp = noted(conversation(0, "C: The garden lamp is broken.\nA: On Friday."))
    notes = [lamp, *[other] * gap, lamp, lamp]
    recurs = [verdict.subject for verdict in in_order(notes) if verdict.rule.slug == "a-recurs"]
    assert recurs == (["broken / garden"] if gap < 3 else [])
    assert gathered(notes, 1) == in_order(notes)
