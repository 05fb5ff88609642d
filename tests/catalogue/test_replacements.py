"""The replacements of a rule: what is read, what is wrong with their form, and their own tests."""

from pathlib import Path

import pytest

from csmistakes.catalogue import load
from csmistakes.catalogue.model import Replacement
from csmistakes.checking import load_whole
from csmistakes.errors import CatalogueError
from csmistakes.rule_tests import run
from tests.building import RULE, write_catalogue

OFFERED = """\
replacements:
  - find: "now (shut up|go away)"
    with: please wait
    safe: false
    in: turn
    before: "{{name}}, now go away."
    after: "{{name}}, please wait."
"""
ANY = RULE.replace("when: {all: [rude, {position: replying}]}", "when: rude")
ANY = ANY.replace('"A: go away", ', '"A: away", ').replace("C: shut up\\nA: I see", "C: shut up\\nA: I see")


def problems(folder: Path, rule: str) -> list[str]:
    with pytest.raises(CatalogueError) as caught:
        load_whole([write_catalogue(folder, rule=rule)], with_shipped=False)
    return [str(problem) for problem in caught.value.problems]


def told(folder: Path, offered: str) -> list[str]:
    catalogue = load([write_catalogue(folder, rule=ANY + offered)], with_shipped=False)
    [report] = [one for one in run(catalogue) if one.name == "being-rude"]
    return [f"{line}: {words}" for line, words in report.problems]


def test_they_are_read(tmp_path: Path) -> None:
    rule = load([write_catalogue(tmp_path, rule=RULE + OFFERED)], with_shipped=False).by_slug["being-rude"]
    find, by, before = "now (shut up|go away)", "please wait", "{{name}}, now go away."
    line = RULE.count("\n") + 2
    after = "{{name}}, please wait."
    assert rule.replacements == (Replacement(find, by, False, before, after, True, line),)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (OFFERED.replace("find:", "fnd:"), "unknown key “fnd”"),
        (OFFERED.replace("    safe: false\n", ""), "“safe” is missing"),
        (OFFERED.replace("safe: false", "safe: maybe"), "“safe” must be true or false"),
        (OFFERED.replace("in: turn", "in: file"), "“in” must be one of mark, turn"),
        (OFFERED.replace("with: please wait", "with: 7"), "“with” is missing or no text"),
        (OFFERED.replace("with: please wait", "with: we'll wait"), "could not be written into every file"),
        (OFFERED.replace("with: please wait", "with: '{found} {found}'"), "could not be written into every file"),
        ("replacements: {find: x}\n", "“replacements” must be a list"),
    ],
)
def test_a_wrong_form_is_named_with_its_line(tmp_path: Path, wrong: str, words: str) -> None:
    assert any(words in problem and "being-rude.yaml:" in problem for problem in problems(tmp_path, RULE + wrong))


def test_a_phrase_that_is_none_is_named_with_its_line(tmp_path: Path) -> None:
    broken = RULE.replace("why: It hurts.\n", "") + OFFERED.replace("(shut up", "((shut up")
    line = RULE.count("\n") + 1
    assert any(f"being-rude.yaml:{line}" in problem for problem in problems(tmp_path, broken))


def test_the_example_holds(tmp_path: Path) -> None:
    assert told(tmp_path, OFFERED) == []


@pytest.mark.parametrize(
    ("offered", "words"),
    [
        (OFFERED.replace("now go away.", "stay."), "nothing reported in “{{name}}, stay.”"),
        (OFFERED.replace("now go away.", "go away."), "nothing replaced in “{{name}}, go away.”"),
        (OFFERED.replace(", please wait.", ", wait."), "becomes “{{name}}, please wait.”, not “{{name}}, wait.”"),
        (
            OFFERED.replace("please wait", "then go away").replace("in: turn", "in: mark"),
            "“{{name}}, then go away.” is reported as well",
        ),
    ],
)
def test_an_example_that_does_not_hold_is_told(tmp_path: Path, offered: str, words: str) -> None:
    [problem] = told(tmp_path, offered)
    assert words in problem
    assert problem.startswith(f"{ANY.count(chr(10)) + 2}: ")


def test_a_corpus_rule_offers_none(tmp_path: Path) -> None:
    assert any(
        "no “replacements”" in one for one in problems(tmp_path, RULE.replace("scope: turn", "scope: corpus") + OFFERED)
    )
