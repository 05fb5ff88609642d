"""Plans kept between runs: the same matches, made anew when they are damaged, and none where none can be written."""

from pathlib import Path

import pytest

from csmistakes.catalogue import load
from csmistakes.catalogue.model import Signal
from csmistakes.recognition import plan
from csmistakes.recognition.plan import PhrasesError, automaton_of
from csmistakes.recognition.stream import read

CALL = Signal("call", "", {"": ("call (you|them) back",)})


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CSMISTAKES_CACHE", str(tmp_path / "plans"))
    monkeypatch.setattr(plan, "_WORTH_KEEPING", 1)
    return tmp_path / "plans"


def found(phrase: str = "call (you|them) back {0..3} $") -> list[tuple[int, int, int]]:
    automaton = automaton_of([(CALL, 0, phrase), (CALL, 1, "<num> minutes")], {})
    return [(m.label, m.first, m.last) for m in automaton.matches(read("I call you back in 5 minutes"))]


def test_a_kept_plan_finds_the_same(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = found()
    assert len(list(cache.iterdir())) == 1
    monkeypatch.delattr(plan, "parse")  # so that the phrases cannot be compiled once more
    assert first == found() == [(0, 2, 8), (1, 6, 7)]


def test_other_phrases_make_another_plan(cache: Path) -> None:
    found()
    found("call you")
    assert len(list(cache.iterdir())) == 2


@pytest.mark.parametrize("damage", ["", "{", "[]", "null", "labels"])
def test_a_damaged_plan_is_made_anew(cache: Path, damage: str) -> None:
    expected = found()
    kept = next(cache.iterdir())
    whole = kept.read_text(encoding="utf-8")
    kept.write_text(whole.replace(",1]", ",0]") if damage == "labels" else damage, encoding="utf-8")
    assert kept.read_text(encoding="utf-8") != whole
    assert found() == expected
    assert kept.read_text(encoding="utf-8") == whole


def test_another_version_of_the_code_makes_another_plan(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found()
    code = tmp_code(cache.parent / "code")
    monkeypatch.setattr(plan, "__file__", str(code / "plan.py"))
    found()
    assert len(list(cache.iterdir())) == 2


def tmp_code(folder: Path) -> Path:
    folder.mkdir()
    (folder / "words.py").write_text("changed = True", encoding="utf-8")
    return folder


def test_old_plans_are_cleared_away(cache: Path) -> None:
    for count in range(12):
        found(f"call {'very ' * count}often")
    assert len(list(cache.iterdir())) == 8


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
    assert list((tmp_path / "csmistakes").iterdir())


def test_the_shipped_phrases_survive_being_kept(cache: Path) -> None:
    catalogue = load()
    classes = {name: words.phrases for name, words in catalogue.words.items()}
    phrases = [(s, k, phrase) for k, s in enumerate(catalogue.signals) for p in s.say.values() for phrase in p]
    texts = ["I'm so sorry, we will call you back shortly.", "Calm down, it's our policy.", "hello?? is anyone there"]
    fresh = automaton_of(phrases, classes)
    kept = automaton_of(phrases, classes)
    assert len(list(cache.iterdir())) == 1
    for text in texts:
        assert set(fresh.matches(read(text))) == set(kept.matches(read(text)))
