"""python -m benchmarks.quality_page: docs/quality.md, from the kept results and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from string import Template
from typing import Any

import click
import yaml

from benchmarks.committed import settle
from benchmarks.markdown import FIGURES, NONE, Data, estimate, figures, sections, share, table, total
from benchmarks.results import FOLDER, read_all

_HERE = Path(__file__).parent
PAGE = _HERE.parent / "docs" / "quality.md"
PROSE = _HERE / "quality.md.in"
SETS = _HERE / "sets.yaml"

Results = Sequence[Data]


def page(results: Results) -> str:
    """Return the whole page."""
    return Template(PROSE.read_text(encoding="utf-8")).substitute(
        sets=_sets(results),
        gaps=_gaps(results),
        trained=", ".join(sorted({name for result in results for name in result["trained_with"]})) or "not measured",
        systems=sections((result["set"], _systems(result)) for result in results),
        politeness=_politeness(results),
        agreement=_agreement(results),
        mistakes=sections((result["set"], _mistakes(result)) for result in results),
        pairs=_pairs(results),
        parts=sections((result["set"], _parts(result)) for result in results),
        clean=_clean(results),
    )


def _sets(results: Results) -> str:
    described: dict[str, dict[str, str]] = yaml.safe_load(SETS.read_text(encoding="utf-8"))
    counted = ("conversations", "turns", "clear labels", "arguable", "without any label")
    rows = []
    for result in results:
        about = next((text for start, text in described.items() if result["set"].startswith(start)), {})
        counts = (result[key] for key in ("conversations", "turns", "clear_labels", "arguable_labels"))
        clean = result["csmistakes"]["clean_reported"]["of"]
        rows.append(
            [
                f"`{result['set']}`",
                about.get("what", NONE),
                about.get("labelled", NONE),
                *map(str, counts),
                str(clean),
                f"`{result['rules']}`",
            ]
        )
    return table(("set", "what", "labelled", *counted, "rules"), rows, texts=3)


def _gaps(results: Results) -> str:
    by_name = {result["set"]: result["csmistakes"]["summary"]["micro"]["f1"] for result in results}
    rows = []
    for name in by_name:
        start, dash, end = name.rpartition("-")
        read, unread = by_name.get(f"{start}-dev"), by_name.get(f"{start}-check")
        if dash and end == "dev" and read and unread:
            rows.append([start, estimate(read), estimate(unread), _difference(read, unread)])
    return table(("sets", "F1 on -dev", "F1 on -check", "difference"), rows) if rows else "Not measured."


def _difference(read: Data, unread: Data) -> str:
    if read["value"] is None or unread["value"] is None:
        return NONE
    return f"{read['value'] - unread['value']:+.2f}"


def _systems(result: Data) -> str:
    rows = [
        [name, *figures(each["summary"]["micro"]), estimate(each["summary"]["macro_f1"]), *_near_misses(each)]
        for name, each in (("**csmistakes**", result["csmistakes"]), *sorted(result["baselines"].items()))
    ]
    over = result["csmistakes"]["summary"]["macro_over"]
    return table(("system", *FIGURES, f"macro F1 ({over} mistakes)", "planted found", "near misses reported"), rows)


def _near_misses(measured: Data) -> list[str]:
    return [total(pair[key] for pair in measured["pairs"].values()) for key in ("found", "mistaken")]


def _politeness(results: Results) -> str:
    rows: list[list[str]] = []
    for result in results:
        if result["politeness"]:
            for name in ("csmistakes", "convokit"):
                measured = result["politeness"][name]
                each = [
                    estimate(measured["summary"]["by_mistake"][mistake]["f1"], interval=False)
                    if mistake in measured["summary"]["by_mistake"]
                    else NONE
                    for mistake in measured["mistakes"]
                ]
                rows.append([f"`{result['set']}`", name, *figures(measured["summary"]["micro"])[:3], *each])
    looked_for: list[list[str]] = [each["politeness"]["convokit"]["mistakes"] for each in results if each["politeness"]]
    heads = ("set", "system", "precision", "recall", "F1", *(f"F1 {mistake}" for mistake in (looked_for or [[]])[0]))
    return table(heads, rows, texts=2) if rows else "Not measured."


def _agreement(results: Results) -> str:
    counts: dict[str, list[int]] = {}
    for result in results:
        for signal, one in (result["politeness"] or {"agreement": {}})["agreement"].items():
            summed = counts.setdefault(signal, [0, 0, 0])
            for k, key in enumerate(("both", "only_csmistakes", "only_convokit")):
                summed[k] += one[key]
    rows = [[signal, *map(str, summed)] for signal, summed in sorted(counts.items())]
    return table(("signal", "both", "csmistakes only", "ConvoKit only"), rows) if rows else "Not measured."


def _mistakes(result: Data) -> str:
    by_mistake: dict[str, Any] = result["csmistakes"]["summary"]["by_mistake"]
    rows = [
        [slug, *(str(one[key]) for key in ("support", "hits", "false")), *figures(one)]
        for slug, one in sorted(by_mistake.items(), key=lambda row: (-row[1]["support"], row[0]))
    ]
    return table(("mistake", "has it", "hit", "false", *FIGURES), rows)


def _pairs(results: Results) -> str:
    paired = [result for result in results if result["csmistakes"]["pairs"]]
    if not paired:
        return "Not measured."
    slugs = sorted({slug for result in paired for slug in result["csmistakes"]["pairs"]})
    heads = [f"{result['set']}: {what}" for result in paired for what in ("planted found", "near misses reported")]
    rows = [[slug, *_pair_cells(paired, slug)] for slug in slugs]
    rows.append(["**all**", *(cell for result in paired for cell in _near_misses(result["csmistakes"]))])
    return table(("mistake", *heads), rows)


def _pair_cells(paired: Results, slug: str) -> Iterator[str]:
    for result in paired:
        pair = result["csmistakes"]["pairs"].get(slug)
        for key in ("found", "mistaken"):
            yield share(pair[key]["count"], pair[key]["of"]) if pair else NONE


def _parts(result: Data) -> str:
    rows = [
        [kind, name, str(part["conversations"]), str(part["figures"]["support"]), *figures(part["figures"])]
        for kind, key in (("channel", "by_channel"), ("source", "by_source"))
        for name, part in sorted(result["csmistakes"][key].items())
    ]
    return table(("", "which", "conversations", "clear labels", *FIGURES), rows, texts=2)


def _clean(results: Results) -> str:
    rows = [
        [f"`{result['set']}`", *(total([result["csmistakes"][key]]) for key in ("clean_reported", "clean_warned"))]
        for result in results
    ]
    return table(("set", "reported", "reported at warning or worse"), rows)


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; exit 1 with a diff if the page is out of date.")
@click.option("--results", type=click.Path(path_type=Path), default=FOLDER, help="The folder of the results.")
@click.option("--to", type=click.Path(path_type=Path), default=PAGE, help="The page.")
def main(check: bool, results: Path, to: Path) -> None:  # noqa: FBT001
    """Build docs/quality.md from the kept results."""
    kept = read_all(results)
    if not kept:
        raise click.UsageError(f"{results} holds no results: run benchmarks.quality first")
    settle(to, page(kept), check=check)


if __name__ == "__main__":
    main()
