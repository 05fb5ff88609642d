"""A YAML file, or the [scorecard] of a configuration → a checked Scorecard. All that is wrong is told at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from csmistakes.catalogue.schema import Checker
from csmistakes.catalogue.yaml_file import YamlFile, read_yaml
from csmistakes.errors import CatalogueError, CsmistakesError, did_you_mean
from csmistakes.scoring.card import FAILS, Band, Item, Scorecard, Section

DEFAULT = Path(__file__).with_name("default.yaml")


def load_card(path: Path, scopes: Mapping[str, str]) -> Scorecard:
    """Return the scorecard in a YAML file. `scopes` are those of the catalogue's rules, by slug.

    CatalogueError with every problem: unknown keys and mistakes, weights that are none, bands that leave a gap.
    """
    return _card(read_yaml(path), scopes)


def card_of(data: Mapping[str, Any], path: Path, line: int | None, scopes: Mapping[str, str]) -> Scorecard:
    """Return the scorecard that a configuration holds in a table at `line`; CatalogueError as `load_card`."""
    return _card(YamlFile(path, data, {"": line or 1}), scopes)


def default_card(scopes: Mapping[str, str]) -> Scorecard:
    """Return the shipped card, without those of its mistakes that this catalogue does not have."""
    file = read_yaml(DEFAULT)
    sections = {
        key: {**section, "mistakes": {slug: item for slug, item in section["mistakes"].items() if slug in scopes}}
        for key, section in file.data["sections"].items()
    }
    kept = {key: section for key, section in sections.items() if section["mistakes"]}
    return _card(YamlFile(file.path, {**file.data, "sections": kept}, file.lines), scopes)


def _card(file: YamlFile, scopes: Mapping[str, str]) -> Scorecard:
    problems: list[CsmistakesError] = []
    check = Checker(file, problems)
    check.only("name", "version", "about", "bands", "sections")
    if "version" not in check.data:
        check.complain("“version” is missing", advice="a whole number, to be raised with every change")
    card = Scorecard(
        name=check.text("name"),
        version=check.count("version", 0),
        about=check.text("about", required=False),
        bands=tuple(_bands(check)),
        sections=tuple(_sections(check, scopes)),
    )
    if problems:
        raise CatalogueError(problems)
    return card


def _bands(check: Checker) -> Iterator[Band]:
    written = check.data.get("bands")
    if not isinstance(written, list) or not written or not all(isinstance(band, dict) for band in written):
        check.complain("“bands” must be a list of {name, from}", "bands")
        return
    above = 100.0 + 1e-9
    for k, band in enumerate(written):
        inner = Checker(check.file, check.problems, band, f"bands.{k}")
        inner.only("name", "from", "why")
        start = inner.number("from", -1.0)
        if not 0 <= start < above:
            inner.complain("“from” must be given, fall from band to band, and be at most 100", "from")
        above = start
        yield Band(inner.text("name"), float(start), inner.text("why", required=False))
    if above != 0:
        check.complain("the last band must begin at 0", "bands")


def _sections(check: Checker, scopes: Mapping[str, str]) -> Iterator[Section]:
    sections = check.inside("sections")
    if not sections.data:
        sections.complain("“sections” is missing or empty")
    taken: dict[str, str] = {}
    for key in sections.names():
        section = sections.inside(key)
        section.only("title", "weight", "why", "mistakes")
        items = tuple(_items(section, key, scopes, taken))
        title = section.text("title", required=False) or key
        yield Section(key, title, _weight(section), section.text("why", required=False), items)


def _items(section: Checker, key: str, scopes: Mapping[str, str], taken: dict[str, str]) -> Iterator[Item]:
    mistakes = section.inside("mistakes")
    if not mistakes.data:
        section.complain("a section needs “mistakes”", "mistakes")
    for slug in mistakes.names():
        if slug not in scopes:
            mistakes.complain(f"there is no rule “{slug}”", slug, did_you_mean(slug, scopes))
        elif scopes[slug] == "corpus":
            mistakes.complain(f"“{slug}” is a rule over many conversations: it has no place in the score of one", slug)
        if taken.setdefault(slug, key) != key:
            mistakes.complain(f"“{slug}” is in section “{taken[slug]}” too", slug)
        item = mistakes.inside(slug)
        item.only("weight", "points", "cap", "fail", "why")
        points, cap = item.number("points", 100), item.number("cap", 100)
        if not 0 < points <= 100 or not points <= cap <= 100:
            item.complain("“points” must be above 0, and “cap” from there to 100", "points")
        fail = item.one_of("fail", FAILS, "")
        yield Item(slug, _weight(item), float(points), float(cap), fail, item.text("why", required=False))


def _weight(check: Checker) -> float:
    weight = check.number("weight", 1)
    if weight <= 0:
        check.complain("“weight” must be above 0", "weight", "leave out what is not to count")
    return float(weight)
