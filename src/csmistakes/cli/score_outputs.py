"""The outputs of csmistakes score that its options ask for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from csmistakes.batch.run import Sink
from csmistakes.catalogue import Catalogue
from csmistakes.exports.csv_folder import CsvFolder
from csmistakes.exports.html_file import HtmlFile
from csmistakes.exports.json_file import JsonFile
from csmistakes.exports.page.lesson import Lesson, Lessons, Transcripts
from csmistakes.exports.parquet_folder import ParquetFolder
from csmistakes.unfilled import RULE as UNFILLED


def sinks_of(flags: Mapping[str, Any], catalogue: Catalogue, transcripts: Transcripts) -> Iterator[Sink]:
    """Yield the outputs. UsageError if one cannot be written."""
    kinds = (("csv", CsvFolder), ("json", JsonFile), ("parquet", ParquetFolder))
    yield from (kind(flags[name]) for name, kind in kinds if flags[name])
    if flags["html"]:
        yield HtmlFile(flags["html"], _lessons(catalogue), transcripts, most=flags["html_conversations"])


def _lessons(catalogue: Catalogue) -> Lessons:
    cited = {
        f"{article.key}:{number}": article.cite(number)
        for article in catalogue.articles
        for number in range(1, len(article.items) + 1)
    }
    rules = {
        rule.slug: Lesson(rule.title, rule.fix, rule.instead, tuple(cited[source] for source in rule.sources))
        for rule in (*catalogue.rules, UNFILLED)
    }
    return Lessons(rules, cited)
