"""The ways in which teams keep scripted replies, each read as it is."""

import json

import pytest

from csmistakes.conversation import Conversation, Role
from csmistakes.errors import UsageError
from csmistakes.readers import How, RoleNames, read_bytes
from csmistakes.readers.selectors import Fields

from .scripts import by_name, fields, items, replies, written

ZENDESK = {
    "title": "Late",
    "active": True,
    "actions": [
        {"field": "status", "value": "pending"},
        {"field": "comment_value", "value": ["channel:all", "Hi {{ticket.requester.first_name}}"]},
    ],
}
MARKED_UP = {"field": "comment_value_html", "value": "<p>Hi &amp; bye</p>"}
GORGIAS = {"name": "Hello", "actions": [{"name": "setResponseText", "arguments": {"body_html": "<b>Hi</b> you"}}]}
CHATWOOT = {"id": 1, "short_code": "hi", "content": "Hi {{contact.name}}"}
FRESHDESK = {"id": 2, "title": "Bye", "content": "Bye now", "content_html": "<div>Bye<br>now</div>", "folder_id": 3}
DIALOGFLOW = {
    "name": "Weather",
    "auto": True,
    "responses": [{"messages": [{"type": 0, "speech": ["It rains.", "Rain in $city."]}, {"speech": "Bye"}]}],
}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"macros": [ZENDESK]}, {"Late": ["Hi {{ticket.requester.first_name}}"]}),
        ({"actions": ZENDESK["actions"]}, {"x": ["Hi {{ticket.requester.first_name}}"]}),
        ({**ZENDESK, "actions": [MARKED_UP]}, {"Late": ["Hi & bye"]}),
        ({"data": [GORGIAS]}, {"Hello": ["Hi you"]}),
        ([CHATWOOT], {"hi": ["Hi {{contact.name}}"]}),
        ([FRESHDESK, {"other": 1}, 3], {"Bye": ["Bye\nnow"]}),
        (DIALOGFLOW, {"Weather": ["It rains.", "Rain in $city.", "Bye"]}),
    ],
)  # fmt: skip
def test_help_desks_are_known_by_content(value: object, expected: dict[str, list[str]]) -> None:
    text = json.dumps(value, indent=2)
    found = [item for item in read_bytes(text.encode(), "x.json", RoleNames()) if isinstance(item, Conversation)]
    assert {reply.id: [turn.text for turn in reply.turns] for reply in found} == expected
    assert {reply.channel for reply in found} == {"script"}
    assert by_name(text, "x.json") == expected


def test_roles() -> None:
    (intent,) = replies(json.dumps(DIALOGFLOW), "x.json")
    assert {turn.role for turn in intent.turns} == {Role.BOT}
    (macro,) = replies(json.dumps(ZENDESK), "x.json")
    assert {turn.role for turn in macro.turns} == {Role.AGENT}


