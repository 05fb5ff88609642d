"""The catalogue's own tests tell what is wrong: a missed mark, a false report, a term that nothing needs."""

from pathlib import Path

import pytest

from csmistakes.catalogue import load
from csmistakes.rule_tests import ExampleReport, run
from tests.building import RUDE, RULE, write_catalogue


def report(folder: Path, name: str) -> ExampleReport:
    return next(r for r in run(load([folder], with_shipped=False)) if r.name == name)


def test_a_clean_rule_passes_with_every_term_needed(tmp_path: Path) -> None:
    folder = write_catalogue(tmp_path)
    assert report(folder, "rude").passed
    rule = report(folder, "being-rude")
    assert (rule.problems, rule.untested, rule.examples) == ((), (), 6)


@pytest.mark.parametrize(
    ("rule", "complaint"),
    [
        (RULE.replace("[[shut up]]", "[[be quiet]]"), "nothing reported at “be quiet”"),
        (RULE.replace("C: shut up\\nA: I see", "C: but why\\nA: shut up"), "reported “shut up” in turn 2"),
    ],
)
def test_a_wrong_example_is_told(tmp_path: Path, rule: str, complaint: str) -> None:
    problems = report(write_catalogue(tmp_path, rule=rule), "being-rude").problems
    assert [complaint in words for _, words in problems] == [True]


def test_a_term_that_no_example_needs_is_told(tmp_path: Path) -> None:
    rule = RULE.replace("{position: replying}]", "{position: replying}, {speaker: agent}]")
    assert report(write_catalogue(tmp_path, rule=rule), "being-rude").untested == ("when.all.2",)
    nested = RULE.replace("{position: replying}]", "{position: replying}, {not: {any: [filler, {speaker: bot}]}}]")
    nested = nested.replace('unless: ["filler"]\n', "")
    assert report(write_catalogue(tmp_path, rule=nested), "being-rude").untested == ("when.all.2.not.any.1",)


def test_a_term_inside_an_exception_is_dropped_too(tmp_path: Path) -> None:
    exception = "unless: [{all: [filler, {speaker: agent}]}]"
    rule = RULE.replace('unless: ["filler"]', exception)
    assert report(write_catalogue(tmp_path, rule=rule), "being-rude").untested == ("unless.0.all.1",)


CORPUS = """\
title: Being slow
sources: ["art-1:2"]
scope: corpus
severity: note
about: One agent is rude again and again.
when: {spread: {rules: [being-rude], conversations: 9, at_least: 8, share: 0.9}}
message: "{quote}: {count} of {words}"
why: It hurts.
fix: Be kind.
instead: Could you give me a moment?
examples:
  bad: ["C: so\\nA(Bo): shut up", "C: so what\\nA(Bo): go away", "C: and now\\nA(Cy): go away"]
  good: ["C: so\\nA(Di): a moment", "C: shut up\\nA(Di): yes", "A(Ed): go away"]
"""


def corpus_report(folder: Path, rule: str) -> ExampleReport:
    write_catalogue(folder)
    path = folder / "mistakes" / "corpus" / "being-slow.yaml"
    path.parent.mkdir()
    path.write_text(rule, encoding="utf-8")
    return report(folder, "being-slow")


def test_the_examples_of_a_corpus_rule_are_a_small_corpus(tmp_path: Path) -> None:
    told = corpus_report(tmp_path, CORPUS)
    assert (told.kind, told.examples, told.problems, told.untested) == ("rule", 6, (), ())


@pytest.mark.parametrize(
    ("rule", "problem"),
    [
        (CORPUS.replace("A(Cy): go away", "A(Cy): a moment"), (12, "does not count for the rule")),
        (CORPUS.replace("A(Ed): go away", "C: so\\nA(Ed): go away"), (13, "counts for the rule")),
    ],
)
def test_a_wrong_example_of_a_corpus_rule_is_told(tmp_path: Path, rule: str, problem: tuple[int, str]) -> None:
    assert corpus_report(tmp_path, rule).problems == (problem,)


@pytest.mark.parametrize(
    ("rude", "complaint"),
    [
        (RUDE.replace('"GO AWAY"', '"be gone"'), "not found in “be gone”"),
        (RUDE.replace("Please [[go away]].", "[[Please go away]]."), "found “go away”, not the marked"),
        (RUDE.replace("the shutter", "so shut up"), "found “shut up” in “so shut up”, where it must not be"),
    ],
)
def test_a_wrong_signal_example_is_told(tmp_path: Path, rude: str, complaint: str) -> None:
    problems = report(write_catalogue(tmp_path, rude=rude), "rude").problems
    assert [complaint in words for _, words in problems] == [True]


def test_only_a_folder_may_be_run(tmp_path: Path) -> None:
    folder = write_catalogue(tmp_path, rule=RULE.replace("art-1:1", "staff-7:4"))
    assert [r.name for r in run(load([folder]), str(folder))] == ["filler", "rude", "being-rude"]
