"""For any conversation in any format: each character stands where its origin says; and nothing ever crashes."""

import csv
import io
import json
from collections.abc import Callable

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from csmistakes.conversation import Conversation
from csmistakes.errors import TranscriptError
from csmistakes.readers import RoleNames, read_bytes
from csmistakes.readers.cells import records
from csmistakes.readers.jsontext import JsonDocument

from .places import LINE_END, assert_exact, conversations

Talk = list[tuple[str, str]]

CHARS = st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])
WORDS = st.text(st.sampled_from("abc XY.,:;'\"”é😀&#x\\/[]()<>{}|-*_\u2028\u00a0"), min_size=1, max_size=30)
LINE = (WORDS | st.text(CHARS, min_size=1, max_size=20)).filter(lambda text: bool(text.strip()))
ANY = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
ENDINGS = st.sampled_from(["\n", "\r\n", "\r"])


def talks(texts: st.SearchStrategy[str]) -> st.SearchStrategy[Talk]:
    role = st.sampled_from(["agent", "customer"])
    return st.lists(st.tuples(role, texts), min_size=1, max_size=5).map(lambda said: [("agent", "Hi"), *said])


# In the plain formats a text must not itself look like a label, a tag, a rule or a number.
SAFE = st.text(st.sampled_from("abc éX.,😀&\"'\u2028"), min_size=1, max_size=12).filter(lambda text: bool(text.strip()))
PARAGRAPH = st.lists(SAFE.map(lambda text: "w" + text), min_size=1, max_size=3).map("\n".join)


def check(text: str, talk: Talk, *, strip: bool = True) -> None:
    (conversation,) = conversations(text)
    assert [turn.role for turn in conversation.turns] == [role for role, _ in talk]
    for turn, (_, said) in zip(conversation.turns, talk, strict=True):
        assert_exact(text, turn)
        for offset in range(len(turn.text)):
            line, column = turn.origin.at(offset)
            assert turn.origin.end(offset) == (line, column + 1)
        assert LINE_END.sub("\n", turn.text) == (LINE_END.sub("\n", said).strip() if strip else said)


def write_labels(talk: Talk) -> str:
    return "".join(f"{role.title()}: {text}\n" for role, text in talk)


def write_timed(talk: Talk) -> str:
    return "".join(f"[00:{n:02}] {role.title()}: {text}\n" for n, (role, text) in enumerate(talk))


def write_headed(talk: Talk) -> str:
    return "".join(f"{role.title()}\n{text}\n\n" for role, text in talk)


def write_vtt(talk: Talk) -> str:
    return "WEBVTT\n\n" + "".join(
        f"00:{n:02}.0 --> 00:59.0\n<v {role}>{text}</v>\n\n" for n, (role, text) in enumerate(talk)
    )


def write_srt(talk: Talk) -> str:
    return "".join(
        f"{n}\n00:00:{n:02},000 --> 00:00:59,000\n{role.upper()}: <i>{text}</i>\n\n"
        for n, (role, text) in enumerate(talk)
    )


WRITERS: list[Callable[[Talk], str]] = [write_labels, write_timed, write_headed, write_vtt, write_srt]


@given(talks(PARAGRAPH), st.sampled_from(WRITERS), ENDINGS)
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_plain_formats(talk: Talk, write: Callable[[Talk], str], ending: str) -> None:
    if write is write_headed:
        talk = [*talk, ("customer", "w")]
    check(write(talk).replace("\n", ending), talk)


@given(talks(ANY), st.sampled_from(",;\t|"), ENDINGS)
def test_tables(talk: Talk, delimiter: str, ending: str) -> None:
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=delimiter, lineterminator=ending, quoting=csv.QUOTE_ALL)
    writer.writerows([("role", "text"), *talk])
    text = file.getvalue()
    (conversation,) = conversations(text)
    assert [(turn.role, turn.text) for turn in conversation.turns] == talk
    for turn in conversation.turns:
        assert_exact(text, turn)
        for offset, char in enumerate(turn.text):
            line, column = turn.origin.at(offset)
            assert turn.origin.end(offset) == (line, column + (2 if char == '"' else 1))


