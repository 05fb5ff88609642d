"""The page: whole and valid, asking for nothing, unbroken by what is said in it, readable in light and dark."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Collection, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import html5lib
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from csmistakes.conversation import Conversation, Role, Turn
from csmistakes.errors import UsageError
from csmistakes.exports.html_file import HtmlFile
from csmistakes.exports.page.lesson import Key, Lesson, Lessons
from csmistakes.exports.page.markup import el, safe
from csmistakes.exports.page.picking import Picks
from csmistakes.finding import Evidence, Finding, Severity, Summary
from csmistakes.scoring.result import Made, Problem, Read, Scores, scores_of
from csmistakes.scoring.rows import ConversationRow, FindingRow, OpportunityRow, Record
from tests.scoring.records import CARD, archive, record, totals_of

STYLE = (Path(__file__).parents[2] / "src/csmistakes/exports/page/page.css").read_text(encoding="utf-8")
HOSTILE = [
    "<script>alert(1)</script>", "</script><b>", "\"' onload='x", "&lt;&#60;", "]]>--><!--", "\x00\x1b[31m",
    "\u202egnp", "</style>", "\ud800", "<svg/onload=x>", "javascript:x",
]  # fmt: skip
LESSONS = Lessons(
    {"curt": Lesson("Being curt", "Be kind.", "With pleasure.", ("An article, item 1",))},
    {"tea-9:1": "An article, item 1"},
)


def spoken(number: int, agent: str, words: str, cost: float = 25.0, turn: int = 2) -> Record:
    """Return a conversation in which the agent is curt, in words that a finding quotes."""
    name = f"c{number}"
    talk = ConversationRow(
        "p", name, agent, "Blue", None, "chat", None, "2026-W03", 4, 1, 100 - cost, "any", "curt", CARD.digest
    )
    found = FindingRow(
        "p", name, "curt", "error", "s", agent, turn, "agent", agent, 0, len(words), 1, 1, words, f"Curt: {words}",
        "Be.", "tea-9:1", "f", True, cost,
    )  # fmt: skip
    return Record(talk, (), (found,), (OpportunityRow("p", name, "curt", agent, 1, 1),))


def rate(agent: str, _: str, week: int) -> float:
    return {"a001": 0.9, "a002": 0.9 * week / 11}.get(agent, 0.3)


def scores(records: list[Record], word: str = "w", *, done: int = 1) -> Scores:
    found = Finding(
        "again", "Again", Severity.ERROR, word, word, (), "x", subject=word, evidence=(Evidence("p", "c", 1),)
    )
    summary = Summary((found,), (f"trend: {word}",), 1, 4, 1, 0, 0)
    read = Read(1, done, 0, (Problem(word, 3, word), Problem("q", None, "worth knowing", is_failure=False)))
    return scores_of(totals_of(records), Made("1", "c", CARD, min_sample=5), read, summary)


def page(folder: Path, records: list[Record], word: str = "w", *, done: int = 1, most: int = 3) -> str:
    def transcripts(wanted: Collection[Key]) -> Mapping[Key, Conversation]:
        turns = (Turn(Role.CUSTOMER, f"{word}?"), Turn(Role.AGENT, f"{word}!", word), Turn(Role.SYSTEM, ""))
        return {key: Conversation(key[1], turns, key[0]) for key in wanted if key[1] != "c1"}

    sink = HtmlFile(folder / "r.html", LESSONS, transcripts, most=most)
    for one in records:
        sink.add(one)
    sink.finish(scores(records, word, done=done))
    return (folder / "r.html").read_text(encoding="utf-8")


def parsed(text: str, *, strict: bool = True) -> ET.Element:
    parser = html5lib.HTMLParser(strict=strict, namespaceHTMLElements=False)
    found: ET.Element = parser.parse(text)
    return found


def tag(element: ET.Element) -> str:
    return str(element.tag).rpartition("}")[2]


def words(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def by_id(tree: ET.Element, key: str) -> ET.Element:
    return next(element for element in tree.iter() if element.get("id") == key)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A page of twenty agents and of conversations with findings."""
    records = [
        *archive(rate, agents=20, teams=2, each=60),
        *(spoken(9000 + k, "Ines", f"No{k}.", k + 1) for k in range(12)),
    ]
    return page(tmp_path_factory.mktemp("page"), records)


