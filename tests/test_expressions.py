"""Every regular expression of the package can be compiled, though no run compiles them all."""

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest

import csmistakes
from csmistakes.expressions import Expression, expression


def expressions() -> Iterator[tuple[str, Expression]]:
    for info in pkgutil.walk_packages(csmistakes.__path__, "csmistakes."):
        if not info.name.endswith("__main__"):
            for name, value in vars(importlib.import_module(info.name)).items():
                if isinstance(value, Expression):
                    yield f"{info.name}.{name}", value


def test_all_can_be_compiled() -> None:
    found = dict(expressions())
    assert len(found) > 100
    for written in found.values():
        assert written.pattern


def test_it_is_compiled_when_it_is_first_used() -> None:
    wrong = expression("(")
    with pytest.raises(re.error):
        wrong.search("")
    digits = expression(rb"(?P<digit>\d)", re.ASCII)
    assert digits.sub(rb"<\g<digit>>", b"a1") == b"a<1>"
    assert digits.search is digits.search
    assert (digits.pattern, dict(digits.groupindex)) == (rb"(?P<digit>\d)", {"digit": 1})
