"""A catalogue's files: what is read, and that each problem is named with its file, line and key, all at once."""

from collections.abc import Iterator
from contextlib import suppress
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from csmistakes.catalogue import load
from csmistakes.catalogue.example_text import Example, ExampleError, unmark
from csmistakes.checking import load_whole
from csmistakes.conversation import Role, Span
from csmistakes.errors import CatalogueError
from csmistakes.finding import Severity
from csmistakes.pipeline import Run
from tests.building import ARTICLES, FILLER, RUDE, RULE, write_catalogue


def load_and_compile(folder: Path) -> None:
    Run(load_whole([folder], with_shipped=False))


def problems_of(folder: Path) -> list[str]:
    with pytest.raises(CatalogueError) as caught:
        load_and_compile(folder)
    return [str(problem) for problem in caught.value.problems]


def test_a_rule_is_read_whole(tmp_path: Path) -> None:
    catalogue = load([write_catalogue(tmp_path)], with_shipped=False)
    rule = catalogue.by_slug["being-rude"]
    assert (rule.group, rule.scope, rule.severity) == ("manners", "turn", Severity.ERROR)
    assert (rule.at, rule.report) == ("agent", "each")
    assert rule.unless == ({"signal": "filler"},)
    assert [len(rule.bad), len(rule.good)] == [3, 3]
    assert catalogue.cite("art-1:1") == "“An Article”, item 1: being rude"


def test_a_folder_of_ones_own_adds_and_overrides(tmp_path: Path) -> None:
    rude = RUDE.replace("about: A rude word.", "about: Mine.")
    rule = RULE.replace("art-1:1", "staff-7:4").replace("Being rude", "Mine too")
    folder = write_catalogue(tmp_path, rude=rude, rule=rule)
    catalogue = load([folder])
    assert catalogue.by_slug["being-rude"].title == "Mine too"
    assert len(catalogue.rules) == len(load().rules) + 1


