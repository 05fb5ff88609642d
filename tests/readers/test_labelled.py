import pytest

from csmistakes.readers import RoleNames

from .places import assert_exact, conversations, errors


def said(text: str, roles: RoleNames | None = None) -> list[tuple[str, str | None, str]]:
    (conversation,) = conversations(text, roles)
    for turn in conversation.turns:
        assert_exact(text, turn)
    return [(turn.role.value, turn.name, turn.text) for turn in conversation.turns]


@pytest.mark.parametrize(
    "head",
    [
        "Agent: ", "AGENT:", "agent : ", "[00:12] Agent: ", "[00:00:12] AGENT: ", "(10:31 AM) Agent: ", "10:31 Agent: ",
        "10:31 - Agent: ", "Agent (10:31 AM): ", "Agent [10:31]: ", "Agent 10:31 AM: ", "**Agent:** ", "**Agent**: ",
        "__Agent__: ", "**Agent (10:31):** ", "**[10:31] Agent:** ", "[10:31] **Agent:** ", "- Agent: ", "> Agent: ",
        "[2025-02-03T09:00:00Z] Agent: ", "[2025-02-03 09:00:00] Agent: ", "3/2/2025, 9:00 AM - Agent: ", "[Agent]: ",
        "Agent：", "*Agent:* ", "Agent:\n", "  Agent: ",
    ],
)  # fmt: skip
def test_heads(head: str) -> None:
    other = head.replace("Agent", "Customer").replace("AGENT", "CUSTOMER").replace("agent", "customer")
    assert said(f"{head}Hello there.\n{other}It broke.\n{head}Oh.") == [
        ("agent", None, "Hello there."),
        ("customer", None, "It broke."),
        ("agent", None, "Oh."),
    ]


def test_lines_that_are_no_labels_go_on() -> None:
    more = "see http://lamps.example\nhttps://lamps.example\nNote: bring it\nat 10:30 then\nOrder number: 7\nC:\\lamp"
    assert said(f"Customer: hello\nAgent: {more}\n\nlast  \nCustomer: ok") == [
        ("customer", None, "hello"),
        ("agent", None, f"{more}\n\nlast"),
        ("customer", None, "ok"),
    ]


def test_a_single_line_is_enough() -> None:
    assert said("Agent: Calm down.") == [("agent", None, "Calm down.")]


def test_blank_lines_before_do_not_matter() -> None:
    assert said("\n" * 400 + "Agent: hi\n") == [("agent", None, "hi")]
    headed = "\n" * 400 + "Agent\nhi\n\nCustomer\nyes\n"
    assert said(headed) == [("agent", None, "hi"), ("customer", None, "yes")]


def test_names_need_roles() -> None:
    text = "Maria: Hello.\nTom: It broke.\nMaria: Oh.\n"
    (error,) = errors(text)
    assert "“Maria”, “Tom”" in error
    assert "--agent Maria --customer Tom" in error
    assert "--map Maria=agent" in error
    expected = [("agent", "Maria", "Hello."), ("customer", "Tom", "It broke."), ("agent", "Maria", "Oh.")]
    assert said(text, RoleNames.of(agents=["maria"])) == expected
    assert said(text, RoleNames.of(customers=["Tom"])) == expected
    assert said(text, RoleNames.of(maps=["Maria=agent", "tom=customer"])) == expected


def test_two_lines_with_names() -> None:
    assert "“Maria”, “Tom”" in errors("Maria: Hello.\nTom: It broke.\n")[0]


def test_a_third_name_is_not_guessed() -> None:
    text = "Agent: Hello.\nCustomer: It broke.\nMaria: I can help.\nMaria: Now.\n"
    (error,) = errors(text)
    assert "“Maria”" in error
    assert "--agent Maria or --customer Maria" in error


def test_several_conversations() -> None:
    text = "Title\n=====\nAgent: a\nCustomer: b\n\n---\n\nAgent: c\n---\n"
    first, second = conversations(text)
    assert (first.id, second.id) == ("#1", "#2")
    assert [turn.text for turn in first.turns] == ["a", "b"]
    assert [turn.text for turn in second.turns] == ["c"]


def test_an_unknown_speaker_spoils_only_its_conversation() -> None:
    text = "Agent: a\nCustomer: b\n---\nAgent: c\nCustomer: d\nMaria: e\nMaria: f\n---\nMaria: e\nMaria: f\n"
    (error,) = errors(text)
    assert error.startswith("x:6: no role known for “Maria” in 2 conversations")


def test_what_stands_before_is_kept_aside() -> None:
    (conversation,) = conversations("Lamp help\nFebruary\n\nAgent: a\nCustomer: b\n")
    assert conversation.extra == {"preamble": "Lamp help\nFebruary"}


def test_where_turns_have_times_a_note_is_a_turn() -> None:
    text = "[00:01] Agent: a\n[00:03] Note: put through\nNote: no turn\n[00:04] Customer: b"
    assert said(text) == [("agent", None, "a"), ("system", None, "put through\nNote: no turn"), ("customer", None, "b")]


def test_numbered_agents_are_told_apart() -> None:
    assert said("Agent 1: a\nAgent 2: b\nCustomer: c") == [
        ("agent", "Agent 1", "a"),
        ("agent", "Agent 2", "b"),
        ("customer", None, "c"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "name: lamp\nversion: 2\nabout: a lamp\n",
        "Once there was a lamp.\nIt hummed.\nNote: it hummed at night.\n",
        "from lamps import Lamp\n\nlamp: Lamp = Lamp()\nprint(lamp)\n",
        "Dear Sir,\n\nmy lamp hums.\n\nThanks\nOwen\n",
        "# Lamps\n\nA list.\n\n- one\n- two\n",
        "lamp",
    ],
)
def test_other_texts_are_none(text: str) -> None:
    assert "not a transcript I know" in errors(text)[0]


def test_headings_with_repeated_names() -> None:
    text = "Maria\nHello.\nWhat is it?\n\nTom\nIt broke.\n\nThanks\nfor asking.\n\nMaria\nOh.\n\nTom\nYes\n"
    assert said(text, RoleNames.of(agents=["Maria"])) == [
        ("agent", "Maria", "Hello.\nWhat is it?"),
        ("customer", "Tom", "It broke.\n\nThanks\nfor asking."),
        ("agent", "Maria", "Oh."),
        ("customer", "Tom", "Yes"),
    ]
    assert "--agent Maria --customer Tom" in errors(text)[0]


def test_headings_in_several_conversations() -> None:
    first, second = conversations("Lamps\n\nAgent\na\n\nCustomer\nb\n---\nAgent:\n\nCustomer\nc\n\nBot\n")
    assert [turn.text for turn in first.turns] == ["a", "b"]
    assert first.extra == {"preamble": "Lamps"}
    assert [turn.text for turn in second.turns] == ["c\n\nBot"]
