"""python -m benchmarks.scripts: how long a check of 5,000 scripted replies takes, from the command line to the report.

The replies are made up here, each another one. Half are kept as Zendesk macros, half as Markdown.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import count, islice
from pathlib import Path

import click

from benchmarks.speed.processes import Cost, run

_THINGS = (
    "parcel", "kettle", "booking", "invoice", "router", "subscription", "ticket", "bicycle", "mattress", "lesson",
    "refund", "camera", "appointment", "licence", "heater", "gift card", "sofa", "meter reading", "flight", "lamp",
)  # fmt: skip
_OPENINGS = (
    "Hi {{ticket.requester.first_name}}, thank you for writing about your %s.",
    "Hello {{name}}, I'm sorry that your %s gave you trouble.",
    "Dear {{customer_name}}, you asked us about the %s of last week.",
    "Good morning {{name}}, I have looked at your %s.",
    "Hi {first_name}, thanks for the picture of the %s.",
    "Hello %%first_name%%, we understand that you need the %s soon.",
    "Hi [Name], unfortunately there was a mix-up with your %s.",
)
_MIDDLES = (
    "It left our house in {{city}} this morning and reaches you on {{date}}.",
    "Our workshop checks it tomorrow, and I will write to you by noon.",
    "As per our terms and conditions we are unable to change it.",
    "Could you tell me the number on the back, please? It begins with two letters.",
    "I have sent a new one today; you can keep the old one or give it away.",
    "We will get back to you as soon as possible.",
    "The price was {{amount}}, and the difference is on its way back to your card.",
    "Please open the menu, choose Settings and switch the second button off and on again.",
    "Our colleague {{agent.name}} knows it best and calls you at {{time}}.",
    "Did you know that you can upgrade to our Premium plan for {{price}} a month?",
    "I've cancelled it as you asked, and nothing more will be charged.",
)
_ENDINGS = (
    "If anything is unclear, reply to this message and it reaches me directly.\n\nBest wishes,\n{{agent.name}}",
    "Have a lovely day!\n{{agent.signature}}",
    "Sorry again for the inconvenience.",
    "Would that help you?",
    "Kind regards, your team at {{shop.name}}",
)
_FILES = 50


def replies() -> Iterator[str]:
    """Yield replies without end, no two alike."""
    for number in count():
        thing = _THINGS[number % len(_THINGS)]
        opening = _OPENINGS[number % len(_OPENINGS)] % thing
        middle = _MIDDLES[number % len(_MIDDLES)]
        other = _MIDDLES[number // 3 % len(_MIDDLES)]
        other_thing = _THINGS[number // 7 % len(_THINGS)]
        detail = f"For your {other_thing} the number to name is {number}, kept for {number % 89 + 2} days."
        ending = _ENDINGS[number % len(_ENDINGS)]
        yield f"{opening} {middle} {other}\n\n{detail} {ending}"


def written(folder: Path, replies_in_all: int) -> None:
    """Write so many replies to a folder, in fifty files."""
    said = replies()
    for number in range(_FILES):
        some = list(islice(said, replies_in_all * (number + 1) // _FILES - replies_in_all * number // _FILES))
        path = folder / f"{number:02}"
        if number % 2:
            quoted = ("> " + reply.replace("\n", "\n> ") for reply in some)
            path.with_suffix(".md").write_text(
                "".join(f"## Reply {n}\n\n{q}\n\n" for n, q in enumerate(quoted)), "utf-8"
            )
        else:
            macros = [
                {"title": f"Reply {n}", "actions": [{"field": "comment_value", "value": reply}]}
                for n, reply in enumerate(some)
            ]
            path.with_suffix(".json").write_text(json.dumps({"macros": macros}, indent=1), "utf-8")


@click.command(epilog="\b\nExample:\n  python -m benchmarks.scripts --replies 1000 --rounds 1")
@click.option("--replies", "count_of", type=click.IntRange(min=_FILES), default=5000, show_default=True)
@click.option("--rounds", type=click.IntRange(min=1), default=3, show_default=True, help="How often it is measured.")
@click.option("--to", type=click.Path(file_okay=False, path_type=Path), help="Write the replies there and leave them.")
def main(count_of: int, rounds: int, to: Path | None) -> None:
    """Measure a check of many scripted replies, from the command line to the report."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = to or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        written(folder, count_of)
        kept = str(Path(scratch) / "kept")
        command = [sys.executable, "-m", "csmistakes", "check", "--scripts", "--exit-zero", str(folder)]
        command += ["--output-format", "concise"]
        click.echo(f"{count_of:,} replies, from start to end; median of {rounds}:")
        _tell("nothing known of them", [run([*command, "--no-cache"]) for _ in range(rounds)])
        _tell("the same, by one process", [run([*command, "--no-cache", "--jobs", "1"]) for _ in range(rounds)])
        run([*command, "--cache-dir", kept])
        _tell("unchanged since the last run", [run([*command, "--cache-dir", kept]) for _ in range(rounds)])


def _tell(what: str, costs: Sequence[Cost]) -> None:
    wall, cpu = (statistics.median(values) for values in ([c.wall for c in costs], [c.cpu for c in costs]))
    click.echo(f"  {what}: {wall:.2f} s, {cpu:.2f} s of processor")


if __name__ == "__main__":
    main()
