"""python -m benchmarks.linear: how the time of reading, masking and recognising grows with a hostile text's length."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial

import click

from csmistakes.catalogue import load
from csmistakes.masking import harmless, mask
from csmistakes.readers import RoleNames, read_bytes
from csmistakes.recognition.compiling import recogniser_of

UNITS = (
    "a", "a ", "1", "1 ", "1-", "a@", "a.", "a dot ", "one ", "4111 ", "( ", "[", ", ", " - ", "**", "a:", "1:1 ",
    "<v a", "</", "{", '"', '"a",', "-->", "i am so ", "sorry ", "you can not ", "is it? ", "!", "…", "\u0301",
)  # fmt: skip
PRELUDES = {
    "labelled text": "Agent: a\nCustomer: b\nAgent: ",
    "WebVTT": "WEBVTT\n\n00:01.0 --> 00:02.0\n<v Agent>",
    "SubRip": "1\n00:00:01,000 --> 00:00:02,000\nAgent: ",
    "table": "role,text\nagent,",
    "JSON": '{"turns": [{"role": "agent", "text": "',
}
REPEATS = 3
NOISE = 0.002  # seconds; what is faster says nothing of how it grows


def subjects() -> Iterator[tuple[str, Callable[[str], object]]]:
    """Yield what is timed: a name and a function of a text."""
    for name, prelude in PRELUDES.items():
        yield f"read {name}", partial(_read, prelude)
    yield "mask", mask
    yield "harmless", harmless
    yield "recognise", recogniser_of(load()).recognise


def _read(prelude: str, text: str) -> object:
    return list(read_bytes((prelude + text).encode(), "x", RoleNames()))


def growth(work: Callable[[str], object], unit: str, length: int) -> tuple[float, float]:
    """Return the seconds for `length` characters, and how many times those twice as many take: 2 is linear."""
    short, long = (_fastest(work, unit * (size // len(unit))) for size in (length, 2 * length))
    return short, long / short


def _fastest(work: Callable[[str], object], text: str) -> float:
    best = float("inf")
    for number in range(REPEATS):
        varied = f"{number} {text}"  # what was recognised before is remembered
        started = time.perf_counter()
        work(varied)
        best = min(best, time.perf_counter() - started)
    return best


@click.command()
@click.option("--length", default=40_000, show_default=True, help="Characters of the shorter text.")
def main(length: int) -> None:
    """Print, for each step, the slowest unit of text and the one at which time grows most."""
    click.echo(f"{'step':20} {'slowest':>10} {'seconds':>8}   {'grows most':>10} {'at twice':>9}")
    for name, work in subjects():
        found = [(*growth(work, unit, length), repr(unit)) for unit in UNITS]
        seconds, _, slow = max(found)
        ratio, steep = max(((ratio, unit) for seconds, ratio, unit in found if seconds > NOISE), default=(0.0, "-"))
        click.echo(f"{name:20} {slow:>10} {seconds:8.3f}   {steep:>10} {ratio:8.1f}×")


if __name__ == "__main__":
    main()
