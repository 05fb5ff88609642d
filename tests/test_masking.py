"""What is hidden, what is spared, and what a terminal is spared."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csmistakes import masking
from csmistakes.masking import DOT, harmless, mask, one_line

PIECES = st.sampled_from(
    [
        "jo.day@example.com", "@AcmeHelp", "https://acme.test/a/1234567?m=", "GB29NWBK60161331926819",
        "AB12", "4111 1111 1111 1111", "2024-05-01", "12/05/24", "10:30", "£1,299.00", "USD 5", "555-0123",
        "+44 (0)20 7946 0018", "four", "two", "oh", " dot ", " at ", "com", "١٢٣٤٥٦", "•", "123456", "7",
        "-", ".", "/", " ", ",", ":", "@", "_",
    ]
)  # fmt: skip
MESSY = st.lists(st.one_of(PIECES, st.text(max_size=3)), max_size=14).map("".join)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("write to jo.day@example.com please", "write to ••.•••@•••••••.••• please"),
        ("x_1+y@mail.example.co.uk", "•_•+•@••••.•••••••.••.••"),
        ("see https://acme.test/u?m=jo@example.com", "see https://acme.test/u?m=••@•••••••.•••"),
        ("it's jo dot day at example dot com okay", "it's •• ••• ••• •• ••••••• ••• ••• okay"),
        ("call 555-0123 now", "call •••-•••• now"),
        ("call +44 (0)20 7946 0018", "call +•• (•)•• •••• ••••"),
        ("(555) 123-4567", "(•••) •••-••••"),
        ("card 4111 1111 1111 1111, thanks", "card •••• •••• •••• ••••, thanks"),
        ("4111-1111-1111-1111", "••••-••••-••••-••••"),
        ("4111, 1111, 1111, 1112", "••••, ••••, ••••, ••••"),
        ("amex 3782 822463 10005", "amex •••• •••••• •••••"),
        ("4111111111111112", "•" * 16),
        ("GB29 NWBK 6016 1331 9268 19 thanks", "•••• •••• •••• •••• •••• •• thanks"),
        ("de89370400440532013000", "•" * 22),
        ("account 123456", "account ••••••"),
        ("order AB1234567", "order AB•••••••"),
        ("sort code 40-47-84", "sort code ••-••-••"),
        ("four two nine, one seven oh", "•••• ••• ••••, ••• ••••• ••"),
        ("on 12/05/2024 ref 998877", "on 12/05/2024 ref ••••••"),
    ],
)
def test_hides_what_is_personal(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "on 2024-05-01 at 10:30",
        "on 2024-05-01T10:30:00 sharp",
        "on 12/05/2024 10:30, or 1.5.24",
        "from 01/05/2024 - 08/05/2024",
        "between 10:30-11:30",
        "£1,299.00 or $1500000 or EUR 250000",
        "it was 1299.99 and 12999.99.",
        "from 2019-2024",
        "years 2019, 2020, 2021, 2022",
        "https://help.acme.test/articles/360001234567",
        "@AcmeHelp .@AcmeHelp hey@AcmeHelp",
        "24/7, 50%, 100 000 people, version 10.15.7",
        "one two three go",
        "room 12345",
    ],
)
def test_spares_what_is_not(text: str) -> None:
    assert mask(text) == text


@given(MESSY)
@settings(max_examples=400)
def test_mask_keeps_length_and_is_idempotent(text: str) -> None:
    masked = mask(text)
    assert len(masked) == len(text)
    assert mask(masked) == masked


@given(MESSY)
def test_no_number_begins_where_none_is_looked_for(text: str) -> None:
    anywhere = re.compile(masking._NUMBER.pattern.removeprefix(masking._NUMBER_BEGINS))  # noqa: SLF001
    assert anywhere.pattern != masking._NUMBER.pattern  # noqa: SLF001
    found = [match.span() for match in masking._NUMBER.finditer(text)]  # noqa: SLF001
    assert found == [match.span() for match in anywhere.finditer(text)]


@given(st.text(max_size=12), st.from_regex(r"[a-z][a-z0-9._+-]{0,12}@[a-z0-9-]{1,9}\.[a-z]{2,5}", fullmatch=True))
def test_no_email_survives(before: str, address: str) -> None:
    masked = mask(f"{before} {address} bye")
    assert not re.search(r"[A-Za-z0-9]@|@[A-Za-z0-9-]+\.[A-Za-z]", masked[len(before) :])


@given(st.text(max_size=5), st.integers(10**5, 10**19), st.text(alphabet="abc !?", max_size=5))
def test_no_long_number_survives(before: str, number: int, after: str) -> None:
    assert str(number) not in mask(f"{before} no {number} {after}")


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "a.",
        "1",
        "1 ",
        "1-",
        "a@",
        "a@b",
        "@",
        "AB12",
        "one ",
        "a dot ",
        "a at ",
        "1:",
        "www.",
        "4111 ",
        "1.1.1",
    ],
)
def test_is_linear(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    assert len(mask(text)) == len(text)  # what is quadratic never ends; benchmarks/linear.py has the times


@given(st.text())
def test_harmless_keeps_length_and_is_idempotent(text: str) -> None:
    safe = harmless(text)
    assert len(safe) == len(text)
    assert harmless(safe) == safe
    assert len(one_line(text).splitlines()) <= 1
    safe.encode()


@given(st.text(alphabet="\x00\x07\x08\x1b[31m\x7f\x9b\u202e\u2066\u200f\u2028\r\t\n"))
def test_harmless_leaves_nothing_to_obey(text: str) -> None:
    assert not set(harmless(text)) & set("\x00\x07\x08\x1b\x7f\x9b\u202e\u2066\u200f\u2028\r\t")


def test_harmless_pictures_what_it_found() -> None:
    assert harmless("a\x1b[31mb\u202ec\td\ne") == "a␛[31mb\ufffdc d\ne"
    assert DOT not in harmless("[bold]plain[/bold]")


@given(
    st.lists(st.sampled_from([*"iıİsſeEnNkK .,-@", "five", "nine", "sıx", "ſix", " dot ", " at ", "com", "one", "6"]))
)
def test_looking_first_hides_no_less(parts: list[str]) -> None:
    text = plain = "".join(parts)
    for pattern, _ in masking._HIDDEN:  # noqa: SLF001
        plain = pattern.sub(masking._hide, plain)  # noqa: SLF001
    assert mask(text) == masking._NUMBER.sub(masking._hide_number, plain)  # noqa: SLF001


def test_digits_in_words_are_hidden_with_any_dot_on_the_i() -> None:
    assert "v" not in mask("my number is fıve nıne sıx fıve nıne sıx")
    assert "V" not in mask("FİVE NİNE SİX FİVE NİNE SİX FİVE")
