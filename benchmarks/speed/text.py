"""The text that is measured with: conversations repeated up to a number of words, their names and numbers varied."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

Record = dict[str, Any]  # a conversation in the native format

_DIGIT = re.compile(r"\d")
_SENTENCE_INSIDE = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}\b")  # a capital inside a sentence: most often a name
_NAMES = (
    "Adaeze Bogdan Carmen Dmitri Elif Farid Greta Hiroshi Ingrid Jorge Kwame Leila Mateus Noor Oskar Priya Quentin "
    "Rosa Stefan Tomoko Ursula Viktor Wanda Ximena Yusuf Zelda"
).split()


@dataclass(frozen=True, slots=True)
class Texts:
    """One text in the forms that tools read, and how large it is."""

    native: Path  # JSON Lines
    plain: Path  # a turn a paragraph
    segments: Path  # a list of speaker, text and times
    words: int
    conversations: int


def records_of(paths: Sequence[Path]) -> list[Record]:
    """Return the conversations of files in the native format. ValueError if there is not a word in them."""
    records = [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines() if line]
    if not any(map(words_of, records)):
        raise ValueError("no words in " + ", ".join(map(str, paths)))
    return records


def words_of(record: Record) -> int:
    """Return how many words a conversation has, as white space parts them."""
    return sum(len((turn["text"] or "").split()) for turn in record["turns"])


def repeated(records: Sequence[Record], words: int) -> Iterator[Record]:
    """Yield conversations until there are `words`: first as they are, then again and again, varied."""
    random = Random(0)  # noqa: S311  (the same text every time)
    for again in count():
        for record in records:
            if words <= 0:
                return
            words -= words_of(record)
            yield _varied(record, again, random) if again else record


def _varied(record: Record, again: int, random: Random) -> Record:
    """Return a conversation with other digits and other names, each name the same all through it."""
    names: dict[str, str] = {}

    def name(match: re.Match[str]) -> str:
        return names.setdefault(match[0], random.choice(_NAMES))

    def varied(text: str) -> str:
        return _DIGIT.sub(lambda _: random.choice("0123456789"), _SENTENCE_INSIDE.sub(name, text))

    turns = [{**turn, "text": varied(turn["text"] or "")} for turn in record["turns"]]
    return {**record, "id": f"{record.get('id', '')}-{again}", "turns": turns}


def write(records: Iterator[Record] | Sequence[Record], folder: Path, name: str) -> Texts:
    """Write a text in all its forms below `folder`, conversation after conversation."""
    text = Texts(folder / f"{name}.jsonl", folder / f"{name}.txt", folder / f"{name}.segments.json", 0, 0)
    words = conversations = said = 0
    with (
        text.native.open("w", encoding="utf-8") as native,
        text.plain.open("w", encoding="utf-8") as plain,
        text.segments.open("w", encoding="utf-8") as segments,
    ):
        segments.write("[")
        for record in records:
            conversations += 1
            words += words_of(record)
            native.write(json.dumps(record, ensure_ascii=False) + "\n")
            for turn in record["turns"]:
                plain.write(" ".join((turn["text"] or "").split()) + "\n\n")
                speaker = "agent" if turn["role"] in ("agent", "bot") else "caller"
                segment = {"role": speaker, "text": turn["text"] or "", "start": said, "end": said + 1}
                segments.write(",\n" * bool(said) + json.dumps(segment))
                said += 1
        segments.write("]\n")
    return replace(text, words=words, conversations=conversations)
