"""Which column of a table says what, by the words people use for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from csmistakes.expressions import expression

_TEXT = (
    "text, message, utterance, body, content, transcript, msg, message text, message body, message content, "
    "plain body, body text, turn text, text body, sentence, phrase, comment, dialogue, what"
)
_ROLE = (
    "role, speaker role, author role, participant role, sender role, sender type, author type, speaker type, "
    "participant type"
)
_SPEAKER = (
    "speaker, author, sender, participant, party, from, who, actor, said by, name, speaker "
    "name, author name, sender name, user name, username, speaker id, author id"
)
_NAME = "name, speaker name, author name, sender name, display name, participant name, speaker, author, sender, from"
_CONVERSATION = (
    "conversation id, conversation, conv id, convo id, conversationid, convid, convoid, chat id, chatid, "
    "ticket id, ticketid, ticket, call id, callid, session id, sessionid, session, thread id, threadid, "
    "thread, dialogue id, dialog id, dialogueid, dialogid, case id, caseid, interaction id, interactionid, "
    "contact id, contactid, transcript id, transcriptid, chat, call"
)
_TIME = (
    "time, timestamp, ts, date time, datetime, created at, createdat, created, sent at, sentat, start time, "
    "start, start seconds, offset, offset seconds, seconds, date"
)
_MILLIS = "start ms, offset ms, time ms, start time ms, offset millis, begin offset millis, timestamp ms, ts ms"
_CHANNEL = "channel, medium"
_AGENT = "agent, agent name, advisor name, rep name"
_CUSTOMER = "customer, customer name, client name, caller name"

_WORD = expression(r"(?<=[a-z])(?=[A-Z])|[\W_]+")


@dataclass(frozen=True, slots=True)
class Columns:
    """The position of each column that a table of turns has; `others` are those without a meaning here.

    `has_roles` tells that the speaker's column is meant for roles, not for names.
    """

    text: int
    speaker: int
    has_roles: bool
    name: int | None
    conversation: int | None
    time: int | None
    is_millis: bool
    channel: int | None
    agent: int | None
    customer: int | None
    others: tuple[tuple[int, str], ...]


def columns_of(header: Sequence[str]) -> Columns | None:
    """Return what the header's columns mean; None if it names no text or no speaker."""
    folded = [" ".join(_WORD.sub(" ", cell).casefold().split()) for cell in header]
    taken: set[int] = set()

    def find(words: str) -> int | None:
        """Return the column named by the first of the words that names one not taken yet."""
        for word in words.split(", "):
            if word in folded and (position := folded.index(word)) not in taken:
                taken.add(position)
                return position
        return None

    text, role = find(_TEXT), find(_ROLE)
    speaker = find(_SPEAKER) if role is None else role
    if text is None or speaker is None:
        return None
    millis = find(_MILLIS)
    return Columns(
        text=text,
        speaker=speaker,
        has_roles=role is not None,
        name=find(_NAME),
        conversation=find(_CONVERSATION),
        time=find(_TIME) if millis is None else millis,
        is_millis=millis is not None,
        channel=find(_CHANNEL),
        agent=find(_AGENT),
        customer=find(_CUSTOMER),
        others=tuple((position, name) for position, name in enumerate(header) if position not in taken),
    )
