"""Scripted replies of our own: good ones, nearly silent; bad ones, each found at its place."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from csmistakes.catalogue import load
from csmistakes.conversation import Conversation
from csmistakes.finding import Checked, Finding, Severity
from csmistakes.options import Options
from csmistakes.pipeline import Run
from csmistakes.readers import How, RoleNames, read_bytes
from csmistakes.readers.selectors import Fields

FIXTURES = Path(__file__).parent / "fixtures" / "scripts"
BAD = yaml.safe_load((FIXTURES / "bad.yaml").read_text(encoding="utf-8"))
RUN = Run(load(), Options(mask=False))


def checked(text: str, path: str, role: str = "agent") -> list[Checked]:
    how = How(is_script=True, fields=Fields.of({"text": "*", "role": role}) if role == "bot" else None)
    items = list(read_bytes(text.encode(), path, RoleNames(), how))
    assert [str(item) for item in items if not isinstance(item, Conversation)] == []
    return list(RUN.check(item for item in items if isinstance(item, Conversation)))


@pytest.mark.parametrize("role", ["agent", "bot"])
@pytest.mark.parametrize("name", ["good", "more_good"])
def test_good_replies_are_hardly_ever_reported(name: str, role: str) -> None:
    found = checked((FIXTURES / f"{name}.yaml").read_text(encoding="utf-8"), f"{name}.yaml", role)
    assert {turn.role.value for one in found for turn in one.conversation.turns} == {role}
    assert len(found) == 60
    reported = [(one.conversation.id, f.rule) for one in found for f in one.findings if f.severity > Severity.NOTE]
    assert 20 * len(reported) <= len(found), reported


@pytest.mark.parametrize(("name", "count", "most_missed"), [("bad", 24, 0), ("more_bad", 30, 2)])
def test_bad_replies_are_found(name: str, count: int, most_missed: int) -> None:
    found = checked((FIXTURES / f"{name}.yaml").read_text("utf-8"), f"{name}.yaml")
    assert len(found) == count
    missed = [
        one.conversation.id
        for one in found
        if re.sub(r"-\d+$", "", one.conversation.id) not in {f.rule for f in one.findings}
    ]
    assert len(missed) <= most_missed, missed


def test_replies_that_no_rule_was_written_with() -> None:
    good = checked((FIXTURES / "good_second.yaml").read_text(encoding="utf-8"), "good_second.yaml")
    reported = [(one.conversation.id, f.rule) for one in good for f in one.findings if f.severity > Severity.NOTE]
    assert len(good) == 60
    assert 20 * len(reported) <= len(good), reported
    bad = checked((FIXTURES / "bad_second.yaml").read_text(encoding="utf-8"), "bad_second.yaml")
    found = [one for one in bad if one.conversation.id.rstrip("-0123456789") in {f.rule for f in one.findings}]
    assert len(bad) == 30
    assert len(found) >= 27


def as_json(replies: dict[str, str]) -> str:
    return json.dumps([{"short_code": name, "content": text} for name, text in replies.items()], indent=1)


def as_zendesk(replies: dict[str, str]) -> str:
    def body(text: str) -> str:
        paragraphs = "".join(f"<p>{line}</p>" for line in text.replace("&", "&amp;").split("\n") if line.strip())
        return paragraphs.replace("'", "&#39;").replace("é", "&eacute;")

    macros = [
        {"title": name, "actions": [{"field": "comment_value_html", "value": body(text)}]}
        for name, text in replies.items()
    ]
    return json.dumps({"macros": macros})


def as_markdown(replies: dict[str, str]) -> str:
    def quoted(text: str) -> str:
        return "".join(f"> {line}\n" if line else ">\n" for line in text.rstrip().split("\n"))

    return "".join(f"## {name}\n\n{quoted(text)}\n" for name, text in replies.items())


def as_fences(replies: dict[str, str]) -> str:
    return "".join(f"### {name}\n```\n{text}```\n" for name, text in replies.items())


def as_toml(replies: dict[str, str]) -> str:
    return "".join(f"[{name}]\ntext = {json.dumps(text)}\n" for name, text in replies.items())


def as_csv(replies: dict[str, str]) -> str:
    rows = ["name,body", *(f'{name},"{text.replace(chr(34), chr(34) * 2)}"' for name, text in replies.items())]
    return "\n".join(rows) + "\n"


def as_rasa(replies: dict[str, str]) -> str:
    named = {f"utter_{name}": [{"text": text}] for name, text in replies.items()}
    return "responses:\n" + yaml.safe_dump(named, sort_keys=False).replace("\n", "\n  ").join(["  ", "\n"])


def as_text(replies: dict[str, str]) -> str:
    return "---\n".join(replies.values())


WRITERS: list[tuple[Callable[[dict[str, str]], str], str]] = [
    (as_json, "x.json"), (as_zendesk, "x.json"), (as_markdown, "x.md"), (as_fences, "x.md"), (as_toml, "x.toml"),
    (as_csv, "x.csv"), (as_rasa, "domain.yml"), (as_text, "x.txt"),
    (lambda replies: yaml.safe_dump(replies, default_style=">", sort_keys=False), "x.yaml"),
    (lambda replies: yaml.safe_dump(replies, default_style="'", sort_keys=False, width=50), "x.yaml"),
]  # fmt: skip


@pytest.mark.parametrize(("write", "path"), WRITERS)
def test_the_same_is_found_however_it_is_kept_and_where_it_stands(
    write: Callable[[dict[str, str]], str], path: str
) -> None:
    text = write(BAD)
    found = checked(text, path)
    role = "bot" if path == "domain.yml" else "agent"
    expected = checked(yaml.safe_dump(BAD, sort_keys=False), "x.yaml", role)
    assert [[f.rule for f in one.findings] for one in found] == [[f.rule for f in one.findings] for one in expected]
    lines = text.split("\n")
    for finding in (finding for one in found for finding in one.findings):
        assert squeezed(between(lines, finding)) == squeezed(finding.quote or "")


def between(lines: list[str], finding: Finding) -> str:
    place = finding.place
    assert place
    if place.line == place.end_line:
        return lines[place.line - 1][place.column - 1 : place.end_column - 1]
    first, *middle = lines[place.line - 1 : place.end_line - 1]
    return " ".join([first[place.column - 1 :], *middle, lines[place.end_line - 1][: place.end_column - 1]])


def squeezed(raw: str) -> str:
    """Return a text without what the ways of writing it add: escapes, marks of quotation, line ends."""
    for written, meant in (("&#39;", "'"), ("''", "'"), ("\\n", " "), ('\\"', '"'), ('""', '"'), ("</p><p>", " ")):
        raw = raw.replace(written, meant)
    return " ".join(raw.replace("\n>", " ").replace(" > ", " ").split())
