"""Folders of YAML → a checked Catalogue. Every problem of every file is found and reported at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from csmistakes.catalogue.example_text import ExampleError, rule_example, signal_example
from csmistakes.catalogue.model import SCOPES, Article, Catalogue, Example, Measured, Rule, Signal, SignalExample
from csmistakes.catalogue.schema import Checker, did_you_mean
from csmistakes.catalogue.yaml_file import YamlFile, read_yaml
from csmistakes.errors import CatalogueError, CsmistakesError
from csmistakes.finding import Severity

ROLES = ("agent", "customer", "bot", "any")
REPORTS = ("first", "last", "each")
MEASURES = ("", "duration", "words")
ENOUGH_REPORTS = 10  # before a measured precision counts against a rule
GUARDS = ("negated", "hypothetical", "reported")


def shipped() -> Path:
    """Return the folder of the shipped catalogue: inside the installed package, or the checkout's."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "rules", package.parent.parent / "rules"):
        if (folder / "articles.yaml").is_file():
            return folder
    raise CatalogueError(
        [CsmistakesError("the shipped rules are missing from this installation", advice="install csmistakes again")]
    )


def load(folders: Sequence[Path] = (), *, with_shipped: bool = True) -> Catalogue:
    """Return the shipped catalogue, extended and overridden by those of `folders`, in their order.

    Raises CatalogueError with every problem of the files' form. Whether conditions make sense is checked by judging.
    """
    all_folders = [shipped(), *folders] if with_shipped else list(folders)
    problems: list[CsmistakesError] = []
    words: dict[str, tuple[str, ...]] = {}
    articles: dict[str, Article] = {}
    signals: dict[str, Signal] = {}
    rules: dict[str, Rule] = {}
    for folder in all_folders:
        if not folder.is_dir():
            problems.append(CsmistakesError("no such folder of rules", path=str(folder)))
            continue
        _warn_if_empty(folder, problems)
        for file in _files([folder / "words.yaml"], problems):
            words |= _words(Checker(file, problems))
        for file in _files([folder / "articles.yaml"], problems):
            articles |= {article.key: article for article in _articles(Checker(file, problems))}
        for file in _files(sorted((folder / "signals").rglob("*.yaml")), problems):
            signals[file.path.stem] = _signal(Checker(file, problems))
        for file in _files(sorted((folder / "mistakes").rglob("*.yaml")), problems):
            rules[file.path.stem] = _rule(Checker(file, problems), articles)
        for file in _files([folder / "measured.yaml"], problems):
            rules |= _with_measured(rules, Checker(file, problems))
    if problems:
        raise CatalogueError(problems)
    return Catalogue(
        rules=tuple(rules[slug] for slug in sorted(rules)),
        signals=tuple(signals[name] for name in sorted(signals)),
        articles=tuple(articles.values()),
        words=words,
        folders=tuple(all_folders),
    )


def _warn_if_empty(folder: Path, problems: list[CsmistakesError]) -> None:
    if not any((folder / "signals").rglob("*.yaml")) and not any((folder / "mistakes").rglob("*.yaml")):
        advice = "rules are looked for in mistakes/<group>/<slug>.yaml and signals in signals/<name>.yaml"
        problems.append(CsmistakesError("holds no rules and no signals", path=str(folder), advice=advice))


def _files(paths: Iterable[Path], problems: list[CsmistakesError]) -> Iterable[YamlFile]:
    for path in paths:
        if path.is_file():
            try:
                yield read_yaml(path)
            except CatalogueError as error:
                problems += error.problems


def _words(check: Checker) -> dict[str, tuple[str, ...]]:
    return {name: check.texts(name, required=True) for name in check.file.data}


def _articles(check: Checker) -> Iterable[Article]:
    for key in check.file.data:
        inner = check.inside(key)
        inner.only("title", "author", "items")
        yield Article(
            key, inner.text("title"), inner.text("author", required=False) or None, inner.texts("items", required=True)
        )


def _signal(check: Checker) -> Signal:
    check.only("about", "say", "tokens", "not", "guards", "value", "examples")
    say = check.file.data.get("say", [])
    phrases = check.inside("say").lists() if isinstance(say, dict) else {"": check.texts("say")}
    tokens = check.patterns("tokens")
    if not tokens and not any(phrases.values()):
        check.complain("a signal needs phrases under “say” or patterns under “tokens”")
    return Signal(
        name=check.file.path.stem,
        about=check.text("about"),
        say=phrases,
        tokens=tokens,
        exclude=check.texts("not"),
        guards=check.among("guards", GUARDS),
        measure=check.one_of("value", MEASURES, default=""),
        yes=tuple(_signal_examples(check, "yes", least=3)),
        no=tuple(_signal_examples(check, "no", least=3)),
        path=str(check.file.path),
        lines=check.file.lines,
    )


