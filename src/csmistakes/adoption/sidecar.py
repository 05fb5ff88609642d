"""csmistakes-ignore.yaml: suppressions for formats that have no comments, and for many places at once.

    ignore:
      - rule: jargon                 # or a list; without it, any rule
        path: exports/*.json         # as in .gitignore, relative to this file
        conversation: returns-3
        quote: per our policy
        fingerprint: 0f0e9d8c7b6a5948
        reason: the supplier's contract has these words
        owner: Ines
        until: 2027-01-31

An item holds for the findings that all of what it says of rule, path, conversation, quote and fingerprint is true of.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from csmistakes.adoption.suppression import Suppression, Unreadable, day, unknown_rule
from csmistakes.catalogue.yaml_file import YamlFile, read_yaml
from csmistakes.errors import CatalogueError, CsmistakesError, did_you_mean
from csmistakes.finding import Finding, Place
from csmistakes.globs import matches
from csmistakes.masking import mask

FILE = "csmistakes-ignore.yaml"
_PLACES = ("rule", "path", "conversation", "quote", "fingerprint")
_KEYS = (*_PLACES, "reason", "owner", "until")


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of the file. `path` is a pattern, relative to the file; None is everywhere."""

    suppression: Suppression
    path: str | None = None
    conversation: str | None = None
    quote: str | None = None
    fingerprint: str | None = None

    def means_file(self, path: str) -> bool:
        """Whether it is about the file `path`, relative to csmistakes-ignore.yaml."""
        return self.path is None or matches(path, self.path)

    def means(self, finding: Finding) -> bool:
        """Whether it is about `finding`, in whatever file."""
        return (
            (not self.suppression.rules or finding.rule in self.suppression.rules)
            and self.conversation in {None, finding.conversation}
            and self.fingerprint in {None, finding.fingerprint}
            and (self.quote is None or _is_quote(self.quote, finding.quote or ""))
        )


def read_sidecar(path: Path, shown: str, known: Collection[str]) -> tuple[Entry, ...]:
    """Return the items of the file, which is shown as `shown`; `known` are all slugs.

    CatalogueError with all that is wrong in it.
    """
    file = read_yaml(path)
    problems = [
        file.problem(f"“{key}”: unknown key", key, did_you_mean(key, ["ignore"]) or "the only key is ignore")
        for key in file.data
        if key != "ignore"
    ]
    items = file.data.get("ignore", [])
    if not isinstance(items, list):
        problems.append(file.problem("ignore: must be a list", "ignore"))
        items = []
    entries = []
    for number, item in enumerate(items):
        try:
            entries.append(_entry(file, f"ignore.{number}", item, shown, known))
        except CsmistakesError as problem:
            problems.append(problem)
    if problems:
        raise CatalogueError(problems)
    return tuple(entries)


def _entry(file: YamlFile, key: str, item: object, shown: str, known: Collection[str]) -> Entry:
    if not isinstance(item, dict):
        raise file.problem("must be a mapping with a rule or a place, and a reason", key)
    for name in item:
        if name not in _KEYS:
            advice = did_you_mean(name, _KEYS) or f"known are {', '.join(_KEYS)}"
            raise file.problem(f"“{name}”: unknown key", f"{key}.{name}", advice)
    if not any(name in item for name in _PLACES):
        raise file.problem("says nothing of what to ignore", key, f"write one of {', '.join(_PLACES)}")
    rules = _rules(file, f"{key}.rule", item["rule"], known) if "rule" in item else ()
    texts = {name: _text(file, f"{key}.{name}", item[name]) for name in _KEYS[1:] if name in item}
    try:
        until = day(texts["until"]) if "until" in texts else None
    except Unreadable as error:
        raise file.problem(str(error), f"{key}.until") from None
    line = file.lines[key]
    place = Place(shown, line, 1, line, 1)
    suppression = Suppression(rules, texts.get("reason", ""), texts.get("owner"), until, place)
    return Entry(suppression, *(texts.get(name) for name in _PLACES[1:]))


def _rules(file: YamlFile, key: str, value: Any, known: Collection[str]) -> tuple[str, ...]:  # noqa: ANN401
    slugs = value if isinstance(value, list) else [value]
    if not slugs or not all(isinstance(slug, str) for slug in slugs):
        raise file.problem("rule: must be a rule or a list of rules", key)
    for slug in slugs:
        if slug not in known:
            raise file.problem(unknown_rule(slug, known), key)
    return tuple(slugs)


def _text(file: YamlFile, key: str, value: object) -> str:
    if not isinstance(value, str | int) or isinstance(value, bool) or not str(value).strip():
        raise file.problem(f"{key.rpartition('.')[2]}: must be a text", key)
    return str(value).strip()


def _is_quote(given: str, quote: str) -> bool:
    """Whether a quote is the given one, however it is spaced and cased, shown masked or not."""
    return _plain(given) in {_plain(quote), _plain(mask(quote))}


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
