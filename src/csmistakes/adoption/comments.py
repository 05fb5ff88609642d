"""Comments addressed to csmistakes, in the formats that have comments: a function of a file's bytes and its name.

    Markdown     <!-- csmistakes: ignore[jargon] reason="…" -->     not in code spans and fenced code, which is text
    YAML, TOML   # csmistakes: ignore[jargon] reason="…"            not in strings
    JSON5        // csmistakes: …   and   /* csmistakes: … */       not in strings

Every pattern runs in time linear in the text: what is not closed runs to the end.
"""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from csmistakes.expressions import expression

_MARKER = expression(r"\s*+csmistakes:\s*+")
_BYTES = expression(rb"c\0?s\0?m\0?i\0?s\0?t\0?a\0?k\0?e\0?s\0?:")  # in UTF-16 too

_MARKDOWN = expression(
    r"""
    ^[ \t>]*+ (?P<fence> `{3,}+ (?=[^`\n]*+$) | ~{3,}+ ) [^\n]*+      # fenced code, to its end or that of the file
        (?: \n (?! [ \t>]*+ (?P=fence) ) [^\n]*+ )*+ (?: \n [^\n]*+ )?
    | (?<!`) (?P<ticks> `++ ) [^\n]{0,400}? (?<!`) (?P=ticks) (?!`)   # a code span
    | <!-- (?P<comment> (?: [^-] | -(?!->) )*+ ) (?: --> | \Z )
    """,
    re.VERBOSE | re.MULTILINE,
)
_TOML = expression(
    r'''
    """ (?: [^"\\] | \\. | "(?!"") )*+ (?: """ | \Z ) | \'\'\' (?: [^'] | '(?!'') )*+ (?: \'\'\' | \Z )
    | " (?: [^"\\\n] | \\. )*+ "? | ' [^'\n]*+ '?
    | \# (?P<comment> [^\n]*+ )
    '''.replace(r"\'", "'"),
    re.VERBOSE | re.DOTALL,
)
_JSON5 = expression(
    r"""
    " (?: [^"\\] | \\. )*+ (?: " | \Z ) | ' (?: [^'\\] | \\. )*+ (?: ' | \Z )
    | // (?P<comment> [^\n]*+ ) | /\* (?P<block> (?: [^*] | \*(?!/) )*+ ) (?: \*/ | \Z )
    """,
    re.VERBOSE | re.DOTALL,
)
_HASH = expression(r"(?:^|(?<=[ \t]))#(?=\s*+csmistakes:)", re.MULTILINE)
_NEW_LINE = expression(r"\s*\n[ \t>]*")  # in a comment of several lines, in a quotation too

Found = tuple[int, int, str]  # start and end of a whole comment, what it says


@dataclass(frozen=True, slots=True)
class Comment:
    """What a comment says behind `csmistakes:`, and where the whole comment stands.

    Lines and columns count from 1, columns in code points; `end_column` is exclusive. `is_alone`: nothing else stands
    on its lines.
    """

    text: str
    line: int
    column: int
    end_line: int
    end_column: int
    is_alone: bool


def has_comments(name: str) -> bool:
    """Whether a file called `name` is of a format that has comments."""
    return PurePath(name).suffix.lower() in _FINDERS


def scan(data: bytes, name: str) -> tuple[Comment, ...]:
    """Return the comments for csmistakes in a file called `name`, in their order; () if its format has none."""
    find = _FINDERS.get(PurePath(name).suffix.lower())
    if find is None or not _BYTES.search(data):
        return ()
    text = _decoded(data)
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    return tuple(_comment(text, starts, *found) for found in find(text))


def _decoded(data: bytes) -> str:
    """Return the text with every line end as one line feed in its last place, so that no offset moves."""
    utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = data.decode("utf-16" if utf16 else "utf-8-sig", errors="replace")
    return text.replace("\r\n", " \n").replace("\r", "\n")


def _matched(pattern: re.Pattern[str]) -> Callable[[str], Iterator[Found]]:
    def find(text: str) -> Iterator[Found]:
        for match in pattern.finditer(text):
            said = next((match[name] for name in ("comment", "block") if match.groupdict().get(name) is not None), "")
            if marker := _MARKER.match(said):
                yield match.start(), match.end(), _NEW_LINE.sub(" ", said[marker.end() :]).strip()

    return find


def _in_yaml(text: str) -> Iterator[Found]:
    """Yield the comments that stand in no scalar, as the YAML scanner tells them; up to where it gives up."""
    hashes = [match.start() for match in _HASH.finditer(text)]
    scalars = _scalars(text, hashes[-1]) if hashes else []
    starts = [start for start, _ in scalars]
    for at in hashes:
        before = bisect_right(starts, at) - 1
        if before < 0 or at >= scalars[before][1]:
            line_end = text.find("\n", at)
            end = len(text) if line_end < 0 else line_end
            yield at, end, _MARKER.sub("", text[at + 1 : end], count=1).strip()


def _scalars(text: str, last: int) -> list[tuple[int, int]]:
    """Return where the texts of scalars stand that may hold what looks like a comment, up to the index `last`."""
    import yaml  # noqa: PLC0415  (slow to import, and only YAML needs it)

    found: list[tuple[int, int]] = []
    loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
    try:
        for token in yaml.scan(text, Loader=loader):
            start, end = token.start_mark.index, token.end_mark.index
            if start > last:
                break
            if isinstance(token, yaml.ScalarToken) and "csmistakes:" in text[start:end]:
                found.append(_text_of(text, start, end))
    except yaml.YAMLError:  # the reader of the file says so
        pass
    return found


def _text_of(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the text of a scalar stands: that of a block begins on the line below its mark."""
    below = text.find("\n", start, end)
    return (below, end) if text[start] in "|>" and below >= 0 else (start, end)


def _comment(text: str, starts: list[int], start: int, end: int, said: str) -> Comment:
    end = start + len(text[start:end].rstrip())
    first, last = bisect_right(starts, start) - 1, bisect_right(starts, end - 1) - 1
    line_end = text.find("\n", end)
    before, after = text[starts[first] : start], text[end : len(text) if line_end < 0 else line_end]
    return Comment(
        text=said,
        line=first + 1,
        column=start - starts[first] + 1,
        end_line=last + 1,
        end_column=end - starts[last] + 1,
        is_alone=not before.strip(" \t>") and not after.strip(),
    )


_FINDERS: Mapping[str, Callable[[str], Iterator[Found]]] = {
    **dict.fromkeys((".md", ".markdown", ".mdown", ".mkd", ".mdx"), _matched(_MARKDOWN)),
    **dict.fromkeys((".yaml", ".yml"), _in_yaml),
    ".toml": _matched(_TOML),
    **dict.fromkeys((".json5", ".jsonc"), _matched(_JSON5)),
}
