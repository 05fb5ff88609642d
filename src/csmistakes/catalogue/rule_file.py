"""A file of mistakes/ → a Rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from csmistakes.catalogue.example_text import Example, ExampleError
from csmistakes.catalogue.model import SCOPES, Article, Rule, Written
from csmistakes.catalogue.replacements import read_replacements
from csmistakes.catalogue.schema import Checker
from csmistakes.finding import Severity

ROLES = ("agent", "customer", "bot", "any")
REPORTS = ("first", "last", "each")
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
    "replacements",
]
_NOT_OF_CORPUS = ("at", "report", "unless", "mark", "replacements")


def read_rule(check: Checker, articles: Mapping[str, Article]) -> Rule:
    """Return the rule that a file holds; what is wrong with its form goes to the checker's problems."""
    check.only(*_RULE_KEYS)
    path = check.file.path
    scope = check.one_of("scope", SCOPES)
    if scope == "corpus":
        for key in _NOT_OF_CORPUS:
            if key in check.data:
                check.complain(f"a corpus rule has no “{key}”", key, "it is asked once, after all conversations")
    return Rule(
        slug=path.stem,
        title=check.text("title"),
        group=path.parent.name,
        scope=scope,
        severity=Severity.of(check.one_of("severity", ("error", "warning", "note"))),
        sources=_items(check, "sources", articles, required=True),
        also=_items(check, "also", articles, required=False),
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
        replacements=tuple(read_replacements(check)),
        path=str(path),
        lines=check.file.lines,
    )


def _items(check: Checker, key: str, articles: Mapping[str, Article], *, required: bool) -> tuple[str, ...]:
    """Return the “article:item” texts under `key`; complain about items that no article has."""
    sources = check.texts(key, required=required)
    known = {f"{article.key}:{k}" for article in articles.values() for k in range(1, len(article.items) + 1)}
    for source in sources:
        if source not in known:
            advice = "write article:item, such as staff-7:7"
            check.complain(f"“{source}” is no item of an article in articles.yaml", key, advice)
    return sources


def _condition(check: Checker) -> Written:
    when = check.file.data.get("when")
    if isinstance(when, str):
        return {"signal": when}
    if not isinstance(when, dict) or not when:
        check.complain("“when” must be a condition", "when", "see docs/rules.md")
        return {}
    return when


def _exceptions(check: Checker) -> tuple[Written, ...]:
    unless = check.file.data.get("unless", [])
    if not isinstance(unless, list):
        check.complain("“unless” must be a list of conditions", "unless")
        return ()
    for k, item in enumerate(unless):
        if not isinstance(item, str | dict):
            check.complain("an exception must be a condition", f"unless.{k}", "see docs/rules.md")
    return tuple({"signal": item} if isinstance(item, str) else item for item in unless if isinstance(item, str | dict))


def _examples(check: Checker, key: str, *, marked: bool, least: int) -> Iterable[Example]:
    texts = check.inside("examples").texts(key, required=True)
    if len(texts) < least:
        check.complain(f"at least {least} examples are needed under “{key}”", f"examples.{key}")
    for k, text in enumerate(texts):
        where = f"examples.{key}.{k}"
        example = Example(text, check.file.lines.get(where, 1))
        try:
            is_marked = example.is_marked
        except ExampleError as error:
            check.complain(str(error), where)
            continue
        if marked and not is_marked:
            check.complain("a bad example needs a [[mark]] around what must be reported", where)
        yield example
