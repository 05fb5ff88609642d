"""python -m benchmarks.speed_page: docs/performance.md, from the kept result and nothing else."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from string import Template

import click

from benchmarks.committed import settle
from benchmarks.markdown import NONE, Data, share, table

_HERE = Path(__file__).parent
PAGE = _HERE.parent / "docs" / "performance.md"
PROSE = _HERE / "speed.md.in"
RESULT = _HERE / "results" / "speed.json"
_OURS = "csmistakes"
_CUT = "conversations of "
PARTS = ("others", "starts", "inside", "memory", "plain")
_ONCE = ("memory", "plain")  # nothing of these differs from round to round
_STEPS = (
    "as it is",
    "garbage collector as Python sets it",
    "every rule asked everywhere",
    "raw token patterns asked of every turn",
)


def page(result: Data) -> str:
    """Return the whole page."""
    parts = {part: result[part]["figures"] for part in PARTS}
    inside, groups = parts["inside"], parts["others"]["groups"]
    first = max((group for group in groups if _OURS in group["tools"]), key=lambda group: group["words"])
    ours = first["tools"][_OURS]
    return Template(PROSE.read_text(encoding="utf-8")).substitute(
        **{key: str(result["machine"][key]) for key in ("processors", "kind", "python", "spacy")},
        called=result["text"]["called"],
        rounds=_rounds(result),
        note=result["note"],
        plain=_plain(parts["plain"]),
        others="\n\n".join(map(_group, groups)),
        missing=_missing(parts["others"]["missing"]),
        starts=_starts(parts["starts"]),
        first=_number(ours["first"]) if ours["first"] else NONE,
        first_words=f"{first['words']:,}",
        first_whole=_number(ours["wall"]),
        inside_words=f"{inside['words']:,}",
        growth=_inside(inside, [name for name in inside if name.startswith(_CUT)], "times the shortest"),
        phrases=_phrases(inside["twice the phrases"]),
        memory=_memory(parts["memory"]),
        shares=_shares(inside["shares"]),
        steps=_inside(inside, _STEPS, "times as it is"),
    )


def _rounds(result: Data) -> str:
    return table(
        ("part", "rounds", "load of the machine at its end"),
        ([part, str(result[part]["rounds"]), str(result[part]["load"])] for part in PARTS if part not in _ONCE),
    )


def _number(figure: Data) -> str:
    """Return a median, with the least and most where there were several."""
    median, low, high = (_short(figure[key]) for key in ("median", "low", "high"))
    return median if low == high else f"{median} [{low}–{high}]"


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _plain(plain: Data) -> str:
    covered = plain["phrases"] - plain["left_out"]
    return (
        f"It covers {share(covered, plain['phrases'])} of the phrases, as {plain['patterns']:,} patterns; the others "
        f"would be more than {plain['most']} patterns each, and are left out."
    )


def _group(group: Data) -> str:
    rows = [
        [
            f"**{name}**" if name == _OURS else name,
            tool["does"],
            _number(tool["words_per_cpu_second"]),
            _number(tool["words_per_cpu_second_after_start"]),
            _number(tool["conversations_per_cpu_second"]),
            _number(tool["wall"]),
            _short(tool["megabytes"]["median"]),
            _number(tool["times_ours"]),
            _number(tool["times_ours_after_start"]),
        ]
        for name, tool in group["tools"].items()
    ]
    heads = (
        *("tool", "does", "words a second", "words a second after the start", "conversations a second"),
        *("seconds on the clock", "MB", "times csmistakes", "times csmistakes after the start"),
    )
    size = f"On {group['words']:,} words, {group['conversations']:,} conversations; rounds: {group['rounds']}."
    return f"{size}\n\n{table(heads, rows, texts=2)}"


def _missing(missing: Data) -> str:
    if not missing:
        return "All tools could be installed and run."
    return "Not measured: " + "; ".join(f"{name} ({why})" for name, why in sorted(missing.items())) + "."


def _starts(starts: Data) -> str:
    proselint = starts.get("proselint, ten turns")
    rows = [
        [
            f"`{name}`",
            _number(one["cpu"]),
            _number(one["wall"]),
            _short(one["megabytes"]["median"]),
            _short(one["cpu"]["median"] / proselint["cpu"]["median"]) if proselint else NONE,
        ]
        for name, one in starts.items()
    ]
    return table(("command", "seconds of the processor", "seconds on the clock", "MB", "times proselint"), rows)


def _inside(inside: Data, names: Sequence[str], ratio: str) -> str:
    rows = [
        [
            f"{name} turns" if name.startswith(_CUT) else name,
            _number(inside[name]["cpu"]),
            _short(inside["words"] / inside[name]["cpu"]["median"]),
            _number(inside[name]["ratio"]),
        ]
        for name in names
    ]
    return table(("", "seconds of the processor", "words a second", ratio), rows)


def _phrases(twice: Data) -> str:
    before, after = twice["phrases"]
    return (
        f"With {after:,} phrases for {before:,} (a second one beside each, with another word in one place), "
        f"checking took {_number(twice['ratio'])} times as long."
    )


def _memory(memory: list[Data]) -> str:
    rows = [
        [
            f"{one['words']:,}",
            str(one["native_megabytes"]),
            _short(one["megabytes"]["median"]),
            _number(one["cpu"]),
            _short(one["words"] / one["cpu"]["median"]),
        ]
        for one in memory
    ]
    return table(
        ("words", "size of the file, MB", "memory, MB", "seconds of the processor", "words a second"), rows, texts=0
    )


def _shares(shares: Data) -> str:
    docs, signals, findings = (
        share(shares[key], shares["turns"]) for key in ("docs", "turns_with_a_signal", "turns_with_a_finding")
    )
    return (
        f"Of {shares['turns']:,} turns, spaCy made a Doc for {docs}: those that have all the tokens that a raw token "
        f"pattern needs, and say, word for word, what none before has said. A phrase or pattern was met in {signals}, "
        f"{shares['signals_a_turn']:.1f} signals a turn. "
        f"A finding stands in {findings}."
    )


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; exit 1 with a diff if the page is out of date.")
@click.option("--result", type=click.Path(path_type=Path), default=RESULT, help="The kept result.")
@click.option("--to", type=click.Path(path_type=Path), default=PAGE, help="The page.")
def main(check: bool, result: Path, to: Path) -> None:  # noqa: FBT001
    """Build docs/performance.md from the kept result."""
    if not result.is_file():
        raise click.UsageError(f"{result} is not there: run benchmarks.speed first")
    kept = json.loads(result.read_text(encoding="utf-8"))
    if missing := [part for part in PARTS if part not in kept]:
        raise click.UsageError(f"{result} lacks parts: run benchmarks.speed --parts {','.join(missing)} first")
    settle(to, page(kept), check=check)


if __name__ == "__main__":
    main()
