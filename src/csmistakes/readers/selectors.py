"""Which texts of a tree are replies: selectors such as `macros[].body`, as the configuration gives them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from csmistakes.errors import UsageError
from csmistakes.expressions import expression
from csmistakes.readers.trees import Path

_STEP = expression(r'\.?(?:(?P<items>\[\*?\])|"(?P<quoted>[^"]{1,200})"|(?P<key>[^.\[\]"]{1,200}))')
_ADVICE = 'write keys with dots between them, [] for all items of a list, * for any key: "macros[].variants.*.text"'


@dataclass(frozen=True, slots=True)
class Selector:
    """A way into a tree. `steps` are keys, "*" for any key, and None for all items of a list."""

    steps: tuple[str | None, ...]

    @classmethod
    def of(cls, written: str) -> Selector:
        """Return the selector that is written; UsageError if it is none. An empty one selects the whole."""
        steps: list[str | None] = []
        at = 0
        while at < len(written):
            step = _STEP.match(written, at)
            if step is None:
                raise UsageError(f"“{written}” is no selector", advice=_ADVICE)
            steps.append(None if step["items"] else step["quoted"] or step["key"])
            at = step.end()
        return cls(tuple(steps))

    def paths(self, value: Any) -> Iterator[Path]:  # noqa: ANN401 - whatever a file holds
        """Yield the paths in `value` that this selects, in the order of the file."""
        yield from _paths(value, self.steps, ())


@dataclass(frozen=True, slots=True)
class Fields:
    """Where the replies of a file stand.

    `each` selects the records, one conversation each; in a record, `text` selects the reply and its variants and
    `name` what it is called. Without `each`, every text is a reply of its own. `role` is "agent" or "bot". Of a
    table, `text` and `name` are columns.
    """

    text: tuple[Selector, ...]
    each: Selector | None = None
    name: Selector | None = None
    role: str = "agent"

    @classmethod
    def of(cls, written: Mapping[str, Any]) -> Fields:
        """Return the fields that a table of the configuration gives; UsageError if it makes no sense."""
        if unknown := sorted(set(written) - {"text", "each", "name", "role"}):
            raise UsageError(f"unknown key “{unknown[0]}”", advice="known are text, each, name and role")
        texts = [written["text"]] if isinstance(written.get("text"), str) else written.get("text")
        if not isinstance(texts, list) or not texts or not all(isinstance(text, str) for text in texts):
            raise UsageError("“text” must be a selector, or a list of them", advice=_ADVICE)
        role = written.get("role", "agent")
        if role not in {"agent", "bot"}:
            raise UsageError(f"role {role!r} is neither agent nor bot")
        return cls(tuple(map(Selector.of, texts)), _optional(written, "each"), _optional(written, "name"), role)


def _optional(written: Mapping[str, Any], key: str) -> Selector | None:
    value = written.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise UsageError(f"“{key}” must be a selector", advice=_ADVICE)
    return Selector.of(value)


def _paths(value: Any, steps: tuple[str | None, ...], path: Path) -> Iterator[Path]:  # noqa: ANN401
    if not steps:
        yield path
        return
    step, *rest = steps
    if step is None and isinstance(value, list):
        for index, item in enumerate(value):
            yield from _paths(item, tuple(rest), (*path, index))
    elif isinstance(value, dict) and step is not None:
        for key in value if step == "*" else [step]:
            if key in value:
                yield from _paths(value[key], tuple(rest), (*path, key))
