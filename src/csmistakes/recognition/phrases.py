"""The phrase language of signals, parsed to a tree.

word            a word, in any spelling that words.py folds to it: "don't" is "do not"
(a|b c|)        one of several; an empty alternative makes it optional
x?              the word or group before it may be missing
x*              it may be missing, or said up to three times (so, really so, …)
apologi(s|z)e   alternatives inside a word, optional with “?” as in refund(s|ed)?
{class}         one of a word class of rules/words.yaml
<num>           a token class: num, money, time, code, email, url
{0..3}          from 0 to 3 words of any kind, within the sentence
^  $            start, end of a sentence;  ^^ $$ of the turn;  $? end of a question
(behind a start, up to two words such as "oh", "well", "so" are passed over)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from csmistakes.expressions import expression

KINDS = frozenset(("num", "money", "time", "code", "email", "url"))
MAX_GAP = 12
MAX_REPEATS = 3
MAX_NESTING = 10  # of parentheses: each “*” around another makes three times the phrase

_LEX = expression(
    r"\s*(?:(?P<gap>\{\s*(?P<low>\d+)\s*\.\.\s*(?P<high>\d+)\s*\})|\{(?P<cls>[a-z][a-z-]*)\}|<(?P<kind>[a-z]+)>"
    r"|(?P<edge>\^\^|\$\$|\$\?|\^|\$)|(?P<open>\()|(?P<bar>\|)|(?P<close>\))|(?P<opt>[?*])"
    r"|(?P<word>(?:[^\s(){}|?*<>^$]+|\([^()\s]*\)\??(?=[^\s(){}|?*<>^$])|(?<=[^\s(){}|?*<>^$])\([^()\s]*\)\??)+))"
)
_INNER = expression(r"\(([^()]*\)\??)")  # the ")" and "?" stay with the alternatives


class PhraseError(ValueError):
    """A phrase is not of the language; the message says where and why."""


@dataclass(frozen=True, slots=True)
class Literal:
    """One word of the stream, by its norm."""

    norm: str


@dataclass(frozen=True, slots=True)
class Kind:
    """Any word of one token class."""

    kind: str


@dataclass(frozen=True, slots=True)
class Gap:
    """From `low` to `high` words of any kind, none of them an edge."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Edge:
    """^, $, ^^, $$ or $?."""

    mark: str


@dataclass(frozen=True, slots=True)
class Chain:
    """Parts one after the other."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several parts."""

    options: tuple[Part, ...]


Part = Literal | Kind | Gap | Edge | Chain | Choice
NOTHING = Chain(())
Split = Callable[[str], Sequence[str]]


def parse(phrase: str, classes: Mapping[str, Part], split: Split) -> Part:
    """Return the tree of `phrase`: `classes` are those of its word classes, `split` folds a written word to norms.

    Raises PhraseError for a phrase that is not of the language, an unknown class, or one that can match nothing.
    """
    parser = _Parser(phrase, classes, split)
    tree = parser.choice()
    if parser.position < len(parser.lexemes):
        raise PhraseError(f"a “)” too many in “{phrase}”")
    if _can_be_empty(tree):
        raise PhraseError(f"“{phrase}” would match anything: at least one word must be required")
    return tree


def _can_be_empty(part: Part) -> bool:
    match part:
        case Literal() | Kind():
            return False
        case Gap() | Edge():
            return True
        case Chain(parts):
            return all(map(_can_be_empty, parts))
        case Choice(options):
            return any(map(_can_be_empty, options))


def _alternatives(piece: str) -> list[str]:
    """Return the alternatives of a group inside a word, written as it ends: “s|z)” or “d|s)?”."""
    optional = piece.endswith("?")
    return piece.rstrip("?").removesuffix(")").split("|") + [""] * optional


class _Parser:
    def __init__(self, phrase: str, classes: Mapping[str, Part], split: Split) -> None:
        self.phrase = phrase
        self.classes = classes
        self.split = split
        self.lexemes = list(self._lex())
        self.position = 0
        self.nesting = 0

    def _lex(self) -> list[tuple[str, re.Match[str]]]:
        found = []
        at, end = 0, len(self.phrase.rstrip())
        while at < end:
            match = _LEX.match(self.phrase, at)
            if match is None or match.end() == at:
                raise PhraseError(f"cannot read “{self.phrase[at:].strip()}” in “{self.phrase}”")
            name = next(
                name for name in ("gap", "cls", "kind", "edge", "open", "bar", "close", "opt", "word") if match[name]
            )
            found.append((name, match))
            at = match.end()
        return found

    def _peek(self) -> str:
        return self.lexemes[self.position][0] if self.position < len(self.lexemes) else ""

    def choice(self) -> Part:
        options = [self.sequence()]
        while self._peek() == "bar":
            self.position += 1
            options.append(self.sequence())
        return options[0] if len(options) == 1 else Choice(tuple(options))

    def sequence(self) -> Part:
        parts: list[Part] = []
        while self._peek() not in ("", "bar", "close"):
            part = self.item()
            if self._peek() == "opt":
                times = MAX_REPEATS if self.lexemes[self.position][1]["opt"] == "*" else 1
                self.position += 1
                part = Chain((Choice((part, NOTHING)),) * times)
            parts.append(part)
        return parts[0] if len(parts) == 1 else Chain(tuple(parts))

    def item(self) -> Part:
        name, match = self.lexemes[self.position]
        self.position += 1
        if name == "open":
            self.nesting += 1
            if self.nesting > MAX_NESTING:
                raise PhraseError(f"nested too deeply: “{self.phrase[:40]}…”")
            inner = self.choice()
            self.nesting -= 1
            if self._peek() != "close":
                raise PhraseError(f"a “(” without its “)” in “{self.phrase}”")
            self.position += 1
            return inner
        if name == "gap":
            return self._gap(int(match["low"]), int(match["high"]))
        if name == "cls":
            return self._class(match["cls"])
        if name == "kind":
            if match["kind"] not in KINDS:
                raise PhraseError(f"unknown token class <{match['kind']}>; there are {', '.join(sorted(KINDS))}")
            return Kind(match["kind"])
        if name == "edge":
            return Edge(match["edge"])
        if name == "word":
            return self._word(match["word"])
        raise PhraseError(f"“{match[0].strip()}” has nothing before it in “{self.phrase}”")

    def _gap(self, low: int, high: int) -> Gap:
        if not low <= high <= MAX_GAP or high == 0:
            raise PhraseError(f"a gap goes from m to n words, m ≤ n ≤ {MAX_GAP}: {{{low}..{high}}} in “{self.phrase}”")
        return Gap(low, high)

    def _class(self, name: str) -> Part:
        if name not in self.classes:
            raise PhraseError(f"unknown word class {{{name}}} in “{self.phrase}”")
        return self.classes[name]

    def _word(self, written: str) -> Part:
        pieces = _INNER.split(written)
        choices = [_alternatives(piece) if k % 2 else [piece] for k, piece in enumerate(pieces)]
        options = tuple(self._literal("".join(parts)) for parts in product(*choices))
        return options[0] if len(options) == 1 else Choice(options)

    def _literal(self, word: str) -> Part:
        norms = self.split(word)
        if not norms:
            raise PhraseError(f"“{word}” in “{self.phrase}” is a filler or punctuation that is never matched")
        parts = tuple(Literal(norm) for norm in norms)
        return parts[0] if len(parts) == 1 else Chain(parts)
