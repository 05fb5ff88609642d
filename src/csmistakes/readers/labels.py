"""Which words before a colon are speakers, and which are only words before a colon."""

from __future__ import annotations

from collections import Counter

from csmistakes.conversation import Role
from csmistakes.readers.roles import RoleNames, fold, without_number

# As short as what follows allows, so that a time or the end of bold type is not taken into the name.
LABEL = r"[^\W\d_](?:[\w .'’&#/-]{0,38}?[\w.'’])??(?:[ ]?\([^():\n]{1,30}\))?"

_LONGEST_NAME = 4  # words
_LOWER_IN_NAMES = frozenset({"and", "da", "de", "der", "di", "du", "la", "le", "of", "the", "van", "von"})
# Fields, headers and remarks that begin lines of messages, however often. "Note" is a role word all the same
# where something else, such as a time before it, shows that a turn begins.
_FIELDS = """
    account, account number, address, amount, answer, applause, attached, attachment, attn, bcc, cc, chat,
    conclusion, contact, conversation, cost, crosstalk, date, delivery, description, duration, e
    mail, edit, email, error, event, example, fax, file, for, from, hint, hours, http, https, id, important,
    inaudible, info, invoice, issue, item, laughs, laughter, link, location, model, music, name, nb, no,
    noise, note, notes, number, option, options, order, order number, p.s., pause, payment, phone, phone
    number, postcode, price, priority, problem, product, ps, quantity, question, re, reason, ref, reference,
    reference number, regards, reminder, result, shipping, silence, size, sku, solution, started, status,
    step, subject, summary, tel, tip, title, to, topic, total, tracking, tracking number, transcript,
    unintelligible, update, url, version, warning, website, when, where, yes
"""
_NO_SPEAKERS = frozenset(" ".join(field.split()) for field in _FIELDS.split(","))


def is_speaker_word(label: str, roles: RoleNames) -> bool:
    """Say whether the label has a role and is not one of the words that also begin ordinary lines."""
    return roles.role_of(label) is not None and (fold(label) not in _NO_SPEAKERS or roles.given_to(label) is not None)


def is_name_like(label: str) -> bool:
    """Say whether a label could be a name: few words, with capitals if more than one, and no common field."""
    words = label.split()
    if len(words) > _LONGEST_NAME or without_number(fold(label)) in _NO_SPEAKERS:
        return False
    return len(words) == 1 or all(not word[0].islower() or word in _LOWER_IN_NAMES for word in words)


def accepted(counts: Counter[str], roles: RoleNames) -> frozenset[str]:
    """Return the labels that are speakers, given how often each begins a line.

    Role words and names that the user gives are; what looks like a name is if it comes back, or if without it
    one of the parties would be missing; without a capital, only if both are so.
    """
    known = {label for label in counts if is_speaker_word(label, roles)}
    parties = {roles.role_of(label) for label in known}
    complete = Role.CUSTOMER in parties and bool(parties & {Role.AGENT, Role.BOT})
    names = {
        label
        for label, count in counts.items()
        if is_name_like(label) and ((count > 1 or not complete) if label[0].isupper() else (count > 1 and not complete))
    }
    return frozenset(known | names)
