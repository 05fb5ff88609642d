"""What a run on Spark reads: the files of a folder (a file, a glob), on any file system that Spark knows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from csmistakes.errors import UsageError
from csmistakes.expressions import expression
from csmistakes.readers import shown_as
from csmistakes.spark.delta import active_files
from csmistakes.spark.lines import place_of
from csmistakes.spark.session import told

PARQUET, JSON = "parquet", "json"
_FORMATS = {
    PARQUET: re.compile(r"\.(parquet|parq|pq)$", re.IGNORECASE),
    JSON: re.compile(r"\.(jsonl|ndjson|json)(\.(gz|bz2|zst|lz4|snappy|deflate))?$", re.IGNORECASE),
}
_ADDRESS = expression(r"[a-z][a-z0-9+.-]*:/")
_GLOB = expression(r"([*?\[\]{}\\])")


@dataclass(frozen=True)
class Source:
    """Files of one format, in the order of the results. `base` is the folder that columns in file names begin in."""

    format: str
    base: str | None
    places: tuple[str, ...]
    passed_over: int = 0

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Which file a place is, from 0."""
        return {place: number for number, place in enumerate(self.places)}

    @cached_property
    def shown(self) -> tuple[str, ...]:
        """The files as results name them: on this machine as everywhere, elsewhere with their whole address."""
        return tuple(shown_as(Path(place)) if place.startswith("/") else place for place in self.places)

    def without(self, place: str) -> Source:
        """Return the others."""
        return replace(self, places=tuple(other for other in self.places if other != place))

    def read(self, spark: Any) -> Any:  # noqa: ANN401  (a session, and a DataFrame)
        """Return the rows of all files, or their lines where they are JSON."""
        reader = spark.read.option("basePath", self.base) if self.base else spark.read
        paths = [_GLOB.sub(r"\\\1", place) for place in self.places]
        if self.format == JSON:
            return reader.text(paths)
        return reader.option("mergeSchema", "true").parquet(*paths)


def source_of(spark: Any, given: str) -> Source:  # noqa: ANN401  (a session)
    """Return what is in `given`. UsageError if it cannot be listed, or holds no table."""
    listed = active_files(spark, given)
    if listed is None:
        try:
            found = spark.read.format("binaryFile").option("recursiveFileLookup", "true").load(given)
            listed = [place_of(uri) for uri in found.inputFiles()]
        except Exception as error:  # noqa: BLE001  (whatever a file system says)
            raise UsageError(f"Spark cannot read it: {told(error)}", path=given) from None
    known = {name: [place for place in listed if form.search(place)] for name, form in _FORMATS.items()}
    formats = [name for name, places in known.items() if places]
    if len(formats) != 1:
        what = "both Parquet and JSON Lines" if formats else "neither Parquet (.parquet) nor JSON Lines (.jsonl, .json)"
        raise UsageError(f"there is {what} in it", path=given, advice="name a table, or a glob for one of the formats")
    places = tuple(sorted(known[formats[0]], key=_order))
    single = len(places) == 1 and place_of(given).endswith(places[0])
    base = None if _GLOB.search(given) or single else given
    return Source(formats[0], base, places, passed_over=len(listed) - len(places))


def rooted(given: str) -> str:
    """Return an address as it is, and a path from the working folder on: Spark's may be another."""
    return given if _ADDRESS.match(given) else Path(given).absolute().as_posix()


def blamed(source: Source, error: Exception) -> str | None:
    """Return the file that Spark could not read, if that is what an error says."""
    for uri in re.findall(r"while reading file (\S+?)\.?(?=\s)", f"{error} "):
        if place_of(uri) in source.numbers:
            return place_of(uri)
    return None


def apart(given: str, outputs: Sequence[str]) -> None:
    """Raise UsageError where an output would lie in the input, or be it."""
    read = _absolute(given)
    for output in outputs:
        written = _absolute(output)
        if f"{written}/".startswith(f"{read}/") or f"{read}/".startswith(f"{written}/"):
            raise UsageError("the output cannot lie in the input, nor the input in the output", path=output)


def _absolute(given: str) -> str:
    if _ADDRESS.match(given) and not given.startswith("file:"):
        return given.rstrip("/")
    return Path(place_of(given)).absolute().as_posix()


def _order(place: str) -> list[tuple[bool, str]]:
    """Return what sorts as a walk goes: the files of a folder, then the folders in it."""
    parts = place.split("/")
    return [(k < len(parts) - 1, part) for k, part in enumerate(parts)]