@pytest.mark.parametrize(
    ("files", "complaint"),
    [
        ({"rule": RULE.replace("severity: error", "severity: bad")}, "being-rude.yaml:4: “severity” must be one of"),
        ({"rule": RULE.replace("title:", "titel:")}, "being-rude.yaml:1: unknown key “titel” (did you mean “title”?)"),
        ({"rule": RULE + "why: again\n"}, "the key “why” stands twice"),
        ({"rule": RULE.replace("art-1:1", "art-1:9")}, "“art-1:9” is no item"),
        ({"rule": RULE.replace("when: {all: [rude, {position: replying}]}", "when: []")}, "must be a condition"),
        ({"rule": RULE.replace("[rude,", "[rudee,")}, "unknown signal “rudee” (did you mean “rude”?)"),
        ({"rule": RULE.replace("{quote}", "{who}")}, "the message names {who}"),
        ({"rule": RULE.replace("{quote}", "{quote")}, "the message cannot be read"),
        ({"rule": RULE.replace('unless: ["filler"]', "unless: filler")}, "must be a list of conditions"),
        ({"rule": RULE.replace("[[shut up]]", "shut up")}, "needs a [[mark]]"),
        ({"rule": RULE.replace('"A: go away"', '"Go away"')}, "has no speaker"),
        ({"rule": RULE.replace('"A: go away", ', "")}, "at least 3 examples are needed under “good”"),
        ({"rule": "- a\n- b\n"}, "must be a mapping"),
        ({"rule": "title: [\n"}, "not valid YAML"),
        ({"rude": RUDE.replace("say:", "sey:")}, "rude.yaml:2: unknown key “sey” (did you mean “say”?)"),
        ({"rude": RUDE.replace('"shut up"', '"shut (up"')}, "a “(” without its “)”"),
        ({"rude": RUDE.replace('"shut up"', '"{soon}"')}, "unknown word class"),
        (
            {"filler": FILLER.replace("say: [", "say:\n  [\n    ").replace("moment please?", "(")},
            "filler.yaml:4: a “(”",
        ),
        (
            {"rude": RUDE.replace('"shut up"', '"{soon} shut up"'), "words": "now: [now]\nsoon: [(soon, later]\n"},
            "words.yaml:2: word class “soon”: a “(” without its “)” in “(soon”",
        ),
        ({"rude": RUDE.replace('["shut up", "go away"]', "[]")}, "needs phrases under “say”"),
        ({"rude": RUDE.replace('"go away"]', '"shut up"]', 1)}, "stands twice under “say”"),
        ({"rude": RUDE + "guards: [odd]\n"}, "unknown word “odd” under “guards”"),
        ({"rude": RUDE + "tokens: [3]\n"}, "must be a list of spaCy Matcher patterns"),
        ({"rude": RUDE + "value: colour\n"}, "“value” must be one of"),
        ({"rude": RUDE.replace("examples:", "examples: 3\nmore:")}, "“examples” must be a mapping"),
        ({"articles": ARTICLES.replace("title:", "name:")}, "unknown key “name”"),
        ({"words": "soon: 7\n"}, "must be a list of texts"),
        ({"filler": FILLER.replace("about: Warms the line.", "about: ")}, "“about” is missing or no text"),
        ({"rule": RULE + "? [a, b]\n: c\n"}, "being-rude.yaml:15: a key must be a text"),
        (
            {"rule": RULE.replace('unless: ["filler"]', "unless: [filler, 5]")},
            "being-rude.yaml:7: an exception must be",
        ),
        ({"rule": RULE.replace('unless: ["filler"]', "unless: [[rude]]")}, "being-rude.yaml:7: an exception must be"),
        ({"rule": RULE.replace("{quote}", "{quote:d}")}, "being-rude.yaml:8: the message gives {quote} a format"),
        ({"rule": RULE.replace("{quote}", "{quote:>1000000}")}, "the message gives {quote} a format"),
        ({"rule": RULE.replace("{quote}", "{quote!r}")}, "the message gives {quote} a format or conversion"),
        ({"rule": RULE.replace("{quote}", "{quote.x}")}, "the message names {quote.x}"),
        (
            {"rule": RULE.replace('["art-1:1"]\n', '["art-1:1"]\nalso: ["art-1:²"]\n')},
            "being-rude.yaml:3: “art-1:²” is",
        ),
        ({"rule": RULE.replace("[rude,", "&a [rude,")}, "being-rude.yaml:6: anchors and aliases are not part"),
        ({"rule": RULE.replace("title: Being", "title: !!int Being")}, "being-rude.yaml:1: tags are not part"),
        ({"rule": RULE + "<<: {a: 1}\n"}, "unknown key “<<”"),
        ({"rule": RULE.replace("[rude,", "[" + "{not: " * 300 + "rude" + "}" * 300 + ",")}, "6: nested too deeply"),
        ({"rule": RULE.replace("turn\n", "corpus\n", 1)}, "being-rude.yaml:7: a corpus rule has no “unless”"),
        (
            {"rude": RUDE.replace('"shut up"', '"' + "(" * 1500 + "a" + ")" * 1500 + '"')},
            "rude.yaml:2: nested too deeply",
        ),
        ({"rude": RUDE + "tokens: [[{LOWER: x}], [{FOO: 5}]]\n"}, "rude.yaml:6: “tokens.1” is no pattern"),
        ({"rude": RUDE + "tokens: [[{LOWER: x}, {LOWER: {REGEX: '('}}]]\n"}, "unterminated subpattern"),
        ({"rude": RUDE + "tokens: [[{LOWER: x}, {POS: VERB}]]\n"}, "“tokens.0” is no pattern for spaCy's Matcher"),
        ({"articles": ARTICLES + "24:\n  title: B\n  items: [x]\n"}, "articles.yaml:4: the key “24” must be a text"),
        ({"words": "24: [x]\n"}, "words.yaml:1: the key “24” must be a text"),
        ({"words": "a: " + "9" * 5000 + "\n"}, "words.yaml: cannot be read"),
    ],
)
def test_a_broken_file_is_named(tmp_path: Path, files: dict[str, str], complaint: str) -> None:
    problems = problems_of(write_catalogue(tmp_path, **files))
    assert any(complaint in problem for problem in problems), problems


@pytest.mark.parametrize("number", [".inf", ".nan", "-1", "1.5", "true", "1" + "0" * 400])
def test_a_count_is_a_whole_finite_number(tmp_path: Path, number: str) -> None:
    counted = RULE.replace("[rude,", f"[{{signal: rude, at_least: {number}}},")
    assert "“at_least” must be a number" in problems_of(write_catalogue(tmp_path, rule=counted))[0]