def _signal_examples(check: Checker, key: str, least: int) -> Iterable[SignalExample]:
    texts = check.inside("examples").texts(key, required=True)
    if len(texts) < least:
        check.complain(f"at least {least} examples are needed under “{key}”", f"examples.{key}")
    for k, text in enumerate(texts):
        yield signal_example(text, check.file.lines.get(f"examples.{key}.{k}", 1))


_RULE_KEYS = [
    "title",
    "sources",
    "also",
    "scope",
    "severity",
    "about",
    "message",
    "why",
    "fix",
    "instead",
    "at",
    "report",
    "when",
    "unless",
    "mark",
    "examples",
]


def _rule(check: Checker, articles: dict[str, Article]) -> Rule:
    check.only(*_RULE_KEYS)
    path = check.file.path
    scope = check.one_of("scope", SCOPES)
    sources = check.texts("sources", required=True)
    for source in (*sources, *check.texts("also")):
        key, _, number = source.partition(":")
        if key not in articles or not number.isdigit() or not 1 <= int(number) <= len(articles[key].items):
            check.complain(
                f"“{source}” is no item of an article in articles.yaml",
                "sources",
                "write article:item, such as staff-7:7",
            )
    return Rule(
        slug=path.stem,
        title=check.text("title"),
        group=path.parent.name,
        scope=scope,
        severity=Severity.of(check.one_of("severity", ("error", "warning", "note"))),
        sources=sources,
        also=check.texts("also"),
        about=check.text("about"),
        message=check.text("message"),
        why=check.text("why"),
        fix=check.text("fix"),
        instead=check.text("instead"),
        at=check.one_of("at", ROLES, default="agent"),
        report=check.one_of("report", REPORTS, default="first" if scope == "conversation" else "each"),
        when=_condition(check),
        unless=_exceptions(check),
        mark=check.texts("mark"),
        bad=tuple(_examples(check, "bad", marked=scope != "corpus", least=3)),
        good=tuple(_examples(check, "good", marked=False, least=3)),
        path=str(path),
        lines=check.file.lines,
    )


def _with_measured(rules: Mapping[str, Rule], check: Checker) -> Iterable[tuple[str, Rule]]:
    """Yield the rules that were measured, a note where one was mostly wrong: in over half of enough reports."""
    for slug in check.data:
        if slug not in rules:
            check.complain(f"there is no rule “{slug}”", slug, did_you_mean(slug, tuple(rules)))
            continue
        inner = check.inside(slug)
        inner.only("precision", "recall", "reports", "cases", "on")
        measured = Measured(
            inner.share("precision"),
            inner.share("recall"),
            int(inner.number("reports", 0)),
            int(inner.number("cases", 0)),
            inner.texts("on"),
        )
        precision, rule = measured.precision, rules[slug]
        mostly_wrong = precision is not None and precision < 0.5 and measured.reports >= ENOUGH_REPORTS
        yield slug, replace(rule, measured=measured, severity=Severity.NOTE if mostly_wrong else rule.severity)


def _condition(check: Checker) -> dict[str, Any]:
    when = check.file.data.get("when")
    if isinstance(when, str):
        return {"signal": when}
    if not isinstance(when, dict) or not when:
        check.complain("“when” must be a condition", "when", "see docs/rules.md")
        return {}
    return when


def _exceptions(check: Checker) -> tuple[dict[str, Any], ...]:
    unless = check.file.data.get("unless", [])
    if not isinstance(unless, list):
        check.complain("“unless” must be a list of conditions", "unless")
        return ()
    return tuple({"signal": item} if isinstance(item, str) else item for item in unless)


def _examples(check: Checker, key: str, *, marked: bool, least: int) -> Iterable[Example]:
    texts = check.inside("examples").texts(key, required=True)
    if len(texts) < least:
        check.complain(f"at least {least} examples are needed under “{key}”", f"examples.{key}")
    for k, text in enumerate(texts):
        where = f"examples.{key}.{k}"
        try:
            example = rule_example(text, check.file.lines.get(where, 1))
        except ExampleError as error:
            check.complain(str(error), where)
            continue
        if marked and not example.marks:
            check.complain("a bad example needs a [[mark]] around what must be reported", where)
        yield example
