"""csmistakes score --engine spark: what is asked for in a wrong way, or is not there, before Spark is started."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from csmistakes.cli import program

Spark = Callable[..., str]


@pytest.fixture
def spark(desk: Path) -> Spark:  # noqa: ARG001
    """Run the command, which must be refused, and return what it says."""

    def invoke(*args: str, **environ: str) -> str:
        result = CliRunner().invoke(program, ["score", "--engine", "spark", *args], env=environ, prog_name="csmistakes")
        assert result.exit_code == 2
        return result.stderr

    return invoke


def test_it_takes_an_input_and_an_output(spark: Spark) -> None:
    assert "csmistakes score --engine spark IN OUT" in spark("talks")
    assert "--csv does not go with --engine spark" in spark("talks", "out", "--csv", "there")
    assert "--spark-conf spark.master: no value" in spark("talks", "out", "--spark-conf", "spark.master")


@pytest.mark.parametrize("name", ["pyspark", "pandas", "pyarrow"])
def test_without_the_extra(spark: Spark, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    for other in {"pandas", "pyspark"} - {name}:
        monkeypatch.setitem(sys.modules, other, sys)  # stands for one that is there
    monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setitem(sys.modules, "pyspark.sql", None if name == "pyspark" else sys)
    assert "pip install 'csmistakes[spark]'" in spark("talks", "out")


def test_without_java(spark: Spark, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("pandas", "pyspark.sql"):
        monkeypatch.setitem(sys.modules, name, sys)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    assert "needs Java: there is none on this machine (install Java 17" in spark("talks", "out", PATH=str(tmp_path))
    assert f"there is none in JAVA_HOME ({tmp_path})" in spark("talks", "out", JAVA_HOME=str(tmp_path))