@pytest.mark.parametrize("key", ["responses", "templates"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_rasa(key: str, ending: str) -> None:
    text = (
        f"version: '3.1'\nintents: [greet]\n{key}:\n\n  # hello\n  utter_greet:\n  - text: Hey {{name}}!\n"
        "    buttons: [{title: Hi, payload: /x}]\n  - text: |-\n      Good\n      day\n  utter_ask:\n  - plain text\n"
        "  utter_image:\n  - image: a.png\n"
    ).replace("\n", ending)
    found = [item for item in read_bytes(text.encode(), "domain.yml", RoleNames()) if isinstance(item, Conversation)]
    assert {reply.id: [turn.text for turn in reply.turns] for reply in found} == {
        "utter_greet": ["Hey {name}!", "Good\nday"],
        "utter_ask": ["plain text"],
    }
    assert found[0].turns[0].role is Role.BOT


def test_a_malformed_domain_is_told() -> None:
    text = "responses:\n  utter_a:\n  - text: a\n - text: [\n"
    (error,) = read_bytes(text.encode(), "domain.yml", RoleNames())
    assert str(error).startswith("domain.yml:4: malformed YAML")


@pytest.mark.parametrize(
    "text", ["# Hello\n\nThanks for writing.\n", "a: Thanks for your message.\n", '["Hi all of you"]']
)
def test_other_files_are_replies_only_when_named_so(text: str) -> None:
    assert not any(isinstance(item, Conversation) for item in read_bytes(text.encode(), "README.md", RoleNames()))
    assert replies(text, "x.md") or replies(text, "x.yaml")


LIBRARY = """\
---
title: "Returns"
owner: desk
---
# Returns

Read this first. It is for the team.

## 1. Label sent ##
**Use when:** a label goes out

> Hi {name},
> here is your label.

Tags: returns

## Label lost

> [!NOTE]
> Only once.

> Hi [Name], here is another.

> Hello [Name], a new label is here.

```json
{"not": "this"}
```
"""


def test_a_library_with_quoted_bodies() -> None:
    assert by_name(LIBRARY, "x.md") == {
        "Label sent": ["Hi {name},\nhere is your label."],
        "Label lost": ["Hi [Name], here is another.", "Hello [Name], a new label is here."],
    }


def test_a_library_with_fenced_bodies() -> None:
    text = (
        "# Team notes\n> for us only\n\n### Late\n~~~\n  Hi,\nsorry.\n~~~\n```python\nx = 1\n```\n"
        "### Lost\n````txt\nGone.\n````\n"
    )
    assert by_name(text, "x.md") == {"Late": ["Hi,\nsorry."], "Lost": ["Gone."]}


def test_a_library_with_plain_bodies() -> None:
    text = (
        "Late\n----\n*When to use:* always\nShortcut: late\n\nHi,\nit is late.\n\nNote: it comes soon.\n\n***\n\n"
        "Another.\n"
        "<!-- not\nthis -->\n| a | b |\n# C#\nSharp. #\n\n# Trailing ##\nText.\n\n#\nUnder nothing.\n"
    )
    assert by_name(text, "dir/x.md") == {
        "Late": ["Hi,\nit is late.\n\nNote: it comes soon."],
        "Late#2": ["Another."],
        "C#": ["Sharp. #"],
        "Trailing": ["Text."],
        "x": ["Under nothing."],
    }


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hi you.\n", "refund-formal"),
        ("---\nname: Refund\n---\nHi you.\n", "Refund"),
        ("+++\ntitle = 'Refund'\n+++\n\nHi you.\n", "Refund"),
        ("---\nHi you.\n", "refund-formal"),
    ],
)
@pytest.mark.parametrize("suffix", ["md", "txt"])
def test_a_file_with_one_reply(text: str, name: str, suffix: str) -> None:
    assert by_name(text, f"a/refund-formal.{suffix}") == {name: ["Hi you."]}


def test_standard_input_is_known_by_content() -> None:
    assert by_name("# One\nHi.\n", "-") == {"One": ["Hi."]}
    assert by_name('{"a": {"body": "Hi you."}}', "-") == {"a": ["Hi you."]}
    assert by_name("Hi.\n===\nBye.\n", "-") == {"#1": ["Hi."], "#2": ["Bye."]}


def test_named_lines() -> None:
    assert by_name("Late ||| Hi, it is late.\n\nLost  ||| Gone | away.\n", "x.txt") == {
        "Late": ["Hi, it is late."],
        "Lost": ["Gone | away."],
    }


def test_a_mail_template() -> None:
    text = "<html><body>\n<p>Hi {{ name }},</p>\n<p>it&#39;s late.</p></body></html>\n"
    (reply,) = replies(text, "mails/late.html")
    assert (reply.id, reply.turns[0].text) == ("late", "Hi {{ name }},\nit's late.")
    assert written(text, reply.turns[0], 15, 19) == "it&#39;s"


def test_tables() -> None:
    assert by_name("id;Reply\n1;Hi you\n2;\n", "x.csv") == {"1": ["Hi you"]}
    how = fields(text=["Short form", "Long form"], name='"Case no."')
    text = "Case no.\tShort form\tLong form\nA\tHi\tHello there\nB\tBye\n"
    assert by_name(text, "x.tsv", how) == {"A": ["Hi", "Hello there"], "B": ["Bye"]}


def test_a_table_without_a_column_of_text() -> None:
    (error,) = items("who,where\na,b\n", "x.csv")
    assert str(error).startswith("x.csv:1: no column is called text, body, reply")
    (error,) = items("who,where\na,b\n", "x.csv", fields(text="Wording"))
    assert str(error).startswith("x.csv:1: no column is called wording")


TREE = """\
greetings:
  hello: Hi there you
  bye: [See you then soon, "Bye, see you soon"]
  tags: [one two three]
count: 3
"""


def test_texts_without_usual_keys() -> None:
    assert by_name(TREE, "x.yaml") == {"hello": ["Hi there you"], "bye": ["See you then soon", "Bye, see you soon"]}


def test_records_with_usual_keys() -> None:
    text = (
        "groups:\n- title: Group\n  macros:\n"
        "  - {name: Late, category: x, body: Hi}\n  - {shortcut: l2, text: [A, B]}\n"
        "- hello: {content: Yo}\n  note: {text: not this}\n"
    )
    assert by_name(text, "x.yml") == {"Late": ["Hi"], "l2": ["A", "B"], "hello": ["Yo"]}


