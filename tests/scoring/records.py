"""Records made without any transcript: conversations of agents who make one mistake or another."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from hypothesis import strategies as st

from csmistakes.scoring.card import Band, Item, Scorecard, Section
from csmistakes.scoring.grading import grade
from csmistakes.scoring.metadata import week_named, week_number
from csmistakes.scoring.recording import counts_of
from csmistakes.scoring.rows import ConversationRow, OpportunityRow, Record
from csmistakes.scoring.totals import Totals

RULES = ("curt", "late")
SOURCES = {"curt": ("tea-9:1",), "late": ("tea-9:2", "cup-2:1")}
CARD = Scorecard(
    "c", 1, "", (Band("any", 0, ""),),
    (Section("s", "", 1, "", tuple(Item(rule, 1, 50, 100, "", "") for rule in RULES)),),
)  # fmt: skip
FIRST = week_number("2025-W50")

Rate = Callable[[str, str, int], float]  # of an agent, a mistake, a week


def record(
    number: int, found: dict[str, int], agent: str | None = "Ines", team: str | None = "Blue", week: int | None = 0
) -> Record:
    rows = tuple(OpportunityRow("p", f"c{number}", rule, agent, max(1, n), n) for rule, n in found.items())
    graded = grade(CARD, counts_of(rows))
    talk = ConversationRow(
        "p", f"c{number}", agent, team, None, "chat", None, None if week is None else week_named(FIRST + week), 4,
        sum(found.values()), graded.score, graded.band, "", CARD.digest,
    )  # fmt: skip
    return Record(talk, (), (), rows)


def several(most: int, weeks: int) -> st.SearchStrategy[list[Record]]:
    """Return lists of up to `most` records of people and teams, in the first `weeks` weeks or in none."""
    one = st.builds(
        record,
        st.integers(0, 99),
        st.dictionaries(st.sampled_from(RULES), st.integers(0, 3)),
        st.sampled_from(["Ines", "Omar", None]),
        st.sampled_from(["Blue", "Red", None]),
        st.one_of(st.none(), st.integers(0, weeks - 1)),
    )
    return st.lists(one, max_size=most)


def totals_of(records: Iterator[Record] | list[Record]) -> Totals:
    totals = Totals(CARD, SOURCES)
    for one in records:
        totals.add(one)
    return totals


def archive(rate: Rate, *, agents: int, teams: int, each: int, seed: int = 1) -> Iterator[Record]:
    """Yield `each` conversations of every agent, spread over twelve weeks, in which mistakes happen at their rate."""
    rng = random.Random(seed)  # noqa: S311
    for number in range(agents * each):
        agent, week = f"a{number % agents:03}", rng.randrange(12)
        found = {rule: int(rng.random() < rate(agent, rule, week)) for rule in RULES}
        yield record(number, found, agent, f"t{number % agents % teams}", week)
