"""One run on Spark: read, name, score, add up, write. Every step but the last few rows is the workers'."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import Any

from csmistakes.batch.folding import problem_in
from csmistakes.batch.scorer import Setup, not_scored
from csmistakes.catalogue import Catalogue
from csmistakes.errors import UsageError
from csmistakes.exports.tables import about, figures_of
from csmistakes.honouring import undisputed
from csmistakes.pipeline import Run
from csmistakes.scoring.cells import totals_of
from csmistakes.scoring.result import Made, Problem, Read, Scores, scores_of
from csmistakes.scoring.rows import STREAMED, TABLES
from csmistakes.spark import many, naming, scoring
from csmistakes.spark.lines import ddl
from csmistakes.spark.reading import lines_of, mapped
from csmistakes.spark.scoring import BUG, PROBLEM, PROBLEMS, RECORD, SCRIPTED, Work, columns_in
from csmistakes.spark.source import Source, apart, blamed, rooted, source_of

PER_TASK = 2_000  # conversations: some seconds of work, so that a lost worker costs little
SHOWN = 1_000  # problems that the result names; the table has them all


@dataclass(slots=True)
class Job:
    """A run from `given` to tables in the folder `out`."""

    spark: Any
    given: str
    out: str
    setup: Setup
    catalogue: Catalogue
    made: Made
    per_task: int = PER_TASK
    bugs: list[str] = field(default_factory=list)
    _broken: list[Problem] = field(default_factory=list)

    def run(self) -> Scores:
        """Write all tables, and return the figures. UsageError if the input is none, or lies where the output goes."""
        from pyspark import StorageLevel  # noqa: PLC0415

        apart(self.given, [self._place(name) for name in (*TABLES, "problems", "about")])
        source, lines, names = self._named(source_of(self.spark, rooted(self.given)))
        total = names.agg({"size": "sum"}).collect()[0][0] or 0
        done = self._scored(source, lines, names, total).persist(StorageLevel.DISK_ONLY)
        try:
            return self._results(source, done)
        finally:
            done.unpersist()
            names.unpersist()

    def _named(self, source: Source) -> tuple[Source, Any, Any]:
        """Return the lines and their names. A file that cannot be read costs nothing but itself."""
        from pyspark import StorageLevel  # noqa: PLC0415

        while True:
            if not source.places:
                raise UsageError("none of the files can be read", path=self.given)
            try:
                lines = lines_of(self.spark, source, self.given)
                heads = mapped(lines, partial(naming.heads, roles=self.setup.roles), naming.HEADS)
                by_file = heads.repartition("file").sortWithinPartitions("file", "at")
                names = mapped(by_file, naming.names, naming.NAMES).persist(StorageLevel.DISK_ONLY)
                names.count()
            except UsageError:
                raise
            except Exception as error:
                bad = blamed(source, error)
                if bad is None:
                    raise
                shown = source.shown[source.numbers[bad]]
                self._broken.append(Problem(shown, None, "cannot be read: Spark finds it damaged"))
                source = source.without(bad)
            else:
                return source, lines, names

    def _scored(self, source: Source, lines: Any, names: Any, total: int) -> Any:  # noqa: ANN401  (DataFrames)
        """Return what is scored, in the order of the input: within partitions, and from one to the next."""
        said = repr((self.setup, self.made, source.places)).encode("utf-8", "replace")
        work = Work(hashlib.sha256(said).hexdigest(), self.setup, self.catalogue, source.shown)
        tasks = max(1, -(-total // self.per_task))
        placed = lines.select("file", "at", "text").join(names.select("file", "at", "line", "names"), ["file", "at"])
        ordered = placed.repartitionByRange(tasks, "file", "at").sortWithinPartitions("file", "at")
        return mapped(
            ordered.select("file", "line", "text", "names"), partial(scoring.scored, work=work), scoring.SCORED
        )

    def _results(self, source: Source, done: Any) -> Scores:  # noqa: ANN401
        records = done.where(done["kind"] == RECORD)
        for name in STREAMED:
            self._write(mapped(records.select("data"), partial(scoring.table, name=name), columns_in(name)), name)
        problems = [*self._broken, *self._said(source, done)]
        everything = [*problems, *self._scripts(source, done)]
        read = Read(
            files=len(source.places) + len(self._broken),
            done=len(source.places) + len(self._broken),
            passed_over=source.passed_over,
            problems=tuple(everything[:SHOWN]),
        )
        run = self._many(records)
        scores = scores_of(self._totals(records), self.made, read, undisputed(run.summary(), self.setup.disputed))
        for name, rows in figures_of(scores):
            self._write(self._local(map(scoring.row_values, rows), columns_in(name)), name)
        self._write(self._local([[json.dumps(about(scores))]], {"csmistakes": "string"}), "about")
        return scores

    def _totals(self, records: Any) -> Any:  # noqa: ANN401
        from pyspark.sql import functions as f  # noqa: PLC0415

        sources = {rule.slug: rule.sources for rule in self.catalogue.rules}
        add = partial(scoring.added_up, card=self.setup.card, sources=sources)
        cells = mapped(records.select("data"), add, scoring.CELLS)
        # Sums of squares over many conversations do not fit into 64 bits.
        sums = cells.groupBy("cell").agg(f.sum(cells["number"].cast("decimal(38,0)")).alias("number"))
        return totals_of(((cell, int(number)) for cell, number in sums.collect()), self.setup.card, sources)

    def _many(self, records: Any) -> Run:  # noqa: ANN401
        """Return the run that was told what many conversations show."""
        from pyspark.sql import functions as f  # noqa: PLC0415

        run = Run(self.catalogue, self.setup.options)
        placed = records.withColumn("stretch", f.spark_partition_id())  # these are in the order of the input
        sizes = placed.groupBy("stretch").agg(f.count("*"), f.sum("turns")).collect()
        before: dict[int, int] = {}
        conversations = turns = 0
        for stretch, size, said in sorted(map(tuple, sizes)):
            before[stretch] = conversations
            conversations, turns = conversations + size, turns + said
        noted = placed.select("stretch", "noted")
        parts = mapped(noted, partial(many.parts, judge=run.corpus, before=before), many.PARTS)
        by_key = parts.repartition("rule", "key").sortWithinPartitions("rule", "key", "number")
        told = mapped(by_key, partial(many.told, judge=run.corpus, conversations=conversations), many.TOLD)
        heard = [(rule, json.loads(key), json.loads(one)) for rule, key, one in told.collect()]
        run.hear(heard, conversations, turns)
        return run

    def _said(self, source: Source, done: Any) -> Iterator[Problem]:  # noqa: ANN401
        """Write all that is wrong with the input as a table, and yield the first of it; keep what is our own fault."""
        said = done.where(done["kind"] == PROBLEM).select("file", "data")
        rows = mapped(said, partial(scoring.told, shown=source.shown), PROBLEMS)
        own = self._local([list(asdict(problem).values()) for problem in self._broken], PROBLEMS)
        self._write(own.union(rows) if self._broken else rows, "problems")
        for file, data in said.limit(SHOWN).collect():
            yield problem_in(source.shown[file], json.loads(data))
        for file, data in done.where(done["kind"] == BUG).select("file", "data").limit(SHOWN).collect():
            name, error = json.loads(data)
            self.bugs.append(f"{source.shown[file]}: conversation {name}: {error}")

    def _scripts(self, source: Source, done: Any) -> Iterator[Problem]:  # noqa: ANN401
        found = done.where(done["kind"] == SCRIPTED).groupBy("file").count().collect()
        for file, count in sorted(map(tuple, found)):
            yield problem_in(source.shown[file], not_scored(count))

    def _place(self, name: str) -> str:
        return f"{rooted(self.out).rstrip('/')}/{name}.parquet"

    def _local(self, rows: Any, columns: Mapping[str, str]) -> Any:  # noqa: ANN401
        return self.spark.createDataFrame([tuple(row) for row in rows], ddl(columns)).coalesce(1)

    def _write(self, table: Any, name: str) -> None:  # noqa: ANN401
        table.write.mode("overwrite").parquet(self._place(name))
