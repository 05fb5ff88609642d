"""What is kept of a measurement: figures and counts as JSON, never a word of a conversation."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.agreement import Agreement
from benchmarks.figures import Figures, Summary, micro, summarise
from benchmarks.labelled import MISTAKES, Labelled, LabelledSet
from benchmarks.reports import Reports
from benchmarks.scoring import Pairs, Share, Tallies, clean_reported, pairs, tallies
from csmistakes.catalogue.loading import shipped
from csmistakes.finding import Severity

FOLDER = Path(__file__).parent / "results"


@dataclass(frozen=True, slots=True)
class Part:
    """How good a system is on the conversations of one channel or source."""

    conversations: int
    figures: Figures


@dataclass(frozen=True, slots=True)
class Measured:
    """All that is known of how a system did on a set. `mistakes` are those it looks for at all."""

    mistakes: tuple[str, ...]
    summary: Summary
    pairs: Mapping[str, Pairs]
    clean_reported: Share
    clean_warned: Share  # at warning or worse
    by_channel: Mapping[str, Part]
    by_source: Mapping[str, Part]


@dataclass(frozen=True, slots=True)
class Politeness:
    """csmistakes and ConvoKit on the mistakes that ConvoKit's strategies can tell, and where both find a speech act."""

    csmistakes: Measured
    convokit: Measured
    agreement: Mapping[str, Agreement]


@dataclass(frozen=True, slots=True)
class Result:
    """One measurement of one set. `politeness` is None where ConvoKit is not installed."""

    set: str
    rules: str  # what the rules were, in short
    trained_with: tuple[str, ...]  # sets whose conversations the classifier learnt from, fold by fold
    conversations: int
    turns: int
    clear_labels: int  # (conversation, mistake)
    arguable_labels: int
    csmistakes: Measured
    baselines: Mapping[str, Measured]
    politeness: Politeness | None


def measure(
    items: Sequence[Labelled], reports: Reports, mistakes: Sequence[str] = MISTAKES, *, in_parts: bool = False
) -> Measured:
    """Return how a system did, `in_parts` by channel and source too."""
    wanted = [tuple(report for report in said if report.mistake in mistakes) for said in reports]
    table = tallies(items, wanted, mistakes)
    return Measured(
        mistakes=tuple(mistakes),
        summary=summarise(table, mistakes),
        pairs={mistake: pair for mistake, pair in pairs(items, wanted).items() if mistake in mistakes},
        clean_reported=clean_reported(items, wanted),
        clean_warned=clean_reported(items, wanted, Severity.WARNING),
        by_channel=_parts(table, [item.conversation.channel or "unknown" for item in items]) if in_parts else {},
        by_source=_parts(table, [item.source for item in items]) if in_parts else {},
    )


def result(
    labelled: LabelledSet,
    csmistakes: Measured,
    *,
    baselines: Mapping[str, Measured] | None = None,
    politeness: Politeness | None = None,
    trained_with: Sequence[str] = (),
) -> Result:
    """Return a measurement with the facts about its set."""
    return Result(
        set=labelled.name,
        rules=rules_digest(),
        trained_with=tuple(trained_with),
        conversations=len(labelled.items),
        turns=sum(len(item.conversation.turns) for item in labelled.items),
        clear_labels=sum(len(item.clear) for item in labelled.items),
        arguable_labels=sum(len(item.arguable) for item in labelled.items),
        csmistakes=csmistakes,
        baselines=baselines or {},
        politeness=politeness,
    )


def write(measured: Result, folder: Path = FOLDER) -> Path:
    """Write a measurement to `folder`, and return the file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{measured.set}.json"
    path.write_text(json.dumps(asdict(measured), indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return path


def read_all(folder: Path = FOLDER) -> list[dict[str, Any]]:
    """Return all measurements kept in `folder`, by the names of their sets. That of speed has none."""
    kept = (json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json")))
    return [result for result in kept if "set" in result]


def rules_digest() -> str:
    """Return a short name for the shipped rules as they are now: the same rules, the same name."""
    digest = hashlib.sha256()
    folder = shipped()
    for path in sorted([folder / "words.yaml", *folder.glob("signals/**/*.yaml"), *folder.glob("mistakes/**/*.yaml")]):
        digest.update(f"{path.relative_to(folder).as_posix()}\0".encode())
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:12]


def _parts(table: Tallies, keys: Sequence[str]) -> dict[str, Part]:
    rows: dict[str, list[int]] = {}
    for row, key in enumerate(keys):
        rows.setdefault(key, []).append(row)
    return {key: Part(len(rows[key]), micro(table[rows[key]])) for key in sorted(rows)}
