"""python -m benchmarks.archive: whether `csmistakes score` finds what is planted in an archive, and nothing else.

The archive is made: conversations of phrases of our own, agents in ten teams over twelve weeks. Every agent makes
mistakes at the same rate, but for one who makes fewer from week to week, one who makes more, and one team that keeps
making one mistake. Seeded: the same archive every time.
"""

from __future__ import annotations

import gzip
import json
import random
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from benchmarks.speed.processes import Cost, run

TEAMS, WEEKS = 10, 12
IMPROVES, DECLINES, REPEATS = "agent-017", "agent-042", "team-6"
BASE, MOST = 0.3, 0.6  # how often an occasion goes wrong: usually, and at the worst week of who improves or declines
REPEATED, REPEATED_RATE = "hiding-behind-policy", 0.75
START = datetime(2026, 1, 5, 8, tzinfo=UTC)  # a Monday

THINGS = (
    "lamp kettle blanket bicycle saddle teapot rucksack tent clock mirror radio toaster carpet bench ladder kite "
    "violin telescope aquarium umbrella"
).split()
COLOURS = "red green blue grey white yellow brown black".split()


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a customer comes with, and two ways to answer it."""

    asks: str
    wrong: str
    right: str


OCCASIONS: Mapping[str, Occasion] = {
    "hiding-behind-policy": Occasion(
        "Can I bring the {thing} back? It's one day over.",
        "Sorry, that's our policy.",
        "Of course, bring the {thing} in by Friday and I'll put the money on your card while you wait.",
    ),
    "jargon": Occasion(
        "Where do I find my booking for the {thing}?",
        "Please share the PNR of the {thing}.",
        "It is under your name on the account page, in the second line.",
    ),
    "lack-of-knowledge": Occasion(
        "Does the {thing} come with a spare part?",
        "I don't know.",
        "Yes, there is a spare part in the box, under the {thing}.",
    ),
    "unmanaged-expectations": Occasion(
        "Could you put the {thing} aside for me?",
        "Sure, somebody from the store will be in touch.",
        "Yes, I have put the {thing} aside for you until Friday at six.",
    ),
    "runaround": Occasion(
        "How do I get a copy of the invoice for the {thing}?",
        "Could you ask this in our forum?",
        "Here it is, I have just put a copy of the invoice for the {thing} in your inbox.",
    ),
    "belittling-own-role": Occasion(
        "Is there a rebate on the {thing}?",
        "I'm only a call center agent.",
        "Yes, it costs nine euros less from Monday on, and that holds for a month.",
    ),
}
OPENINGS = (
    ("Good morning!", "Good morning, you are talking to {agent}, what can I do for you?"),
    ("Hello there", "Hello and welcome, my name is {agent}. How can I help?"),
)
CLOSINGS = (
    ("Thank you, that's all.", "You're very welcome, have a lovely day!"),
    ("Great, thanks!", "My pleasure, enjoy the {thing}!"),
)


def conversations(count: int, agents: int, seed: int) -> Iterator[dict[str, Any]]:
    """Yield `count` conversations in the order of their days."""
    for number in range(count):
        rng = random.Random(f"{seed} {number}")  # noqa: S311  (a sample, no secret)
        agent = rng.randrange(agents)
        day = number * WEEKS * 7 // count
        yield _conversation(number, f"agent-{agent:03}", f"team-{agent % TEAMS}", day, rng)


def _conversation(number: int, agent: str, team: str, day: int, rng: random.Random) -> dict[str, Any]:
    thing = f"{rng.choice(COLOURS)} {rng.choice(THINGS)}"
    exchanges = [rng.choice(OPENINGS)]
    for mistake in rng.sample(sorted(OCCASIONS), 2):
        occasion = OCCASIONS[mistake]
        goes_wrong = rng.random() < _rate(mistake, agent, team, day / 7)
        exchanges.append((occasion.asks, occasion.wrong if goes_wrong else occasion.right))
    exchanges.append(rng.choice(CLOSINGS))
    started = START + timedelta(days=day, seconds=rng.randrange(36_000))
    turns: list[dict[str, Any]] = []
    for asks, answers in exchanges:
        for role, text in (("customer", asks), ("agent", answers)):
            turns.append({"role": role, "ts": 20 * len(turns), "text": text.format(thing=thing, agent=agent)})
    return {
        "id": f"c-{number:07}",
        "channel": "chat",
        "agent": agent,
        "customer": f"customer-{number}",
        "team": team,
        "started": started.isoformat(),
        "turns": turns,
    }


def _rate(mistake: str, agent: str, team: str, week: float) -> float:
    """Return how often this goes wrong. Who changes is over all weeks as good as everybody."""
    if agent in (IMPROVES, DECLINES):
        share = min(1.0, week / (WEEKS - 1))
        return MOST * (share if agent == DECLINES else 1 - share)
    if team == REPEATS and mistake == REPEATED:
        return REPEATED_RATE
    return BASE


def write(folder: Path, count: int, agents: int, seed: int) -> None:
    """Write the archive as a packed file for each week."""
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        files = [stack.enter_context(gzip.open(folder / f"week-{n:02}.jsonl.gz", "wt")) for n in range(1, WEEKS + 1)]
        for record in conversations(count, agents, seed):
            day = (datetime.fromisoformat(record["started"]) - START).days
            files[day // 7].write(json.dumps(record) + "\n")


def flagged(scores: Mapping[str, Any]) -> set[tuple[str, ...]]:
    """Return everything a result says of somebody: comparisons, trends, and rules over many conversations."""
    shown = {"better", "worse", "improves", "declines"}
    said: set[tuple[str, ...]] = {
        (r["kind"], r["name"], r["of"], r["verdict"]) for r in scores["comparisons"] if r["verdict"] in shown
    }
    said |= {(r["kind"], r["name"], "trend", r["verdict"]) for r in scores["trends"] if r["verdict"] in shown}
    return said | {("corpus", r["rule"], r["subject"], "") for r in scores["corpus"]}


PLANTED: set[tuple[str, ...]] = {
    ("agent", IMPROVES, "trend", "improves"),
    ("agent", DECLINES, "trend", "declines"),
    ("team", REPEATS, REPEATED, "worse"),
}


def follows(what: tuple[str, ...]) -> bool:
    """Whether something said is what the planted issue must lead to: it costs points, and its people do not improve."""
    kind, name, subject, _ = what
    if kind == "corpus":
        agent, _, mistake = subject.partition(": ")
        return (name, mistake) == ("not-improving", REPEATED) and int(agent[-3:]) % TEAMS == int(REPEATS[-1])
    return what == ("team", REPEATS, "score", "worse")


def scored(place: Path, jobs: int) -> Cost:
    """Score the archive into every output in one pass, and return what it took. SystemExit if it fails."""
    outputs = {
        "--html": "r.html",
        "--csv": "csv",
        "--parquet": "parquet",
        "--store": "h.duckdb",
        "--json": "scores.json",
    }
    options = (word for option, name in outputs.items() for word in (option, str(place / name)))
    cost = run([sys.executable, "-m", "csmistakes", "score", str(place / "archive"), "--jobs", str(jobs), *options])
    if cost.status:
        raise SystemExit(f"csmistakes score ended with {cost.status}")
    return cost


@click.command()
@click.option("--conversations", "count", default=20_000, show_default=True, help="The size of the archive.")
@click.option("--agents", type=click.IntRange(min=50), default=200, show_default=True)
@click.option("--seed", default=1, show_default=True)
@click.option("--jobs", default=2, show_default=True)
@click.option("--keep", type=click.Path(path_type=Path), help="Make the archive and the results here, and keep them.")
def main(count: int, agents: int, seed: int, jobs: int, keep: Path | None) -> None:
    """Make an archive, score it, and compare what is said with what was planted."""
    with tempfile.TemporaryDirectory() as scratch:
        place = keep or Path(scratch)
        write(place / "archive", count, agents, seed)
        cost = scored(place, jobs)
        scores = json.loads((place / "scores.json").read_text(encoding="utf-8"))
    said = flagged(scores)
    click.echo(
        f"{count:,} conversations in {cost.wall:.0f} s with {jobs} jobs ({count / cost.wall:.0f} a second), "
        f"{cost.cpu:.0f} s of processors, {cost.megabytes:.0f} MB in all processes together"
    )
    for planted in sorted(PLANTED):
        click.echo(f"{'found ' if planted in said else 'MISSED'} {' '.join(planted)}")
    for what in sorted(said - PLANTED):
        click.echo(f"{'follows' if follows(what) else 'WRONG'} {' '.join(what)}")
    if not (said >= PLANTED and all(map(follows, said - PLANTED))):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
