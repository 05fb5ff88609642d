"""The list `replacements` of a rule's file → what a fix may write."""

from __future__ import annotations

from collections.abc import Iterator

from csmistakes.catalogue.model import Replacement
from csmistakes.catalogue.schema import Checker
from csmistakes.expressions import expression

# What every format writes as it stands, wherever in a text: no escape, quotation mark or delimiter of any; and once
# {found}, which the file has already.
_WRITABLE = expression(r"[A-Za-z][A-Za-z0-9 .-]*(?:\{found\}[A-Za-z0-9 .-]*)?")


def read_replacements(check: Checker) -> Iterator[Replacement]:
    """Yield the replacements that a rule offers; what is wrong with their form goes to the checker's problems."""
    listed = check.data.get("replacements", [])
    if not isinstance(listed, list) or not all(isinstance(item, dict) for item in listed):
        check.complain("“replacements” must be a list of mappings", "replacements", "see docs/rules.md")
        return
    for number, item in enumerate(listed):
        prefix = f"replacements.{number}"
        yield _replacement(Checker(check.file, check.problems, item, prefix), check.file.lines.get(prefix, 1))


def _replacement(check: Checker, line: int) -> Replacement:
    check.only("find", "with", "safe", "in", "before", "after")
    by = check.data.get("with")
    if not isinstance(by, str):
        check.complain("“with” is missing or no text", "with", 'with: "" deletes what is found')
        by = ""
    elif by and not _WRITABLE.fullmatch(by):
        advice = "letters, digits, blanks, hyphens and full stops are written alike in every format"
        check.complain(f"“{by}” could not be written into every file as it is", "with", advice)
    if "safe" not in check.data:
        check.complain("“safe” is missing", "safe", "true if it means the same and fits wherever the phrase is said")
    return Replacement(
        find=check.text("find"),
        by=" ".join(by.split()),
        is_safe=check.flag("safe"),
        before=check.text("before"),
        after=check.text("after"),
        is_anywhere=check.one_of("in", ("mark", "turn"), default="mark") == "turn",
        line=line,
    )