@pytest.mark.parametrize("number", [".inf", ".nan", "1" + "0" * 400])
def test_a_number_is_finite(tmp_path: Path, number: str) -> None:
    long = RULE.replace("[rude,", f"[rude, {{words: {{at_least: {number}}}}},")
    assert "“at_least” must be a number" in problems_of(write_catalogue(tmp_path, rule=long))[0]


@pytest.mark.parametrize(
    ("file", "message"),
    [
        ("mistakes/other/being-rude.yaml", "the name “being-rude” is taken by"),
        ("signals/more/rude.yaml", "the name “rude” is taken by"),
        ("mistakes/manners/being-slow.yml", "“.yml” files are not read (name it being-slow.yaml)"),
        ("signals/slow.YAML", "“.YAML” files are not read (name it slow.yaml)"),
        ("words.yml", "“.yml” files are not read (name it words.yaml)"),
    ],
)
def test_no_file_is_passed_over_in_silence(tmp_path: Path, file: str, message: str) -> None:
    folder = write_catalogue(tmp_path)
    path = folder / file
    path.parent.mkdir(exist_ok=True)
    path.write_text(RULE if file.startswith("mistakes") else RUDE, encoding="utf-8")
    (problem,) = problems_of(folder)
    assert str(path) in problem
    assert message in problem


def test_aliases_of_aliases_are_refused_before_they_are_unfolded(tmp_path: Path) -> None:
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{k}: &a{k} [{', '.join([f'*a{k - 1}'] * 9)}]" for k in range(1, 9)]
    problems = problems_of(write_catalogue(tmp_path, words="\n".join(levels)))
    assert len(problems) == 9
    assert problems[0].endswith("words.yaml:1: anchors and aliases are not part of the rule language")


