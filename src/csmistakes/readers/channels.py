"""What a conversation was held over: the words people use for it, made one."""

from __future__ import annotations

from csmistakes.readers.roles import fold

_WORDS = {
    "call": "phone, phone call, telephone, telephone call, voice, voice call, voip",
    "email": "e mail, mail",
    "tweet": "twitter, x, social, social media",
    "sms": "text, text message, texting, whatsapp",
    "chat": "webchat, web chat, live chat, livechat, messaging, messenger",
}
_TABLE = {word: channel for channel, words in _WORDS.items() for word in words.split(", ")}


def channel_of(written: str | None) -> str | None:
    """Return the channel that a file's word means; a word that is none of ours stays, in lower case."""
    if written is None:
        return None
    return _TABLE.get(fold(written), written.strip().lower())
