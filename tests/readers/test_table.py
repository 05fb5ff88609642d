import pytest

from csmistakes.readers import RoleNames

from .places import assert_exact, conversations, errors


def test_rows_of_one_conversation_need_not_be_adjacent() -> None:
    text = (
        "conversation_id,channel,speaker,agent_name,text,team\n"
        'a,call,agent,Maria,"one\ntwo",red\n\nb,chat,user,Ann,three,red\na,call,user,Maria,four,blue\n'
    )
    first, second = conversations(text)
    assert (first.id, first.channel, first.agent, first.extra) == ("a", "call", "Maria", {})
    assert [turn.text for turn in first.turns] == ["one\ntwo", "four"]
    assert (second.id, second.channel, second.agent, second.extra) == ("b", "chat", "Ann", {"team": "red"})
    for turn in (*first.turns, *second.turns):
        assert_exact(text, turn)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters(delimiter: str) -> None:
    text = f"Role{delimiter}messageText\nagent{delimiter}a, b\ncustomer{delimiter}\n"
    text = text.replace("a, b", '"a, b"')
    (conversation,) = conversations(text)
    assert [turn.text for turn in conversation.turns] == ["a, b", ""]


def test_doubled_quotes_have_places() -> None:
    (conversation,) = conversations('role,text\nagent,"a ""b"" c\r\nd"\n')
    turn = conversation.turns[0]
    assert turn.text == 'a "b" c\r\nd'
    assert [turn.origin.at(offset) for offset in (0, 2, 3, 4, 5, 8, 9)] == [
        (2, 8), (2, 10), (2, 12), (2, 13), (2, 15), (2, 18), (3, 1),
    ]  # fmt: skip


def test_a_stray_quote_stays_in_its_cell() -> None:
    (conversation,) = conversations('role,text\nagent,"open\ncustomer,a "b" c\nagent,"x" y\n')
    assert [turn.text for turn in conversation.turns] == ['"open', 'a "b" c', '"x" y']


def test_bad_rows() -> None:
    assert errors("text,role\na\nb,agent\n") == [
        "x:2: the row has 1 cells, too few to have a text and a speaker",
    ]
    assert errors("text,role,name\na,,\nb,agent,\n") == ["x:2: the row names no speaker"]
    assert errors("text,role,name\na,,\nb,,\n") == ["x: no row of the table names a speaker"]


def test_a_name_stands_in_for_the_role() -> None:
    (conversation,) = conversations("text,role,name\na,,Tom\nb,agent,Maria\n", RoleNames())
    assert [(turn.role.value, turn.name) for turn in conversation.turns] == [("customer", "Tom"), ("agent", "Maria")]


def test_a_role_column_is_not_guessed_from() -> None:
    (error,) = errors("text,Sender Type\na,agent\nb,supervisor2x\n")
    assert "no role known for “supervisor2x”" in error
    (conversation,) = conversations("text,sender\na,agent\nb,Tom\n")
    assert conversation.turns[1].role == "customer"


def test_a_table_without_any_role_is_refused_as_a_whole() -> None:
    (error,) = errors("ticket,text,name\n1,a,Tom\n1,b,Maria\n2\n2,c,Tom\n")
    assert error.startswith("x:2: no role known for “Tom”, “Maria” (say who is who, for example --agent Tom")
    roles = RoleNames.of(["Maria"], ["Tom"])
    assert len(conversations("ticket,text,name\n1,a,Tom\n1,b,Maria\n2,c,Tom\n", roles)) == 2


def test_a_header_alone_says_nothing() -> None:
    assert errors("text,role\n") == ["x: nothing is said in it"]
