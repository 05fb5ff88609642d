"""Placeholders that reached a customer: told where they did, and nowhere else."""

import pytest

from csmistakes.catalogue import load
from csmistakes.conversation import Conversation, Role, Turn
from csmistakes.finding import Finding, Severity
from csmistakes.options import Options
from csmistakes.pipeline import Run
from csmistakes.unfilled import RULE, unfilled

RUN = Run(load())


def talk(agent: str, customer: str = "My parcel is late.", channel: str | None = "email") -> Conversation:
    turns = (Turn(Role.CUSTOMER, customer), Turn(Role.AGENT, agent, "Mia"), Turn(Role.SYSTEM, "{{closed}}"))
    return Conversation("t", turns, channel=channel)


def found(conversation: Conversation) -> list[str]:
    return [conversation.turns[turn].text[span.start : span.end] for turn, span in unfilled(conversation)]


@pytest.mark.parametrize(
    "written",
    [
        "{{first_name}}", "{{ ticket.requester.first_name }}", "{{{name}}}",
        "{% if vip %}", "${name}", "<<First Name>>",
        "{first_name}", "{customer_name}", "[Customer Name]", "[Your name]", "[First Name]", "[insert name here]",
        "<order number>", "%FIRST_NAME%", "__FIRST_NAME__",
    ],
)  # fmt: skip
def test_is_told(written: str) -> None:
    assert found(talk(f"Hi {written}, it is on its way.")) == [written]


@pytest.mark.parametrize(
    "said",
    [
        "Hi Ana, it costs $5 and 10%.", "Hi [NAME], bye", "Hi <name_1>!", "See [the page](https://x.y).",
        "Smile :name: [sic]",
        "Put `{{first_name}}` there.", 'It says "Hi {{first_name}}".', "Use {{name}} as a placeholder.",
        "```\nHi {{name}}\n```", "Press [Enter] and {F5}.", "{ name }", "100%name%x", "It is __NAME__ now.",
    ],
)  # fmt: skip
def test_is_not_told(said: str) -> None:
    assert found(talk(said)) == []


def test_only_what_the_company_sends_to_people_who_do_not_write_templates() -> None:
    sent = "Hi {{first_name}}!"
    assert found(talk(sent)) == ["{{first_name}}"]
    assert found(talk(sent, channel=None)) == ["{{first_name}}"]
    assert found(talk(sent, channel="script")) == []
    assert found(talk(sent, customer="I am {{name}}")) == []
    assert found(talk(sent, customer="My template does not work")) == []
    assert found(talk("Hello", customer="Hi {{first_name}}")) == []


def test_several_in_a_turn() -> None:
    assert found(talk("Hi {{first_name}} {{last_name}}, your order [Order Number]")) == [
        "{{first_name}}",
        "{{last_name}}",
        "[Order Number]",
    ]


def notes(conversation: Conversation, run: Run = RUN) -> list[Finding]:
    (checked,) = run.check([conversation])
    return [finding for finding in checked.findings if finding.rule == RULE.slug]


def test_it_is_a_note_beside_the_findings() -> None:
    (note,) = notes(talk("Hi {{first_name}}, it is on its way."))
    assert note.severity is Severity.NOTE
    assert (note.turn, note.quote, note.sources) == (2, "{{first_name}}", ())
    assert note.message == "Sent with “{{first_name}}” not filled in."
    assert note.place
    assert (note.place.line, note.place.column, note.place.end_column) == (1, 4, 18)


def test_it_can_be_selected_and_ignored() -> None:
    sent = talk("Hi {{first_name}}, it is on its way.")
    assert notes(sent, Run(load(), Options(select=(RULE.slug,))))
    assert not notes(sent, Run(load(), Options(select=("jargon",))))
    assert not notes(sent, Run(load(), Options(ignore=("notes",))))
    assert not notes(sent, Run(load(), Options(min_severity=Severity.WARNING)))
