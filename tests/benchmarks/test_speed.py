"""The benchmark of speed: its text, the cost of a process, what becomes of a tool that is not there, its page."""

import json
import sys
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from benchmarks.plain import MOST
from benchmarks.speed import __main__ as command
from benchmarks.speed.inside import cut, doubled_phrases, read
from benchmarks.speed.measuring import Plan, beside_others
from benchmarks.speed.processes import Cost, run
from benchmarks.speed.rivals import NotToBeHadError, Rival, installed
from benchmarks.speed.rounds import in_turn, ratio, spread
from benchmarks.speed.scenes import CLEAN, WITH_FINDINGS
from benchmarks.speed.text import records_of, repeated, words_of, write
from benchmarks.speed_page import main as speed_page
from csmistakes.catalogue import load
from csmistakes.options import EVERYTHING
from csmistakes.pipeline import Run
from tests.building import write_catalogue

RUN = CliRunner()
LINES = (
    {"role": "customer", "text": "Order 4711 for Marta is late, says Marta."},
    {"role": "agent", "text": "I see, Marta will have it at 10."},
)
RECORD: dict[str, Any] = {"id": "a", "turns": list(LINES)}


def test_text_is_repeated_with_other_names_and_numbers() -> None:
    first, second, third = islice(repeated([RECORD], 40), 3)
    assert first == RECORD
    said = [turn["text"] for turn in second["turns"]]
    name = said[0].split()[3]
    assert name != "Marta"
    assert said[0].endswith(f"says {name}.")  # the same all through a conversation
    assert said[1].startswith(f"I see, {name} will")
    assert "4711" not in said[0]
    assert [words_of(each) for each in (first, second, third)] == [16, 16, 16]
    assert [each["id"] for each in (first, second, third)] == ["a", "a-1", "a-2"]
    assert list(repeated([RECORD], 40)) == list(repeated([RECORD], 40))


def test_text_is_written_in_the_forms_that_tools_read(tmp_path: Path) -> None:
    text = write([RECORD, CLEAN], tmp_path, "t")
    assert (text.words, text.conversations) == (16 + words_of(CLEAN), 2)
    assert [each.id for each in read(str(text.native))] == ["a", "clean"]
    assert text.plain.read_text(encoding="utf-8").split("\n\n")[1] == LINES[1]["text"]
    segments = json.loads(text.segments.read_text(encoding="utf-8"))
    assert segments[1] == {"role": "agent", "text": LINES[1]["text"], "start": 1, "end": 2}
    assert records_of([text.native]) == [RECORD, CLEAN]


def test_one_short_conversation_is_clean_and_the_other_is_not(tmp_path: Path) -> None:
    text = write([CLEAN, WITH_FINDINGS], tmp_path, "t")
    checked = list(Run(load(), EVERYTHING).check(read(str(text.native))))
    assert [len(item.conversation.turns) for item in checked] == [10, 10]
    assert [bool(item.findings) for item in checked] == [False, True]


def test_conversations_are_cut_anew_and_phrases_doubled(tmp_path: Path) -> None:
    conversations = read(str(write([CLEAN, WITH_FINDINGS], tmp_path, "t").native))
    assert [len(each.turns) for each in cut(conversations, 8)] == [8, 8, 4]
    before, after = (
        [phrase for signal in each.signals for said in signal.say.values() for phrase in said]
        for each in (load(), doubled_phrases(load()))
    )
    assert set(before) < set(after)
    assert len(after) > 1.9 * len(before)


def test_the_cost_of_a_process_and_its_children() -> None:
    child = "import time; x = bytearray(90_000_000); [i * i for i in range(3_000_000)]; time.sleep(0.1)"
    start = f"sys.exit(subprocess.call([sys.executable, '-c', {child!r}]) + 3)"
    code = f"import subprocess, sys; print('begun', flush=True); {start}"
    cost = run([sys.executable, "-c", code])
    assert (cost.status, cost.output) == (3, b"begun\n")
    assert cost.megabytes > 90
    assert cost.cpu > 0.05
    assert cost.first is not None
    assert cost.first < cost.wall
    assert run([sys.executable, "-c", "pass"]).first is None


