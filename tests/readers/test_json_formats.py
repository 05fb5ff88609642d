import json

import pytest

from csmistakes.conversation import Conversation
from csmistakes.readers import RoleNames

from .places import conversations, errors, items


def turn(role: str = "agent", text: object = "hello", **more: object) -> dict[str, object]:
    return {"role": role, "text": text, **more}


def test_other_keys_are_kept_aside() -> None:
    record = {"id": 7, "queue": "lamps", "turns": [turn(), turn("user", mood="sad")]}
    (conversation,) = conversations(json.dumps(record))
    assert conversation.id == "7"
    assert conversation.extra == {"queue": "lamps", "turns": {2: {"mood": "sad"}}}


def test_ids_are_made_unique() -> None:
    ids = ["a", None, "a", "a#2", "a", True]
    text = "\n".join(json.dumps({"id": known, "turns": [turn()]}) for known in ids)
    assert [conversation.id for conversation in conversations(text)] == ["a", "#2", "a#2", "a#2#2", "a#3", "#6"]


def test_a_malformed_line_does_not_stop_the_others() -> None:
    good = json.dumps({"turns": [turn()]})
    found = items(f"{good}\n\n{{oops\n{good}\r\n{good}")
    assert [isinstance(item, Conversation) for item in found] == [True, False, True, True]
    assert str(found[1]).startswith("x:3: malformed JSON in column 2: ")
    assert [item.id for item in found if isinstance(item, Conversation)] == ["#1", "#3", "#4"]


def test_the_first_line_may_be_malformed() -> None:
    found = items(f'{{"turns": [\n{json.dumps({"turns": [turn()]})}\n')
    assert [isinstance(item, Conversation) for item in found] == [False, True]


def test_one_error_for_a_malformed_file() -> None:
    (error,) = errors('{\n "turns": [\n  {"role": "agent" "text": "a"}\n ]\n}\n')
    assert error.startswith("x:3: malformed JSON in column 20")
    (error,) = errors('{"messages": [{"role": "user", "content": "a"}')
    assert error.startswith("x:1: malformed JSON")


@pytest.mark.parametrize(
    ("record", "complaint"),
    [
        ({"turns": [7]}, "turn 1 is no object"),
        ({"turns": [turn(), {"role": "agent"}]}, "turn 2 has no text"),
        ({"turns": [turn(text=5)]}, "turn 1 has no text"),
        ({"turns": [{"text": "a"}]}, "turn 1 says neither role nor name (roles are agent, customer, bot and system)"),
        ({"x": 1}, "no list of turns"),
        (7, "no list of turns"),
    ],
)
def test_what_is_wrong_is_said(record: object, complaint: str) -> None:
    good = {"turns": [turn()]}
    assert errors(f"{json.dumps(good)}\n{json.dumps(record)}") == [f"x:2: {complaint}"]
    assert errors(json.dumps([good, record])) == [f"x:1: conversation 2: {complaint}"]


def test_times() -> None:
    stamps = [0, 1.5, "2", "2025-02-03T09:00:00+01:00", "2025-02-03", None, True, float("nan"), 10**400, "soon", [1]]
    (conversation,) = conversations(json.dumps({"started": 5, "turns": [turn(ts=stamp) for stamp in stamps]}))
    expected = [0, 1.5, 2, 1738569600, 1738540800, None, None, None, None, None, None]
    assert [said.time for said in conversation.turns] == expected
    assert conversation.started == 5
    assert conversations(json.dumps({"started": 10**400, "turns": [turn()]}))[0].started is None


def test_a_long_malformed_line_is_one_error() -> None:
    turns = ", ".join(json.dumps(turn()) for _ in range(100_000))
    assert len(errors(f'{{"turns": [{turns}')) == 1


def test_numbers_with_thousands_of_digits() -> None:
    (error,) = errors('{"turns": [{"role": "agent", "text": "a", "ts": ' + "9" * 5000 + "}]}")
    assert error.startswith("x:1: malformed JSON: ")


def test_nesting_bombs() -> None:
    for bomb in ('{"turns": ' + "[" * 200_000, "[" * 200_000, '{"turns": [], "x": ' + '{"a":' * 100_000):
        (error,) = errors(bomb)
        assert "nested too deeply" in error or "not a transcript" in error


def test_turns_without_text_keep_their_place() -> None:
    (conversation,) = conversations(json.dumps({"turns": [turn(text=None), turn()]}))
    assert [said.text for said in conversation.turns] == ["", "hello"]
    assert conversation.turns[0].origin.at(0) == (1, 1)


def test_names_win_over_role_words() -> None:
    record = {"turns": [turn("user", name="Maria"), turn("assistant", name="Tom"), {"name": "Eve", "text": "a"}]}
    (conversation,) = conversations(json.dumps(record), RoleNames.of(["Maria"], ["Tom"], ["Eve=bot"]))
    assert [said.role for said in conversation.turns] == ["agent", "customer", "bot"]


def test_half_a_surrogate_pair_is_replaced() -> None:
    (conversation,) = conversations('{"turns": [{"role": "agent", "text": "a\\ud800b\\ud83d\\ude00c"}]}')
    text = conversation.turns[0].text
    assert text == "a\ufffdb\U0001f600c"
    start = conversation.turns[0].origin.at(0)[1]
    columns = [conversation.turns[0].origin.at(offset)[1] - start for offset in range(len(text) + 1)]
    assert columns == [0, 1, 7, 8, 20, 21]
    ends = [conversation.turns[0].origin.end(offset)[1] - start for offset in range(len(text))]
    assert ends == [1, 7, 8, 20, 21]


