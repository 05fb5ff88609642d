"""What a JSON object says of a conversation besides its turns, the same in every format that has such objects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from csmistakes.readers.assemble import Facts
from csmistakes.readers.channels import channel_of
from csmistakes.readers.clock import seconds
from csmistakes.readers.jsontext import clean

_KEYS = {"id", "channel", "agent", "customer", "started"}


def facts_of(record: Mapping[str, Any], *, turns: str, extra: Mapping[str, Any] | None = None) -> Facts:
    """Return the facts of `record`, whose turns stand under the key `turns`; unknown keys, and `extra`, are kept."""
    return Facts(
        id=word(record.get("id")),
        channel=channel_of(word(record.get("channel"))),
        agent=word(record.get("agent")),
        customer=word(record.get("customer")),
        started=seconds(record.get("started")),
        extra={key: value for key, value in record.items() if key not in {*_KEYS, turns}} | dict(extra or {}),
    )


def word(value: object) -> str | None:
    """Return an id, name or word as a string; None for what is none."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return clean(str(value)).strip() or None
