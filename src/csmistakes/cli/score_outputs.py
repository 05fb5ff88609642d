"""The outputs of csmistakes score that its options ask for."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from csmistakes.batch.run import Sink
from csmistakes.batch.scorer import content_of
from csmistakes.catalogue import Catalogue
from csmistakes.exports.csv_folder import CsvFolder
from csmistakes.exports.html_file import HtmlFile
from csmistakes.exports.json_file import JsonFile
from csmistakes.exports.page.lesson import Lesson, Lessons, Transcripts
from csmistakes.exports.parquet_folder import ParquetFolder
from csmistakes.readers import Input
from csmistakes.readers.files import STANDARD_INPUT
from csmistakes.store.writing import StoreFile
from csmistakes.unfilled import RULE as UNFILLED


def sinks_of(
    flags: Mapping[str, Any], catalogue: Catalogue, transcripts: Transcripts, files: Sequence[Input]
) -> Iterator[Sink]:
    """Yield the outputs. UsageError if one cannot be written."""
    kinds = (("csv", CsvFolder), ("json", JsonFile), ("parquet", ParquetFolder))
    yield from (kind(flags[name]) for name, kind in kinds if flags[name])
    if flags["html"]:
        yield HtmlFile(flags["html"], _lessons(catalogue), transcripts, most=flags["html_conversations"])
    if flags["store"]:
        places = Places(flags["store"], files)
        yield StoreFile(flags["store"], places.of, flags["run_name"])


class Places:
    """What files are known by in a store, wherever csmistakes is run: by the way to them from the store's folder.

    Standard input has no place and goes by its content.
    """

    def __init__(self, store: Path, files: Sequence[Input]) -> None:
        self._folder = store.resolve().parent
        self._files = {found.path: found for found in files}

    def of(self, path: str) -> str:
        """Return what a file is known by."""
        found = self._files[path]
        assert found.location is not None  # noqa: S101  (standard input is put into a file before)
        if path == STANDARD_INPUT:
            return f"-{content_of(found)[0]}"
        place = found.location.resolve()
        try:
            return Path(os.path.relpath(place, self._folder)).as_posix()
        except ValueError:  # on another drive
            return place.as_posix()


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
