"""Transcripts of many formats, chosen by content, as conversations with exact places."""

from csmistakes.readers.base import EmptyTranscript, Item, NotATranscript, UnknownSpeakers
from csmistakes.readers.files import Input, PassedOver, discover, key_of, read_input
from csmistakes.readers.reading import read_bytes
from csmistakes.readers.registry import by_key
from csmistakes.readers.roles import RoleNames
from csmistakes.readers.scripted import NO_SCRIPTS, How, Scripts

__all__ = [
    "NO_SCRIPTS",
    "EmptyTranscript",
    "How",
    "Input",
    "Item",
    "NotATranscript",
    "PassedOver",
    "RoleNames",
    "Scripts",
    "UnknownSpeakers",
    "by_key",
    "discover",
    "key_of",
    "read_bytes",
    "read_input",
]
