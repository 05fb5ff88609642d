"""python -m benchmarks.scripts: how long `check` takes over 5,000 scripted replies, in a process of its own.

The replies are fiction, put together from sentences and names at random (the same for the same seed), and no two are
alike. Prints JSON: seconds of the processor and by the clock, the whole process and that of an empty run.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

import click

from benchmarks.speed.processes import run

HELLOS = (
    "Hi {{ticket.requester.first_name}},",
    "Hello {{ticket.requester.first_name}},",
    "Dear {{ticket.requester.name}},",
    "Hi there,",
    "Good morning {{ticket.requester.first_name}},",
)
OPENINGS = (
    "Thank you for writing to us about the {thing}.",
    "Thanks for the photos of your {thing}, they help a lot.",
    "I'm sorry that the {thing} arrived {fault}.",
    "I understand how annoying a {fault} {thing} is, just before the {event}.",
    "Your order {{{{ticket.id}}}} with the {thing} is packed and leaves our {place} on {day}.",
    "You asked whether the {thing} fits the {other}. It does.",
    "We have found the parcel with your {thing} at the {place}.",
    "Unfortunately the {thing} is sold out until {day}.",
)
MIDDLES = (
    "Please hold the button on its {side} for {n} seconds, until the light turns {colour}.",
    "I have sent you a new {thing} today, and it reaches you by {day}.",
    "The {money} is back on your card within {n} days.",
    "Could you tell me which {other} you have? The number stands on its {side}.",
    "There is nothing you need to send back, the {fault} one is yours to keep or to recycle.",
    "Our {place} is open from {n} am, and {name} there knows your case.",
    "If the {colour} {thing} suits you as well, I can send that one on {day}.",
    "To change the {other}, open Settings, choose {colour} and then Save.",
    "{name} from our {place} calls you on {day} between 2 and {n} pm.",
    "You have {n} weeks to return the {thing}, and the label is in the box.",
    "It is our policy that the {thing} cannot be returned after {n} days.",
    "The guide to the {thing} is at https://help.example.com/{colour}/{n}.",
    "We have taken {money} off your next invoice for the trouble with the {other}.",
)
ENDINGS = (
    "Just reply to this message if anything is missing.",
    "If it does not help, write back and I will look at the {thing} with you.",
    "I hope the {event} goes well!",
    "You can also ring us on 0800 555 01{n}, every day until {n} pm.",
    "",
)
REGARDS = ("Kind regards,\n{{current_user.name}}", "Best wishes,\n{{current_user.first_name}}", "{{current_user.name}}")
WORDS: dict[str, tuple[str, ...]] = {
    "thing": tuple(
        "kettle lamp saddle tent stove mixer router camera bracelet cello drill pram scarf helmet sofa".split()
    ),
    "other": tuple("charger bracket lid frame strap filter hose shelf adapter cushion".split()),
    "fault": tuple("broken scratched wet bent empty torn silent".split()),
    "event": tuple("wedding holiday birthday move concert exam".split()),
    "place": tuple("warehouse workshop studio branch office depot".split()),
    "day": tuple("Monday Tuesday Wednesday Thursday Friday".split()),
    "side": tuple("left right back underside front".split()),
    "colour": tuple("green red white amber blue black".split()),
    "name": tuple("Ada Bo Cleo Dragan Esme Farid Greta Hugo".split()),
}


def replies(count: int, seed: int = 6) -> Iterator[str]:
    """Yield `count` replies, no two alike."""
    random, seen = Random(seed), set[str]()  # noqa: S311  (no secret)
    while len(seen) < count:
        middle = random.sample(MIDDLES, random.randint(1, 3))
        body = " ".join(_filled(random, part) for part in (random.choice(OPENINGS), *middle, random.choice(ENDINGS)))
        text = f"{random.choice(HELLOS)}\n\n{body.strip()}\n\n{random.choice(REGARDS)}"
        if text not in seen:
            seen.add(text)
            yield text


def _filled(random: Random, sentence: str) -> str:
    words = {key: random.choice(words) for key, words in WORDS.items()}
    return sentence.format(**words, n=random.randint(3, 60), money=f"${random.randint(4, 90)}.50")


def write(folder: Path, count: int) -> tuple[Path, Path]:
    """Write the replies as one export of Zendesk macros and as one library in Markdown; return both files."""
    texts = list(replies(count))
    macros = [
        {"title": f"Macro {n}", "actions": [{"field": "comment_value", "value": text}]} for n, text in enumerate(texts)
    ]
    zendesk, markdown = folder / "macros.json", folder / "macros.md"
    zendesk.write_text(json.dumps({"macros": macros}, indent=1), encoding="utf-8")
    quoted = ("".join(f"> {line}".rstrip() + "\n" for line in text.split("\n")) for text in texts)
    markdown.write_text("\n".join(f"## Macro {n}\n\n{text}" for n, text in enumerate(quoted)), encoding="utf-8")
    return zendesk, markdown


@click.command()
@click.option("--count", type=click.IntRange(min=1), default=5000, show_default=True, help="How many replies.")
@click.option("--rounds", type=click.IntRange(min=1), default=3, show_default=True, help="How often; the least counts.")
@click.option(
    "--keep", type=click.Path(file_okay=False, path_type=Path), help="Write the replies there, and keep them."
)
def main(count: int, rounds: int, keep: Path | None) -> None:
    """Measure `csmistakes check` over scripted replies."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        empty = folder / "empty.txt"
        empty.write_text("Hello!\n", encoding="utf-8")
        for path in (empty, *write(folder, count)):
            command = [
                sys.executable,
                "-m",
                "csmistakes",
                "check",
                "--scripts",
                "--exit-zero",
                "--output-format",
                "jsonl",
                str(path),
            ]
            costs = [run(command) for _ in range(rounds)]
            figures = {
                "cpu": round(min(cost.cpu for cost in costs), 2),
                "clock": round(min(cost.wall for cost in costs), 2),
            }
            click.echo(json.dumps({"file": path.name, **figures}))


if __name__ == "__main__":
    main()
