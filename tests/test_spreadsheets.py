"""Cells that no spreadsheet runs, and that read back as what they were; and that all CSV is written that way."""

import ast
import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmistakes import spreadsheets
from csmistakes.spreadsheets import as_written, defused, write_rows

SOURCE = Path(spreadsheets.__file__).parent
TEXTS = st.text(st.sampled_from("=+-@|%'\t\r\n＝a1 ,\"")) | st.text(st.characters(codec="utf-8"), max_size=30)


def cells_of(*row: object) -> list[str]:
    """Return what a reader of CSV finds in a row."""
    out = io.StringIO()
    write_rows(out, [row])
    [cells] = csv.reader(io.StringIO(out.getvalue(), newline=""))
    return cells


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"), ("+44 20", "'+44 20"), ("-2", "'-2"), ("@SUM(A1)", "'@SUM(A1)"), ("  =cmd|x", "'  =cmd|x"),
        ("\t=1", "'\t=1"), ("\nhi", "'\nhi"), ("|x", "'|x"), ("%0A", "'%0A"), ("＝1", "'＝1"), ("'=1", "''=1"),
        ("-", "-"), ("- ", "- "), ("plain", "plain"), ("'tis so", "'tis so"), ("a=1", "a=1"), ("", ""),
        (True, "true"), (False, "false"), (-2.5, "-2.5"), (-3, "-3"), (None, ""),
    ],
)  # fmt: skip
def test_formulas_are_defused_and_nothing_else_is_changed(value: object, cell: str) -> None:
    assert cells_of(value, "beside") == [cell, "beside"]


@given(TEXTS)
def test_no_cell_begins_as_a_formula_and_each_reads_back(text: str) -> None:
    cell = defused(text)
    assert len(cell.strip()) < 2 or cell.lstrip()[:1] not in {*"=+-@|%＝＋－＠"}
    assert len(cell.strip()) < 1 or cell[:1] not in {*"\t\r\n"}
    assert as_written(cell) == text
    assert cell in {text, f"'{text}"}
    assert as_written(cells_of(text, "beside")[0]) == text


def test_a_row_is_one_line_whatever_its_cells_hold() -> None:
    out = io.StringIO()
    write_rows(out, [["a\rb", "c\nd", "e\r\n"], ["f", None, 1]])
    assert out.getvalue() == '"a\rb","c\nd","e\r\n"\nf,,1\n'


def test_a_long_cell_of_blanks_is_no_trouble() -> None:
    assert defused("\t" * 200_000) == "\t" * 200_000
    assert defused("'" * 200_000 + "=1").startswith("''")


def test_all_csv_is_written_in_one_place() -> None:
    writers = {
        path.name
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in {"writer", "DictWriter"}
    }
    assert writers == {"spreadsheets.py"}