def places(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    if isinstance(node, dict | list):
        for key in node if isinstance(node, dict) else range(len(node)):
            yield from places(node[key], (*path, key))


@pytest.mark.parametrize("name", ["rule", "rude", "articles"])
@pytest.mark.parametrize(
    "odd", [None, 5, -1.5, float("nan"), True, "", "odd", [], [5], [["a"]], {}, {5: "a"}, {"a": []}]
)
def test_whatever_stands_in_a_file_is_read_or_complained_about(tmp_path: Path, name: str, odd: object) -> None:
    whole = yaml.safe_load({"rule": RULE, "rude": RUDE, "articles": ARTICLES}[name])
    for path in list(places(whole))[1:]:
        changed = deepcopy(whole)
        holder = changed
        for step in path[:-1]:
            holder = holder[step]
        holder[path[-1]] = odd
        with suppress(CatalogueError):
            load_and_compile(write_catalogue(tmp_path, **{name: yaml.safe_dump(changed)}))


def test_all_problems_are_named_at_once(tmp_path: Path) -> None:
    rule = RULE.replace("severity: error", "severity: bad").replace("scope: turn", "scope: word")
    problems = problems_of(write_catalogue(tmp_path, rule=rule, rude=RUDE + "x: 1\n"))
    assert len(problems) == 3


def test_form_does_not_hide_what_makes_no_sense(tmp_path: Path) -> None:
    rule = RULE.replace("severity: error", "severity: bad").replace("{all: [rude,", "{all: [rood,")
    rude = RUDE.replace("go away", "go (away")
    filler = FILLER.replace("about:", "abut:")
    problems = problems_of(write_catalogue(tmp_path, rule=rule, rude=rude, filler=filler))
    assert [sum(words in problem for problem in problems) for words in ("must be one of", "abut", "“rood”", "“(”")] == [
        *(1, 1, 1, 1)
    ]


def test_a_phrase_does_not_hide_a_condition(tmp_path: Path) -> None:
    rule = RULE.replace("{all: [rude,", "{all: [rood,")
    problems = problems_of(write_catalogue(tmp_path, rule=rule, rude=RUDE.replace('"go away"]', '"go (away"]')))
    assert len(problems) == 2


def test_what_cannot_be_read_is_not_blamed_on_who_names_it(tmp_path: Path) -> None:
    rude = RUDE.replace("shut up", "{shut} up")
    files = {"rude": rude, "filler": "about: [", "words": "shut: [shut\n"}
    problems = problems_of(write_catalogue(tmp_path, **files))
    assert len(problems) == 2
    assert all("not valid YAML" in problem for problem in problems)


def test_a_condition_of_wrong_form_is_named_once(tmp_path: Path) -> None:
    rule = RULE.replace("when: {all: [rude, {position: replying}]}", "when: [rude]")
    (problem,) = problems_of(write_catalogue(tmp_path, rule=rule))
    assert "“when” must be a condition" in problem


def test_measured_figures_are_read_and_a_rule_mostly_wrong_is_a_note(tmp_path: Path) -> None:
    folder = write_catalogue(tmp_path)
    measured = folder / "measured.yaml"
    line = "being-rude: {precision: %s, recall: null, reports: %s, cases: 0, 'on': [some-set]}\n"
    for precision, reports, severity in (
        ("0.4", 10, Severity.NOTE),
        ("0.4", 9, Severity.ERROR),
        ("0.5", 99, Severity.ERROR),
    ):
        measured.write_text(line % (precision, reports), encoding="utf-8")
        rule = load([folder], with_shipped=False).by_slug["being-rude"]
        assert rule.severity is severity
        assert rule.measured is not None
        assert (rule.measured.precision, rule.measured.recall) == (float(precision), None)
    measured.write_text(line.replace("being-rude", "being-rood") % ("2", 9), encoding="utf-8")
    assert "no rule “being-rood” (did you mean “being-rude”?)" in problems_of(folder)[0]
    measured.write_text(line % ("2", 9), encoding="utf-8")
    assert "must be a share from 0 to 1" in problems_of(folder)[0]


def test_a_folder_must_exist_and_hold_rules(tmp_path: Path) -> None:
    assert "no such folder" in problems_of(tmp_path / "none")[0]
    assert "holds no rules" in problems_of(tmp_path)[0]


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    folder = write_catalogue(tmp_path)
    (folder / "signals" / "rude.yaml").write_bytes(b"\xff\xfe\x00")
    assert any("rude.yaml" in problem for problem in problems_of(folder))


def test_yes_no_and_times_are_texts(tmp_path: Path) -> None:
    folder = write_catalogue(tmp_path, rude=RUDE.replace('"shut up", ', "yes, no, 12:30, on, "))
    signal = next(s for s in load([folder], with_shipped=False).signals if s.name == "rude")
    assert signal.say[""] == ("yes", "no", "12:30", "on", "go away")


def test_examples_have_speakers_names_times_channels_and_marks() -> None:
    example = Example("[email]\nC(Jo) @1:30: first\nsecond [[mark]]\nA: reply\nS @0:01:00: line\nB: bot")
    turns = example.conversation.turns
    assert example.conversation.channel == "email"
    assert [turn.role for turn in turns] == [Role.CUSTOMER, Role.AGENT, Role.SYSTEM, Role.BOT]
    assert (turns[0].text, turns[0].name, turns[0].time) == ("first\nsecond mark", "Jo", 90.0)
    assert turns[2].time == 60.0
    assert [(mark.turn, mark.span) for mark in example.marks] == [(0, Span(13, 17))]
    with pytest.raises(ExampleError, match="no speaker"):
        _ = Example("hello").conversation


def test_unmark_keeps_positions() -> None:
    assert unmark("a [[b]] c [[d]]") == ("a b c d", (Span(2, 3), Span(6, 7)))


def test_who_only_shows_rules_is_not_bothered_with_signals_unless_a_rule_is_wrong(tmp_path: Path) -> None:
    folder = write_catalogue(tmp_path, rude="about: 7\n")
    shown = load_whole([folder], with_shipped=False, with_signals=False)
    assert [rule.slug for rule in shown.rules] == ["being-rude"]
    assert not shown.signals
    (folder / "articles.yaml").unlink()
    with pytest.raises(CatalogueError) as caught:
        load_whole([folder], with_shipped=False, with_signals=False)
    with pytest.raises(CatalogueError) as whole:
        load_whole([folder], with_shipped=False)
    assert str(caught.value) == str(whole.value)
    assert "rude.yaml" in str(caught.value)