def test_toml_and_documents_of_yaml() -> None:
    assert by_name('[late]\ntext = "Hi"\n[lost]\ntext = """\nGone\n"""\n', "x.toml") == {
        "late": ["Hi"],
        "lost": ["Gone"],
    }
    assert by_name("text: a\n---\ntext: b\n--- \n", "x.yaml") == {"#1": ["a"], "#2": ["b"]}


def test_json5_and_json_with_comments() -> None:
    text = """/* macros
\t{ */
{
\tlate: { text: 'It\\'s "late" //', count: +.5, }, // text: no
\t"lost": {"text":"Gone"},
}
"""
    assert by_name(text, "x.json5") == {"late": ['It\'s "late" //'], "lost": ["Gone"]}
    assert by_name('{"late": {"text": "Hi"}, /* , */}', "x.jsonc") == {"late": ["Hi"]}


def test_an_alias_is_read_where_it_stands() -> None:
    assert by_name("a: &x {text: Hi}\nb: *x\n", "x.yaml") == {"a": ["Hi"]}


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ({"text": "greetings.hello"}, {"greetings.hello": ["Hi there you"]}),
        (
            {"text": ["greetings.bye[]"]},
            {"greetings.bye": ["See you then soon"], "greetings.bye#2": ["Bye, see you soon"]},
        ),
        (
            {"text": "greetings.*", "role": "bot"},
            {
                "greetings.hello": ["Hi there you"],
                "greetings.bye": ["See you then soon", "Bye, see you soon"],
                "greetings.tags": ["one two three"],
            },
        ),
        (
            {"each": "greetings", "text": ["hello", "bye"], "name": "tags[*]"},
            {"one two three": ["Hi there you", "See you then soon", "Bye, see you soon"]},
        ),
        ({"each": "", "text": '"greetings".hello'}, {"#1": ["Hi there you"]}),
    ],
)  # fmt: skip
def test_fields(table: dict[str, object], expected: dict[str, list[str]]) -> None:
    assert by_name(TREE, "x.yaml", fields(**table)) == expected


def test_fields_that_select_nothing() -> None:
    (error,) = items(TREE, "x.yaml", fields(text="nothing"))
    assert "fields selects no text in it" in str(error)


def test_fields_win_over_what_is_known_by_content() -> None:
    text = json.dumps({"macros": [ZENDESK]})
    assert by_name(text, "x.json", fields(text="macros[].title")) == {"macros.title": ["Late"]}


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({}, "“text” must be a selector"),
        ({"text": []}, "“text” must be a selector"),
        ({"text": [1]}, "“text” must be a selector"),
        ({"text": "a", "each": 1}, "“each” must be a selector"),
        ({"text": "a", "role": "customer"}, "role 'customer' is neither"),
        ({"text": "a", "colour": "b"}, "unknown key “colour”"),
        ({"text": "a[b"}, "“a[b” is no selector"),
    ],
)
def test_fields_that_make_no_sense(table: dict[str, object], message: str) -> None:
    with pytest.raises(UsageError, match=message.replace("[", r"\[")):
        Fields.of(table)


@pytest.mark.parametrize(
    ("text", "path", "message"),
    [
        ("a: [\n", "x.yaml", "x.yaml:2: malformed YAML"),
        ("text: a\x07\n", "x.yaml", "x.yaml:1: malformed YAML in column 8"),
        ("a = \n", "x.toml", "x.toml:1: malformed TOML"),
        ("a = " + "[" * 3000, "x.toml", "x.toml: malformed TOML: nested too deeply"),
        ("[" * 3000, "x.json", "malformed JSON"),
        ("{text: 'a',\n", "x.json5", "x.json5:2: malformed JSON5"),
        ("{\n text:'a'}", "x.json5", "x.json5:2: JSON5 in column 7: a key that is not quoted needs a blank"),
        (r"{text: 'it\'s\n'}", "x.json5", "x.json5:1: JSON5 in column 8: this text mixes quotes and escapes"),
        ("[a, 1]", "x.yaml", "x.yaml: no text in it looks like a reply"),
        ("# Only a heading\n", "x.md", "x.md: nothing is said in it"),
    ],
)
def test_what_cannot_be_read_is_told(text: str, path: str, message: str) -> None:
    found = items(text, path)
    assert [str(item) for item in found if message in str(item)], [str(item) for item in found]


def test_a_reader_of_the_users_choice() -> None:
    text = "role,text\nagent,Hi\n"
    assert by_name(text, "x.csv", How(reader="csv-replies")) == {"#1": ["Hi"]}
    (error,) = items("a,b\n", "x.csv", How(reader="table"))
    assert str(error) == "x.csv:1: the first row names no text and speaker columns"
    assert by_name("Agent: Hi\n", "x", How(reader="text-replies")) == {"x": ["Agent: Hi"]}
