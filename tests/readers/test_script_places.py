"""For any text in any way of keeping replies: each character stands where its origin says."""

import csv
import html
import io
import json
import re
from collections.abc import Callable

import pytest
import yaml
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from csmistakes.conversation import Conversation, Turn
from csmistakes.errors import TranscriptError
from csmistakes.readers import How, keys
from csmistakes.readers.markup import is_html, seen
from csmistakes.readers.origins import Stretch, Within, part
from csmistakes.readers.source import Positions

from .places import LINE_END, assert_exact
from .scripts import SCRIPT, items, replies, written

LETTERS = "abz XY.,:;'\"”é😀&#x\\/[](){}|-*_$%\u00a0"
LINES = st.lists(st.text(st.sampled_from(LETTERS), max_size=12), min_size=1, max_size=5)
BODY = LINES.map("\n".join).filter(lambda text: any(map(str.isalpha, text)) and not is_html(text))
ENDINGS = st.sampled_from(["\n", "\r\n", "\r"])


def the_turn(text: str, path: str) -> Turn:
    (reply,) = replies(text, path)
    assert reply.channel == "script"
    (turn,) = reply.turns
    return turn


def decoded(raw: str, char: str, decode: Callable[[str], str]) -> bool:
    """Whether what the file has in the place of a character is one way to write it."""
    return raw == char or decode(raw) == char


@given(BODY, st.booleans())
def test_json(body: str, ascii_only: bool) -> None:
    text = json.dumps([{"title": "a", "body": body}], ensure_ascii=ascii_only, indent=1)
    turn = the_turn(text, "x.json")
    assert turn.text == body.strip()
    for n, char in enumerate(turn.text):
        assert decoded(written(text, turn, n, n + 1), char, lambda raw: str(json.loads(f'"{raw}"')))


def block(body: str, header: str, depth: int) -> str:
    return f"text: {header}\n" + "".join(" " * depth + line + "\n" if line else "\n" for line in body.split("\n"))


@given(BODY, st.sampled_from(["|", "|-", "|+", ">", ">-", ">+"]), st.integers(1, 9), st.booleans(), ENDINGS)
@settings(suppress_health_check=[HealthCheck.filter_too_much])
@example("b  \n\n  Z\n\nX", ">", 3, True, "\n")
def test_yaml_blocks(body: str, header: str, depth: int, stated: bool, ending: str) -> None:
    marks = f"{header[0]}{depth}{header[1:]}" if stated else header
    text = block(body, marks, depth).replace("\n", ending)
    check_yaml(text)


@given(BODY, st.sampled_from("'\""), st.integers(4, 40), st.booleans(), ENDINGS)
def test_yaml_quotes(body: str, quote: str, width: int, unicode: bool, ending: str) -> None:
    text = yaml.safe_dump({"text": body}, default_style=quote, width=width, allow_unicode=unicode)
    turn = check_yaml(text.replace("\n", ending))
    assert turn.text == body.strip()


@given(BODY, st.integers(4, 40), ENDINGS)
def test_yaml_as_it_is_usually_written(body: str, width: int, ending: str) -> None:
    text = yaml.safe_dump({"greetings": [{"text": body}]}, width=width, allow_unicode=True)
    assert check_yaml(text.replace("\n", ending)).text == body.strip()


def check_yaml(text: str) -> Turn:
    """Check a file with one text against PyYAML, and each character against what stands in its place."""
    try:
        value = yaml.safe_load(text)
    except yaml.YAMLError:
        assume(False)
    while not isinstance(value, str):
        assume(value)
        value = value[0] if isinstance(value, list) else next(iter(value.values()))
    assume(any(map(str.isalpha, value)))
    turn = the_turn(text, "x.yaml")
    assert turn.text == value.strip()
    for n, char in enumerate(turn.text):
        raw = written(text, turn, n, n + 1)
        if char == " " and raw == "":
            assert turn.origin.at(n)[1] > len(LINE_END.split(text)[turn.origin.at(n)[0] - 1])  # a folded line end
        elif char != "\n":
            assert raw == char or yaml.safe_load(f'"{raw}"') == char or raw == char + char
    return turn


