"""Small labelled sets for tests, as values and as files."""

import json
from pathlib import Path
from typing import Any

from benchmarks.labelled import Label, Labelled
from csmistakes.conversation import Conversation, Role, Turn

ROLES = {"A": Role.AGENT, "B": Role.BOT, "C": Role.CUSTOMER, "S": Role.SYSTEM}


def conversation(key: str, *lines: str, channel: str | None = "chat") -> Conversation:
    turns = tuple(Turn(ROLES[line[0]], line[3:]) for line in lines)
    return Conversation(key, turns, channel=channel)


def labelled(key: str, *labels: tuple[str, int, int], lines: tuple[str, ...] = ("C: hi",), **more: Any) -> Labelled:
    made = tuple(Label(mistake, turn, is_clear=conf == 2) for mistake, turn, conf in labels)
    return Labelled(conversation(key, *lines), made, source="own", is_clean=not labels, **more)


def write_set(folder: Path, name: str, records: list[dict[str, Any]]) -> str:
    """Write a set whose records hold `lines` beside what labels hold, and return its prefix."""
    prefix = folder / name
    transcripts, labels = [], []
    for record in records:
        turns = [{"role": ROLES[line[0]].value, "name": None, "ts": None, "text": line[3:]} for line in record["lines"]]
        transcripts.append({"id": record["id"], "channel": record.get("channel", "chat"), "turns": turns})
        labels.append({key: value for key, value in record.items() if key not in {"lines", "channel"}})
    for ending, rows in (("transcripts", transcripts), ("labels", labels)):
        text = "".join(json.dumps(row) + "\n" for row in rows)
        prefix.with_name(f"{name}.{ending}.jsonl").write_text(text, encoding="utf-8")
    return str(prefix)


RECORDS: list[dict[str, Any]] = [
    {
        "id": "shop/1",
        "lines": ["C: my mother passed away and her account is still open", "A: What is the account number?"],
        "labels": [{"mistake": "no-empathy", "turn": 1, "conf": 2}],
        "planted": "no-empathy",
    },
    {
        "id": "shop/2",
        "channel": "email",
        "lines": ["C: where is my parcel", "A: It comes on Tuesday before ten, and the driver rings you first."],
        "labels": [],
        "absent": ["no-empathy"],
    },
    {
        "id": "bank/1",
        "lines": ["C: the machine kept my card", "A: Calm down. That is our policy."],
        "labels": [{"mistake": "impatience", "turn": 1}, {"mistake": "reactive-service", "turn": 1}],
        "set": "not shown, as the id says it",
    },
]
