"""A note beside the findings: a template's placeholder that reached the customer as it was (“Hi {{first_name}}”)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from csmistakes.catalogue.model import Rule
from csmistakes.conversation import SCRIPT, Conversation, Role, Span, Turn
from csmistakes.expressions import expression
from csmistakes.finding import Severity

RULE = Rule(
    slug="unfilled-placeholder",
    title="A placeholder reached the customer",
    group="notes",
    scope="turn",
    severity=Severity.NOTE,
    sources=(),
    also=(),
    about="A field of a template was sent as it is written: {{first_name}}, [Customer Name]. Beside the mistakes of "
    "the articles, and told of transcripts only: in scripted replies placeholders are to be there.",
    message="Sent with “{quote}” not filled in.",
    why="It shows the customer that nobody read what was sent, and the name or number that was meant is missing.",
    fix="Check a template's fields before it is sent, and give each one a fallback for when nothing is known.",
    instead="Hi there, thanks for writing in.",
    at="agent",
    report="each",
    when={},
    bad=(),
    good=(),
)

_FILLED_IN = (
    "account|address|agent|amount|brand|business|city|client|code|company|contact|country|customer|date|day|deadline"
    "|email|first|full|invoice|item|last|link|name|number|order|phone|plan|price|product|reason|recipient|reference"
    "|refund|requester|service|store|subject|surname|team|ticket|time|timeframe|title|tracking|url|user|username|your"
)
_WORDS = rf"(?:{_FILLED_IN}|firstname|lastname|id|no|of|here|the)(?:[ _.-](?:{_FILLED_IN}|id|no|of|here|the)){{0,4}}"
_MIXED = rf"(?-i:(?=[A-Za-z ._-]{{0,60}}[a-z]))(?:{_WORDS})"  # [NAME] is how names are taken out of transcripts
# Delimiters that nothing but a template has; and those that do stand in texts, around a name that gets filled in.
_SYNTAXES = {
    "{{": r"\{\{\{?[ \t]*[^\W\d][^{}\n]{0,120}\}?\}\}",
    "{%": r"\{%-?[ \t]*(?:if|else|elsif|endif|for|endfor|assign|case|unless)\b[^%\n]{0,120}%\}",
    "${": rf"\$\{{[ \t]*{_WORDS}[ \t]*\}}",
    "<<": rf"<<[ \t]*{_MIXED}[ \t]*>>",
    "{": rf"(?<![{{$\w])\{{{_WORDS}\}}(?!\}})",
    "[": rf"(?<!\w)\[(?:insert )?{_MIXED}\](?![(\[])",
    "<": rf"<{_MIXED}>",
    "%": rf"(?<!\w)%(?:{_WORDS})%(?!\w)",
    "__": r"(?<!\w)__(?=[A-Z]+_)(?-i:[A-Z]+(?:_[A-Z]+){1,4})__(?!\w)",
}
_PATTERNS = {mark: expression(pattern, re.IGNORECASE) for mark, pattern in _SYNTAXES.items()}
# Where somebody writes about templates, a placeholder is what is meant.
_ABOUT_TEMPLATES = expression(
    r"\b(?:placeholders?|variables?|merge (?:tags?|fields?|codes?)|templates?|macros?|liquid|jinja|handlebars|mustache"
    r"|snippets?|shortcodes?|mail ?merge|personali[sz]ation|html|css|json|yaml|api|syntax|curly|braces|brackets)\b",
    re.IGNORECASE,
)
_QUOTED = expression(r"```.{0,20000}?(?:```|\Z)|`[^`\n]{1,400}`|\"[^\"\n]{1,400}\"|“[^”\n]{1,400}”", re.DOTALL)


def unfilled(conversation: Conversation) -> Iterator[tuple[int, Span]]:
    """Yield the placeholders that the company's side sent as they were: the turn's position, from 0, and the span.

    Not in scripted replies, whose placeholders are to be there; not in code or quotation marks; not where the talk is
    of templates; and none of a kind that the customer's own turns have too, for then it hides what was said.
    """
    if conversation.channel == SCRIPT or not any(map(_may_hold, conversation.turns)):
        return
    theirs = "\n".join(turn.text for turn in conversation.turns if turn.role is Role.CUSTOMER)
    if _ABOUT_TEMPLATES.search(theirs):
        return
    patterns = [pattern for pattern in _PATTERNS.values() if not pattern.search(theirs)]
    for position, turn in enumerate(conversation.turns):
        if turn.role in {Role.AGENT, Role.BOT}:
            yield from ((position, span) for span in _in_turn(turn.text, patterns))


def _may_hold(turn: Turn) -> bool:
    return any(mark in turn.text for mark in "{[<%_")


def _in_turn(text: str, patterns: list[re.Pattern[str]]) -> list[Span]:
    if _ABOUT_TEMPLATES.search(_without(text, patterns)):
        return []
    spared = [found.span() for found in _QUOTED.finditer(text)]
    found = sorted(
        Span(*match.span())
        for pattern in patterns
        for match in pattern.finditer(text)
        if not any(start <= match.start() and match.end() <= end for start, end in spared)
    )
    return found[:1] + [later for earlier, later in pairwise(found) if later.start >= earlier.end]


def _without(text: str, patterns: list[re.Pattern[str]]) -> str:
    for pattern in patterns:
        text = pattern.sub(" ", text)
    return text