TOML_STRINGS: list[Callable[[str], str]] = [
    lambda text: json.dumps(text, ensure_ascii=False),
    lambda text: json.dumps(text).replace("\\ud83d\\ude00", "\\U0001F600"),
    lambda text: '"""\n' + text.replace("\\", "\\\\").replace('"', '\\"') + '"""',
    lambda text: '"""' + text.replace("\\", "\\\\").replace('"', '\\"').replace(",", "\\\n \t,") + '"""',
    lambda text: "'''\n" + text.replace("'", "’") + "'''",
]


@given(BODY, st.sampled_from(TOML_STRINGS), ENDINGS.filter(lambda ending: ending != "\r"))
def test_toml(body: str, spell: Callable[[str], str], ending: str) -> None:
    text = (
        '# [not]\n"a.b" = 1\n[x]\ny = {z = ["no", "#", 2]}\n[[macros]]\nname = "first" # "\n[[macros]]\n'
        f"tags = ['''q''', \"k\"]\nbody = {spell(body)}\nlast = 1979-05-27\n"
    ).replace("\n", ending)
    turn = the_turn(text, "x.toml")
    for n, char in enumerate(turn.text):
        raw = written(text, turn, n, n + 1)
        assert char in {"\n", raw} or json.loads(f'"{raw}"'.replace("\\U0001F600", "😀")) == char
    assert turn.text.replace("’", "'") == body.strip().replace("’", "'")


def in_double(body: str) -> tuple[str, str]:
    return body, json.dumps(body, ensure_ascii=False)


def in_single(body: str) -> tuple[str, str]:
    plain = " ".join(body.replace("\\", "/").split())
    return plain, "'" + plain.replace("'", "\\'") + "'"


def in_single_with_escapes(body: str) -> tuple[str, str]:
    plain = body.replace('"', "”").replace("'", "’") + "\n."
    return plain, "'" + json.dumps(plain, ensure_ascii=False)[1:-1] + "'"


@given(BODY, st.sampled_from([in_double, in_single, in_single_with_escapes]), ENDINGS)
def test_json5(body: str, spell: Callable[[str], tuple[str, str]], ending: str) -> None:
    said, spelt = spell(body)
    text = f"// 'no': \"no\n{{\n\tmacros: [ /* [ ' */\n\t\t{{ name: 'it', 'body': {spelt}, }}, // last\n\t],\n}}\n"
    text = text.replace("\n", ending)
    turn = the_turn(text, "x.json5")
    assert turn.text == said.strip()
    for n, char in enumerate(turn.text):
        raw = written(text, turn, n, n + 1)
        assert raw in {char, f"\\{char}"} or json.loads(f'"{raw}"') == char


@example("é\n[]\n[", ",", "\n")  # its second line is JSON
@given(BODY, st.sampled_from(",;\t|"), ENDINGS)
def test_tables(body: str, delimiter: str, ending: str) -> None:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter, lineterminator=ending, quoting=csv.QUOTE_ALL).writerows(
        [("Title", "Body"), ("a", body)]
    )
    text = file.getvalue()
    turn = the_turn(text, "x.csv")
    assert turn.text == body.strip()
    assert_exact(text, turn)


PLAIN = st.lists(st.text(st.sampled_from("ab Xé😀,'"), max_size=9).map(lambda text: "w" + text), min_size=1, max_size=4)
MARKDOWN: list[Callable[[list[str]], str]] = [
    lambda body: "# One\n\n**Use when:** never\n\n" + "\n".join(body) + "\n",
    lambda body: "Intro.\n\n## One\n\n```text\n" + "\n".join(body) + "\n```\n\nNot this.\n",
    lambda body: "One\n===\n\nNot this.\n\n" + "".join(f"> {line}\n" for line in body) + "\nNor this.\n",
    lambda body: "---\ntitle: One\n---\n<!-- no -->\n" + "\n".join(body) + "\n\n| a | b |\n",
]


@given(PLAIN, st.sampled_from(MARKDOWN), ENDINGS)
def test_markdown(body: list[str], write: Callable[[list[str]], str], ending: str) -> None:
    text = write(body).replace("\n", ending)
    (reply,) = replies(text, "x.md")
    assert reply.id == "One"
    (turn,) = reply.turns
    assert turn.text == "\n".join(body).strip()
    assert_exact(text, turn)


