"""Bars, and files that appear whole or not at all."""

import csv
import gc
import io
from dataclasses import replace
from pathlib import Path

import pytest

from csmistakes.errors import UsageError
from csmistakes.exports.csv_folder import CsvFolder
from csmistakes.exports.files import Draft
from csmistakes.exports.json_file import JsonFile
from csmistakes.exports.parquet_folder import ParquetFolder
from csmistakes.exports.summary import bar, print_summary, spark
from csmistakes.exports.tables import about
from csmistakes.finding import Evidence, Finding, Severity, Summary
from csmistakes.scoring.card import Band
from csmistakes.scoring.result import Made, Problem, Read, Scores, scores_of
from csmistakes.scoring.rows import Record
from tests.scoring.records import CARD, archive, record, totals_of


def rate(agent: str, _: str, week: int) -> float:
    return {"a001": 0.9, "a002": 0.9 * week / 11}.get(agent, 0.3)


def scores(records: list[Record] | None = None, *, done: int = 1) -> Scores:
    where = (Evidence("p", "c1", 2),)
    message = "Again \x1b[31mand [bold]again."
    found = Finding("again", "Again", Severity.ERROR, message, "f", (), "x", subject="I", evidence=where)
    rows = archive(rate, agents=20, teams=2, each=60) if records is None else records
    read = Read(1, done, 0, (Problem("p", 3, "torn"),))
    summary = Summary((found,), ("trend: too few",), 1, 4, 1, 0, 0)
    return scores_of(totals_of(rows), Made("1", "c", CARD), read, summary)


def shown(result: Scores, width: int, *, color: bool = False) -> str:
    out = io.StringIO()
    print_summary(result, {"curt": "Being curt"}, out, width=width, color=color)
    return out.getvalue()


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_the_summary_says_who_stands_out_and_fits(width: int) -> None:
    text = shown(scores(), width)
    assert max(map(len, text.splitlines())) <= width
    flat = " ".join(text.split())
    assert "agent a001: worse than the rest of t1" in flat
    assert "agent a001: “Being curt” more often than the rest of t1" in flat
    assert "agent a002: declines, -" in flat
    assert "8 more are in the files" in flat
    agents = [line for line in text.splitlines() if line.startswith("a0")]
    assert [line[:4] for line in agents[:3]] == ["a001", "a000", "a002"]  # who differs for sure, then by name
    assert "trend: too few" in flat
    assert "[bold]again" in flat
    assert "\x1b" not in text
    assert "by week" in text if width >= 80 else "by week" not in text


def test_the_summary_of_little_of_a_part_and_of_nothing() -> None:
    few = shown(scores([record(1, {"curt": 0}, None, None, None)], done=0), 100)
    assert "No agent or team was compared: that takes 30" in few
    assert "1 conversation," in few
    assert "By week" not in few
    assert "Not all of it: 0 of 1 files" in few
    assert "No score" in shown(scores([record(1, {})]), 100)
    assert shown(scores([]), 100) == "No conversations were scored.\n"
    assert "\x1b[1m" in shown(scores([record(1, {"curt": 0})]), 100, color=True)


def test_nothing_shown_is_told_from_nothing_compared() -> None:
    alike = list(archive(lambda *_: 0.0, agents=2, teams=1, each=40))
    dated = shown(scores(alike), 100)
    assert "Nothing: no agent or team differs, and nothing changes" in dated
    undated = [replace(one, conversation=replace(one.conversation, week=None)) for one in alike]
    assert "Dates are too few for a trend" in shown(scores(undated), 100)
    alone = shown(scores(list(archive(lambda *_: 0.0, agents=1, teams=1, each=40))), 100)
    assert "No agent or team was compared" in alone
    assert "Nothing changes by more than chance" in " ".join(alone.split())


def test_what_rules_say_of_many_conversations_is_not_called_more_than_chance() -> None:
    before, heading, after = shown(scores(), 100).partition("Over many conversations, by thresholds of the rules")
    assert heading
    for said in ("again: Again", "trend: too few"):
        assert said in after
        assert said not in before


