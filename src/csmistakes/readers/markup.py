"""HTML bodies as the customer sees them, each character with its place in the markup."""

from __future__ import annotations

import html
import re

from csmistakes.expressions import expression
from csmistakes.readers.origins import Spelling

_BLOCKS = (
    "address|article|aside|blockquote|body|br|caption|center|dd|div|dl|dt|footer|form|h[1-6]|head|header|hr|html|li"
    "|main|nav|ol|p|pre|section|table|tbody|td|tfoot|th|thead|title|tr|ul"
)
_INLINE = "a|abbr|b|big|cite|code|em|font|i|img|mark|q|s|small|span|strong|sub|sup|u"
# Only elements that bodies are made of: <name> or <order_id> is a placeholder.
_IS_HTML = expression(rf"<(?:/(?:{_BLOCKS}|{_INLINE})\s*+|(?:br|hr|p|div)\b[^<>]*+)>", re.IGNORECASE)
_TOKEN = expression(
    rf"""
    (?P<unseen> <!--(?:[^-]|-(?!->))*+(?:-->|\Z)
        | <(?P<kind>script|style)\b[^<>]*+> (?:[^<]|<(?!/(?P=kind)))*+ (?:</(?P=kind)\s*+>|\Z)
        | <[!?][^<>]*+> )
  | (?P<block> </?(?:{_BLOCKS})\b[^<>]*+> )
  | (?P<inline> </?(?:{_INLINE}|tt|ins|del|label|link|meta|[a-z]++:[a-z]++)\b[^<>]*+> )
  | (?P<entity> &(?:\#\d{{1,7}}|\#x[0-9a-f]{{1,6}}|[a-z][a-z0-9]{{1,31}}); )
  | (?P<blank> [ \t\r\n\f]++ )
  | (?P<text> [^<& \t\r\n\f]++ | . )
    """,
    re.VERBOSE | re.IGNORECASE,
)


def is_html(text: str) -> bool:
    """Tell whether a text is marked up with the elements that message bodies have."""
    return "<" in text and _IS_HTML.search(text) is not None


def seen(markup: str) -> Spelling:
    """Return what is seen of a marked-up text: blocks are lines, blanks are one, entities are characters."""
    spelling = Spelling()
    for token in _TOKEN.finditer(markup):
        start, end = token.span()
        before = spelling.chars[-1:] or ["\n"]
        match token.lastgroup:
            case "block" if before[0] == " ":
                spelling.chars[-1] = "\n"
            case "block" if before[0] != "\n":
                _add_break(spelling, start)
            case "blank" if before[0] not in " \n":
                spelling.add(" ", start, start + 1)
            case "entity":
                spelling.add(html.unescape(token[0]), start, end)
            case "text":
                spelling.add(token[0], start, end)
    return spelling


def _add_break(spelling: Spelling, at: int) -> None:
    """Add the line break that a block's tag makes; it stands at the tag's first character."""
    spelling.add("\n", at, at + 1)
