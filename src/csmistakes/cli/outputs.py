"""The outputs of a run: which, where each goes, and one pass over the run that writes them all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from csmistakes.cli.errors import close_quietly
from csmistakes.cli.output import opened
from csmistakes.config import Config
from csmistakes.errors import UsageError, did_you_mean
from csmistakes.finding import Checked, Summary
from csmistakes.readers import key_of
from csmistakes.reporters import Report, Reporter, View, available

FULL = "full"  # the output for people, which is the default and says everything
STATISTICS = "statistics"


@dataclass(frozen=True, slots=True)
class Output:
    """A format and the file it goes to, None for standard output. `option` is how it was asked for."""

    reporter: Reporter
    path: Path | None
    option: str


def chosen(flags: Mapping[str, Any], config: Config) -> tuple[Output, ...]:
    """Return the outputs to write, by `flags` ("output_format", "statistics", "output") or the configuration.

    UsageError if one is unknown, or two would be written to one place.
    """
    asked = [_parsed(text, "--output-format") for text in flags["output_format"]]
    if not asked and not flags["statistics"]:
        try:
            asked = [_parsed(text, "output-format") for text in config.output_format or (FULL,)]
        except UsageError as error:
            raise config.error("output-format", error.message, error.advice) from None
    if flags["statistics"] and not any(output.reporter.NAME == STATISTICS for output in asked):
        asked.append(Output(available()[STATISTICS], None, "--statistics"))
    outputs = _redirected(asked, flags["output"])
    _check_places(outputs)
    return tuple(outputs)


@contextmanager
def begun(outputs: Sequence[Output], inputs: Iterable[Path], view: Callable[[TextIO], View]) -> Iterator[Report]:
    """Open what the outputs are written to, and give the report that writes all of them; `view` is for one."""
    locations = list(inputs)
    with ExitStack() as stack:
        files = [stack.enter_context(opened(output.path, locations, output.option)) for output in outputs]
        yield _All([_One(output, out, view(out)) for output, out in zip(outputs, files, strict=True)])


class _One:
    """A report, and whatever can befall its file."""

    def __init__(self, output: Output, out: TextIO, view: View) -> None:
        self.output = output
        self._out = out
        self._report = output.reporter.Report(out, view)

    def add(self, item: Checked) -> None:
        self._report.add(item)

    def close(self, summary: Summary) -> None:
        self._report.close(summary)
        self._out.flush()


class _All:
    """Several reports as one. That nobody reads one any more does not stop the others."""

    def __init__(self, reports: list[_One]) -> None:
        self._reports = reports

    def add(self, item: Checked) -> None:
        self._each(lambda report: report.add(item))

    def close(self, summary: Summary) -> None:
        self._each(lambda report: report.close(summary))

    def _each(self, write: Callable[[_One], None]) -> None:
        for report in list(self._reports):
            try:
                write(report)
            except BrokenPipeError:  # whoever read the report has seen enough
                close_quietly()
                self._reports.remove(report)
                if not self._reports:
                    raise
            except OSError as error:
                if report.output.path is None or error.filename is not None:
                    raise
                raise UsageError(f"{report.output.option}: {error.strerror}") from None


def _parsed(text: str, option: str) -> Output:
    """Return the output that NAME or NAME=FILE asks for."""
    name, has_file, file = text.partition("=")
    reporters = available()
    if name not in reporters:
        advice = did_you_mean(name, reporters)
        raise UsageError(f"{name!r} is none of {', '.join(reporters)}", advice=advice)
    if has_file and not file:
        raise UsageError(f"{text!r} names no file", advice=f"write {name}=FILE")
    return Output(reporters[name], Path(file) if file else None, f"{option} {text}")


def _redirected(outputs: list[Output], path: Path | None) -> list[Output]:
    """Return the outputs with the one that has no file of its own written to `path`, if there is one."""
    if path is None:
        return outputs
    if not any(output.path is None for output in outputs):
        raise UsageError(f"--output {path}: every output has a file of its own", advice="leave out --output")
    return [
        output if output.path is not None else Output(output.reporter, path, f"--output {path}") for output in outputs
    ]


def _check_places(outputs: Sequence[Output]) -> None:
    """Raise UsageError if two outputs would be written to one place."""
    places: dict[str, Output] = {}
    for output in outputs:
        before = places.setdefault(key_of(output.path), output)
        if before is not output:
            names = f"{before.reporter.NAME} and {output.reporter.NAME}"
            where = "standard output" if output.path is None else str(output.path)
            raise UsageError(
                f"{names} cannot both be written to {where}",
                advice=f"give one a file: --output-format {before.reporter.NAME}=FILE",
            )
