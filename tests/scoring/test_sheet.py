"""Tables of grades, and conversations that read back as what they were."""

import csv
import io
import json
from dataclasses import replace

from csmistakes.conversation import Conversation, Role, Turn
from csmistakes.masking import mask
from csmistakes.readers import RoleNames, read_bytes
from csmistakes.scoring.native import record
from csmistakes.scoring.sheet import write_table


def test_a_table_keeps_numbers_and_leaves_nothing_to_run() -> None:
    out = io.StringIO()
    write_table(out, ["=a", "b"], [{"=a": "=1+1", "b": -1.5}, {"b": None}])
    assert list(csv.reader(io.StringIO(out.getvalue()))) == [["'=a", "b"], ["'=1+1", "-1.5"], ["", ""]]


TALK = Conversation(
    "t-1",
    (
        Turn(Role.CUSTOMER, "my number is 555 123 4567", "jo@x.org", 1.5),
        Turn(Role.AGENT, "thank you\nJo", None, None),
    ),
    channel="sms",
    agent="Ines",
    customer="jo@x.org",
    started=1756718000.0,
    extra={
        "team": "blue",
        "order": 12345678,
        "tags": ["a", True, None, 2.5],
        "account": {"mail": "jo@x.org"},
        "turns": {2: {"mood": "warm", "text": "no"}},
    },
)


def read_back(talk: Conversation, **more: object) -> Conversation:
    line = json.dumps({**record(talk, talk.id, str), **more})
    (found,) = read_bytes(line.encode(), "-", RoleNames.of())
    assert isinstance(found, Conversation)
    return found


def test_a_record_reads_back_as_the_conversation_it_was() -> None:
    found = read_back(TALK)
    turns = tuple(replace(turn, origin=was.origin) for turn, was in zip(found.turns, TALK.turns, strict=True))
    expected = {**TALK.extra, "turns": {2: {"mood": "warm"}}}
    assert replace(found, turns=turns) == replace(TALK, extra=expected)


def test_a_masked_record_hides_what_is_personal_wherever_it_stands() -> None:
    hidden = record(TALK, "t-1", mask)
    text = json.dumps(hidden, ensure_ascii=False)
    assert "555" not in text
    assert "jo@x" not in text
    assert hidden["order"] == "•" * 8
    assert hidden["tags"] == ["a", True, None, 2.5]
    assert [len(turn["text"]) for turn in hidden["turns"]] == [len(turn.text) for turn in TALK.turns]


def test_what_is_not_known_is_left_out() -> None:
    assert record(Conversation("x", (Turn(Role.BOT, "hi"),)), "y", str) == {
        "id": "y",
        "turns": [{"role": "bot", "text": "hi"}],
    }
