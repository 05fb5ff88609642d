"""However hostile a file is, it is read to its end: what is not linear would take hours (benchmarks/linear.py)."""

import importlib
import json
import pkgutil
import re
from collections.abc import Iterator
from typing import cast

import pytest

from csmistakes import readers
from csmistakes.expressions import Expression
from csmistakes.readers import How, RoleNames

from .places import items

pytestmark = pytest.mark.slow

LENGTH = 60_000
UNITS = [
    " ", "\t", "a", "a ", "1", "1 ", "# ", "(", "(a", "a(", "[", ",", ", ", " - ", " -", "-", "* ", "**", ":", "a:",
    "1:", "1/", "1:1 ", "<v ", "<v a", "<", "<a", "</", "{\\", '"', '""', '"a",', '","', "\\", "\\u", "{", "{}",
    '"role":', '"content":', '"messages"', '"turns"', "---", "=", "WEBVTT ", "-->", "1:1 -->",
]  # fmt: skip
AROUND = [
    ("", ""), ("Agent", "x"), ("a", ","), ("1:1", "x"), ("Agent:", "x"), ("Maria (", "x"), ("- ", "x"), ("**", "x"),
]  # fmt: skip
PRELUDES = [
    "Agent: a\nCustomer: b\n", "Agent\na\n\nCustomer\nb\n\n", "WEBVTT\n\n00:01.0 --> 00:02.0\n", "WEBVTT\n\n<v ",
    "1\n00:00:01,000 --> 00:00:02,000\n", "1", "role,text\nagent,", "role\ttext\n", '{"turns": [',
    '[{"role": "agent", ',
]  # fmt: skip


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    for info in pkgutil.walk_packages(readers.__path__, f"{readers.__name__}."):
        for name, value in vars(importlib.import_module(info.name)).items():
            if isinstance(value, re.Pattern | Expression):
                yield f"{info.name}.{name}", cast("re.Pattern[str]", value)


def filled(unit: str) -> str:
    return unit * (LENGTH // len(unit))


def test_the_patterns_are_found() -> None:
    names = {name.removeprefix("csmistakes.readers.") for name, _ in patterns()}
    assert {"formats.labelled._HEAD", "formats.headed._HEADING", "roles._BRACKETED", "cues.PREFIX"} <= names


@pytest.mark.parametrize("pattern", [pytest.param(pattern, id=name) for name, pattern in patterns()])
def test_every_pattern_is_linear(pattern: re.Pattern[str]) -> None:
    for unit in UNITS:
        for before, after in AROUND:
            text = before + filled(unit) + after
            found = pattern.match(text)
            assert found is None or found.end() <= len(text)
            assert pattern.fullmatch(text) is None or found is not None


@pytest.mark.parametrize("unit", UNITS)
def test_labels_are_linear(unit: str) -> None:
    roles = RoleNames()
    for before, after in AROUND:
        label = before + filled(unit) + after
        name = roles.name_in(label)
        assert roles.role_of(label) is None or name is None or name in label


@pytest.mark.parametrize("prelude", PRELUDES)
def test_reading_is_linear(prelude: str) -> None:
    for unit in UNITS:
        assert items(prelude + filled(unit) + "x"), unit


def test_long_role_words_are_linear() -> None:
    for unit in UNITS:
        assert items(json.dumps({"turns": [{"role": filled(unit) + ",", "text": "a"}]})), unit


def test_a_time_of_thousands_of_digits_is_none() -> None:
    digits = "9" * 5000
    assert items(f"WEBVTT\n\n{digits}:00:00 --> 00:01\n<v Agent>Hi\n")


@pytest.mark.parametrize("suffix", ["md", "yaml", "toml", "json", "json5", "csv", "txt"])
def test_reading_scripts_is_linear(suffix: str) -> None:
    preludes = ("", "# A\n", "```\n", "---\n", "text: |\n  ", 'text: "', 'text = """', '[{"body": "', 'text\n"', "<p>")
    for prelude in preludes:
        for unit in ("a|||b\n", "<!--", "<script>", "> a\n", "- a\n", "&amp;", '"', "\\", "---\n", "{{", "[[a]]\n"):
            assert items(prelude + filled(unit), path=f"x.{suffix}", how=How(is_script=True)), (prelude, unit)
