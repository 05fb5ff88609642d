"""Each output, word for word. After a change that is meant: REFRESH_GOLDENS=1 python -m pytest tests/reporters"""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from csmistakes.reporters import View, available, feed
from tests.reporters.invented_run import CHECKED, RULES, SUMMARY, cite

GOLDEN = Path(__file__).parent / "golden"
PAGES = {
    "full-60": View(width=60, cite=cite),
    "full-100": View(width=100, cite=cite),
    "full-200-color": View(width=200, color=True, cite=cite),
    "full-60-unmasked": View(width=60, cite=cite, mask=str),
    "statistics-60": View(width=60, color=True),
    "statistics-100": View(width=100),
}
EXCHANGE = ("concise", "github", "gitlab", "json", "jsonl", "junit", "markdown", "rdjson")
CASES = PAGES | {name: View(cite=cite) for name in EXCHANGE} | {"sarif": View(cite=cite, rules=RULES, version="1.2.3")}


def rendered(name: str, view: View) -> str:
    out = io.StringIO()
    feed(available()[name].Report(out, view), iter(CHECKED), lambda: SUMMARY)
    return out.getvalue()


@pytest.mark.parametrize("case", CASES)
def test_golden(case: str) -> None:
    path = GOLDEN / f"{case}.txt"
    text = rendered(case.partition("-")[0], CASES[case])
    if os.environ.get("REFRESH_GOLDENS"):
        GOLDEN.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_text(encoding="utf-8")


def test_every_reporter_has_a_golden() -> None:
    assert {case.partition("-")[0] for case in CASES} == set(available())
