"""Plans kept between runs: the same matches, made anew when they are damaged, and none where none can be written."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from csmistakes.catalogue import load
from csmistakes.catalogue.model import Signal
from csmistakes.recognition import plan
from csmistakes.recognition.automaton import Automaton, Places
from csmistakes.recognition.plan import PhrasesError, graph_of
from csmistakes.recognition.stream import read

CALL = Signal("call", "", {"": ("call (you|them) back",)})


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CSMISTAKES_CACHE", str(tmp_path / "plans"))
    monkeypatch.setattr(plan, "_WORTH_KEEPING", 1)
    monkeypatch.setattr("csmistakes.cache.READY", tmp_path / "ready")  # a wheel that is tested may have some
    return tmp_path / "plans"


def found(phrase: str = "call (you|them) back {0..3} $") -> list[tuple[int, int, int]]:
    automaton = Automaton(graph_of([(CALL, 0, phrase), (CALL, 1, "<num> minutes")], {}))
    return flat(automaton.matches([read("I call you back in 5 minutes")])[0])


def flat(places: Places) -> list[tuple[int, int, int]]:
    return sorted((label, first, last) for label, found in places.items() for first, last in found)


def test_a_kept_plan_finds_the_same(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = found()
    assert len(list(cache.glob("*.npz"))) == 1
    monkeypatch.delattr(plan, "parse")  # so that the phrases cannot be compiled once more
    assert first == found() == [(0, 2, 8), (1, 6, 7)]


def test_a_plan_that_comes_with_the_package_is_used(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = found()
    cache.rename(tmp_path / "ready")
    monkeypatch.delattr(plan, "parse")
    assert found() == first
    assert not cache.exists()


def test_other_phrases_make_another_plan(cache: Path) -> None:
    found()
    found("call you")
    assert len(list(cache.glob("*.npz"))) == 2


def numbers_of(plan_file: Path) -> dict[str, Any]:
    with np.load(plan_file) as kept:
        return dict(kept)


@pytest.mark.parametrize("damage", [b"", b"{", b"PK\x03\x04", b"\x93NUMPY\x01\x00"])
def test_a_damaged_plan_is_made_anew(cache: Path, damage: bytes) -> None:
    expected = found()
    kept = next(cache.glob("*.npz"))
    kept.write_bytes(damage)
    assert found() == expected
    assert numbers_of(kept)["words"].size


@pytest.mark.parametrize(
    "changed",
    [
        {"members": np.array([10_000], np.int32)},
        {"asks": np.array([10_000], np.int32)},
        {"behind": np.array([-1], np.int32)},
        {"bounds": np.array([0, 10_000], np.int32)},
        {"asks": np.array([0.5])},
        {"start": np.int32(99)},
        {"start": np.array(["x"])},
        {"members": np.array([{"a": 1}], object)},
        {"words": np.array([255, 254], np.uint8)},
    ],
)
def test_a_plan_that_somebody_else_wrote_does_no_harm(cache: Path, changed: dict[str, Any]) -> None:
    expected = found()
    kept = next(cache.glob("*.npz"))
    before = numbers_of(kept)
    np.savez(kept, **(before | changed))
    assert found() == expected
    assert {name: value.tolist() for name, value in numbers_of(kept).items()} == {
        name: value.tolist() for name, value in before.items()
    }


def test_another_version_of_the_code_makes_another_plan(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found()
    code = tmp_code(cache.parent / "code")
    monkeypatch.setattr(plan, "__file__", str(code / "plan.py"))
    found()
    assert len(list(cache.glob("*.npz"))) == 2


def tmp_code(folder: Path) -> Path:
    folder.mkdir()
    (folder / "words.py").write_text("changed = True", encoding="utf-8")
    return folder


def test_old_plans_are_cleared_away(cache: Path) -> None:
    for count in range(12):
        found(f"call {'very ' * count}often")
    assert len(list(cache.glob("*.npz"))) == 8


def test_a_small_plan_is_not_worth_keeping(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "_WORTH_KEEPING", 3)
    assert found()
    assert not cache.exists()


def test_where_no_plan_can_be_kept_the_run_goes_on(cache: Path) -> None:
    cache.write_text("a file in the way", encoding="utf-8")
    assert found()


def test_a_bad_phrase_is_named_and_nothing_kept(cache: Path) -> None:
    with pytest.raises(PhrasesError, match="without its"):
        found("call (you")
    assert not cache.exists()


def test_the_cache_folder_follows_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CSMISTAKES_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(plan, "_WORTH_KEEPING", 1)
    found()
    assert list((tmp_path / "csmistakes").glob("*.npz"))


@pytest.mark.slow
def test_the_shipped_phrases_survive_being_kept(cache: Path) -> None:
    catalogue = load()
    classes = {name: words.phrases for name, words in catalogue.words.items()}
    phrases = [(s, k, phrase) for k, s in enumerate(catalogue.signals) for p in s.say.values() for phrase in p]
    texts = ["I'm so sorry, we will call you back shortly.", "Calm down, it's our policy.", "hello?? is anyone there"]
    fresh = Automaton(graph_of(phrases, classes))
    kept = Automaton(graph_of(phrases, classes))
    assert len(list(cache.glob("*.npz"))) == 1
    streams = list(map(read, texts))
    assert list(map(flat, fresh.matches(streams))) == list(map(flat, kept.matches(streams)))
