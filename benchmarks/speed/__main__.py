"""python -m benchmarks.speed: how fast csmistakes is, beside others on the same text, in one interleaved run."""

from __future__ import annotations

import json
import os
import platform
import tempfile
from importlib.metadata import version
from pathlib import Path

import click

from benchmarks.regression import FOLDER as REGRESSION
from benchmarks.regression import NAMES
from benchmarks.speed.measuring import Plan, beside_others, inside, memory, starts
from benchmarks.speed.rivals import RIVALS, NotToBeHadError, Rival, cache_folder, installed
from benchmarks.speed.rounds import Figures
from benchmarks.speed.scenes import CLEAN, WITH_FINDINGS
from benchmarks.speed.text import Texts, records_of, repeated, write
from csmistakes import __version__

RESULT = Path(__file__).parent.parent / "results" / "speed.json"
_SHARES = (1, 10, 100)
_INSIDE = 5  # one word in so many is measured inside one process

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


@click.command(epilog=EPILOG)
@click.option(
    "--text",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Conversations in the native format, JSON Lines. Default: the project's own regression transcripts.",
)
@click.option("--called", help="What the text is, for the page. Default: the name of its file.")
@click.option(
    "--words", type=click.IntRange(min=1000), default=200_000, show_default=True, help="Repeat and vary up to so many."
)
@click.option("--rivals", callback=_chosen, help=f"Only these: {', '.join(rival.name for rival in RIVALS)}.")
@click.option("--rounds", type=click.IntRange(min=1), default=3, show_default=True, help="How often each is run.")
@click.option("--quick", is_flag=True, help="One round on 20,000 words; installs nothing and writes nothing.")
@click.option("--cache", type=click.Path(file_okay=False, path_type=Path), help="Where rivals are installed.")
@click.option("--to", type=click.Path(dir_okay=False, path_type=Path), default=RESULT, help="The file of the result.")
def main(  # noqa: PLR0913, PLR0917
    text: Path | None,
    called: str | None,
    words: int,
    rivals: tuple[Rival, ...],
    rounds: int,
    quick: bool,  # noqa: FBT001
    cache: Path | None,
    to: Path,
) -> None:
    """Measure and keep the result as JSON; `python -m benchmarks.speed_page` makes docs/performance.md of it."""
    if quick:
        words, rounds = min(words, 20_000), 1
    plan = Plan(rounds, cache or cache_folder(), not quick, lambda line: click.echo(line, err=True))
    try:
        result = _measured(text, words, rivals, plan)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    result["text"]["called"] = called or (text.name if text else "the project's own regression transcripts")
    made = json.dumps(result, indent=1, ensure_ascii=False) + "\n"
    if quick:
        click.echo(made, nl=False)
    else:
        to.write_text(made, encoding="utf-8")
        click.echo(f"written to {to}")


def _measured(text: Path | None, words: int, rivals: tuple[Rival, ...], plan: Plan) -> Figures:
    records = records_of([text] if text else [REGRESSION / f"{name}.transcripts.jsonl" for name in NAMES])
    with tempfile.TemporaryDirectory() as folder:

        def made(name: str, count: int) -> Texts:
            return write(repeated(records, count), Path(folder), name)

        by_share = {share: made(f"one-in-{share}", words // share) for share in _SHARES}
        clean = write([CLEAN], Path(folder), "clean")
        found = write([WITH_FINDINGS], Path(folder), "found")
        largest = made("ten-times", words * 10) if plan.rounds > 1 else None
        return {
            "csmistakes": __version__,
            "machine": {
                "processors": os.cpu_count(),
                "kind": platform.machine(),
                "python": platform.python_version(),
                "spacy": version("spacy"),
            },
            "rounds": plan.rounds,
            "load": [round(each, 1) for each in os.getloadavg()],
            "text": {"conversations": len(records), "words": words},
            "others": beside_others(rivals, by_share, clean, plan),
            "starts": starts(clean, found, _proselint(rivals, plan), plan),
            "inside": inside(made("inside", words // _INSIDE), plan),
            "memory": memory([each for each in (by_share[10], by_share[1], largest) if each], plan),
        }


def _proselint(rivals: tuple[Rival, ...], plan: Plan) -> Path | None:
    try:
        return next(
            (installed(r, plan.cache, may_install=plan.may_install) for r in rivals if r.name == "proselint"), None
        )
    except NotToBeHadError:
        return None


if __name__ == "__main__":
    main()
