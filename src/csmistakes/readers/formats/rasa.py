"""Rasa's domain: the bot's responses, under `responses:` or, before version 2, `templates:`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from csmistakes.conversation import SCRIPT, Role
from csmistakes.errors import TranscriptError
from csmistakes.expressions import expression
from csmistakes.readers.base import Item
from csmistakes.readers.replies import placed
from csmistakes.readers.roles import RoleNames
from csmistakes.readers.source import Source
from csmistakes.readers.trees import Path

NAME = "a Rasa domain (YAML)"
PRIORITY = 12
CHANNEL = SCRIPT

_KEYS = ("responses", "templates")
_UTTERANCE = expression(
    r"^(?:responses|templates):[^\n]*+\n(?:[ \t]*+(?:#[^\n]*+)?\n)*+[ \t]++[\"']?utter_", re.MULTILINE
)


def recognises(sample: Source) -> bool:
    """Say whether there are responses, the first of which is called `utter_…`."""
    return _UTTERANCE.search(sample.text.replace("\r\n", "\n")) is not None


def read(source: Source, roles: RoleNames) -> Iterator[Item]:  # noqa: ARG001 - only the bot speaks
    """Yield a reply for each response, its alternatives as turns."""
    from csmistakes.readers.yamltext import yaml_trees  # noqa: PLC0415  (slow to import, and few files need it)

    for tree in yaml_trees(source):
        if isinstance(tree, TranscriptError):
            yield tree
            continue
        for key in _KEYS:
            responses = tree.value.get(key) if isinstance(tree.value, dict) else None
            for name, alternatives in responses.items() if isinstance(responses, dict) else ():
                yield from placed(tree, name, _texts(alternatives, (key, name)), Role.BOT, source.path)


def _texts(alternatives: object, at: Path) -> Iterator[Path]:
    """Yield where the alternatives stand: texts, or mappings with a text."""
    for index, one in enumerate(alternatives if isinstance(alternatives, list) else ()):
        if isinstance(one, str):
            yield (*at, index)
        elif isinstance(one, dict) and isinstance(one.get("text"), str):
            yield (*at, index, "text")