def test_message_shapes() -> None:
    said = [
        {"role": "developer", "content": "be kind"},
        {"role": "user", "content": [{"type": "text", "text": "a"}, {"type": "image"}, "b", 7]},
        {"role": "assistant", "content": None},
        {"role": "tool", "content": "x"},
        {"role": "assistant", "content": "c", "name": "Maria"},
    ]
    for shape in (said, {"messages": said, "model": "m"}, [said], [{"messages": said, "model": "m"}]):
        (conversation,) = conversations(json.dumps(shape))
        found = [(one.role.value, one.name, one.text) for one in conversation.turns]
        assert found == [("system", None, "be kind"), ("customer", None, "a\nb"), ("agent", "Maria", "c")]
    assert conversation.extra == {"model": "m"}


def test_messages_may_say_channel_agent_and_start() -> None:
    said = [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]
    about = {"conversation_id": "c7", "channel": "chat", "agent": "Maria", "started": "2026-01-05T10:00:00Z"}
    (conversation,) = conversations(json.dumps({**about, "messages": said, "model": "m"}))
    assert (conversation.id, conversation.channel, conversation.agent) == ("c7", "chat", "Maria")
    assert conversation.started == 1767607200.0
    assert conversation.extra == {"model": "m"}


def test_message_lines() -> None:
    chat = {"conversation_id": "a", "messages": [{"role": "user", "content": "a"}]}
    text = "\n".join(json.dumps(line) for line in (chat, [{"role": "user", "content": "b"}], {"x": 1}))
    first, second, error, _ = items(text + "\n{")
    assert isinstance(first, Conversation)
    assert isinstance(second, Conversation)
    assert (first.id, second.id) == ("a", "#2")
    assert str(error) == "x:3: no messages with role and content"


def test_messages_that_are_none() -> None:
    listed = [[{"role": "user", "content": "a"}], 7]
    assert errors(json.dumps(listed)) == ["x:1: conversation 2: no messages with role and content"]
    assert "no role known for “oracle”" in errors(json.dumps([[{"role": "oracle", "content": "a"}]]))[0]
    assert "not a transcript" in errors(json.dumps({"messages": 7}))[0]
    assert "nothing is said" not in errors('[{"role": "tool"}]')[0]


def said_by(*speakers: dict[str, object], key: str = "text") -> str:
    return json.dumps({"turns" if key == "text" else "messages": [{**speaker, key: "a"} for speaker in speakers]})


@pytest.mark.parametrize("key", ["text", "content"])
def test_an_unknown_role_is_never_the_other_party(key: str) -> None:
    (error,) = errors(said_by({"role": "agent"}, {"role": "supervisor2x"}, key=key))
    assert "no role known for “supervisor2x”" in error
    assert "--map supervisor2x=agent" in error
    roles = RoleNames.of(maps=["supervisor2x=agent"])
    (conversation,) = conversations(said_by({"role": "agent"}, {"role": "supervisor2x"}, key=key), roles)
    assert [one.role for one in conversation.turns] == ["agent", "agent"]


@pytest.mark.parametrize("key", ["text", "content"])
def test_an_empty_role_is_never_the_other_party(key: str) -> None:
    (error,) = errors(said_by({"role": "agent"}, {"role": " "}, key=key))
    assert "says neither role nor name (roles are agent, customer, bot and system)" in error
    (error,) = errors(said_by({"role": "agent"}, {"role": "", "name": "Tom"}, key=key))
    assert "--agent Tom or --customer Tom" in error


def test_a_name_where_no_role_stands_may_be_the_other_party() -> None:
    (conversation,) = conversations(said_by({"role": "agent"}, {"role": None, "name": "Tom"}))
    assert conversation.turns[1].role == "customer"


def test_a_message_line_without_a_speaker_does_not_stop_the_others() -> None:
    chat = json.dumps({"messages": [{"role": "user", "content": "a"}]})
    found = items("\n".join([json.dumps({"role": "", "content": "a"}), chat]))
    assert [isinstance(item, Conversation) for item in found] == [True, False]


@pytest.mark.parametrize(
    ("written", "channel"),
    [
        ("Call", "call"), ("Phone", "call"), ("voice", "call"), ("mail", "email"), ("E-Mail", "email"),
        ("EMAIL", "email"), ("twitter", "tweet"), ("X", "tweet"), ("Social", "tweet"), ("text", "sms"),
        ("WhatsApp", "sms"), ("webchat", "chat"), ("Live Chat", "chat"), ("live-chat", "chat"), ("messaging", "chat"),
        ("Carrier-Pigeon ", "carrier-pigeon"), (None, None), ("", None),
    ],
)  # fmt: skip
def test_channels_have_one_word_each(written: str | None, channel: str | None) -> None:
    (conversation,) = conversations(json.dumps({"channel": written, "turns": [turn()]}))
    assert conversation.channel == channel
    (conversation,) = conversations(f"channel,role,text\n{written or ''},agent,a\n")
    assert conversation.channel == channel
