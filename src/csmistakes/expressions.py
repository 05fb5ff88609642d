"""Regular expressions, each compiled when it is first used: no command needs most of them, and together they take long.

Compiling is what takes long, not what is compiled: a module names its expressions once, as with `re.compile`.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any, AnyStr, cast


def expression(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return what `re.compile` returns, as far as can be told by using it."""
    return cast("re.Pattern[AnyStr]", Expression(pattern, flags))


class Expression:
    """Stands in for a compiled expression, and has what that has."""

    def __init__(self, pattern: Any, flags: int) -> None:  # noqa: ANN401  (text or bytes)
        self._written = pattern, flags

    @cached_property
    def _compiled(self) -> re.Pattern[Any]:
        return re.compile(*self._written)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  (asked only for what is not here yet)
        found = getattr(self._compiled, name)
        setattr(self, name, found)  # the next time, nobody asks
        return found
