"""csmistakes agree: shapes of grades, what is told, what goes where."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

Small = Callable[..., Result]
WIDE = """conversation,grader,being-rude,being-slow,score,comment
a,Ann,1,0,10,
b,Ann,0,NA,90,
c,Ann,1,,50,she sighed
a,Bea,1,0,20,
b,Bea,0,0,80,
c,Bea,0,0,70,
"""


@pytest.fixture
def grades(desk: Path, talks: Callable[..., Path]) -> Callable[..., Path]:
    talks(a="shut up", b="of course", c="not yet, call 555 123 4567")

    def write(text: str, name: str = "grades.csv") -> Path:
        path = desk / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def as_json(small: Small, *args: str) -> dict[str, Any]:
    done = small("agree", *args, "--output-format", "json", "--bootstrap", "50")
    assert done.exit_code == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def counts(found: dict[str, Any], mistake: str | None, first: str, second: str) -> tuple[int, ...]:
    (pair,) = [
        one for one in found["pairs"] if (one["mistake"], one["first"], one["second"]) == (mistake, first, second)
    ]
    return tuple(pair[key] for key in ("n", "both", "only_first", "only_second", "neither"))


def test_every_two_raters_are_compared_by_mistake_and_overall(small: Small, grades: Callable[..., Path]) -> None:
    grades(WIDE)
    found = as_json(small, "grades.csv", "talks.jsonl")
    assert found["raters"] == ["csmistakes", "Ann", "Bea"]
    assert found["mistakes"] == ["being-rude", "being-slow"]
    assert counts(found, "being-rude", "csmistakes", "Ann") == (3, 1, 0, 1, 1)
    assert counts(found, "being-slow", "csmistakes", "Ann") == (1, 0, 0, 0, 1)  # NA and empty are no grades
    assert counts(found, "being-slow", "csmistakes", "Bea") == (3, 0, 1, 0, 2)
    assert counts(found, None, "Ann", "Bea") == (4, 1, 1, 0, 2)
    assert {tuple(group["raters"]) for group in found["groups"]} == {("Ann", "Bea"), ("csmistakes", "Ann", "Bea")}
    (scores,) = found["scores"]
    assert (scores["first"], scores["n"], scores["spearman"]["value"]) == ("Ann", 3, 1.0)


def test_disagreements_say_who_saw_what_where_and_are_masked(small: Small, grades: Callable[..., Path]) -> None:
    grades(WIDE)
    found = as_json(small, "grades.csv", "talks.jsonl")["disagreements"]
    assert [(one["conversation"], one["mistake"]) for one in found] == [("c", "being-rude"), ("c", "being-slow")]
    assert found[0]["said"] == {"csmistakes": False, "Ann": True, "Bea": False}
    assert found[0]["quotes"] == [
        {"rater": "Ann", "turn": None, "quote": "", "remark": "she sighed", "fingerprint": None}
    ]
    assert found[1]["said"] == {"csmistakes": True, "Bea": False}
    assert (found[1]["quotes"][0]["turn"], found[1]["quotes"][0]["quote"]) == (2, "not yet")


def test_the_long_shape_takes_what_is_not_named_as_a_no(small: Small, grades: Callable[..., Path]) -> None:
    grades(
        "Conversation ID;Reviewer;Rule;Grade;Turn;Comment;Score\n"
        "a;Ann;being-rude;;2;;10\na;Ann;being-slow;0;;;\nb;Ann;none;;;;90\nc;Ann;being-rude;1;2;a sigh, me@x.org;\n"
    )
    found = as_json(small, "grades.csv", "talks.jsonl")
    assert counts(found, "being-rude", "csmistakes", "Ann") == (3, 1, 0, 1, 1)
    assert counts(found, "being-slow", "csmistakes", "Ann") == (3, 0, 1, 0, 2)
    quote = found["disagreements"][0]["quotes"][0]
    assert quote["quote"] == "not yet, call ••• ••• ••••"
    assert quote["remark"] == "a sigh, ••@•.•••"
    bare = as_json(small, "grades.csv", "talks.jsonl", "--no-mask")["disagreements"][0]["quotes"][0]
    assert bare["quote"] == "not yet, call 555 123 4567"


def test_the_page_for_people(small: Small, grades: Callable[..., Path]) -> None:
    grades(WIDE)
    line = ("agree", "grades.csv", "talks.jsonl", "--bootstrap", "50", "--disagreements", "1")
    done = small(*line)
    assert done.exit_code == 0, done.stderr
    assert "3 conversations graded by Ann, Bea; 2 mistakes compared." in done.stdout
    assert "csmistakes · Ann" in done.stdout
    assert "everybody" in done.stdout
    assert "[" in done.stdout
    assert "seen by Ann; not by csmistakes, Bea" in done.stdout
    assert "1 more disagreement: --disagreements 2 shows all." in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 100
    assert done.stdout == small(*line).stdout
    narrow = small("agree", "grades.csv", "talks.jsonl", COLUMNS="64").stdout
    assert "[" not in narrow
    assert max(map(len, narrow.splitlines())) <= 64


def test_colour_only_where_it_is_wanted(small: Small, grades: Callable[..., Path]) -> None:
    grades("conversation,being-rude\na,1\n")
    assert "\x1b[" in small("agree", "grades.csv", "talks.jsonl", "--color").stdout
    assert "\x1b[" not in small("agree", "grades.csv", "talks.jsonl").stdout


def test_a_graders_name_is_no_markup_and_obeyed_by_nothing(small: Small, grades: Callable[..., Path]) -> None:
    grades("conversation,grader,being-rude\na,[red]\x1b[2J,0\n")
    shown = small("agree", "grades.csv", "talks.jsonl").stdout
    assert "[red]␛[2J" in shown


def test_where_all_agree_it_says_so(small: Small, grades: Callable[..., Path]) -> None:
    grades("conversation,being-rude\na,1\nb,0\n")
    shown = small("agree", "grades.csv", "talks.jsonl").stdout
    assert "Nothing: all raters agree everywhere." in shown
    assert "people" in shown
    nobody = small("agree", str(grades("conversation,being-rude\nb,0\n")), "talks.jsonl").stdout
    assert "Seen by nobody: 1 mistake." in nobody
    assert "–" in nobody


def test_figures_and_disagreements_as_tables(small: Small, grades: Callable[..., Path], desk: Path) -> None:
    grades(WIDE.replace("she sighed", "=cmd()"))
    done = small("agree", "grades.csv", "talks.jsonl", "--csv", "f.csv", "--talk-csv", "t.csv", "--bootstrap", "0")
    assert done.exit_code == 0, done.stderr
    figures = list(csv.DictReader(io.StringIO((desk / "f.csv").read_text(encoding="utf-8"))))
    assert {row["of"] for row in figures} == {"pair", "group", "scores"}
    first = figures[0]
    assert (first["mistake"], first["first"], first["second"], first["n"]) == ("being-rude", "csmistakes", "Ann", "3")
    assert first["kappa_low"] == ""
    talk = list(csv.DictReader(io.StringIO((desk / "t.csv").read_text(encoding="utf-8"))))
    assert [(row["rater"], row["said"], row["remark"]) for row in talk[:3]] == [
        ("csmistakes", "0", ""),
        ("Ann", "1", "'=cmd()"),
        ("Bea", "0", ""),
    ]


def test_scores_of_csmistakes_are_compared_where_they_are_given(
    small: Small, grades: Callable[..., Path], desk: Path
) -> None:
    grades(WIDE)
    (desk / "own.csv").write_text("path,conversation,score,band\ntalks.jsonl,a,5,x\n,b,70,x\n,c,60,\n", "utf-8")
    found = as_json(small, "grades.csv", "talks.jsonl", "--scores", "own.csv")["scores"]
    assert [(one["first"], one["second"], one["n"]) for one in found] == [
        ("csmistakes", "Ann", 3),
        ("csmistakes", "Bea", 3),
        ("Ann", "Bea", 3),
    ]
    assert found[0]["kendall"]["value"] == 1.0


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("conversation,points\na,1\n", "own.csv:1: no column “score”"),
        ("conversation,score\na,much\na,1\na,2\n", "own.csv:2: score: “much” is no number"),
        ("conversation,score\na,1\na,2\n", "own.csv:3: “a” has two scores"),
    ],
)
def test_scores_that_are_wrong(small: Small, grades: Callable[..., Path], desk: Path, text: str, told: str) -> None:
    grades(WIDE)
    (desk / "own.csv").write_text(text, "utf-8")
    done = small("agree", "grades.csv", "talks.jsonl", "--scores", "own.csv")
    assert done.exit_code == 2
    assert told in done.stderr


def test_scores_that_cannot_be_read(small: Small, grades: Callable[..., Path], desk: Path) -> None:
    grades(WIDE)
    assert "cannot be read" in small("agree", "grades.csv", "talks.jsonl", "--scores", "gone.csv").stderr
    (desk / "own.csv").write_bytes(b"conversation,score\n\xff,1\n")
    assert "own.csv: is not UTF-8" in small("agree", "grades.csv", "talks.jsonl", "--scores", "own.csv").stderr


def test_several_sheets_make_one_table(small: Small, grades: Callable[..., Path]) -> None:
    grades("conversation,grader,being-rude\na,Ann,1\n")
    grades("conversation,grader,mistake\nb,Bea,none\n", "bea.csv")
    found = as_json(small, "grades.csv", "talks.jsonl", "--grades", "bea.csv")
    assert found["raters"] == ["csmistakes", "Ann", "Bea"]
    assert counts(found, "being-rude", "csmistakes", "Bea") == (1, 0, 0, 0, 1)
    assert counts(found, "being-slow", "csmistakes", "Bea") == (1, 0, 0, 0, 1)


def test_grades_of_other_conversations_are_told_and_cost_nothing(small: Small, grades: Callable[..., Path]) -> None:
    grades("conversation,being-rude\na,1\n" + "".join(f"talk-{n},0\n" for n in range(7)) + "aa,\n")
    done = small("agree", "grades.csv", "talks.jsonl")
    assert done.exit_code == 0
    assert "warning: grades.csv:3: no conversation “talk-0” in the transcripts" in done.stderr
    assert "and 2 more grades" in done.stderr
    assert "1 row not graded yet" in done.stderr
    none = small("agree", str(grades("conversation,being-rude\nx,1\n")), "talks.jsonl")
    assert none.exit_code == 2
    assert "none of the transcripts was graded" in none.stderr


def test_an_id_that_two_files_have_needs_the_path(
    small: Small, grades: Callable[..., Path], talks: Callable[..., Path]
) -> None:
    talks("more.jsonl", a="fine")
    grades("conversation,being-rude\na,1\n")
    done = small("agree", "grades.csv", "talks.jsonl", "more.jsonl")
    assert done.exit_code == 2
    assert "grades.csv:2: “a” is in talks.jsonl and in more.jsonl (write talks.jsonl:a" in done.stderr
    for text in ("conversation,being-rude\nmore.jsonl:a,1\n", "conversation,path,being-rude\na,more.jsonl,1\n"):
        found = as_json(small, str(grades(text)), "talks.jsonl", "more.jsonl")
        assert counts(found, "being-rude", "csmistakes", "people") == (1, 0, 0, 1, 0)


def test_one_conversation_under_two_names_is_one(small: Small, grades: Callable[..., Path]) -> None:
    grades("conversation,grader,being-rude\na,Ann,1\ntalks.jsonl:a,Ann,1\nb,csmistakes,0\n")
    done = small("agree", "grades.csv", "talks.jsonl")
    assert done.exit_code == 2
    assert "grades.csv:3: “Ann” has graded “talks.jsonl:a” before, in grades.csv:2" in done.stderr
    assert "grades.csv:4: a grader cannot be called “csmistakes”" in done.stderr


def test_mistakes_that_are_not_looked_for_are_told(small: Small, grades: Callable[..., Path]) -> None:
    grades(WIDE)
    done = small("agree", "grades.csv", "talks.jsonl", "--ignore", "being-slow", "--output-format", "json")
    assert json.loads(done.stdout)["mistakes"] == ["being-rude"]
    assert "not looked for in single conversations by this run: being-slow" in done.stderr


def test_an_empty_cell_can_mean_no(small: Small, grades: Callable[..., Path]) -> None:
    grades("conversation,being-rude,being-slow,comment\na,1,,\nb,,,fine\nc,,,\n")
    found = as_json(small, "grades.csv", "talks.jsonl", "--blank", "0")
    assert counts(found, "being-slow", "csmistakes", "people") == (2, 0, 0, 0, 2)
    assert (found["conversations"], found["rows_not_graded"]) == (2, 1)


def test_no_output_is_written_over_an_input(small: Small, grades: Callable[..., Path], desk: Path) -> None:
    grades(WIDE)
    for option, target in (("--output", "grades.csv"), ("--csv", "grades.csv"), ("--csv", "talks.jsonl")):
        before = (desk / target).read_bytes()
        done = small("agree", "grades.csv", "talks.jsonl", option, target)
        assert done.exit_code == 2
        assert "would be lost" in done.stderr
        assert (desk / target).read_bytes() == before


def test_an_unreadable_transcript_is_told_and_makes_the_status_2(small: Small, grades: Callable[..., Path]) -> None:
    grades(WIDE)
    done = small("agree", "grades.csv", "talks.jsonl", "gone.jsonl", "--output", "out.txt")
    assert done.exit_code == 2
    assert "gone.jsonl: no such file" in done.stderr
    assert Path("out.txt").read_text(encoding="utf-8").startswith("3 conversations")
