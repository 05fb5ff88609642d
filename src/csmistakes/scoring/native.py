"""A conversation as a record of the native format, which reads back as the same conversation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from csmistakes.conversation import Conversation

_KEYS = frozenset({"id", "channel", "agent", "customer", "started", "turns"})
_TURN_KEYS = frozenset({"role", "name", "ts", "text"})


def record(conversation: Conversation, name: str, hide: Callable[[str], str]) -> dict[str, Any]:
    """Return `conversation` under the id `name`, all it says passed through `hide`."""
    extra = {key: value for key, value in conversation.extra.items() if key not in _KEYS}
    of_turns = conversation.extra.get("turns")
    more = of_turns if isinstance(of_turns, dict) else {}
    head = {
        "id": name,
        "channel": conversation.channel,
        "agent": _name(conversation.agent, hide),
        "customer": _name(conversation.customer, hide),
        "started": conversation.started,
    }
    turns = [
        {
            "role": turn.role.value,
            **({} if turn.name is None else {"name": hide(turn.name)}),
            **({} if turn.time is None else {"ts": turn.time}),
            "text": hide(turn.text),
            **_hidden({key: value for key, value in more.get(number, {}).items() if key not in _TURN_KEYS}, hide),
        }
        for number, turn in enumerate(conversation.turns, start=1)
    ]
    known = {key: value for key, value in head.items() if value is not None}
    return {**known, **_hidden(extra, hide), "turns": turns}


def _name(name: str | None, hide: Callable[[str], str]) -> str | None:
    return None if name is None else hide(name)


def _hidden(value: Any, hide: Callable[[str], str]) -> Any:  # noqa: ANN401  (whatever JSON can hold)
    """Return `value` with every text and number in it hidden where it must be."""
    if isinstance(value, dict):
        return {key: _hidden(inner, hide) for key, inner in value.items()}
    if isinstance(value, list):
        return [_hidden(inner, hide) for inner in value]
    if isinstance(value, str):
        return hide(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value if (shown := hide(str(value))) == str(value) else shown
    return value
