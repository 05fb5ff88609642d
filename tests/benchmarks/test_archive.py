"""The synthetic archive: the same every time, with what is planted in it and nothing beside."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from benchmarks import archive
from benchmarks.speed.processes import Cost

FIGURES: dict[str, Any] = {
    "comparisons": [{"kind": "team", "name": "team-6", "of": archive.REPEATED, "verdict": "worse"}],
    "trends": [
        {"kind": "agent", "name": archive.IMPROVES, "verdict": "improves"},
        {"kind": "agent", "name": archive.DECLINES, "verdict": "declines"},
        {"kind": "agent", "name": "agent-000", "verdict": "no change shown"},
    ],
    "corpus": [],
}


def test_an_archive_is_the_same_every_time(tmp_path: Path) -> None:
    for name in "ab":
        archive.write(tmp_path / name, 240, 50, 7)
    assert len(list((tmp_path / "a").iterdir())) == archive.WEEKS
    lines = [
        [gzip.decompress(path.read_bytes()) for path in sorted((tmp_path / name).iterdir())] for name in ("a", "b")
    ]
    assert lines[0] == lines[1]
    records = [json.loads(line) for week in lines[0] for line in week.splitlines()]
    assert len(records) == 240
    assert len({record["id"] for record in records}) == 240
    assert len(records[0]["turns"]) == 8


def wrong(agent: str, team: str, mistake: str, weeks: range) -> float:
    return sum(archive._rate(mistake, agent, team, week) for week in weeks) / len(weeks)  # noqa: SLF001


def test_who_changes_is_over_all_weeks_as_good_as_everybody() -> None:
    early, late, all_weeks = range(6), range(6, 12), range(12)
    for agent, is_better in ((archive.IMPROVES, True), (archive.DECLINES, False)):
        assert wrong(agent, "team-1", "jargon", all_weeks) == pytest.approx(archive.BASE)
        assert (wrong(agent, "team-1", "jargon", early) > wrong(agent, "team-1", "jargon", late)) is is_better
    assert wrong("agent-006", archive.REPEATS, archive.REPEATED, all_weeks) == archive.REPEATED_RATE
    assert wrong("agent-006", archive.REPEATS, "jargon", all_weeks) == pytest.approx(archive.BASE)


def test_what_is_said_is_compared_with_what_was_planted() -> None:
    assert archive.flagged(FIGURES) == archive.PLANTED
    assert archive.follows(("team", "team-6", "score", "worse"))
    assert archive.follows(("corpus", "not-improving", f"agent-016: {archive.REPEATED}", ""))
    assert not archive.follows(("corpus", "not-improving", "agent-016: jargon", ""))
    assert not archive.follows(("corpus", "not-improving", f"agent-017: {archive.REPEATED}", ""))
    assert not archive.follows(("agent", "agent-000", "score", "worse"))


@pytest.mark.parametrize(("more", "status"), [({}, 0), ({"comparisons": []}, 1)])
def test_the_command_says_what_was_found(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, more: dict[str, Any], status: int
) -> None:
    def run(command: list[str]) -> Cost:
        Path(command[-1]).write_text(json.dumps({**FIGURES, **more}), encoding="utf-8")
        return Cost(wall=2.0, cpu=3.0, megabytes=400.0, first=None, status=0, output=b"")

    monkeypatch.setattr(archive, "run", run)
    result = CliRunner().invoke(archive.main, ["--conversations", "60", "--agents", "50", "--keep", str(tmp_path)])
    assert result.exit_code == status, result.output
    assert f"found  agent {archive.IMPROVES} trend improves" in result.output
    assert ("MISSED" in result.output) == bool(status)
    assert "60 conversations in 2 s with 2 jobs (30 a second), 3 s of processors, 400 MB" in result.output


def test_all_outputs_are_written_in_one_pass(tmp_path: Path) -> None:
    archive.write(tmp_path / "archive", 60, 50, 1)
    cost = archive.scored(tmp_path, jobs=1)
    assert cost.megabytes > 50
    made = {"archive", "r.html", "csv", "parquet", "h.duckdb", "scores.json"}
    assert {path.name for path in tmp_path.iterdir()} == made
    (tmp_path / "h.duckdb").write_text("no database", encoding="utf-8")
    with pytest.raises(SystemExit, match="ended with 2"):
        archive.scored(tmp_path, jobs=1)
