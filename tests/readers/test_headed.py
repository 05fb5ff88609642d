"""Speakers on lines of their own, with messages of several paragraphs as e-mails have them."""

from .places import assert_exact, conversations

MAIL = """\
Customer
Dear team,

the lamp came broken.

Twice now.

Regards,
Jo

Agent
Dear Jo,

a new one leaves today.

Mia
"""


def test_an_email_thread_has_paragraphs() -> None:
    (conversation,) = conversations(MAIL)
    assert [turn.role.value for turn in conversation.turns] == ["customer", "agent"]
    assert conversation.turns[1].text == "Dear Jo,\n\na new one leaves today.\n\nMia"
    for turn in conversation.turns:
        assert_exact(MAIL, turn)
