"""Tables of grades: what is read, and everything that is wrong told at once, with its line."""

from pathlib import Path

import pytest

from csmistakes.errors import UsageError
from csmistakes.scoring.agreement import MISSING
from csmistakes.scoring.agreement_grades import Grades, GradesError, Remark, read_grades

SLUGS = ("jargon", "no-empathy", "runaround")


def read(tmp_path: Path, data: str | bytes, *, blank: int = MISSING) -> Grades:
    path = tmp_path / "g.csv"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read_grades([path], SLUGS, blank=blank)


def problems(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(GradesError) as caught:
        read(tmp_path, text)
    return [str(one).partition("g.csv:")[2] for one in caught.value.problems]


def test_a_wide_table(tmp_path: Path) -> None:
    grades = read(tmp_path, "conversation,grader,jargon,No-Empathy,score\n\nt-1,Ann,yes,N/A,80%\nt-2,,0,,\n")
    ann, other = grades.graded
    assert grades.looked_for == ("jargon", "no-empathy")
    assert (ann.grader, ann.line, ann.decisions, ann.score) == ("Ann", 3, {"jargon": 1, "no-empathy": MISSING}, 80.0)
    assert (other.grader, other.decisions, other.score) == ("people", {"jargon": 0}, None)


def test_a_long_table_with_lines_in_cells(tmp_path: Path) -> None:
    text = (
        'conversation,mistake,turn,comment,score\nt-1,jargon,3,"a\nb",7\nt-1,jargon,5,,\nt-1,runaround,,,7\nt-2,,,,\n'
    )
    one, two = read(tmp_path, text).graded
    assert one.decisions == {"jargon": 1, "runaround": 1}
    assert one.remarks == {"jargon": [Remark(3, "a\nb"), Remark(5)]}
    assert (one.score, two.decisions, two.line) == (7.0, {}, 6)


def test_a_sheet_saved_by_a_spreadsheet(tmp_path: Path) -> None:
    assert read(tmp_path, b"\xef\xbb\xbfconversation;jargon\r\nt;1\r\n").graded[0].decisions == {"jargon": 1}
    assert read(tmp_path, "conversation\tjargon\nt\tx\n".encode("utf-16")).graded[0].decisions == {"jargon": 1}
    assert read(tmp_path, "conversation,score,jargon\n'-5,'-1,0\n").graded[0].conversation == "-5"


def test_rows_without_a_grade_are_counted(tmp_path: Path) -> None:
    grades = read(tmp_path, "conversation,grader,jargon\nt-1,Ann,\nt-2,Ann,1\n,,\n", blank=0)
    assert (grades.ungraded, len(grades.graded)) == (1, 1)


def test_everything_that_is_wrong_with_a_wide_table_is_told(tmp_path: Path) -> None:
    text = "id,rater,jargon,score\nt-1,Ann,2,\nt-2,Ann,1,many\n,Ann,1,\nt-1,Ann,0,nan\nt-1,Ann,0,1\nu,A,1,1,1\n"
    assert problems(tmp_path, text) == [
        "2: jargon: “2” is no grade (grades are 1, 0 and NA)",
        "3: score: “many” is no number",
        "4: no conversation in this row",
        "5: score: “nan” is no number",
        "5: “Ann” has graded “t-1” before, in line 2",
        "6: “Ann” has graded “t-1” before, in line 2",
        "7: the row has 5 cells, the header 4",
    ]


def test_everything_that_is_wrong_with_a_long_table_is_told(tmp_path: Path) -> None:
    text = "id,mistake,grade,turn,score\nt,jargn,,,\nt,what,,,\nt,jargon,1,0,1\nt,jargon,0,,2\nt,runaround,1,²,\n"
    assert problems(tmp_path, text) == [
        "2: “jargn” is no mistake (did you mean “jargon”?)",
        "3: “what” is no mistake (see csmistakes rules list)",
        "4: turn: “0” is no number of a turn (they count from 1)",
        "5: score 2, but 1 for the same grader and conversation before",
        "5: “people” says two things of jargon in “t”",
        "6: turn: “²” is no number of a turn (they count from 1)",
    ]


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("conversation,jargn", ["1: unknown column “jargn” (did you mean “jargon”?)"]),
        ("conversation,jargon,JARGON", ["1: two columns for “jargon”"]),
        ("talk,jargon", ["1: unknown column “talk”", "1: no column “conversation” (the first line"]),
        ("conversation,mistake,jargon", ["1: both a column “mistake” and one for “jargon”"]),
        ("conversation,grader", ["1: nothing is graded: no column"]),
        ("conversation,score,turn", ["1: a column “turn” without a column “mistake”"]),
    ],
)
def test_headers_that_are_wrong(tmp_path: Path, header: str, told: list[str]) -> None:
    found = problems(tmp_path, f"{header}\n")
    assert len([one for one in found if any(one.startswith(words) for words in told)]) == len(told), found


def test_files_that_are_no_tables(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is not UTF-8"):
        read(tmp_path, b"conversation,jargon\nt\xff,1\n")
    with pytest.raises(UsageError, match="cannot be read"):
        read_grades([tmp_path / "none.csv"], SLUGS)
    with pytest.raises(UsageError, match="is no CSV"):
        read(tmp_path, "conversation,jargon\n" + "t" * 200_000 + ",1\n")
    assert problems(tmp_path, "") == [
        "1: no column “conversation” (the first line must name the columns)",
        "1: nothing is graded: no column “mistake”, “score” or a mistake's slug",
    ]


def test_problems_of_all_tables_are_told_together(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("conversation,jargon\nt,maybe\n", encoding="utf-8")
    with pytest.raises(GradesError) as caught:
        read_grades([tmp_path / "a.csv", tmp_path / "b.csv"], SLUGS)
    assert len(caught.value.problems) == 2
