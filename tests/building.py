"""A small catalogue of its own on disk, to be broken and mended by tests."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from csmistakes.recognition.recogniser import Recognised, Recogniser

ARTICLES = "art-1:\n  title: An Article\n  items: [being rude, being slow]\n"
FILLER = """\
about: Warms the line.
say: ["ok", "one moment please?"]
examples:
  yes: ["ok", "one moment", "one moment please"]
  no: ["When?", "Not yet.", "It broke."]
"""
RUDE = """\
about: A rude word.
say: ["shut up", "go away"]
examples:
  yes: ["[[shut up]]", "Please [[go away]].", "GO AWAY"]
  no: ["the shutter", "going away party", "away we go"]
"""
RULE = """\
title: Being rude
sources: ["art-1:1"]
scope: turn
severity: error
about: The agent is rude.
when: {all: [rude, {position: replying}]}
unless: ["filler"]
message: "“{quote}” is rude."
why: It hurts.
fix: Be kind.
instead: Could you give me a moment?
examples:
  bad: ["C: hello there\\nA: [[shut up]]", "C: so what\\nA: [[go away]]", "C: so what\\nA: now [[go away]]"]
  good: ["C: shut up\\nA: I see", "A: go away", "C: please?\\nA: ok ok go away ok"]
"""


def write_catalogue(folder: Path, **files: str) -> Path:
    """Write a catalogue of one rule; keyword arguments replace its files, or add signals."""
    texts = {"articles": ARTICLES, "filler": FILLER, "rude": RUDE, "rule": RULE} | files
    places = {"articles": "articles.yaml", "words": "words.yaml", "rule": "mistakes/manners/being-rude.yaml"}
    for name, text in texts.items():
        path = folder / places.get(name, f"signals/{name}.yaml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def let_recognition_trip(monkeypatch: pytest.MonkeyPatch, over: str) -> None:
    """Put a bug into recognition that shows at the text `over` alone."""
    whole = Recogniser.recognise_all

    def trips(recogniser: Recogniser, texts: Iterable[str]) -> Mapping[str, Recognised]:
        wanted = list(texts)
        if over in wanted:
            raise TypeError
        return whole(recogniser, wanted)

    monkeypatch.setattr(Recogniser, "recognise_all", trips)