def test_bands_are_counted_and_a_mean_has_none() -> None:
    bad = [record(number, {"curt": 1}) for number in range(3)]
    good = [record(number, {"curt": 0}) for number in range(3, 20)]
    card = replace(CARD, bands=(Band("good", 80, ""), Band("bad", 0, "")))
    result = scores_of(
        totals_of([*bad, *good]), Made("1", "c", card), Read(1, 1, 0, ()), Summary((), (), 1, 4, 1, 0, 0)
    )
    assert result.bands == (("good", 17), ("bad", 3))
    assert "the mean of 20\ngood 17 · bad 3\n" in shown(result, 100)
    assert about(result)["bands"] == {"good": 17, "bad": 3}


def test_the_mistake_of_most_conversations_comes_first_not_one_of_one() -> None:
    rows = [record(0, {"late": 1}), *(record(number, {"curt": int(number < 5)}) for number in range(1, 20))]
    text = shown(scores(rows), 100)
    assert text.index("Being curt") < text.index("late ")


def test_weeks_stand_above_each_other_and_none_is_left_out() -> None:
    rows = [
        record(number, {"curt": int(number % 3 > 0)}, "Ann" if number % 3 else "Bo", week=(0, 1, 4)[number % 3])
        for number in range(120)
    ]
    lines = shown(scores(rows), 200).splitlines()
    assert "By week  █▁  ▁  2025-W50 to 2026-W02, 50.0 to 100.0" in lines
    assert next(line for line in lines if line.startswith("Being curt")).rstrip().endswith("▁█  █")
    assert next(line for line in lines if line.startswith("Ann")).rstrip().endswith(" ▄  ▄")


def test_a_long_name_does_not_flood_the_screen() -> None:
    text = shown(scores([record(number, {"curt": 1}, "x" * 3000) for number in range(40)]), 120)
    assert "x" * 39 + "…" in text
    assert "x" * 40 not in text


def test_bars_and_sparks() -> None:
    assert (bar(0.5), bar(0.0)) == ("█" * 10 + "·" * 10, "·" * 20)
    assert [spark(values) for values in ([1], [1, 2, None, 3], [2, 2])] == ["", "▁▅ █", "▄▄"]


def test_a_draft_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "a.txt"
    draft = Draft(path)
    draft.part.write_text("half", encoding="utf-8")
    assert not path.exists()
    draft.publish()
    assert path.read_text(encoding="utf-8") == "half"
    with pytest.raises(UsageError, match=r"a\.txt: cannot be written"):
        draft.publish()


def test_what_is_never_published_leaves_nothing_behind(tmp_path: Path) -> None:
    folder = CsvFolder(tmp_path)
    assert (tmp_path / ".findings.csv.part").exists()
    del folder
    gc.collect()
    assert list(tmp_path.iterdir()) == []


def test_a_csv_holds_any_text_and_runs_none(tmp_path: Path) -> None:
    one = record(1, {"curt": 1})
    folder = CsvFolder(tmp_path)
    folder.add(replace(one, conversation=replace(one.conversation, conversation="=half\ud800", path="-")))
    folder.finish(scores([]))
    with (tmp_path / "conversations.csv").open(encoding="utf-8", newline="") as file:
        [row] = csv.DictReader(file)
    assert (row["conversation"], row["path"]) == ("'=half?", "-")


def test_what_cannot_be_written_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    for kind in (CsvFolder, ParquetFolder):
        with pytest.raises(UsageError, match="cannot be written"):
            kind(tmp_path / "file" / "out")
    with pytest.raises(UsageError, match="cannot be written"):
        JsonFile(tmp_path / "file" / "out.json")


def test_many_rows_go_to_parquet_in_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pyarrow.parquet as pq

    monkeypatch.setattr("csmistakes.exports.parquet_folder._GROUP", 3)
    folder = ParquetFolder(tmp_path)
    for number in range(7):
        folder.add(record(number, {"curt": number}))
    folder.finish(scores([]))
    stored = pq.ParquetFile(tmp_path / "opportunities.parquet")
    assert (stored.metadata.num_rows, stored.metadata.num_row_groups) == (7, 3)
    assert b'"csmistakes": "1"' in stored.metadata.metadata[b"csmistakes"]
