"""The outputs of csmistakes score that its options ask for."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from csmistakes.batch.run import Sink
from csmistakes.batch.scorer import content_of
from csmistakes.catalogue import Catalogue
from csmistakes.cli.errors import complain, warn
from csmistakes.cli.output import standard_output, wants_color, width
from csmistakes.errors import TranscriptError
from csmistakes.exports.csv_folder import CsvFolder
from csmistakes.exports.html_file import HtmlFile
from csmistakes.exports.json_file import JsonFile
from csmistakes.exports.page.lesson import Lesson, Lessons, Transcripts
from csmistakes.exports.parquet_folder import ParquetFolder
from csmistakes.exports.summary import print_summary
from csmistakes.readers import Input
from csmistakes.readers.files import STANDARD_INPUT
from csmistakes.scoring.result import Read, Scores
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


def print_scores(scores: Scores, titles: dict[str, str], color: bool | None) -> None:  # noqa: FBT001
    """Print what a run shows."""
    out = standard_output()
    print_summary(scores, titles, out, width=width(), color=wants_color(color, out))
    out.flush()


def tell_read(read: Read, most: int | None = None) -> bool:
    """Tell what could not be read, all together (`most` of it), and return whether any of it is a failure."""
    for problem in sorted(read.problems, key=lambda one: one.is_failure)[:most]:
        error = TranscriptError(problem.message, path=problem.path, line=problem.line, advice=problem.advice)
        if problem.is_failure:
            complain(error)
        else:
            warn(str(error))
    if read.passed_over:
        warn(f"{read.passed_over:,} files passed over: no transcript of a known format")
    return any(problem.is_failure for problem in read.problems)


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
