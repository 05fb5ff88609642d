"""A profiled run finds what a run finds, and says where the time went; another run knows nothing of it."""

import subprocess
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from csmistakes.catalogue import load
from csmistakes.conversation import Conversation, Role, Turn
from csmistakes.options import EVERYTHING
from csmistakes.pipeline import Run
from csmistakes.profiling import DEAREST, ProfiledRun, Stopwatch
from tests.building import write_catalogue

TALK = Conversation("t", (Turn(Role.CUSTOMER, "hello there"), Turn(Role.AGENT, "shut up")), path="t.txt")


def test_each_moment_belongs_to_the_innermost_stage() -> None:
    now = [0.0]
    watch = Stopwatch(lambda: now[0])

    def items() -> object:
        for _ in range(2):
            now[0] += 5
            with watch.within("recognise"):
                now[0] += 3
            yield 1

    now[0] = 7
    watch.switch("report")
    for _ in watch.each("read", items()):  # type: ignore[arg-type]
        now[0] += 2
    watch.switch("report")
    assert watch.seconds == {"start": 7, "read": 10, "recognise": 6, "judge": 0, "report": 4}


def test_a_stage_that_breaks_off_is_over() -> None:
    now = [0.0]
    watch = Stopwatch(lambda: now[0])

    def broken() -> Iterator[int]:
        now[0] += 1
        yield 1 // 0

    with pytest.raises(ZeroDivisionError):
        next(watch.each("judge", broken()))
    now[0] += 2
    watch.switch("start")
    assert (watch.seconds["judge"], watch.seconds["start"]) == (1, 2)


def test_a_profiled_run_finds_the_same(tmp_path: Path) -> None:
    catalogue = load([write_catalogue(tmp_path)], with_shipped=False)
    plain, profiled = Run(catalogue), ProfiledRun(catalogue, EVERYTHING, count(1).__next__)
    expected = list(plain.check([TALK]))
    assert expected[0].findings
    assert list(profiled.check([TALK])) == expected
    assert profiled.summary() == plain.summary()
    lines = list(profiled.profile())
    assert [line.split()[2] for line in lines[1:6]] == ["start", "read", "recognise", "judge", "report"]
    stages, whole = [float(line.split()[0]) for line in lines[1:6]], float(lines[6].split()[0])
    assert min(stages) > 0
    assert sum(stages) == whole
    assert [line.split()[1] for line in lines[8:]] == ["being-rude"]
    assert float(lines[8].split()[0]) >= 1


def test_the_dearest_rules_come_first() -> None:
    run = ProfiledRun(load(), EVERYTHING)
    list(run.check([TALK]))
    seconds = [float(line.split()[0]) for line in list(run.profile())[8:]]
    assert len(seconds) == DEAREST
    assert seconds == sorted(seconds, reverse=True)


def test_the_profile_goes_to_standard_error_and_is_off_unless_asked_for(tmp_path: Path) -> None:
    talk = tmp_path / "talk.txt"
    talk.write_text("Customer: hello\nAgent: shut up\n", encoding="utf-8")

    def check(*options: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-X", "importtime", "-m", "csmistakes", "check", str(talk), "--exit-zero", *options]
        return subprocess.run(command, capture_output=True, text=True, check=True)

    usual, profiled = check(), check("--profile")
    assert usual.stdout == profiled.stdout
    assert "by stage" in profiled.stderr
    assert "by stage" not in usual.stderr
    assert "csmistakes.profiling" not in usual.stderr  # not even imported
