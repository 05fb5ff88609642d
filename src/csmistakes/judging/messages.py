"""The messages of rules: templates that name a few words, filled in from what met the rule."""

from __future__ import annotations

import string
from collections.abc import Mapping

from csmistakes.catalogue.model import Rule
from csmistakes.catalogue.yaml_file import YamlFile
from csmistakes.errors import CsmistakesError

WORDS = ("quote", "asked", "count", "value", "words", "minutes")
_LONGEST = 80  # characters of a quote; the finding shows all of it beside the message


def fill(template: str, words: Mapping[str, str]) -> str:
    """Return a rule's message with its words filled in; a word that nothing gave is empty."""
    return template.format_map({**dict.fromkeys(WORDS, ""), **words})


def shorten(quote: str) -> str:
    """Return a quote on one line, its end cut off where it is long."""
    quote = " ".join(quote.split())
    return quote if len(quote) <= _LONGEST else quote[: _LONGEST - 3].rstrip() + "…"


def check(rule: Rule, file: YamlFile, problems: list[CsmistakesError]) -> None:
    """Complain about a message that cannot be filled in: unknown words, and words with a format of their own."""
    try:
        fields = [found for found in string.Formatter().parse(rule.message) if found[1] is not None]
    except ValueError as error:
        problems.append(file.problem(f"the message cannot be read: {error}", "message"))
        return
    for _, name, form, conversion in fields:
        if name not in WORDS:
            advice = f"it may name {', '.join(WORDS)}"
            problems.append(file.problem(f"the message names {{{name}}}", "message", advice))
        elif form or conversion:
            message = f"the message gives {{{name}}} a format or conversion"
            problems.append(file.problem(message, "message", f"write {{{name}}}"))
