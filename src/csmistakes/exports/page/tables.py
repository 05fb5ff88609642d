"""Tables that a script can sort and filter, and that read well without one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from csmistakes.exports.page.markup import Html, el

FEW = 8  # rows that nobody needs to filter


@dataclass(frozen=True, slots=True)
class Cell:
    """A number as it is shown, and as it is sorted by; None comes last."""

    shown: str | Html
    by: float | None


Value = str | Html | Cell


@dataclass(frozen=True, slots=True)
class Line:
    """A row: the cells, the first being its heading, and what it can be filtered by."""

    cells: Sequence[Value]
    facets: Sequence[str] = ()


def table(key: str, caption: str, names: Sequence[str], lines: Sequence[Line], facets: Sequence[str] = ()) -> Html:
    """Return a table with the id `key`. `facets` name what its lines can be filtered by."""
    numeric = [any(isinstance(line.cells[k], Cell) for line in lines) for k in range(len(names))]
    heads = [
        el("th", name, scope="col", data_kind="number" if is_number else "text", class_="number" if is_number else None)
        for name, is_number in zip(names, numeric, strict=True)
    ]
    title = el("caption", el("span", caption), id=f"{key}-caption")
    body = el("tbody", [_row(line) for line in lines])
    inside = el("table", title, el("thead", el("tr", heads)), body, id=key, class_="data")
    choices = [(name, sorted({line.facets[k] for line in lines} - {""})) for k, name in enumerate(facets)]
    scroll = el("div", inside, class_="scroll", role="region", aria_labelledby=f"{key}-caption", tabindex=0)
    return el("div", filters(key, len(lines), choices), scroll)


def filters(key: str, count: int, choices: Iterable[tuple[str, Sequence[str]]]) -> Html:
    """Return what filters the items in the element `key`: hidden until the script shows that it works."""
    if count <= FEW:
        return Html()
    selects = [
        el(
            "label",
            f"{name} ",
            el("select", el("option", "all", value=""), [el("option", one, value=one) for one in values], data_facet=k),
        )
        for k, (name, values) in enumerate(choices)
        if len(values) > 1
    ]
    find = el("label", "Find ", el("input", type="search", autocomplete="off"))
    status = el("span", f"{count:,} of {count:,} shown", role="status")
    label = f"Filter: {key}"
    return el(
        "div", find, selects, status, class_="filters", role="search", aria_label=label, data_for=key, hidden=True
    )


def number(value: float | None, digits: int = 1) -> str:
    """Return a number for people; a dash for none."""
    return "–" if value is None else f"{value:,.{digits}f}"


def percent(value: float | None) -> str:
    """Return a share for people, in percent."""
    return "–" if value is None else f"{100 * value:.1f} %"


def cell(value: float | None, digits: int = 1) -> Cell:
    """Return a cell with a number."""
    return Cell(number(value, digits), value)


def share(value: float | None) -> Cell:
    """Return a cell with a share, in percent."""
    return Cell(percent(value), value)


def ends(low: float | None, high: float | None, factor: int = 1, digits: int = 1) -> str:
    """Return an interval for people; nothing for none."""
    if low is None or high is None:
        return ""
    return f"{factor * low:.{digits}f} to {factor * high:.{digits}f}"


def _row(line: Line) -> Html:
    cells = [_cell(value, is_head=k == 0) for k, value in enumerate(line.cells)]
    facets = {f"data_facet_{k}": one for k, one in enumerate(line.facets)}
    return el("tr", cells, class_="item", **facets)


def _cell(value: Value, *, is_head: bool) -> Html:
    tag, scope = ("th", "row") if is_head else ("td", None)
    if isinstance(value, Cell):
        by = "" if value.by is None else f"{value.by:.6g}"
        return el(tag, value.shown, scope=scope, class_="number", data_sort=by)
    return el(tag, value, scope=scope)
