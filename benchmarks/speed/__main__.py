"""python -m benchmarks.speed: how fast csmistakes is, beside others on the same text, in one interleaved run."""

from __future__ import annotations

import json
import os
import platform
import tempfile
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import click

from benchmarks.plain import MOST, Plain, labelled
from benchmarks.regression import FOLDER as REGRESSION
from benchmarks.regression import NAMES
from benchmarks.speed.measuring import Plan, beside_others, inside, memory, starts
from benchmarks.speed.rivals import RIVALS, NotToBeHadError, Rival, cache_folder, installed
from benchmarks.speed.rounds import Figures
from benchmarks.speed.scenes import CLEAN, WITH_FINDINGS
from benchmarks.speed.text import Record, Texts, records_of, repeated, write
from csmistakes import __version__
from csmistakes.catalogue import load

RESULT = Path(__file__).parent.parent / "results" / "speed.json"
_SHARES = (1, 10, 100)
_INSIDE = 5  # one word in so many is measured inside one process

PARTS = ("others", "starts", "inside", "memory", "plain")
EPILOG = """
\b
Examples:
  python -m benchmarks.speed --quick
  python -m benchmarks.speed --rivals "proselint,plain path"
  python -m benchmarks.speed --text talks.jsonl --words 1000000
"""


def _chosen(_: click.Context, __: click.Parameter, value: str | None) -> tuple[Rival, ...]:
    if value is None:
        return RIVALS
    known = {rival.name.lower(): rival for rival in RIVALS}
    names = [name.strip().lower() for name in value.split(",") if name.strip()]
    for name in names:
        if name not in known:
            raise click.BadParameter(f"{name!r} is none of {', '.join(known)}")
    return tuple(known[name] for name in names)


def _parts(_: click.Context, __: click.Parameter, value: str | None) -> tuple[str, ...]:
    if value is None:
        return PARTS
    names = tuple(name.strip() for name in value.split(",") if name.strip())
    for name in names:
        if name not in PARTS:
            raise click.BadParameter(f"{name!r} is none of {', '.join(PARTS)}")
    return names


@click.command(epilog=EPILOG)
@click.option(
    "--text",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Conversations in the native format, JSON Lines. Default: the project's own regression transcripts.",
)
@click.option("--called", help="What the text is, for the page. Default: the name of its file.")
@click.option("--note", default="", help="What else the page should say of how this was measured.")
@click.option(
    "--words", type=click.IntRange(min=1000), default=200_000, show_default=True, help="Repeat and vary up to so many."
)
@click.option("--rivals", callback=_chosen, help=f"Only these: {', '.join(rival.name for rival in RIVALS)}.")
@click.option("--rounds", type=click.IntRange(min=1), default=3, show_default=True, help="How often each is run.")
@click.option("--quick", is_flag=True, help="One round on 20,000 words; installs nothing and writes nothing.")
@click.option("--cache", type=click.Path(file_okay=False, path_type=Path), help="Where rivals are installed.")
@click.option("--parts", callback=_parts, help=f"Measure only these anew, beside what is kept: {', '.join(PARTS)}.")
@click.option("--to", type=click.Path(dir_okay=False, path_type=Path), default=RESULT, help="The file of the result.")
def main(  # noqa: PLR0913, PLR0917
    text: Path | None,
    called: str | None,
    note: str,
    words: int,
    rivals: tuple[Rival, ...],
    rounds: int,
    quick: bool,  # noqa: FBT001
    cache: Path | None,
    parts: tuple[str, ...],
    to: Path,
) -> None:
    """Measure and keep the result as JSON; `python -m benchmarks.speed_page` makes docs/performance.md of it."""
    if quick:
        words, rounds = min(words, 20_000), 1
    plan = Plan(rounds, cache or cache_folder(), not quick, lambda line: click.echo(line, err=True))
    files = [text] if text else [REGRESSION / f"{name}.transcripts.jsonl" for name in NAMES]
    result = json.loads(to.read_text(encoding="utf-8")) if to.is_file() and parts != PARTS and not quick else {}
    try:
        records = records_of(files)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    result.update(_about(called or (text.name if text else "the project's own regression transcripts"), len(records)))
    result["note"] = note or result.get("note", "")
    with tempfile.TemporaryDirectory() as folder:
        bench = _Bench(records, words, rivals, plan, Path(folder))
        for part in parts:
            measured = getattr(bench, part)()
            result[part] = {"rounds": rounds, "load": round(os.getloadavg()[0], 1), "figures": measured}
            if not quick:  # part after part, so that what breaks off later costs nothing
                to.write_text(_json(result), encoding="utf-8")
    click.echo(_json(result) if quick else f"written to {to}")


def _json(result: Figures) -> str:
    return json.dumps(result, indent=1, ensure_ascii=False) + "\n"


def _about(called: str, conversations: int) -> Figures:
    return {
        "csmistakes": __version__,
        "machine": {
            "processors": os.cpu_count(),
            "kind": platform.machine(),
            "python": platform.python_version(),
            "spacy": version("spacy"),
        },
        "text": {"called": called, "conversations": conversations},
    }


class _Bench:
    """The parts of a measurement, each a method of that name, on texts that are written when they are asked for."""

    def __init__(
        self, records: Sequence[Record], words: int, rivals: tuple[Rival, ...], plan: Plan, folder: Path
    ) -> None:
        self._records = records
        self._words = words
        self._rivals = rivals
        self._plan = plan
        self._folder = folder
        self._clean = write([CLEAN], folder, "clean")

    def others(self) -> Figures:
        texts = {share: self._text(self._words // share) for share in _SHARES}
        return beside_others(self._rivals, texts, self._clean, self._plan)

    def starts(self) -> Figures:
        found = write([WITH_FINDINGS], self._folder, "found")
        return starts(self._clean, found, _proselint(self._rivals, self._plan), self._plan)

    def inside(self) -> Figures:
        return inside(self._text(self._words // _INSIDE), self._plan)

    def memory(self) -> list[Figures]:
        return memory([self._text(words) for words in (self._words // 10, self._words, self._words * 10)], self._plan)

    def plain(self) -> Figures:
        plain = Plain(labelled(load()))
        counts = {"phrases": plain.phrases, "patterns": plain.patterns, "left_out": len(plain.left_out)}
        return {**counts, "most": MOST}

    def _text(self, words: int) -> Texts:
        return write(repeated(self._records, words), self._folder, f"{words}-words")


def _proselint(rivals: tuple[Rival, ...], plan: Plan) -> Path | None:
    try:
        return next(
            (installed(r, plan.cache, may_install=plan.may_install) for r in rivals if r.name == "proselint"), None
        )
    except NotToBeHadError:
        return None


if __name__ == "__main__":
    main()