def test_commands_are_run_in_turn() -> None:
    order: list[str] = []
    cost = run([sys.executable, "-c", "pass"])

    def noted(name: str) -> Cost:
        order.append(name)
        return cost

    in_turn({"a": lambda: noted("a"), "b": lambda: noted("b")}, 2, lambda _: None)
    assert order == ["a", "b", "a", "b"]
    assert spread([3, 1, 2]) == {"median": 2, "low": 1, "high": 3}
    assert ratio([2, 9], [1, 3]) == {"median": 2.5, "low": 2, "high": 3}


def test_a_tool_that_cannot_be_installed_or_run_is_named_and_the_others_are_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = Rival("here", "nothing", lambda *_: [sys.executable, "-c", "pass"], share=1)
    broken = Rival("broken", "nothing", lambda *_: [sys.executable, "-c", "raise SystemExit(7)"], share=1)
    absent = Rival("absent", "nothing", lambda *_: ["x"], "npm", ("x",), share=1)
    monkeypatch.setattr("shutil.which", lambda _: None)
    text = write([WITH_FINDINGS], tmp_path, "t")
    figures = beside_others([absent, broken, here], {1: text}, text, Plan(1, tmp_path, True, lambda _: None))
    assert figures["missing"] == {
        "absent": "npm is not on this machine",
        "broken": "ended with status 7 on a short text",
    }
    assert list(figures["groups"][0]["tools"]) == ["csmistakes", "here"]
    assert figures["groups"][0]["tools"]["here"]["times_ours"]["median"] < 1


def test_a_quick_run_installs_nothing(tmp_path: Path) -> None:
    with pytest.raises(NotToBeHadError, match="without --quick"):
        installed(Rival("x", "", lambda *_: [], "pip", ("x",)), tmp_path, may_install=False)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--rivals", "nobody"], "'nobody' is none of proselint"),
        (["--parts", "nothing"], "'nothing' is none of others"),
        (["--text", "empty.jsonl"], "no words in"),
    ],
)
def test_wrong_usage(options: list[str], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty.jsonl").write_text('{"turns": []}\n', encoding="utf-8")
    result = RUN.invoke(command.main, [*options, "--to", str(tmp_path / "x.json")])
    assert result.exit_code == 2
    assert words in result.output


def test_a_part_is_kept_beside_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue = load([write_catalogue(tmp_path / "rules")], with_shipped=False)
    monkeypatch.setattr(command, "load", lambda: catalogue)
    kept = tmp_path / "speed.json"
    kept.write_text('{"starts": "as they were"}', encoding="utf-8")
    done = RUN.invoke(command.main, ["--parts", "plain", "--to", str(kept)])
    assert done.exit_code == 0, done.output
    result = json.loads(kept.read_text(encoding="utf-8"))
    assert result["starts"] == "as they were"
    assert result["plain"]["figures"] == {"phrases": 4, "patterns": 4, "left_out": 0, "most": MOST}


def test_the_page_is_built_from_the_result_and_checked(tmp_path: Path) -> None:
    page = tmp_path / "performance.md"
    assert RUN.invoke(speed_page, ["--to", str(page), "--check"]).exit_code == 1
    assert RUN.invoke(speed_page, ["--to", str(page)]).exit_code == 0
    assert RUN.invoke(speed_page, ["--to", str(page), "--check"]).exit_code == 0
    assert "$" not in page.read_text(encoding="utf-8")


def test_no_page_is_built_from_half_a_result(tmp_path: Path) -> None:
    missing = RUN.invoke(speed_page, ["--result", str(tmp_path / "none.json")])
    assert (missing.exit_code, "run benchmarks.speed first" in missing.output) == (2, True)
    (tmp_path / "half.json").write_text('{"memory": {}}', encoding="utf-8")
    half = RUN.invoke(speed_page, ["--result", str(tmp_path / "half.json")])
    assert (half.exit_code, "--parts others,starts,inside,plain" in half.output) == (2, True)
