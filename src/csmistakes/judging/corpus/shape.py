"""The shape of a note, so that one that was kept in a file can be told from whatever else somebody has put there."""

from __future__ import annotations

from collections.abc import Mapping
from types import UnionType
from typing import Any

# A type; any number of one shape [x]; a list of these (x, y); a mapping of any texts {str: x}, or of these keys.
Shape = type | UnionType | list[Any] | tuple[Any, ...] | Mapping[Any, Any]


def fits(value: Any, shape: Shape) -> bool:  # noqa: ANN401  (whatever JSON can hold)
    """Whether a value that was read from JSON has a shape. A truth value is no number."""
    if isinstance(shape, type | UnionType):
        return isinstance(value, shape) and (shape is bool or not isinstance(value, bool))
    if isinstance(shape, tuple):
        return isinstance(value, list) and len(value) == len(shape) and all(map(fits, value, shape))
    if isinstance(shape, list):
        return isinstance(value, list) and all(fits(item, shape[0]) for item in value)
    if not isinstance(value, dict):
        return False
    if str in shape:
        return all(fits(item, shape[str]) for item in value.values())
    return value.keys() == shape.keys() and all(fits(value[key], inner) for key, inner in shape.items())
