"""Placeholders: found in every syntax, hidden without moving a character, widened to as a whole."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmistakes.conversation import Span
from csmistakes.placeholders import SYNTAXES, Placeholders

PLACEHOLDERS = Placeholders()
OWN = Placeholders(("<%…%>", "@@…@@"))
WRITTEN = [
    "{{ticket.requester.first_name}}", "{{ user.name | default: 'there' }}", "{{{x}}}", "{% if a == 'b' %}", "{# no #}",
    "{{#if x}}", "{x}", "{customer_name}", "${order.total}", "$city", "$geo-city.original", "#welcome.name",
    "%first_name%", "<<Name>>", "<order id>", "[Name]", "[FirstName]", "[Customer's name]", "__NAME__", "__ORDER_ID__",
    ":name:",
]  # fmt: skip
NONE = [
    "100% sure, 50% off",  "$5 or $20", "a {", "1 < 2 > 0", "[link](https://x.y)", "[1]", "__bold__", "10:30:15",
    "#1 or # 2",
    "it's 5 o'clock", "a:b", "{}", "{{}}", "snake__CASE__x", "US$x",
]  # fmt: skip


@pytest.mark.parametrize("written", WRITTEN)
def test_is_a_placeholder(written: str) -> None:
    for before, after in (("Hi ", ", you"), ("", ""), ("Hi ", ".")):
        text = before + written + after
        assert list(PLACEHOLDERS.spans(text)) == [Span(len(before), len(before) + len(written))]


@pytest.mark.parametrize("text", NONE)
def test_is_none(text: str) -> None:
    assert list(PLACEHOLDERS.spans(text)) == []
    assert PLACEHOLDERS.hidden(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hi {{first_name}}, bye", "Hi Zodavikodaviko, bye"),
        ("{x}", "Zod"),
        ("{% if vip %}Hi{% endif %}", "            Hi           "),
        ("in {time_frame}!", "in 2 days      !"),
        ("on {delivery_date}!", "on Monday         !"),
        ("for {{amount}}!", "for $44       !"),
        ("order {{order.id}}!", "order 444444444444!"),
        ("at {{reset_link}}!", "at www.zzzzzz.com!"),
        ("to {{customer.email}}!", "to zzzzzzzzzzzz@q.com!"),
        ("{orderNumber}", "4444444444444"),
        ("$id", "444"),
        ("we\nwill", "we will"),
        ("Hi {name},\nwe will", "Hi Zodavi,\nwe will".replace(",\n", ", ")),
        ("This is the end.\nanother", "This is the end.\nanother"),
        ("- one\n- two", "- one\n- two"),
        ("One\nTwo", "One\nTwo"),
        (f"{'word ' * 12}\nIf it", f"{'word ' * 12}\nIf it"),
        (f"{'word ' * 12}word\nIf it", f"{'word ' * 12}word If it"),
    ],
)
def test_what_is_read_in_its_place(text: str, expected: str) -> None:
    assert PLACEHOLDERS.hidden(text) == expected
    assert len(expected) == len(text)


def test_of_the_users_own() -> None:
    assert OWN.hidden("Hi <%= name %>, @@order_no@@") == "Hi Zodavikodav, 444444444444"
    assert PLACEHOLDERS.hidden("@@order_no@@") == "@@order_no@@"


TEXTS = st.lists(
    st.sampled_from(
        [*WRITTEN, *NONE, "<%a%>", "@@", "\n", " ", "a", "{", "}", "%", "é😀", ":", "[", "$", "#", "_", "|"]
    )
    | st.text(max_size=3),
    max_size=12,
).map("".join)


@given(TEXTS, st.sampled_from([PLACEHOLDERS, OWN]))
def test_hiding_moves_nothing(text: str, placeholders: Placeholders) -> None:
    hidden = placeholders.hidden(text)
    assert len(hidden) == len(text)
    spans = list(placeholders.spans(text))
    inside = {n for span in spans for n in range(span.start, span.end)}
    for n, (was, now) in enumerate(zip(text, hidden, strict=True)):
        assert n in inside or now == was or (was, now) == ("\n", " ")
    assert all(earlier.end <= later.start for earlier, later in pairwise(spans))


@given(TEXTS, st.integers(0, 60), st.integers(1, 20))
def test_a_span_is_widened_to_whole_placeholders(text: str, start: int, length: int) -> None:
    span = Span(start, start + length)
    wide = PLACEHOLDERS.widened(text, span)
    assert wide.start <= span.start
    assert wide.end >= span.end
    for found in PLACEHOLDERS.spans(text):
        assert (
            found.end <= wide.start or found.start >= wide.end or (wide.start <= found.start and found.end <= wide.end)
        )


@pytest.mark.parametrize(
    "unit", ["{", "{{", "{%", "{{{", "${", "<<", "<a ", "%a", "$a.", "[a ", "__A", ":a", "#a.", "<%", "@@"]
)
def test_hostile_text_is_gone_through(unit: str) -> None:
    text = unit * (60_000 // len(unit))
    assert len(OWN.hidden(text)) == len(text)


def test_the_table_has_every_syntax_once() -> None:
    assert len({syntax.pattern for syntax in SYNTAXES}) == len(SYNTAXES)
