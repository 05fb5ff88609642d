"""Each kind of condition, on conversations whose answer can be seen."""

from typing import Any

import pytest

from csmistakes.conversation import Span
from csmistakes.judging.condition import kinds
from tests.judging.scenes import condition, meet, met

TALK = """\
C: my name is Jo, order AB12345 broke
A: sorry
C: and now?
A: what is your name
"""


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        ("asks", True),
        ({"signal": "sorry", "in": "before"}, True),
        ({"signal": "sorry", "in": "before", "by": "customer"}, False),
        ({"signal": "sorry", "in": "previous"}, True),
        ({"signal": "gives", "in": "before", "within": 1}, False),
        ({"signal": "gives", "in": "before", "at_least": 2}, True),
        ({"signal": "gives", "in": "before", "at_least": 2, "value": ["name"]}, False),
        ({"signal": ["gives"], "in": "before", "at_least": 2, "distinct": True}, True),
        ({"signal": "sorry", "at_most": 0}, True),
        ({"signal": "sorry", "in": "all", "at_most": 0}, False),
        ({"signal": "gives", "in": "so-far", "since": "sorry"}, False),
        ({"signal": "question", "in": "asked", "value": "other"}, True),
        ({"all": ["asks", {"not": "sorry"}]}, True),
        ({"all": ["asks", "sorry"]}, False),
        ({"any": ["sorry", "asks"]}, True),
        ({"any": ["sorry", "asks", "offer"], "at_least": 2}, False),
        ({"same_value": {"signal": "asks", "as": "gives", "by": "customer"}}, True),
        ({"same_value": {"signal": "asks", "as": "gives", "by": "customer", "within": 1}}, False),
        ({"words": {"at_least": 4, "at_most": 4}}, True),
        ({"words": {"at_least": 5}}, False),
        ({"words": {"at_least": 2, "times_asked": True}}, True),
        ({"words": {"at_most": 0.4, "share": True, "by": "agent", "in": "all"}}, True),
        ({"words": {"at_least": 7, "longest": True, "in": "all"}}, True),
        ({"contributions": {"by": "agent", "at_least": 2}}, True),
        ({"contributions": {"by": "agent", "when": "sorry", "at_least": 2}}, False),
        ({"contributions": {"by": "customer", "at_most": 1}}, False),
        ({"position": "closing"}, True),
        ({"position": "opening"}, False),
        ({"position": "last"}, True),
        ({"position": "first"}, False),
        ({"position": "replying"}, True),
        ({"position": "substantive"}, True),
        ({"channel": ["unknown"]}, True),
        ({"channel": ["chat"]}, False),
        ({"speaker": "agent"}, True),
        ({"speaker": "bot"}, False),
        ({"speaker": "agent", "new": True}, False),
    ],
)
def test_a_condition_at_the_last_contribution(node: dict[str, Any] | str, expected: bool) -> None:
    assert met(node, TALK) is expected


def test_every_kind_is_tested_here() -> None:
    tested = {"all", "any", "not", "signal", "same_value", "words", "contributions", "position", "channel", "speaker"}
    tested |= {"order", "repeats", "elapsed", "overlap", "new_term"}
    assert set(kinds()) == tested


@pytest.mark.parametrize(
    "node",
    [
        {"signal": "sorry", "in": "before"},
        {"contributions": {"by": "agent", "in": "before", "at_most": 9, "when": "sorry"}},
        {"same_value": {"signal": "asks", "as": "gives", "by": "customer"}},
        {"repeats": {"of": "own", "unit": "question"}},
    ],
)
def test_a_window_reaches_so_far_and_no_farther(node: dict[str, Any]) -> None:
    between = "C: and\nA: ok\n" * 123
    asked = "C: my name is Jo\nA: sorry, what was your name again?\n"
    asks = "C: eh\nA: sorry, what was your name again?"
    near, far = (meet(node, f"{asked}{some}{asks}") for some in (between, between + "C: and\nA: ok\n" * 2))
    assert near is not None
    assert far is None or far.words["count"] == "0"


def test_alone_allows_hardly_a_word_beside() -> None:
    assert met({"signal": "sorry", "alone": True}, "A: sorry Tom")
    assert not met({"signal": "sorry", "alone": True}, "A: sorry Tom that the box came open")


def test_the_same_value_counts_since_the_last_reset() -> None:
    node = {"same_value": {"signal": "asks", "as": "gives", "since": "fixed"}}
    assert met(node, "C: my name is Jo\nA: one thing\nC: go on\nA: your name")
    assert not met(node, "C: my name is Jo\nA: it is fixed\nC: go on\nA: your name")


def test_the_reply_ends_where_the_same_side_speaks_again() -> None:
    text = "A(Bo): one thing\nA(Cy): ok\nC: sorry"
    assert met({"signal": "sorry", "in": "reply"}, text, 0)
    assert not met({"signal": "sorry", "in": "reply"}, text.replace("ok", "another thing"), 0)


def test_order_needs_nothing_between() -> None:
    node = {
        "order": {"first": "gives", "then": "offer", "first_by": "customer", "then_by": "agent", "without": "fixed"}
    }
    assert met(node, "C: AB12345\nA: try an upgrade")
    assert not met(node, "C: AB12345\nA: fixed. try an upgrade")
    assert not met(node, "A: try an upgrade\nC: AB12345")
    assert not met(node, "C: AB12345 upgrade")


