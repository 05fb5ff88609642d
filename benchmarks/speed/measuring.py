"""What is measured: others on the same text, starts, and how the cost grows."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.speed.processes import Cost, run
from benchmarks.speed.rivals import NotToBeHadError, Rival, installed
from benchmarks.speed.rounds import Figures, in_turn, ratio, spread, summed_up
from benchmarks.speed.text import Texts

OURS = "csmistakes"
_CSMISTAKES = (sys.executable, "-m", "csmistakes")
_NODE = {"NODE_OPTIONS": "--max-old-space-size=8192"}  # some read all of a text into memory
TURNS = (10, 100, 1000, 10000)  # of a conversation
WAYS = (
    "as it is",
    "garbage collector as Python sets it",
    "every rule asked everywhere",
    "raw token patterns asked of every turn",
    "twice the phrases",
)


@dataclass(frozen=True, slots=True)
class Plan:
    """How often each thing is run, where rivals lie, and who is told how far it is."""

    rounds: int
    cache: Path
    may_install: bool
    tell: Callable[[str], None]


def check(text: Texts) -> list[str]:
    """Return the command that checks a text."""
    return [*_CSMISTAKES, "check", "--no-cache", "--jobs", "1", "--output-format", "jsonl", str(text.native)]


def beside_others(rivals: Iterable[Rival], texts: Mapping[int, Texts], start: Texts, plan: Plan) -> Figures:
    """Measure rivals and csmistakes on the same text. `texts` by their share of the words; `start` is a tiny one."""
    homes, missing = {}, {}
    for rival in rivals:
        try:
            homes[rival] = installed(rival, plan.cache, may_install=plan.may_install)
        except NotToBeHadError as error:
            missing[rival.name] = str(error)
            plan.tell(f"{rival.name}: {error}")
    groups = []
    for share, text in texts.items():
        members = {rival: home for rival, home in homes.items() if rival.share == share}
        if members:
            groups.append(_group(members, text, start, plan, missing))
    return {"missing": missing, "groups": groups}


OURSELVES = Rival(OURS, "all its rules", lambda _, text: check(text))


def _group(members: Mapping[Rival, Path], text: Texts, start: Texts, plan: Plan, missing: dict[str, str]) -> Figures:
    runs: dict[str, Callable[[], Cost]] = {}
    everyone = {OURSELVES: Path(), **members}
    for rival, home in everyone.items():
        first = run(rival.command(home, start), _NODE)  # also fills the caches that a second run finds
        if first.status not in rival.fine:
            missing[rival.name] = f"ended with status {first.status} on a short text"
            continue
        runs[rival.name] = partial(run, rival.command(home, text), _NODE)
        runs[f"{rival.name}, start"] = partial(run, rival.command(home, start), _NODE)
    costs = in_turn(runs, plan.rounds, plan.tell)
    tools = {}
    for rival in everyone:
        if rival.name not in costs:
            continue
        if any(cost.status not in rival.fine for cost in costs[rival.name]):
            missing[rival.name] = f"ended with status {costs[rival.name][-1].status}"
            continue
        tools[rival.name] = {"does": rival.does, **_figures(rival.name, costs, text)}
    return {"words": text.words, "conversations": text.conversations, "rounds": plan.rounds, "tools": tools}


def _figures(name: str, costs: Mapping[str, list[Cost]], text: Texts) -> Figures:
    whole, begun = costs[name], costs[f"{name}, start"]
    ours = _after_start(costs[OURS], costs[f"{OURS}, start"], text)
    return {
        **summed_up(whole),
        "start": summed_up(begun),
        "words_per_cpu_second": spread([text.words / cost.cpu for cost in whole]),
        "words_per_cpu_second_after_start": spread(_after_start(whole, begun, text)),
        "conversations_per_cpu_second": spread([text.conversations / cost.cpu for cost in whole]),
        "times_ours": ratio([cost.cpu for cost in whole], [cost.cpu for cost in costs[OURS]]),
        "times_ours_after_start": ratio(ours, _after_start(whole, begun, text)),
    }


def _after_start(whole: list[Cost], begun: list[Cost], text: Texts) -> list[float]:
    """Return words a second of the processor, the time of a start taken off."""
    return [text.words / max(0.001, cost.cpu - start.cpu) for cost, start in zip(whole, begun, strict=True)]


def starts(clean: Texts, found: Texts, proselint: Path | None, plan: Plan) -> Figures:
    """Measure what a short command takes, beside a bare import of spaCy and proselint's start."""
    commands = {
        "check, ten turns, clean": check(clean),
        "check, ten turns, with findings": check(found),
        "check, ten turns, unchanged since the last run": [part for part in check(found) if part != "--no-cache"],
        "--help": [*_CSMISTAKES, "--help"],
        "explain runaround": [*_CSMISTAKES, "explain", "runaround"],
        "rules list": [*_CSMISTAKES, "rules", "list"],
        "python -c \"import spacy; spacy.blank('en')\"": [sys.executable, "-c", "import spacy; spacy.blank('en')"],
        "python -c pass": [sys.executable, "-c", "pass"],
    }
    if proselint is not None:
        commands["proselint, ten turns"] = [str(proselint / "bin" / "proselint"), "check", str(clean.plain)]
    costs = in_turn({name: partial(run, command) for name, command in commands.items()}, plan.rounds, plan.tell)
    return {name: summed_up(each) for name, each in costs.items()}


def inside(text: Texts, plan: Plan) -> Figures:
    """Measure how the cost grows with conversations and phrases, and what single steps bring."""
    ways = (*WAYS, *(f"conversations of {turns}" for turns in TURNS))
    seen: dict[str, list[Figures]] = {way: [] for way in ways}
    for _ in range(plan.rounds):
        for way in ways:
            seen[way].append(_inside(way, text))
            plan.tell(f"{way}: {seen[way][-1]['cpu']:.2f} s of the processor")
    base = [each["cpu"] for each in seen["as it is"]]
    shortest = [each["cpu"] for each in seen[f"conversations of {TURNS[0]}"]]
    figures: Figures = {"words": text.words, "conversations": text.conversations, "shares": _inside("shares", text)}
    for way, each in seen.items():
        cpu = [one["cpu"] for one in each]
        figures[way] = {
            **{key: value for key, value in each[-1].items() if key != "cpu"},
            "cpu": spread(cpu),
            "ratio": ratio(cpu, shortest if way.startswith("conversations of") else base),
        }
    return figures


def _inside(way: str, text: Texts) -> Any:  # noqa: ANN401  (as the way has it)
    cost = run([sys.executable, "-m", "benchmarks.speed.inside", way, str(text.native)])
    if cost.status:
        raise RuntimeError(f"measuring “{way}” ended with status {cost.status}")
    return json.loads(cost.output)


def memory(texts: Iterable[Texts], plan: Plan) -> list[Figures]:
    """Measure the memory of a whole run on texts of several sizes."""
    figures = []
    for text in texts:
        cost = run(check(text))
        plan.tell(f"{text.words:,} words: {cost.megabytes:.0f} MB")
        figures.append(
            {
                "words": text.words,
                "native_megabytes": round(text.native.stat().st_size / (1 << 20), 1),
                **summed_up([cost]),
            }
        )
    return figures
