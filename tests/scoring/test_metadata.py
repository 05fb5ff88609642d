"""Who, where and when: patterns, side tables, and what transcripts say themselves."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmistakes.conversation import Conversation, Role, Turn
from csmistakes.errors import UsageError
from csmistakes.scoring.metadata import (
    Labeller,
    NamePattern,
    agents_in,
    charged,
    day_of,
    read_people,
    team_and_queue,
    week_named,
    week_number,
    week_of,
)

AGENT, CUSTOMER, BOT = Role.AGENT, Role.CUSTOMER, Role.BOT


@pytest.mark.parametrize(
    ("pattern", "path", "fields"),
    [
        ("{team}/{agent}_{date}.txt", "talks/blue/ines_2026-01-05.txt",
         {"team": "blue", "agent": "ines", "date": "2026-01-05"}),
        ("{agent}-{}.json", "a/b/ines-0042.json", {"agent": "ines"}),
        ("{channel}/*/{agent}.txt", "chat/2026/ines.txt", {"channel": "chat", "agent": "ines"}),
        ("{team}/{agent}.txt", "blue/ines.vtt", {}),
        ("{team}/{agent}.txt", "ines.txt", {}),
        ("{agent}.(x).txt", "ines.(x).txt", {"agent": "ines"}),
    ],
)  # fmt: skip
def test_a_pattern_reads_the_end_of_a_path(pattern: str, path: str, fields: dict[str, str]) -> None:
    assert NamePattern(pattern).fields(path) == fields


@pytest.mark.parametrize("pattern", ["", "talks.txt", "{agnt}.txt", "{agent}{team}.txt", "{agent}/{agent}.txt"])
def test_a_pattern_that_makes_no_sense_is_refused(pattern: str) -> None:
    with pytest.raises(UsageError, match="--name-pattern"):
        NamePattern(pattern)


@given(st.text(max_size=400))
def test_no_path_upsets_a_pattern(path: str) -> None:
    NamePattern("{team}/{agent}_{date}.txt").fields(path)


def talk(**facts: object) -> Conversation:
    return Conversation("c", (Turn(CUSTOMER, "Hi"), Turn(AGENT, "Hello", "Ines")), **facts)  # type: ignore[arg-type]


def test_the_command_line_wins_over_the_table_and_both_over_the_transcript() -> None:
    people = {"ines": {"agent": "Ines", "team": "Red", "queue": "Parcels"}}
    own = talk(
        path="x/blue/omar_2026.txt", agent="Ines", channel="chat", extra={"Team Name": "Green", "skill": "Bills"}
    )
    assert team_and_queue(Labeller().label(own)) == ("Green", "Bills")
    assert team_and_queue(Labeller(None, people).label(own)) == ("Red", "Parcels")
    labelled = Labeller(NamePattern("{team}/{agent}_{}.txt"), people).label(own)
    assert (labelled.agent, *team_and_queue(labelled)) == ("omar", "blue", "Bills")


@pytest.mark.parametrize(
    ("written", "day"),
    [("2026-01-05", 5), ("20260105", 5), ("05.01.2026", 5), ("2026-01-05T23:00:00-03:00", 6), ("1767571200", 5)],
)
def test_dates_as_people_write_them(written: str, day: int) -> None:
    assert day_of(Labeller().label(talk(extra={"date": written}))) == date(2026, 1, day)


@pytest.mark.parametrize("written", ["soon", "12", "", "99999999999999"])
def test_what_is_no_date_is_none(written: str) -> None:
    assert day_of(Labeller().label(talk(extra={"date": written}))) is None


def test_a_date_may_come_from_the_field_the_turns_or_the_name() -> None:
    dated = Conversation("c", (Turn(AGENT, "Hi", time=1_767_571_200.0),), path="2026-02-01.txt", started=None)
    assert day_of(Labeller().label(dated)) == date(2026, 1, 5)
    assert day_of(Labeller(NamePattern("{date}.txt")).label(dated)) == date(2026, 2, 1)
    assert day_of(talk(started=1e18)) is None


def test_weeks_count_on_over_the_year() -> None:
    weeks = [week_of(date(2025, 12, 28)), week_of(date(2025, 12, 29)), week_of(date(2026, 1, 5)), week_of(None)]
    assert weeks == ["2025-W52", "2026-W01", "2026-W02", None]
    numbers = [week_number(week) for week in weeks if week]
    assert numbers == [numbers[0], numbers[0] + 1, numbers[0] + 2]
    assert [week_named(number) for number in numbers] == weeks[:3]


def test_people(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("\ufeffAgent,Team,Age\nInes,Blue,30\n Omar ,Red,\n,None,\n", encoding="utf-8")
    assert read_people(path) == {"ines": {"agent": "Ines", "team": "Blue"}, "omar": {"agent": "Omar", "team": "Red"}}


@pytest.mark.parametrize("text", ["name,team\nInes,Blue\n", "agent\nInes\n", "agent,team\nInes,a\nines,b\n", ""])
def test_a_table_of_people_that_makes_no_sense(tmp_path: Path, text: str) -> None:
    path = tmp_path / "people.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"people\.csv"):
        read_people(path)


def test_a_table_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_bytes(b"agent,team\n\xff\xfe,x\n")
    with pytest.raises(UsageError, match="cannot be read"):
        read_people(tmp_path / "people.csv")


def test_who_is_charged() -> None:
    alone = talk(agent="A-17")
    assert agents_in(alone) == {"A-17"}  # the field names the person, whatever the turns say
    assert charged(alone, 1, agents_in(alone)) == "A-17"
    several = Conversation(
        "c",
        (Turn(CUSTOMER, "Hi"), Turn(AGENT, "Hello", "Ines"), Turn(BOT, "Beep"), Turn(AGENT, "Yes", "Omar")),
        agent="Ines",
    )
    assert agents_in(several) == {"Ines", "Omar"}
    assert [charged(several, turn, agents_in(several)) for turn in (1, 2, 3, 4)] == [None, "Ines", None, "Omar"]
    nobody = Conversation("c", (Turn(AGENT, "Hi"),))
    assert (agents_in(nobody), charged(nobody, 1, frozenset())) == (frozenset(), None)
    assert agents_in(Conversation("c", (Turn(BOT, "Hi"),), agent="Ines")) == frozenset()


def test_channels_go_by_one_name() -> None:
    assert Labeller(NamePattern("{channel}/{}.txt")).label(talk(path="Phone/a.txt")).channel == "call"
    assert Labeller(None, {"ines": {"channel": "web chat"}}).label(talk(agent="Ines")).channel == "chat"


def test_odd_fields_are_no_teams() -> None:
    assert team_and_queue(talk(extra={"team": ["x"], "queue": True})) == (None, None)
