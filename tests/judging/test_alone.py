"""Rules narrowed to a reply that stands alone say of it what the whole rules say."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from csmistakes.catalogue import load
from csmistakes.conversation import Conversation, Role, Turn
from csmistakes.judging.alone import alone
from csmistakes.judging.engine import Docket, Verdict, compile_rules
from csmistakes.judging.scene import Scene
from csmistakes.recognition.compiling import recogniser_of

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
FIXTURES = ROOT / "tests" / "fixtures" / "scripts"
CATALOGUE = load()
RULES = compile_rules(CATALOGUE)
RECOGNISER = recogniser_of(CATALOGUE)


def texts() -> Iterator[str]:
    """Yield replies, and whatever is said in an example of a signal."""
    for file in sorted(FIXTURES.glob("*.yaml")):
        yield from yaml.safe_load(file.read_text(encoding="utf-8")).values()
    for file in sorted((ROOT / "rules" / "signals").glob("*.yaml")):
        examples = yaml.safe_load(file.read_text(encoding="utf-8"))["examples"]  # keys: yes and no
        for example in (*examples[True], *examples[False]):
            yield str(example).replace("[[", "").replace("]]", "")
    yield from ("", " ", "ok", "One moment, please.", "🙂")


@pytest.mark.parametrize("role", [Role.AGENT, Role.BOT, Role.CUSTOMER, Role.SYSTEM])
def test_nothing_else_is_said_of_a_reply(role: Role) -> None:
    narrowed = alone(RULES, role, "script", RECOGNISER.recognise)
    total = 0
    for text in texts():
        scene = Scene(Conversation("x", (Turn(role, text),), channel="script"), RECOGNISER.recognise)
        expected: list[Verdict] = [verdict for rule in RULES for verdict in rule.judge(scene)]
        assert [verdict for rule in narrowed for verdict in rule.judge(scene)] == expected, text
        total += len(expected)
    assert total > 50 or role in {Role.SYSTEM, Role.CUSTOMER}


def test_a_docket_says_what_its_rules_say() -> None:
    docket = Docket(RULES)
    said = list(texts())
    total = 0
    for asked, answered in zip(said, [*said[7:], *said[:7]], strict=True):
        turns = (Turn(Role.CUSTOMER, asked), Turn(Role.AGENT, answered), Turn(Role.CUSTOMER, answered))
        scene = Scene(Conversation("x", turns), RECOGNISER.recognise)
        expected = [verdict for rule in RULES for verdict in rule.judge(scene)]
        assert list(docket.judge(scene)) == expected, (asked, answered)
        total += len(expected)
    assert total > 50


def test_rules_that_need_a_customer_are_not_asked() -> None:
    asked = {rule.rule.slug for rule in alone(RULES, Role.AGENT, "script", RECOGNISER.recognise)}
    assert len(asked) < len(RULES)
    assert "hiding-behind-policy" in asked
    assert "no-questions" not in asked
    assert alone(RULES, Role.SYSTEM, "script", RECOGNISER.recognise) == []
