"""The Spark session of a run: found or started, with settings of its own, and what goes wrong told in plain words."""

from __future__ import annotations

import importlib
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from csmistakes.errors import UsageError
from csmistakes.expressions import expression

_APP = "csmistakes score"
_SETTINGS = {
    "spark.sql.session.timeZone": "UTC",  # as everywhere in csmistakes
    "spark.sql.caseSensitive": "true",
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",  # a team called 007 stays one
    "spark.sql.execution.arrow.maxRecordsPerBatch": "500",  # conversations that Python holds at a time
}
_HINT = expression(r"\s+")
_LENGTH = 300  # characters of an error of Spark's that people are shown


@contextmanager
def session(settings: Mapping[str, str]) -> Iterator[Any]:
    """Give a session with `settings`; one that is there already (a notebook's, say) is used, and left running.

    UsageError if pyspark or Java is missing, or Spark does not start.
    """
    sql = _pyspark()
    mine = sql.SparkSession.getActiveSession() is None
    builder = sql.SparkSession.builder.appName(_APP)
    for key, value in ({"spark.ui.showConsoleProgress": "false"} | dict(settings) if mine else settings).items():
        builder = builder.config(key, value)
    try:
        found = builder.getOrCreate()
    except Exception as error:
        raise UsageError(f"Spark does not start: {told(error)}", advice="see its log above") from error
    try:
        if mine:
            found.sparkContext.setLogLevel("ERROR")
        own = found.newSession()
        for key, value in _SETTINGS.items():
            own.conf.set(key, value)
        yield own
    finally:
        if mine:
            found.stop()


def told(error: Exception) -> str:
    """Return what an error of Spark's says first, on one line."""
    text = str(getattr(error, "desc", None) or error)
    return _HINT.sub(" ", text.partition("\n\tat ")[0]).strip()[:_LENGTH]


def _pyspark() -> Any:  # noqa: ANN401  (a module that need not be there)
    try:
        for name in ("pyarrow", "pandas"):  # which it would ask for in the middle of the work
            importlib.import_module(name)
        sql = importlib.import_module("pyspark.sql")
    except ImportError as error:
        advice = "pip install 'csmistakes[spark]'"
        raise UsageError(f"--engine spark needs {error.name or 'pyspark'}", advice=advice) from None
    home = os.environ.get("JAVA_HOME")
    program = shutil.which(str(Path(home, "bin", "java"))) if home else shutil.which("java")
    if program is None:
        where = f"there is none in JAVA_HOME ({home})" if home else "there is none on this machine"
        advice = "install Java 17 or later, for example openjdk-17-jre-headless, or set JAVA_HOME"
        raise UsageError(f"--engine spark needs Java: {where}", advice=advice)
    return sql
