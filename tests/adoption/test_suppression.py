"""What a comment may say, and how it is told that it says nothing known."""

from datetime import date

import pytest

from csmistakes.adoption.comments import Comment
from csmistakes.adoption.suppression import Suppression, Unreadable, from_comment
from csmistakes.finding import Place

KNOWN = ("curt", "docket")
PLACE = Place("a.md", 3, 5, 3, 40)


def read(text: str) -> Suppression:
    return from_comment(Comment(text, 3, 5, 3, 40, is_alone=True), "a.md", KNOWN)


@pytest.mark.parametrize(
    ("text", "rules", "reason", "owner", "until"),
    [
        ('ignore[curt] reason="so"', ("curt",), "so", None, None),
        ('ignore[curt, docket,curt] reason="so" owner="Ines" until=2027-01-31', KNOWN, "so", "Ines", date(2027, 1, 31)),
        ("ignore [curt]  until = '2027-01-31' owner=Ines", ("curt",), "", "Ines", date(2027, 1, 31)),
        ("ignore[curt] reason=“so it is” owner=''", ("curt",), "so it is", None, None),
        ("ignore[curt]", ("curt",), "", None, None),
        ('ignore[curt] reason=" "', ("curt",), "", None, None),
    ],
)
def test_reads_what_a_comment_says(
    text: str, rules: tuple[str, ...], reason: str, owner: str | None, until: date | None
) -> None:
    assert read(text) == Suppression(rules, reason, owner, until, PLACE)


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ("ignor[curt]", "“ignor[curt]” is not of the form ignore[RULE]"),
        ("ignore curt", "is not of the form ignore[RULE]"),
        ("ignore[ , ]", "ignore[] names no rule"),
        ("ignore[curtt]", "“curtt” is no rule (did you mean “curt”?)"),
        ("ignore[zzzzzz]", "“zzzzzz” is no rule, see csmistakes rules list"),
        ("ignore[curt] because it is", "“because it is” is not of the form key="),
        ('ignore[curt] reson="x"', "“reson” is none of reason, owner, until"),
        ('ignore[curt] reason="x" reason="y"', "reason stands twice"),
        ("ignore[curt] until=soon", "until: “soon” is no day such as 2027-01-31"),
        ("ignore[curt] until=2027-02-30", "is no day"),
        ("ignore[curt] reason=" + "x" * 50 + " y", "“y” is not of the form"),
        ("x" * 99, "…” is not of the form"),
    ],
)
def test_says_what_it_cannot_read(text: str, trouble: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(text)
    assert trouble in str(caught.value)


def test_holds_with_a_reason_through_its_last_day() -> None:
    last = read('ignore[curt] reason="so" until=2027-01-31')
    assert last.holds(date(2027, 1, 31))
    assert not last.is_expired(date(2027, 1, 31))
    assert not last.holds(date(2027, 2, 1))
    assert last.is_expired(date(2027, 2, 1))
    assert not read("ignore[curt] until=2027-01-31").holds(date(2027, 1, 1))
    assert read('ignore[curt] reason="so"').holds(date(2999, 1, 1))
