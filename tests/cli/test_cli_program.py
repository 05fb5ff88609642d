"""The program as a whole: start-up, help, closed pipes, failures at the boundary, and the progress bar."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from csmistakes import __version__
from csmistakes.cli import main, program
from csmistakes.cli.errors import Status, close_quietly, guarded
from csmistakes.cli.output import opened, wants_color
from csmistakes.cli.program import COMMANDS
from csmistakes.cli.progress import Progress
from csmistakes.errors import CatalogueError, CsmistakesError

MAIN = "from csmistakes.cli import main; main()"


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def commands() -> Iterator[tuple[str, click.Command]]:
    with click.Context(program) as ctx:
        for name in program.list_commands(ctx):
            command = program.get_command(ctx, name)
            assert command is not None
            yield name, command
            if isinstance(command, click.Group):
                yield from ((f"{name} {sub}", inner) for sub, inner in command.commands.items())


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version_load_next_to_nothing(option: str) -> None:
    """What makes starting slow is importing, so what is imported is what is tested."""
    code = f"import sys; sys.argv[1:] = [{option!r}]\ntry:\n    {MAIN}\nfinally:\n    print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    modules = set(done.stdout.splitlines()[-1].split())
    assert not modules & {"spacy", "numpy", "yaml", "rich", "csmistakes.pipeline", "csmistakes.cli.check"}
    assert __version__ in done.stdout or "Exit codes:" in done.stdout


@pytest.mark.parametrize(
    "arguments", [["explain", "runaround"], ["rules", "list"], ["rules", "list", "--by", "article"]]
)
def test_showing_rules_loads_little(arguments: list[str]) -> None:
    """The catalogue comes from the cache, where the first of two runs has put it."""
    code = f"import sys; sys.argv[1:] = {arguments!r}\ntry:\n    {MAIN}\nfinally:\n    print(*sorted(sys.modules))"
    subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    modules = set(done.stdout.splitlines()[-1].split())
    heavy = {"spacy", "numpy", "yaml", "sqlite3", "difflib", "tempfile", "traceback", "importlib.metadata"}
    assert not modules & heavy
    ours = {name.partition(".")[2].partition(".")[0] for name in modules if name.startswith("csmistakes.")}
    assert not ours & {"recognition", "judging", "readers", "pipeline", "results"}


def test_check_starts_without_what_few_runs_need() -> None:
    code = "import sys, csmistakes.cli.check; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    modules = set(done.stdout.split())
    assert not modules & {"spacy", "numpy", "yaml", "subprocess", "tempfile", "difflib"}
    assert not any(name.startswith(("csmistakes.readers.formats.", "csmistakes.readers.scripts.")) for name in modules)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no process is forked")
def test_no_thread_is_there_when_processes_are_forked() -> None:
    talk = Path(__file__).parents[2] / "examples" / "transcripts" / "call-energy-argument.txt"
    code = f"""
import os, sys
from csmistakes import sharing, workers

def counted(*args, start=workers._started):
    print(len(os.listdir("/proc/self/task")))
    return start(*args)

workers._started, sharing.WORTH = counted, 1
sys.argv[1:] = ["check", "--no-cache", "--jobs", "2", {str(talk)!r}]
{MAIN}
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[0] == "1"


@pytest.mark.parametrize(("name", "command"), list(commands()))
def test_every_command_and_option_has_help(name: str, command: click.Command) -> None:
    assert command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{name} {parameter.name}"
    if name in COMMANDS:
        assert COMMANDS[name][1] == command.short_help
    result = CliRunner().invoke(program, [*name.split(), "--help"])
    assert result.exit_code == 0


def test_a_closed_pipe_is_quiet(talk: Callable[..., Path], desk: Path) -> None:
    for number in range(300):
        talk("You need to calm down.", f"talks/{number}.jsonl")
    command = [sys.executable, "-c", MAIN, "rules", "list", "--by", "article", "--output-format", "json"]
    for arguments in (command, [sys.executable, "-c", MAIN, "check", str(desk / "talks")]):
        started = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=desk)
        assert started.stdout is not None
        assert started.stderr is not None
        started.stdout.close()
        assert started.stderr.read() == b""
        assert started.wait(timeout=60) in {0, 1}
        started.stderr.close()


