"""What a token must be like for a raw token pattern to match, as far as its text alone tells.

It is decided here as spaCy decides it; what is not decided here, spaCy is asked for.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from typing import Any

from csmistakes.expressions import expression

Token = Mapping[str, Any]  # of a pattern
Test = Callable[[str], bool]  # whether a token's text meets something

_REQUIRED = expression(r"\+|1|\{[1-9]\d*(?:,\d*)?\}")
_TEXTS: Mapping[str, Callable[[str], str]] = {"TEXT": str, "ORTH": str, "LOWER": str.lower}
_KINDS: Mapping[str, Test] = {
    "IS_ALPHA": str.isalpha,
    "IS_DIGIT": str.isdigit,
    "IS_LOWER": str.islower,
    "IS_UPPER": str.isupper,
    "IS_TITLE": str.istitle,
}
_COMPARED: Mapping[str, Callable[[int, int], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}


def required(pattern: Sequence[Token]) -> list[tuple[Token, Test]]:
    """Return tokens that must be there for a pattern to match, and what a text must be like to be one of them.

    Where spaCy asks for more than is decided here, more texts pass than it will match.
    """
    asked = [{key.upper(): value for key, value in token.items()} for token in pattern]  # as spaCy reads them
    telling = [token for token in asked if not _TEXTS.keys().isdisjoint(token)]
    must = ((token, _test(token)) for token in telling or asked)  # where texts are named, they are rarer than any kind
    return [(token, test) for token, test in must if test is not None]


def _test(token: Token) -> Test | None:
    """Return what a text must be like to be this token. None where it need not be there, or nothing is decided here."""
    if not _REQUIRED.fullmatch(str(token.get("OP", "1"))):
        return None
    tests = [test for key, asked in token.items() for test in _tests(key, asked)]
    return reduce(_both, tests) if tests else None


def _both(one: Test, other: Test) -> Test:
    return lambda text: one(text) and other(text)


def _tests(key: str, asked: Any) -> Iterator[Test]:  # noqa: ANN401  (whatever a pattern holds)
    if key in _KINDS and isinstance(asked, bool):
        yield _is(_KINDS[key], asked)
    elif key in _TEXTS:
        for way, value in _ways(asked, "IN", [asked]):
            if way == "REGEX" and isinstance(value, str):
                yield _holds(_TEXTS[key], value)
            elif way in ("IN", "NOT_IN") and _are_texts(value):
                yield _is_among(_TEXTS[key], frozenset(value), way == "IN")
    elif key == "LENGTH":
        for way, value in _ways(asked, "==", asked):
            if way in _COMPARED and isinstance(value, int):
                yield _is_long(_COMPARED[way], value)


def _ways(asked: Any, way: str, value: Any) -> Iterable[tuple[str, Any]]:  # noqa: ANN401
    """Return in which ways something is asked for: `value` in one `way`, if `asked` does not name others."""
    return asked.items() if isinstance(asked, dict) else [(way, value)]


def _are_texts(value: Any) -> bool:  # noqa: ANN401
    return isinstance(value, list | tuple) and all(isinstance(one, str) for one in value)


def _is(of_kind: Test, asked: bool) -> Test:  # noqa: FBT001  (what a pattern says: true or false)
    return lambda text: of_kind(text) is asked


def _holds(read: Callable[[str], str], pattern: str) -> Test:
    search = re.compile(pattern).search
    return lambda text: search(read(text)) is not None


def _is_among(read: Callable[[str], str], some: frozenset[str], asked: bool) -> Test:  # noqa: FBT001
    return lambda text: (read(text) in some) is asked


def _is_long(compare: Callable[[int, int], bool], length: int) -> Test:
    return lambda text: compare(len(text), length)
