"""csmistakes rules diff: what a change of rules does to a corpus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from csmistakes.catalogue import Catalogue
from csmistakes.checking import load_whole
from csmistakes.cli.errors import Status
from csmistakes.cli.inputs import Inputs
from csmistakes.cli.options import FOLDER
from csmistakes.cli.output import standard_output
from csmistakes.cli.settings import role_names
from csmistakes.conversation import Conversation
from csmistakes.finding import Finding
from csmistakes.masking import one_line
from csmistakes.pipeline import Run
from csmistakes.reporters.parts.fields import dumps, fields
from csmistakes.reporters.parts.words import count


@click.command("diff")
@click.argument("old", type=FOLDER)
@click.argument("new", type=FOLDER)
@click.argument("paths", nargs=-1, required=True)
@click.option(
    "--output-format", type=click.Choice(["text", "jsonl"]), default="text", help="For people or for programs."
)
@click.option("--agent", multiple=True, metavar="NAME", help="The agent's name in the transcript (repeatable).")
@click.option("--customer", multiple=True, metavar="NAME", help="The customer's name in the transcript (repeatable).")
@click.option("--map", "maps", multiple=True, metavar="LABEL=ROLE", help="The role of a label.")
def command(  # noqa: PLR0913, PLR0917  (as click hands them over)
    old: Path,
    new: Path,
    paths: tuple[str, ...],
    output_format: str,
    agent: tuple[str, ...],
    customer: tuple[str, ...],
    maps: tuple[str, ...],
) -> int:
    """Show the findings in PATHS that the catalogue NEW has and OLD has not, and the other way round.

    A folder with an articles.yaml is a catalogue of its own; any other adds to the shipped one. The exit code is 1
    if there is a difference.
    """
    before, after = (Run(_catalogue(folder)) for folder in (old, new))
    inputs = Inputs(paths, role_names({"agent": agent, "customer": customer, "map": maps}))
    changes = sorted(_changes(before, after, inputs), key=lambda change: _order(change[1]))
    write = _text if output_format == "text" else _jsonl
    standard_output().writelines(f"{line}\n" for line in write(changes))
    inputs.tell_passed_over()
    if inputs.failed:
        return Status.WRONG
    return Status.FINDINGS if changes else Status.CLEAN


def _catalogue(folder: Path) -> Catalogue:
    return load_whole([folder], with_shipped=not (folder / "articles.yaml").is_file())


def _changes(old: Run, new: Run, inputs: Inputs) -> Iterator[tuple[str, Finding]]:
    """Yield each finding that only one of two runs has, conversation after conversation: none is kept."""
    for conversation in inputs.progress.conversations(inputs.conversations()):
        yield from _changed(_findings(old, conversation), _findings(new, conversation))
    yield from _changed(old.summary().findings, new.summary().findings)


def _findings(run: Run, conversation: Conversation) -> Sequence[Finding]:
    findings = [finding for checked in run.check([conversation]) for finding in checked.findings]
    if run.broken:
        raise run.broken[0].error
    return findings


def _changed(before: Sequence[Finding], after: Sequence[Finding]) -> Iterator[tuple[str, Finding]]:
    for sign, here, there in (("-", before, after), ("+", after, before)):
        known = {(finding.rule, finding.fingerprint) for finding in there}
        yield from ((sign, finding) for finding in here if (finding.rule, finding.fingerprint) not in known)


def _order(finding: Finding) -> tuple[str, int, int, str]:
    place = finding.place
    return (place.path, place.line, place.column, finding.rule) if place else ("\U0010ffff", 0, 0, finding.rule)


def _text(changes: Sequence[tuple[str, Finding]]) -> Iterator[str]:
    """Yield a line a change, then the sums by rule."""
    for sign, finding in changes:
        place = finding.place
        where = f"{place.path}:{place.line}:{place.column}" if place else finding.subject or ""
        quote = finding.quote if place else finding.message
        yield one_line(f"{sign} {where}: {finding.severity.label}: {finding.rule}: {quote}")
    sums = Counter((finding.rule, sign) for sign, finding in changes)
    for rule in sorted({rule for rule, _ in sums}):
        yield f"{rule}: {sums[rule, '+']:,} new, {sums[rule, '-']:,} gone"
    yield f"{count(len(changes), 'finding')} changed." if changes else "No finding changed."


def _jsonl(changes: Sequence[tuple[str, Finding]]) -> Iterator[str]:
    for sign, finding in changes:
        yield dumps({"change": "new" if sign == "+" else "gone", **fields(finding)})
