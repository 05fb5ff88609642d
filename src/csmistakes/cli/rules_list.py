"""csmistakes rules list: what the catalogue holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from csmistakes.catalogue import Article, Catalogue
from csmistakes.cli.catalogue import load_catalogue
from csmistakes.cli.options import rules_option
from csmistakes.cli.output import standard_output, width
from csmistakes.masking import one_line
from csmistakes.reporters.parts.fields import dumps
from csmistakes.reporters.parts.layout import cells, paragraph

HEADINGS = ("slug", "title", "group", "scope", "severity", "articles")
_MARGIN = 2


@click.command()
@rules_option
@click.option(
    "--by",
    type=click.Choice(["rule", "article"]),
    default="rule",
    help="One line a rule, or the items of each article.",
)
@click.option(
    "--output-format", type=click.Choice(["text", "json"]), default="text", help="For people or for programs."
)
def command(rules: tuple[Path, ...], by: str, output_format: str) -> None:
    """List the rules: slug, title, group, scope, severity, articles."""
    catalogue = load_catalogue(rules, with_signals=False)
    out = standard_output()
    if output_format == "json":
        values = _rules_json(catalogue) if by == "rule" else _articles_json(catalogue)
        out.write(dumps(values, indent=2) + "\n")
        return
    lines = _rules_text(catalogue, width()) if by == "rule" else _articles_text(catalogue, width())
    out.writelines(line.rstrip() + "\n" for line in lines)


def _rules_json(catalogue: Catalogue) -> list[dict[str, Any]]:
    return [
        {
            "slug": rule.slug,
            "title": rule.title,
            "group": rule.group,
            "scope": rule.scope,
            "severity": rule.severity.label,
            "sources": list(rule.sources),
            "also": list(rule.also),
        }
        for rule in catalogue.rules
    ]


def _articles_json(catalogue: Catalogue) -> list[dict[str, Any]]:
    return [
        {
            "article": article.key,
            "title": article.title,
            "author": article.author,
            "items": [
                {"number": number, "title": title, "rules": encoding, "also": also}
                for number, title, encoding, also in _items(article, catalogue)
            ],
        }
        for article in catalogue.articles
    ]


def _items(article: Article, catalogue: Catalogue) -> Iterator[tuple[int, str, list[str], list[str]]]:
    """Yield each item of an article: number, title, rules that encode it, rules that take from it."""
    for number, title in enumerate(article.items, start=1):
        source = f"{article.key}:{number}"
        encoding = [rule.slug for rule in catalogue.rules if source in rule.sources]
        yield number, title, encoding, [rule.slug for rule in catalogue.rules if source in rule.also]


def _rules_text(catalogue: Catalogue, columns: int) -> Iterator[str]:
    """Yield a table where it fits, else two lines for each rule."""
    rows = [
        tuple(map(one_line, (r.slug, r.title, r.group, r.scope, r.severity.label, ", ".join(r.sources))))
        for r in catalogue.rules
    ]
    widths = [max(map(cells, column)) for column in zip(HEADINGS, *rows, strict=True)]
    if sum(widths) + _MARGIN * len(widths) <= columns:
        for row in (HEADINGS, *rows):
            yield "  ".join(text + " " * (room - cells(text)) for text, room in zip(row, widths, strict=True))
        return
    for slug, title, *others in rows:
        yield from paragraph(f"{slug}: {title}", columns, rest="  ")
        yield from paragraph(" · ".join(others), columns, first="  ", rest="  ")


def _articles_text(catalogue: Catalogue, columns: int) -> Iterator[str]:
    for article in catalogue.articles:
        by = f", {article.author}" if article.author else ""
        yield from paragraph(one_line(f"{article.key}: “{article.title}”{by}"), columns, rest="  ")
        for number, title, encoding, also in _items(article, catalogue):
            yield from paragraph(one_line(title), columns, first=f"{number:>4}  ", rest=" " * 6)
            names = ", ".join(encoding) or "no rule"
            names += f" (also {', '.join(also)})" if also else ""
            yield from paragraph(names, columns, first="      → ", rest=" " * 8)
        yield ""
