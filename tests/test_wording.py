"""What replacements make of a text: capitals, commas and blanks stay right, placeholders and all else as they were."""

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmistakes.catalogue import Catalogue, load
from csmistakes.catalogue.model import Replacement, Rule
from csmistakes.conversation import Span
from csmistakes.finding import Change, Severity
from csmistakes.placeholders import Placeholders
from csmistakes.recognition.compiling import recogniser_of
from csmistakes.wording import applied, changes_of

Rewording = Callable[[str, Span], Sequence[Change]]
PLACEHOLDERS = Placeholders(("@@…@@",))


def wordings(*offered: tuple[str, str] | tuple[str, str, bool]) -> Rewording:
    replacements = tuple(
        Replacement(find, by, is_safe=True, before="", after="", is_anywhere=bool(anywhere))
        for find, by, *anywhere in offered
    )
    rule = Rule(
        "rude", "Rude", "g", "turn", Severity.ERROR, (), (), "", "", "", "", "", "agent", "each", {},
        replacements=replacements,
    )  # fmt: skip
    recogniser = recogniser_of(Catalogue((rule,), (), ()))

    def rewording(text: str, mark: Span) -> Sequence[Change]:
        recognised = recogniser.recognise(PLACEHOLDERS.hidden(text))
        return changes_of(rule, text, mark, recognised, PLACEHOLDERS)

    return rewording


SOON = wordings(("(asap|as soon as possible)", "by noon"))
JUST = wordings(("(just|obviously)", ""))
SORRY = wordings(("^ sorry again $", ""))
SEND = wordings(("^ send us", "please {found}"))


def rewritten(using: Rewording, text: str, mark: Span | None = None) -> str:
    return applied(text, using(text, mark or Span(0, len(text))))


@pytest.mark.parametrize(
    ("using", "before", "after"),
    [
        (SOON, "We reply as soon as possible.", "We reply by noon."),
        (SOON, "As soon as possible we reply.", "By noon we reply."),
        (SOON, "ASAP we reply, ASAP.", "By noon we reply, by noon."),
        (SOON, "WE REPLY AS SOON AS POSSIBLE!", "WE REPLY BY NOON!"),
        (SOON, "Hi! As soon as possible, {{x}}", "Hi! By noon, {{x}}"),
        (SOON, "We give an asap answer.", "We give an asap answer."),  # an article does not fit any word
        (SOON, "We reply {{ as soon as possible }}.", "We reply {{ as soon as possible }}."),
        (SOON, "We reply @@asap@@ or asap.", "We reply @@asap@@ or by noon."),
        (JUST, "I am just a clerk.", "I am a clerk."),
        (JUST, "Just ask.", "Ask."),
        (JUST, "Obviously, it rained.", "It rained."),
        (JUST, "Obviously: it rained.", "It rained."),
        (JUST, "Yes. Obviously it rained.", "Yes. It rained."),
        (JUST, "It rained, obviously.", "It rained."),
        (JUST, "It was, obviously, raining.", "It was, raining."),
        (JUST, "It rained obviously", "It rained"),
        (JUST, "It rains obviously, always.", "It rains, always."),
        (JUST, "Well, just, obviously it rained.", "Well, obviously it rained."),
        (JUST, "Well, obviously it rained.", "Well, obviously it rained."),  # a comma would be left over
        (JUST, "It is a just war.", "It is a just war."),
        (JUST, "I am just {{x}}.", "I am just {{x}}."),  # what comes behind is not known
        (JUST, "Just {{x}} asks.", "Just {{x}} asks."),
        (JUST, "(just) ask", "(just) ask"),
        (JUST, "Obviously.", "Obviously."),
        (SORRY, "It is late. Sorry again. We go on.", "It is late. We go on."),
        (SORRY, "It is late. Sorry again!", "It is late."),
        (SORRY, "It is late. Sorry again.\nBye", "It is late.\nBye"),
        (SORRY, "Sorry again.", "Sorry again."),  # nothing would be left
        (SORRY, "Hi\nSorry again.\nBye", "Hi\nSorry again.\nBye"),  # nor of a line
        (SEND, "Send us a photo.", "Please send us a photo."),
        (SEND, "SEND US A PHOTO.", "PLEASE SEND US A PHOTO."),
        (SEND, "So send us a photo.", "So send us a photo."),
        (SEND, "- Send us a photo.\n- Send us a name.", "- Please send us a photo.\n- Please send us a name."),
    ],
)  # fmt: skip
def test_the_sentence_stays_right(using: Rewording, before: str, after: str) -> None:
    assert rewritten(using, before) == after


def test_i_is_no_beginning() -> None:
    using = wordings(("i can not", "we will not"))
    assert rewritten(using, "so I can't go. I can't.") == "so we will not go. We will not."


def test_only_where_the_mark_is_or_in_the_whole_turn() -> None:
    text = "Reply asap. Write asap."
    assert rewritten(SOON, text, Span(0, 10)) == "Reply by noon. Write asap."
    assert rewritten(wordings(("asap", "by noon", True)), text, Span(0, 10)) == "Reply by noon. Write by noon."


def test_the_first_of_two_at_one_place_counts() -> None:
    using = wordings(("very late", "late"), ("late", "not early"))
    assert rewritten(using, "It is very late, late.") == "It is late, not early."


def test_a_rule_that_offers_nothing() -> None:
    assert wordings()("asap", Span(0, 4)) == ()


PARTS = st.sampled_from(
    ["asap", "As soon as possible", "just ", "Obviously, ", "{{x}}", "@@asap@@", "{% if asap %}", "$just", ". ", " ",
     ", ", "\n", "We reply ", "a ", "Sorry again", "é", "😀", "I'm ", "Send us ", '"', "- "]
)  # fmt: skip


@given(st.lists(PARTS, max_size=12).map("".join), st.sampled_from([SOON, JUST, SORRY, SEND]))
def test_all_outside_the_changes_and_every_placeholder_stays(text: str, using: Rewording) -> None:
    changes = using(text, Span(0, len(text)))
    kept = [text[span.start : span.end] for span in PLACEHOLDERS.spans(text)]
    at, pieces = 0, []
    for change in changes:
        assert at <= change.span.start < change.span.end
        pieces += [text[at : change.span.start], change.new]
        at = change.span.end
    new = "".join([*pieces, text[at:]])
    assert applied(text, changes) == new
    assert [new[span.start : span.end] for span in PLACEHOLDERS.spans(new)] == kept


def test_the_shipped_rules_offer_some() -> None:
    catalogue = load()
    offered = [one for rule in catalogue.rules for one in rule.replacements]
    assert len(offered) >= 10
    assert len({rule.slug for rule in catalogue.rules if rule.replacements}) >= 8
