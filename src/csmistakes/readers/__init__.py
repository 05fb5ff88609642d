"""Transcripts of many formats, chosen by content, as conversations with exact places."""

from csmistakes.readers.base import EmptyTranscript, Item, NotATranscript, UnknownSpeakers
from csmistakes.readers.files import (
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
from csmistakes.readers.roles import RoleNames

__all__ = [
    "EmptyTranscript",
    "Input",
    "Item",
    "Lines",
    "NotATranscript",
    "PassedOver",
    "RoleNames",
    "UnknownSpeakers",
    "base_of",
    "discover",
    "key_of",
    "path_from",
    "read_bytes",
    "read_input",
    "shown_as",
    "shown_at",
]