def test_a_pipe_closed_in_the_midst_of_a_report(run: Callable[..., Result], talk: Callable[..., Path]) -> None:
    """What was found until then decides the exit code."""
    talk("curt")

    def add(*_: object) -> None:
        raise BrokenPipeError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("csmistakes.reporters.concise.Report.add", add)
        result = run("check", ".", "--output-format", "concise")
    assert (result.exit_code, result.output) == (1, "")


def test_main_uses_the_arguments_of_the_process(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["csmistakes", "--version"])
    with pytest.raises(SystemExit) as caught:
        main()
    assert caught.value.code == 0
    assert capsys.readouterr().out == f"csmistakes {__version__}\n"


def failing(error: BaseException) -> Callable[[], object]:
    def fail() -> object:
        raise error

    return fail


def test_the_boundary(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    problems = [CsmistakesError("no “when”", path="a.yaml", line=3), CsmistakesError("bad \x1b[31m", path="b.yaml")]
    assert guarded(failing(CatalogueError(problems)), debug=False) == Status.WRONG
    assert capsys.readouterr().err == "error: a.yaml:3: no “when”\nerror: b.yaml: bad ␛[31m\n"
    assert guarded(failing(click.Abort()), debug=False) == Status.INTERRUPTED
    assert guarded(failing(BrokenPipeError()), debug=False) == Status.CLEAN
    assert guarded(lambda: None, debug=False) == Status.CLEAN
    assert guarded(lambda: Status.FINDINGS, debug=False) == Status.FINDINGS
    with pytest.raises(click.UsageError):
        guarded(failing(click.UsageError("no")), debug=False)


def test_closing_quietly_makes_output_go_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    close_quietly()
    assert sys.stdout.name == os.devnull
    sys.stdout.close()


def test_colour_is_for_terminals_that_can() -> None:
    assert wants_color(None, Terminal(), {})
    assert not wants_color(None, Terminal(), {"TERM": "dumb"})
    assert not wants_color(None, Terminal(), {"NO_COLOR": "1"})
    assert not wants_color(None, io.StringIO(), {"FORCE_COLOR": "0"})
    assert wants_color(None, io.StringIO(), {"FORCE_COLOR": "1"})


def test_a_file_takes_any_character(tmp_path: Path) -> None:
    with opened(tmp_path / "out.txt", [], "--output out.txt") as out:
        out.write("“\ud800”\n")
    assert (tmp_path / "out.txt").read_bytes() == "“?”\n".encode()


def test_progress_shows_only_on_a_terminal_and_only_on_long_runs() -> None:
    def drawn(err: io.StringIO, seconds: float) -> str:
        now = iter(number * seconds for number in range(100))
        progress = Progress(4, err, lambda: next(now))
        assert list(progress.conversations(progress.files(range(4)))) == [0, 1, 2, 3]
        return err.getvalue()

    assert drawn(io.StringIO(), 1) == ""
    assert drawn(Terminal(), 0.01) == ""
    text = drawn(Terminal(), 1)
    assert "2/4 files, 3 conversations" in text
    assert text.endswith("\r\x1b[K")


def test_what_the_system_refuses_is_no_bug(tmp_path: Path) -> None:
    talk = tmp_path / "talk.txt"
    talk.write_text("Customer: hello\nAgent: calm down\n", encoding="utf-8")
    command = [sys.executable, "-m", "csmistakes", "check", str(talk)]
    done = subprocess.run([*command, "--output", "/dev/full"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "error: --output /dev/full: No space left on device\n")
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
        assert (done.returncode, done.stderr) == (2, "error: standard output: No space left on device\n")
        command = [sys.executable, "-m", "csmistakes", "--help"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
        assert (done.returncode, done.stderr) == (2, "error: standard output: No space left on device\n")
