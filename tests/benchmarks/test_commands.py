"""The commands, from labelled files to the page."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks.measured import main as measured
from benchmarks.quality import main as quality
from benchmarks.quality_page import main as quality_page
from tests.benchmarks.labelled_sets import RECORDS, write_set

RUN = CliRunner()


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("measured")
    # Enough for the classifier's folds, and too little for it to learn anything.
    records = [{**record, "id": f"{record['id']}{k}"} for k in range(4) for record in RECORDS]
    prefixes = [write_set(folder, name, records) for name in ("real-dev", "real-check")]
    made = RUN.invoke(quality, [*prefixes, "--results", str(folder / "results")])
    assert made.exit_code == 0, made.output
    return folder / "results"


def test_a_measurement_is_kept_without_a_word_of_the_conversations(results: Path) -> None:
    assert sorted(path.name for path in results.iterdir()) == ["real-check.json", "real-dev.json"]
    text = (results / "real-dev.json").read_text(encoding="utf-8")
    kept = json.loads(text)
    assert (kept["conversations"], kept["turns"], kept["clear_labels"]) == (12, 24, 8)
    assert set(kept["csmistakes"]["by_channel"]) == {"chat", "email"}
    assert set(kept["csmistakes"]["by_source"]) == {"shop", "bank"}
    keywords = kept["baselines"]["keywords"]["summary"]["by_mistake"]
    assert keywords["impatience"]["recall"]["value"] == 1
    for record in RECORDS:
        assert all(line[3:] not in text for line in record["lines"])
        assert record["id"] not in text


def test_errors_are_printed_with_their_text(tmp_path: Path) -> None:
    lines = ["C: a neutral word", "A: a neutral answer"]
    record = {"id": "1", "lines": lines, "labels": [{"mistake": "jargon", "turn": 1, "why": "says flux"}]}
    shown = RUN.invoke(quality, [write_set(tmp_path, "own", [record]), "--quick", "--errors", "1"])
    assert shown.exit_code == 0, shown.output
    assert "jargon: 1 missed" in shown.output
    assert "says flux" in shown.output
    assert "a neutral answer" in shown.output
    assert "written to" not in shown.output


def test_errors_of_a_set_that_is_kept_unread_are_refused(tmp_path: Path) -> None:
    shown = RUN.invoke(quality, [write_set(tmp_path, "own-check", RECORDS), "--quick", "--errors", "1"])
    assert shown.exit_code == 2
    assert "own-check is kept unread" in shown.output


def test_a_set_that_is_not_there_is_refused() -> None:
    assert RUN.invoke(quality, ["nowhere"]).exit_code == 2


def test_the_page_is_built_from_the_results_and_checked(results: Path, tmp_path: Path) -> None:
    page = tmp_path / "quality.md"
    given = ["--results", str(results), "--to", str(page)]
    assert RUN.invoke(quality_page, [*given, "--check"]).exit_code == 1
    assert RUN.invoke(quality_page, given).exit_code == 0
    assert RUN.invoke(quality_page, [*given, "--check"]).exit_code == 0
    text = page.read_text(encoding="utf-8")
    assert "$" not in text
    assert "### real-dev" in text
    assert "| real |" in text  # what -dev and -check differ by
    page.write_text(text.replace("12", "13"), encoding="utf-8")
    checked = RUN.invoke(quality_page, [*given, "--check"])
    assert checked.exit_code == 1
    assert checked.output.startswith("---")


def test_the_figures_of_each_rule_are_pooled_over_real_conversations(results: Path, tmp_path: Path) -> None:
    import yaml

    file = tmp_path / "measured.yaml"
    assert RUN.invoke(measured, ["--results", str(results), "--to", str(file)]).exit_code == 0
    kept = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert len(kept) == 38
    assert kept["no-empathy"]["cases"] == 8
    assert kept["no-empathy"]["on"] == ["real-check", "real-dev"]
    assert kept["jargon"] | {"on": []} == {"precision": None, "recall": None, "reports": 0, "cases": 0, "on": []}


@pytest.mark.parametrize("command", [quality_page, measured])
def test_nothing_is_made_of_no_results(command: object, tmp_path: Path) -> None:
    made = RUN.invoke(command, ["--results", str(tmp_path), "--to", str(tmp_path / "x")])  # type: ignore[arg-type]
    assert made.exit_code == 2
    assert "run benchmarks.quality first" in made.output