@given(st.lists(st.lists(ANY, min_size=2, max_size=3), min_size=1), st.sampled_from(",;\t|"))
def test_cells_are_those_of_the_standard_reader(rows: list[list[str]], delimiter: str) -> None:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter).writerows(rows)
    kept = [row for row in rows if any(cell.strip() for cell in row)]
    assert [[cell.text for cell in record] for record in records(file.getvalue(), delimiter)] == kept


def raw_character(text: str, line: int, column: int) -> str:
    """Return what the JSON string's character at a place stands for."""
    rest = LINE_END.split(text)[line - 1][column - 1 :]
    if not rest.startswith("\\"):
        return rest[0]
    long = json.loads(f'"{rest[:12]}"') if rest[1] == "u" and rest[6:8] == "\\u" else ""
    return long if len(long) == 1 else str(json.loads(f'"{rest[: 6 if rest[1] == "u" else 2]}"'))


@given(talks(ANY), st.booleans(), st.sampled_from([None, 1]), st.sampled_from(["native", "messages"]))
@example([("agent", "😀\n"), ("customer", '"\\\u2019')], True, 1, "native")
def test_json_formats(talk: Talk, ascii_only: bool, indent: int | None, shape: str) -> None:
    key, holder = ("text", "turns") if shape == "native" else ("content", "messages")
    value = [{"id": "{[,:", holder: [{"x": {"text": ["no"]}, "role": role, key: text} for role, text in talk]}]
    text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    (conversation,) = conversations(text)
    assert [(turn.role, turn.text) for turn in conversation.turns] == talk
    for turn in conversation.turns:
        for offset, char in enumerate(turn.text):
            assert raw_character(text, *turn.origin.at(offset)) == char
            assert turn.origin.end(offset) == turn.origin.at(offset + 1)
        end = turn.origin.at(len(turn.text))
        assert raw_character(text, *end) == '"'


@given(ANY, ANY)
def test_parts_of_a_message(first: str, second: str) -> None:
    text = json.dumps([{"role": "user", "content": [{"text": first}, second]}])
    (conversation,) = conversations(text)
    (turn,) = conversation.turns
    assert turn.text == f"{first}\n{second}"
    for offset, char in enumerate(turn.text):
        if offset != len(first):
            assert raw_character(text, *turn.origin.at(offset)) == char
            assert turn.origin.end(offset) == place_behind(text, *turn.origin.at(offset))


def place_behind(text: str, line: int, column: int) -> tuple[int, int]:
    """Return the place behind the JSON string's character at a place, by the standard decoder."""
    rest = LINE_END.split(text)[line - 1][column - 1 :]
    char = raw_character(text, line, column)
    return line, column + next(n for n in range(1, 13) if decoded(rest[:n]) == char)


def decoded(raw: str) -> str | None:
    try:
        return str(json.loads(f'"{raw}"'))
    except ValueError:
        return None


def test_places_in_strings_at_the_top() -> None:
    assert JsonDocument('["a", {"b": "c", "d": ["e"]}]', 3).place((1, "d", 0), 0) == (3, 25)


PIECES = st.sampled_from(
    ["WEBVTT\n\n", "1\n", "00:00:01,000 --> 00:00:02,000\n", "<v A>", "</v>", "Agent: ", "Customer: ", "Maria: ",
     "Maria\n", "[00:12] ", "10:31 AM ", "\n", "\n\n", "---\n", "role,text\n", '"', ",", "agent", '{"turns": [',
     '{"role": "agent", ', '"text": "a"}', "]}", '[{"role": "user", "content": "a"}]', "**", "\ufeff", "\r", "x ",
     "\x85", "\u2028", "[S] ", "٣:٣٣ "]
)  # fmt: skip


@given(st.lists(PIECES | st.text(max_size=4), max_size=20).map("".join))
@settings(max_examples=400, deadline=None)
def test_any_text_is_read_or_refused(text: str) -> None:
    sound = text.encode("utf-8", "replace")
    found = list(read_bytes(sound, "x", RoleNames()))
    assert found
    lines = LINE_END.split(sound.decode("utf-8-sig"))
    for item in found:
        assert isinstance(item, Conversation | TranscriptError)
        for turn in item.turns if isinstance(item, Conversation) else ():
            for offset in range(len(turn.text) + 1):
                line, column = turn.origin.at(offset)
                assert column <= len(lines[line - 1]) + 3


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    assert all(isinstance(item, Conversation | TranscriptError) for item in read_bytes(data, "x", RoleNames()))
