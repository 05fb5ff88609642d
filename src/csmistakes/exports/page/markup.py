"""HTML that cannot be broken by what it holds: text becomes markup in one place, `el`, which escapes all of it."""

from __future__ import annotations

import html
from collections.abc import Iterable

from csmistakes.masking import harmless

EMPTY_TAGS = frozenset({"input", "meta", "br"})


class Html(str):
    """Markup, safe as it stands. Everything else that is a string is text."""

    __slots__ = ()


Child = str | int | Iterable["Child"] | None


def el(tag: str, *children: Child, **attributes: str | int | bool | None) -> Html:
    """Return an element. `class_` is class, `data_sort` data-sort; True stands alone, None and False are left out."""
    parts = [f"<{tag}"]
    for name, value in attributes.items():
        key = name.rstrip("_").replace("_", "-")
        if value is True:
            parts.append(f" {key}")
        elif value is not None and value is not False:
            parts.append(f' {key}="{safe(str(value))}"')
    parts.append(">")
    if tag not in EMPTY_TAGS:
        parts += (join(children), f"</{tag}>")
    return Html("".join(parts))


def join(children: Child) -> Html:
    """Return children one behind the other; None is nothing."""
    if children is None:
        return Html()
    if isinstance(children, Html):
        return children
    if isinstance(children, str | int):
        return safe(str(children))
    return Html("".join(join(child) for child in children))


def safe(text: str) -> Html:
    """Return text escaped for any place between tags or in quotes; what reorders or controls is made visible."""
    return Html(html.escape(harmless(text), quote=True))
