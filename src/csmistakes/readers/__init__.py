"""Transcripts of many formats, chosen by content, as conversations with exact places."""

from csmistakes.readers.base import EmptyTranscript, Item, NotATranscript, UnknownSpeakers
from csmistakes.readers.files import (
    STANDARD_INPUT,
    Input,
    PassedOver,
    base_of,
    discover,
    key_of,
    path_from,
    read_input,
    shown_as,
    shown_at,
)
from csmistakes.readers.lines import Lines
from csmistakes.readers.reading import read_bytes
from csmistakes.readers.registry import keys
from csmistakes.readers.roles import RoleNames
from csmistakes.readers.scripted import NO_SCRIPTS, How, Scripts

__all__ = [
    "NO_SCRIPTS",
    "STANDARD_INPUT",
    "EmptyTranscript",
    "How",
    "Input",
    "Item",
    "Lines",
    "NotATranscript",
    "PassedOver",
    "RoleNames",
    "Scripts",
    "UnknownSpeakers",
    "base_of",
    "discover",
    "key_of",
    "keys",
    "path_from",
    "read_bytes",
    "read_input",
    "shown_as",
    "shown_at",
]
