"""What a token must be like for a raw token pattern to match, as far as its text alone tells.

It is decided here as spaCy decides it; what is not decided here, spaCy is asked for.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import reduce
from typing import Any

from csmistakes.expressions import expression

Test = Callable[[str], bool]  # whether a token's text meets something

_REQUIRED = expression(r"\+|1|\{[1-9]\d*(?:,\d*)?\}")
TEXTS: Mapping[str, Callable[[str], str]] = {"TEXT": str, "ORTH": str, "LOWER": str.lower}
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


def required(token: Mapping[str, Any]) -> Test | None:
    """Return what a text must be like to be this token of a pattern. None where it need not be there, or all will do.

    Where spaCy asks for more than is decided here, more texts pass than it will match.
    """
    if not _REQUIRED.fullmatch(str(token.get("OP", "1"))):
        return None
    tests = [test for key, asked in token.items() for test in _tests(key, asked)]
    return reduce(_both, tests) if tests else None


def _both(one: Test, other: Test) -> Test:
    return lambda text: one(text) and other(text)


def _tests(key: str, asked: Any) -> Iterator[Test]:  # noqa: ANN401  (whatever a pattern holds)
    if key in _KINDS and isinstance(asked, bool):
        yield _is(_KINDS[key], asked)
    elif key in TEXTS:
        for way, value in _ways(asked, "IN", [asked]):
            if way == "REGEX":
                yield _holds(TEXTS[key], value)
            elif way in ("IN", "NOT_IN"):
                yield _is_among(TEXTS[key], frozenset(value), way == "IN")
    elif key == "LENGTH":
        for way, value in _ways(asked, "==", asked):
            if way in _COMPARED:
                yield _is_long(_COMPARED[way], value)


def _ways(asked: Any, way: str, value: Any) -> Iterable[tuple[str, Any]]:  # noqa: ANN401
    """Return in which ways something is asked for: `value` in one `way`, if `asked` does not name others."""
    return asked.items() if isinstance(asked, dict) else [(way, value)]


def _is(of_kind: Test, asked: bool) -> Test:  # noqa: FBT001  (what a pattern says: true or false)
    return lambda text: of_kind(text) is asked


def _holds(read: Callable[[str], str], pattern: str) -> Test:
    search = re.compile(pattern).search
    return lambda text: search(read(text)) is not None


def _is_among(read: Callable[[str], str], some: frozenset[str], asked: bool) -> Test:  # noqa: FBT001
    return lambda text: (read(text) in some) is asked


def _is_long(compare: Callable[[int, int], bool], length: int) -> Test:
    return lambda text: compare(len(text), length)