def test_a_repeated_sentence_is_found_in_the_own_earlier_turns() -> None:
    text = "A: please restart the big router. ok\nC: I did\nA: well, please restart the big router"
    match = meet({"repeats": {}}, text)
    assert match is not None
    assert match.words["count"] == "2"
    assert match.places[0].span == Span(0, 35)
    assert not met({"repeats": {"of": "other"}}, text)
    assert not met({"repeats": {"times": 3}}, text)
    assert not met({"repeats": {"min_words": 9}}, text)
    assert met({"repeats": {"of": "other"}}, "C: it is the big red button\nA: it is the big red button")
    assert met({"repeats": {"unit": "question"}}, "A: did it all work for you?\nC: no\nA: did it all work for you?")
    assert not met({"repeats": {"except": "offer"}}, "A: take the big upgrade now\nC: no\nA: take the big upgrade now")
    assert not met({"repeats": {"unit": "whole", "similarity": 0.9}}, text)
    assert met({"repeats": {"unit": "whole"}}, "A: now do that again. good\nC: no\nA: now do that again. good")


def test_the_same_words_with_another_number_say_another_thing() -> None:
    text = "A: the old inn has a rating of 3\nC: and the new one?\nA: the old inn has a rating of {}"
    assert met({"repeats": {"unit": "whole"}}, text.format(3))
    assert not met({"repeats": {"unit": "whole"}}, text.format(4))


@pytest.mark.parametrize(
    ("elapsed", "expected"),
    [
        ({"over": 200}, True),
        ({"over": 300}, False),
        ({"over": {"chat": 100, "other": 9000}}, True),
        ({"over": {"call": 100, "other": 9000}}, False),
        ({"over": {"call": 100}}, False),
        ({"over": 280, "since": "asked"}, True),
        ({"over": 400, "since": "own"}, False),
        ({"over": 290, "since": "own"}, True),
        ({"over": 1, "since": "stated", "stated": "stated", "by": "agent"}, True),
        ({"over": 3, "since": "stated", "stated": "stated"}, False),
        ({"over": 1, "since": "stated", "stated": "stated", "by": "customer"}, False),
    ],
)
def test_elapsed_time(elapsed: dict[str, Any], expected: bool) -> None:
    text = "[chat]\nA @0: back in 2 minutes\nC @10: fine then\nS @50: …\nC @60: hello there\nA @300: here I am"
    assert met({"elapsed": elapsed}, text) is expected


def test_without_times_nothing_has_elapsed() -> None:
    assert not met({"elapsed": {"over": 0}}, "C: so\nA: well then")


def test_times_are_said_for_people() -> None:
    for seconds, said in ((90, "90 seconds"), (360, "6 minutes"), (10800, "3 hours"), (200000, "2 days")):
        match = meet({"elapsed": {"over": 1}}, f"C @0: so\nA @{seconds}: well then")
        assert match is not None
        assert match.words["minutes"] == said


def test_overlap_counts_shared_stems() -> None:
    text = "C: my router drops. is the cable broken?\nA: do the routers drop often"
    assert met({"overlap": {"at_least": 2}}, text)
    assert met({"overlap": {"at_most": 0, "questions": True}}, text)
    assert not met({"overlap": {"at_most": 1}}, text)


def test_a_term_is_new_until_the_customer_says_it_or_it_is_explained() -> None:
    node = {"new_term": {"signal": "term", "explained": "gloss"}}
    assert met(node, "C: it broke\nA: check the ONT and the PPPoE")
    assert not met(node, "C: the ONT is red\nA: check the ONT")
    assert not met(node, "C: it broke\nA: check the ONT, which means the white box")
    assert not met({"new_term": {"signal": "term", "at_least": 2}}, "C: it broke\nA: check the ONT, the ONT")


def test_another_speaker_of_the_same_side() -> None:
    assert met({"speaker": "agent", "new": True}, "A(Bo): one thing\nC: yes and\nA(Cy): I take over")
    assert met({"speaker": "person"}, "B: robot talk\nA: person talk")
    assert not met({"speaker": "person"}, "B: robot talk")


@pytest.mark.parametrize(
    ("node", "complaint"),
    [
        ("sory", "unknown signal “sory”"),
        ({"signal": "sorry", "in": "hear"}, "must be one of"),
        ({"signal": "sorry", "at_leats": 2}, "unknown key “at_leats”"),
        ({"signal": "sorry", "at_least": "two"}, "must be a number"),
        ({"signal": "sorry", "at_least": 0}, "always or never met"),
        ({"signal": "sorry", "distinct": "yes"}, "true or false"),
        ({"sinal": "sorry"}, "did you mean “signal”"),
        ({"signal": "sorry", "not": "offer"}, "several kinds"),
        ({"all": []}, "must be a list"),
        ({"any": ["sorry"], "at_least": 2}, "from 1 to the number"),
        ({"words": {}}, "needs “at_least” or “at_most”"),
        ({"words": "many"}, "must be a mapping"),
        ({"elapsed": {"over": 1, "since": "stated"}}, "missing or empty"),
        ({"not": 7}, "names no kind"),
    ],
)
def test_a_condition_that_makes_no_sense_is_complained_about(node: dict[str, Any] | str, complaint: str) -> None:
    _, problems = condition(node)
    assert any(complaint in str(problem) for problem in problems), [str(problem) for problem in problems]