@given(PLAIN, PLAIN, ENDINGS)
def test_plain_text(first: list[str], second: list[str], ending: str) -> None:
    text = ("\n".join(first) + "\n---\n" + "\n".join(second) + "\n").replace("\n", ending)
    found = replies(text, "late.txt")
    assert [reply.id for reply in found] == ["late", "late#2"]
    for reply, body in zip(found, [first, second], strict=True):
        assert reply.turns[0].text == "\n".join(body).strip()
        assert_exact(text, reply.turns[0])


@given(st.lists(st.text(st.sampled_from("ab é😀&'<>\""), min_size=1, max_size=9).map(lambda t: "w" + t), min_size=1))
def test_markup(paragraphs: list[str]) -> None:
    body = "".join(f"<p class=x>{html.escape(text)}</p>\n" for text in paragraphs)
    text = json.dumps([{"title": "t", "content_html": body}])
    turn = the_turn(text, "x")
    assert turn.text == "\n".join(
        " ".join(said.split(" ")).rstrip() if said.strip() else said for said in map(squeezed, paragraphs)
    )
    for n, char in enumerate(turn.text):
        raw = written(text, turn, n, n + 1)
        assert char in " \n" or html.unescape(str(json.loads(f'"{raw}"'))) == char


def squeezed(text: str) -> str:
    return re.sub(" +", " ", text)


@given(st.text(st.sampled_from("<>/pbr!-&;# ax\n\"'=:"), max_size=60))
@example("<p>a<script>b</script>c&amp;&#120;&nosuch;<br/>d<!-- e -->")
def test_markup_never_loses_its_place(markup: str) -> None:
    spelling = seen(markup)
    assert len(spelling.text) == len(spelling.starts) == len(spelling.ends)
    assert sorted(spelling.starts) == spelling.starts
    assert all(0 <= start < end <= len(markup) for start, end in zip(spelling.starts, spelling.ends, strict=True))


def test_markup_as_it_is_seen() -> None:
    text = (
        "<div>Hi&nbsp;<b>{{name}}</b>,<br>bye <style>p{}</style><!-- x -->&lt;3</div><ul><li>one</li><li>two</li></ul>"
    )
    assert seen(text).text.strip() == "Hi\u00a0{{name}},\nbye <3\none\ntwo"
    assert not is_html("Hi <name>, 3 < 4 and <order id>")


def test_an_end_behind_the_last_character() -> None:
    whole = Stretch(Positions("ab\ncd"), 1)
    assert whole.at(0) == (1, 2)
    assert part(whole, 2, 4).at(0) == (2, 1)
    assert part(whole, 2, 4).at(2) == (2, 3)
    assert Within(whole, [0, 2], [1, 3]).end(1) == (2, 2)


ANY_PIECES = st.sampled_from(
    ["---\n", "+++\n", "# A\n", "```\n", "~~~\n", "> q\n", "\n", "a: ", "- b\n", '"', "'", "|\n", "  ", ">-\n",
     "{", "}", "[", "]", ",", "=", "[[a]]\n", '"""', "<p>", "&amp;", "<!--", "\t", "\r", "é", "\\", "&x ", "*x\n",
     '[{"body": "', "responses:\n", "  utter_a:\n  - text: ", "!!str ", "? ", ": ", "%", "\x85", "\u2028", "\x07"]
)  # fmt: skip


@given(
    st.lists(ANY_PIECES, max_size=14).map("".join), st.sampled_from(["md", "yaml", "toml", "json", "csv", "txt", ""])
)
@settings(max_examples=400, deadline=None)
def test_any_text_is_read_or_refused(text: str, suffix: str) -> None:
    found = items(text, f"x.{suffix}")
    assert found
    lines = LINE_END.split(text)
    for item in found:
        assert isinstance(item, Conversation | TranscriptError)
        for turn in item.turns if isinstance(item, Conversation) else ():
            for offset in range(len(turn.text) + 1):
                line, column = turn.origin.at(offset)
                assert column <= len(lines[line - 1]) + 3


@pytest.mark.parametrize("reader", keys())
@given(text=st.lists(ANY_PIECES, max_size=8).map("".join))
@settings(max_examples=40, deadline=None)
def test_a_forced_reader_reads_or_refuses(reader: str, text: str) -> None:
    found = items(text, "x", How(reader=reader))
    assert all(isinstance(item, Conversation | TranscriptError) for item in found)
    assert SCRIPT.is_script
