"""csmistakes rules and explain."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result

from csmistakes.catalogue import Catalogue
from csmistakes.rule_tests import ExampleReport

Run = Callable[..., Result]

TABLE = """\
slug       title                     group  scope  severity  articles
curt       The mistake of curt       talk   turn   warning   tea-9:1
docket     The mistake of docket     talk   turn   note      tea-9:2
runaround  The mistake of runaround  talk   turn   error     cup-2:1
"""
NARROW = """\
curt: The mistake of curt
  talk · turn · warning · tea-9:1
docket: The mistake of docket
  talk · turn · note · tea-9:2
runaround: The mistake of runaround
  talk · turn · error · cup-2:1
"""
BY_ARTICLE = """\
cup-2: “Two Things About Cups”
   1  sending people away
      → runaround

tea-9: “Tea Shops”, A. Nobody
   1  being short
      → curt (also docket)
   2  trade words
      → docket
   3  cold tea
      → no rule

"""
EXPLAINED = """\
The mistake of docket (docket)
────────────────────────────────────────────────────────────
note · scope turn · group talk

What counts
  What counts as docket.

Message
  This is docket.

Why it matters
  Why docket does harm.

Fix
  How to mend docket.

What to say instead
  Say this instead of docket.

Sources
  “Tea Shops”, A. Nobody, item 2: trade words

See also
  “Tea Shops”, A. Nobody, item 1: being short

Bad examples, reported at the marked words
   1. customer: My cup broke.
      Ines (agent): Fill in the docket.
                                ^^^^^^

Good examples, not reported
   1. agent: I'll send you another.
"""


def test_list(run: Run) -> None:
    assert run("rules", "list").stdout == TABLE
    assert run("rules", "list", COLUMNS="60").stdout == NARROW


def test_list_by_article(run: Run) -> None:
    assert run("rules", "list", "--by", "article").stdout == BY_ARTICLE


def test_list_as_json(run: Run) -> None:
    rules = json.loads(run("rules", "list", "--output-format", "json").stdout)
    assert rules[1] == {
        "slug": "docket",
        "title": "The mistake of docket",
        "group": "talk",
        "scope": "turn",
        "severity": "note",
        "sources": ["tea-9:2"],
        "also": ["tea-9:1"],
    }
    articles = json.loads(run("rules", "list", "--by", "article", "--output-format", "json").stdout)
    assert articles[1]["items"][0] == {"number": 1, "title": "being short", "rules": ["curt"], "also": ["docket"]}


def test_explain(run: Run) -> None:
    assert run("explain", "docket", COLUMNS="60").stdout == EXPLAINED
    assert "\x1b[1;4mdocket\x1b[0m" in run("explain", "docket", "--color").stdout


@pytest.fixture
def reports(monkeypatch: pytest.MonkeyPatch) -> list[ExampleReport]:
    """Return what the catalogue's tests will say."""
    prepared: list[ExampleReport] = []

    def tested(_: Catalogue, folder: str | None) -> Iterator[ExampleReport]:
        yield from (report for report in prepared if folder is None or report.path.startswith(folder))

    monkeypatch.setattr("csmistakes.cli.rules_test.run", tested)
    return prepared


def test_rules_test(run: Run, reports: list[ExampleReport], desk: Path) -> None:
    house = desk / "house"
    house.mkdir()
    reports.append(ExampleReport("curt", "rule", str(house / "curt.yaml"), 6))
    reports.append(ExampleReport("short", "signal", str(house / "short.yaml"), 1))
    result = run("rules", "test")
    assert (result.exit_code, result.stdout) == (0, "1 rule and 1 signal: 7 examples, 0 failed; 0 terms untested.\n")
    reports.append(ExampleReport("docket", "rule", str(desk / "house2/docket.yaml"), 6, ((4, "not reported"),), ()))
    reports.append(ExampleReport("curt", "rule", str(house / "curt.yaml"), 6, (), ("unless.0",)))
    result = run("rules", "test")
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "house2/docket.yaml:4: rule docket: not reported",
        "house/curt.yaml:7: rule curt: unless.0 is untested: no example fails without it",
        "3 rules and 1 signal: 19 examples, 1 failed; 1 term untested.",
    ]
    only_here = run("rules", "test", "house")
    assert only_here.exit_code == 1
    assert "docket" not in only_here.stdout