def test_the_page_is_valid_and_every_part_can_be_found(many: str) -> None:
    tree = parsed(many)
    elements = list(tree.iter())
    ids = [key for element in elements if (key := element.get("id"))]
    assert len(ids) == len(set(ids))
    links = [element.get("href", "") for element in elements if tag(element) == "a"]
    assert {link[1:] for link in links} <= set(ids)
    assert all(link.startswith("#") for link in links)
    for element in elements:
        for name in ("aria-labelledby", "data-for"):
            assert element.get(name) is None or element.get(name) in ids
    levels = [int(tag(element)[1]) for element in elements if re.fullmatch("h[1-6]", tag(element))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    for element in elements:
        if tag(element) == "section":
            inner = [int(tag(one)[1]) for one in element.iter() if re.fullmatch("h[1-6]", tag(one))]
            assert all(after - before <= 1 for before, after in pairwise(inner)), words(element)[:60]


def test_every_table_has_a_caption_and_headings(many: str) -> None:
    tables = [element for element in parsed(many).iter() if tag(element) == "table"]
    assert len(tables) >= 5
    for found in tables:
        assert tag(found[0]) == "caption"
        assert words(found[0])
        assert all(head.get("scope") in {"col", "row"} for head in found.iter() if tag(head) == "th")
        rows = [[tag(cell) for cell in row] for row in found.iter("tr")]
        assert all(row[0] == "th" and len(row) == len(rows[0]) for row in rows)


def test_inputs_have_labels_and_charts_have_captions(many: str) -> None:
    tree = parsed(many)
    labelled = [one for label in tree.iter("label") for one in label.iter() if tag(one) in {"input", "select"}]
    assert labelled == [element for element in tree.iter() if tag(element) in {"input", "select"}]
    charts = [figure for figure in tree.iter("figure") if figure.get("class") == "chart"]
    assert len(charts) >= 5
    assert all(tag(figure[0]) == "svg" and words(figure[1]) for figure in charts)
    assert any("aria-label" in element.attrib for element in charts[0].iter())


def assert_asks_for_nothing(tree: ET.Element) -> None:
    elements = list(tree.iter())
    assert not {tag(one) for one in elements} & {
        "link",
        "img",
        "iframe",
        "object",
        "embed",
        "base",
        "form",
        "image",
        "use",
    }
    for element in elements:
        for name, value in element.attrib.items():
            assert not name.lower().startswith("on")
            local = name.rpartition("}")[2].rpartition(":")[2]
            assert local not in {"src", "srcset", "action", "style", "poster", "data", "background"}
            assert local != "href" or value.startswith("#")
            assert "url(" not in value
    assert [tag(element) for element in elements].count("script") == 1
    assert [tag(element) for element in elements].count("style") == 1


def test_the_page_asks_for_nothing_and_forbids_it(many: str) -> None:
    tree = parsed(many)
    assert_asks_for_nothing(tree)
    assert "url(" not in STYLE
    assert "@import" not in STYLE
    (policy,) = [one.get("content", "") for one in tree.iter("meta") if one.get("http-equiv")]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert (rules["default-src"], rules["base-uri"], rules["form-action"]) == ("'none'",) * 3
    for name in ("script", "style"):
        (inside,) = [one.text or "" for one in tree.iter(name)]
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert rules[f"{name}-src"] == f"'sha256-{digest}'"


def shape(tree: ET.Element) -> list[str]:
    """Return the elements of a page, without those that charts are drawn with."""
    charts = {id(inner) for svg in tree.iter() if tag(svg) == "svg" for inner in svg.iter()}
    return [tag(element) for element in tree.iter() if id(element) not in charts]


def of_words(folder: Path, text: str) -> str:
    return page(folder, [spoken(k, text, text) for k in range(7)], text)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The shape of a page of plain words."""
    return shape(parsed(of_words(tmp_path_factory.mktemp("plain"), "plain"), strict=False))


def assert_is_text_only(folder: Path, text: str, plain: list[str]) -> None:
    found = of_words(folder, text)
    tree = parsed(found, strict=False)
    assert_asks_for_nothing(tree)
    assert shape(tree) == plain
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]", found)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str, tmp_path: Path, plain: list[str]) -> None:
    assert_is_text_only(tmp_path, text, plain)


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(HOSTILE) | st.text(st.characters(codec=None), max_size=8), min_size=1, max_size=5))
def test_any_text_stays_text(tmp_path: Path, plain: list[str], parts: list[str]) -> None:
    assert_is_text_only(tmp_path, f"x{''.join(parts)}x", plain)  # never empty: what is empty is left out


@given(st.text(st.characters(codec=None), max_size=40))
def test_text_is_what_it_was_but_for_what_is_made_visible(text: str) -> None:
    made = el("p", text, title=text)
    assert not set(safe(text)) & set("<>\"'")
    tree = parsed(f"<!DOCTYPE html><title>t</title>{made}", strict=False)
    (found,) = tree.iter("p")
    assert (found.text or "") == (found.get("title") or "")
    assert len(found.text or "") == len(text)


def test_agents_are_ranked_by_nothing_but_what_chance_does_not_explain(many: str) -> None:
    tree = parsed(many)
    assert "Agent a001: worse than the rest of t1" in words(by_id(tree, "certain-part"))
    rows = {words(row[0]): words(row) for row in by_id(tree, "agents").iter("tr")}
    assert "worse" in rows["a001"]
    assert "declines" in rows["a002"]
    assert not any("worse" in text for name, text in rows.items() if name not in {"a001", "Ines", "Agent"})
    assert "Agent a002 declines: -" in words(by_id(tree, "trends-part"))


def test_a_plan_has_the_costliest_quotes_and_what_to_say(tmp_path: Path) -> None:
    records = [spoken(k, "Ines", f"No{k}.", cost=k) for k in range(2, 8)]
    tree = parsed(page(tmp_path, records))
    (plan,) = by_id(tree, "plans")
    text = words(plan)
    assert [words(quote) for quote in plan.iter("blockquote")] == ["No7.", "No6."]
    assert "Being curtMade 6 times; costs 4.5 points a conversation." in text
    assert "Without these, 4.5 points more in the average conversation." in text
    assert "Do this: Be kind." in text
    assert "Say instead: With pleasure." in text
    assert "Source: An article, item 1" in text
    few = words(by_id(parsed(page(tmp_path, records[:2])), "plans"))
    assert "Fewer than 5 scored conversations" in few


def test_findings_are_marked_where_they_stand(tmp_path: Path) -> None:
    tree = parsed(page(tmp_path, [spoken(k, "Ines", "No") for k in range(4)], "No"))
    marks = [words(mark) for mark in tree.iter("mark")]
    assert marks
    assert set(marks) == {"No"}
    worst = words(by_id(tree, "worst"))
    assert "No (agent): [1]No!" in worst
    assert "[1] Being curt error Curt: No Costs 25.0 points. Be. (tea-9:1)" in worst
    assert "The file is not as it was when it was scored" in worst  # c1 is given by nobody


def test_long_conversations_and_turns_are_cut_around_findings(tmp_path: Path) -> None:
    turns = tuple(Turn(Role.AGENT, f"t{k}." + "y" * (5000 if k == 90 else 0)) for k in range(1, 201))
    sink = HtmlFile(tmp_path / "r.html", LESSONS, lambda _: {("p", "c1"): Conversation("c1", turns, "p")}, most=1)
    one = spoken(1, "Ines", "t90", turn=90)
    sink.add(one)
    sink.finish(scores([one]))
    worst = by_id(parsed((tmp_path / "r.html").read_text(encoding="utf-8")), "worst")
    text = words(worst)
    assert "… 82 turns without findings …" in text
    assert "t87." in text
    assert "t86." not in text
    assert "(1,004 more characters)" in text


def test_the_worst_and_the_best_are_picked_and_none_is_both() -> None:
    picks = Picks(2)
    for number, count in enumerate([0, 1, 2, 0, 1]):
        picks.add(record(number, {"curt": count}))
    picks.add(record(9, {}))  # has no score
    names = [[one.conversation.conversation for one in found] for found in (picks.worst(), picks.best())]
    assert names == [["c2", "c1"], ["c0", "c3"]]
    lonely = Picks(2)
    lonely.add(record(1, {"curt": 1}))
    assert (len(lonely.worst()), len(lonely.best())) == (1, 0)
    none = Picks(0)
    none.add(record(1, {"curt": 1}))
    assert (none.worst(), none.best()) == ([], [])


def test_a_part_of_a_run_and_nothing_at_all(tmp_path: Path) -> None:
    part = words(parsed(page(tmp_path, [record(1, {"curt": 0}, None, None, None)], done=0)))
    assert "Not all of it: 0 of 1 files" in part
    assert "What could not be read" in part
    assert "worth knowing" not in part
    assert "No conversations were scored." in words(parsed(page(tmp_path, [])))
    assert "nothing on the card applies" in words(parsed(page(tmp_path, [record(1, {})])))


def test_two_pages_of_the_same_are_the_same(tmp_path: Path) -> None:
    records = list(archive(rate, agents=6, teams=2, each=20))
    assert page(tmp_path, records) == page(tmp_path, records)


def test_the_page_grows_with_agents_and_not_with_conversations(tmp_path: Path) -> None:
    sizes = [len(page(tmp_path, list(archive(rate, agents=6, teams=2, each=each)))) for each in (50, 500)]
    assert sizes[1] < 1.1 * sizes[0]


def test_the_missing_library_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "vl_convert", None)
    with pytest.raises(UsageError, match=r"pip install 'csmistakes\[html\]'"):
        HtmlFile(tmp_path / "r.html", LESSONS, lambda _: {})


def test_a_page_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match="cannot be written"):
        HtmlFile(tmp_path / "file" / "r.html", LESSONS, lambda _: {})


def luminance(color: str) -> float:
    parts = [int(color[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


PALETTES: list[dict[str, Any]] = [
    dict(re.findall(r"--(\w+): (#\w{6})", block)) for block in re.findall(r":root \{([^}]*)\}", STYLE)
]


@pytest.mark.parametrize("palette", PALETTES, ids=["light", "dark", "print"])
def test_contrast_is_enough(palette: dict[str, str]) -> None:
    """WCAG 2.2, 1.4.3 and 1.4.11: 4.5 for text, 3 for what is drawn."""
    for name in ("ink", "quiet", "link", "error", "warning", "note"):
        for ground in ("paper", "panel"):
            assert contrast(palette[name], palette[ground]) >= 4.5, (name, ground)
    assert contrast(palette["ink"], palette["mark"]) >= 4.5
    assert contrast(palette["series"], palette["paper"]) >= 3


def test_the_palette_of_print_is_the_light_one() -> None:
    assert len(PALETTES) == 3
    assert PALETTES[2] == PALETTES[0]
