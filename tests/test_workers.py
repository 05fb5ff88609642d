"""Worker processes: what they find is what one process finds, in the same order, whatever becomes of them."""

import os
import pickle
from collections.abc import Iterable, Sequence
from dataclasses import replace
from multiprocessing import active_children
from pathlib import Path

import pytest

from csmistakes import cache, pipeline, sharing, workers
from csmistakes.catalogue import Catalogue, load
from csmistakes.conversation import Conversation, Role, TextOrigin, Turn
from csmistakes.errors import CsmistakesError
from csmistakes.finding import Checked
from csmistakes.options import Options
from csmistakes.pipeline import Run
from csmistakes.workers import shared
from tests.building import let_recognition_trip, write_catalogue


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    return load([write_catalogue(tmp_path)], with_shipped=False)


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "WORTH", 40)
    monkeypatch.setattr(pipeline, "SHARE", 40)


def talk(number: int) -> Conversation:
    place = TextOrigin(((0, number + 1, 5),))
    said = Turn(Role.CUSTOMER, "and so?", origin=place), Turn(Role.AGENT, f"shut up, number {number}", origin=place)
    return Conversation(f"#{number}", said, path="talks.txt", extra={"about": object()})


TALKS = [talk(number) for number in range(40)]


def checked(run: Run, talks: Iterable[Conversation] = TALKS, jobs: int = 2) -> list[Checked]:
    return list(run.check(talks, jobs))


@pytest.mark.parametrize("start", ["fork", "spawn"])
def test_any_number_of_processes_finds_the_same(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch, start: str
) -> None:
    monkeypatch.setattr(workers, "_START", start)
    alone = checked(Run(catalogue), jobs=1)
    run = Run(catalogue)
    assert checked(run) == alone
    assert all(item.findings for item in alone)
    summary = run.summary()
    assert (summary.conversations, summary.turns) == (40, 80)


def test_the_options_go_with_the_run(catalogue: Catalogue) -> None:
    options = Options(ignore=("being-rude",))
    again = pickle.loads(pickle.dumps(Run(catalogue, options)))  # noqa: S301  (our own)
    assert checked(again, jobs=1) == checked(Run(catalogue, options), jobs=1)
    assert not any(item.findings for item in checked(again, jobs=1))


def test_what_an_earlier_run_has_found_is_not_asked_for(
    catalogue: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "kept"))
    first = checked(Run(catalogue, keep=True), TALKS[:30])
    asked: list[str] = []

    def noted(judge: Run, jobs: int, blocks: Iterable[tuple[object, Sequence[Conversation]]]) -> object:
        kept = list(blocks)
        asked.extend(one.id for _, talks in kept for one in talks)
        return shared(judge, jobs, kept)

    monkeypatch.setattr(workers, "shared", noted)
    again = checked(Run(catalogue, keep=True))
    assert asked == [one.id for one in TALKS[30:]]
    assert again[:30] == first
    assert again == checked(Run(catalogue), jobs=1)


def test_a_few_words_start_no_process(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_started", None)
    assert [item.conversation.id for item in checked(Run(catalogue), TALKS[:1])] == ["#0"]


@pytest.mark.parametrize("why", [OSError, ImportError, NotImplementedError])
def test_where_there_can_be_no_processes_one_does_it_all(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch, why: type[Exception]
) -> None:
    def none(*_: object, **__: object) -> None:
        raise why

    monkeypatch.setattr(workers, "ProcessPoolExecutor", none)
    assert checked(Run(catalogue)) == checked(Run(catalogue), jobs=1)


def test_where_some_processes_cannot_be_started_the_others_end(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "_START", "fork")
    fork = os.fork
    forked: list[int] = []

    def two_only() -> int:
        if len(forked) == 2:
            raise BlockingIOError
        forked.append(fork())
        return forked[-1]

    monkeypatch.setattr(os, "fork", two_only)
    assert checked(Run(catalogue), jobs=4) == checked(Run(catalogue), jobs=1)
    assert len(forked) == 2
    assert not active_children()


def test_a_bug_is_told_by_the_process_that_asked(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_START", "fork")
    let_recognition_trip(monkeypatch, "odd")
    run = Run(catalogue)
    broken = replace(TALKS[0], id="odd", turns=(Turn(Role.AGENT, "odd"),))
    found = checked(run, [*TALKS[:10], broken, *TALKS[10:]])
    assert [item.conversation.id for item in found] == [one.id for one in TALKS]
    assert [(one.conversation, type(one.error)) for one in run.broken] == [("odd", TypeError)]


class Dies:
    """A judge whose process ends."""

    def answers(self, conversations: Sequence[Conversation]) -> list[str | None]:
        os._exit(3 if conversations else 0)


def test_a_process_that_dies_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_START", "fork")
    with pytest.raises(CsmistakesError, match="a worker process ended"):
        list(shared(Dies(), 2, (("block", TALKS[:5]) for _ in range(9))))


def test_no_process_outlives_who_looks_no_further(catalogue: Catalogue) -> None:
    run = iter(Run(catalogue).check(TALKS, 2))
    next(run)
    del run
    assert not active_children()
