"""csmistakes-ignore.yaml: what its items mean, and all that can be wrong with it, at once."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from csmistakes.adoption.sidecar import Entry, read_sidecar
from csmistakes.errors import CatalogueError
from csmistakes.finding import Finding, Place, Severity

FINDING = Finding(
    "curt", "T", Severity.ERROR, "m", "f", (), "0123456789abcdef", "c-7", 2, "agent", quote="So  WHAT, 0800 946 0018",
    place=Place("exports/a.json", 4, 1, 4, 9),
)  # fmt: skip


def read(tmp_path: Path, text: str) -> tuple[Entry, ...]:
    path = tmp_path / "csmistakes-ignore.yaml"
    path.write_text(text, encoding="utf-8")
    return read_sidecar(path, "sub/csmistakes-ignore.yaml", ("curt", "docket"))


@pytest.mark.parametrize(
    ("item", "is_meant"),
    [
        ("rule: curt", True),
        ("rule: [docket, curt]", True),
        ("rule: docket", False),
        ("path: exports/*.json", True),
        ("path: other/*.json", False),
        ("path: '*.json'", True),
        ("conversation: c-7", True),
        ("conversation: c-8", False),
        ("quote: 'so what, 0800 946 0018'", True),
        ("quote: 'so what, •••• ••• ••••'", True),
        ("quote: so what", False),
        ("fingerprint: 0123456789abcdef", True),
        ("fingerprint: 123", False),
        ("rule: curt, path: exports, conversation: c-7", True),
        ("rule: curt, path: exports, conversation: c-8", False),
    ],
)
def test_an_item_means_what_all_of_it_is_true_of(tmp_path: Path, item: str, is_meant: bool) -> None:
    (entry,) = read(tmp_path, f"ignore:\n  - {{{item}, reason: so}}\n")
    assert (entry.means(FINDING) and entry.means_file("exports/a.json")) is is_meant


def test_reads_everything(tmp_path: Path) -> None:
    (entry, second) = read(
        tmp_path,
        "ignore:\n- rule: curt\n  path: x\n  conversation: 7\n  quote: q\n  fingerprint: '01'\n  reason: so\n"
        "  owner: Ines\n  until: 2027-01-31\n- {rule: docket}\n",
    )
    assert (entry.path, entry.conversation, entry.quote, entry.fingerprint) == ("x", "7", "q", "01")
    suppression = entry.suppression
    assert (suppression.rules, suppression.reason, suppression.owner) == (("curt",), "so", "Ines")
    assert suppression.until == date(2027, 1, 31)
    assert suppression.place == Place("sub/csmistakes-ignore.yaml", 2, 1, 2, 1)
    assert (second.suppression.reason, second.suppression.place.line) == ("", 10)
    assert entry.means_file("x/y.json")
    assert second.means_file("anything")


def test_a_finding_over_many_conversations_has_no_path(tmp_path: Path) -> None:
    everywhere, somewhere = read(tmp_path, "ignore:\n- {rule: curt, reason: x}\n- {path: 'a*', reason: x}\n")
    overall = replace(FINDING, conversation=None, turn=None, quote=None, place=None)
    assert everywhere.means(overall)
    assert everywhere.means_file("")
    assert not somewhere.means_file("")


def test_an_empty_file_suppresses_nothing(tmp_path: Path) -> None:
    assert read(tmp_path, "") == ()
    assert read(tmp_path, "ignore: []") == ()


def test_tells_all_that_is_wrong_at_once(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError) as caught:
        read(
            tmp_path,
            "ignor: 1\nignore:\n- curt\n- {rul: curt}\n- {reason: x}\n- {rule: curtt}\n- {rule: []}\n- {rule: 1}\n"
            "- {path: [x]}\n- {quote: true}\n- {rule: curt, until: 2027-02-30}\n- {rule: curt, zzzz: 1}\n",
        )
    said = [str(problem).removeprefix(f"{tmp_path}/csmistakes-ignore.yaml:") for problem in caught.value.problems]
    assert said == [
        "1: “ignor”: unknown key (did you mean “ignore”?)",
        "3: must be a mapping with a rule or a place, and a reason",
        "4: “rul”: unknown key (did you mean “rule”?)",
        "5: says nothing of what to ignore (write one of rule, path, conversation, quote, fingerprint)",
        "6: “curtt” is no rule (did you mean “curt”?)",
        "7: rule: must be a rule or a list of rules",
        "8: rule: must be a rule or a list of rules",
        "9: path: must be a text",
        "10: quote: must be a text",
        "11: until: “2027-02-30” is no day such as 2027-01-31",
        "12: “zzzz”: unknown key (known are rule, path, conversation, quote, fingerprint, reason, owner, until)",
    ]
    with pytest.raises(CatalogueError, match="ignore: must be a list"):
        read(tmp_path, "ignore: curt")
    with pytest.raises(CatalogueError, match="not valid YAML"):
        read(tmp_path, "ignore: [")
