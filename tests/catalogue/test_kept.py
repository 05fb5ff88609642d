"""Catalogues kept between runs: the same catalogue, no edit missed, and no harm from what somebody else put there."""

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from csmistakes import cache
from csmistakes.catalogue import kept, load, parsing
from csmistakes.catalogue.kept import Kept
from csmistakes.catalogue.yaml_file import read_yaml
from csmistakes.errors import CatalogueError

SIGNAL = """about: A signal.
say: [%s]
examples:
  "yes": [a, b, c]
  "no": [d, e, f]
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "kept"))
    monkeypatch.setattr(kept, "_WORTH_KEEPING", 1)
    monkeypatch.setattr(cache, "READY", tmp_path / "ready")  # a wheel that is tested may have some
    return tmp_path / "kept"


@pytest.fixture
def house(tmp_path: Path) -> Path:
    (tmp_path / "house" / "signals").mkdir(parents=True)
    (tmp_path / "house" / "signals" / "hello.yaml").write_text(SIGNAL % "hello", encoding="utf-8")
    (tmp_path / "house" / "words.yaml").write_text("drink: [tea, cup of coffee]\n", encoding="utf-8")
    return tmp_path / "house"


def phrases(house: Path) -> tuple[str, ...]:
    return load([house], with_shipped=False).signals[0].say[""]


def only(place: Path) -> Path:
    (path,) = place.glob("catalogue-*.json")
    return path


def entries(place: Path) -> dict[str, Any]:
    """Return what is kept, by the digest of its text."""
    found: dict[str, Any] = json.loads(cache.unsealed(only(place).read_bytes()))
    return found


def seal(path: Path, entries: object) -> None:
    """Keep other entries, sealed as the file is."""
    path.write_bytes(cache.sealed(json.dumps(entries).encode()))


def all_kept(place: Path) -> list[Path]:
    return sorted(place.glob("catalogue-*.json"))


def no_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(parsing, "parse")


def test_what_is_kept_is_what_was_parsed(place: Path, house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = load([house], with_shipped=False)
    assert only(place).stat().st_size
    no_parser(monkeypatch)
    assert load([house], with_shipped=False) == first


def test_the_shipped_catalogue_survives_being_kept(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = load()
    assert len(all_kept(place)) == 2  # signals and rules, which can be had without the others
    no_parser(monkeypatch)
    assert load() == first


def test_an_edit_is_never_missed(place: Path, house: Path) -> None:
    """Not one of the same length, nor in the same tick of the clock, nor where the date stays as it was."""
    path = house / "signals" / "hello.yaml"
    phrases(house)
    about = path.stat()
    path.write_text(SIGNAL % "howdy", encoding="utf-8")
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))
    assert phrases(house) == ("howdy",)
    path.write_text(SIGNAL % "hello", encoding="utf-8")
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))
    assert phrases(house) == ("hello",)
    only(place)


def test_what_is_gone_is_not_kept(place: Path, house: Path) -> None:
    phrases(house)
    (house / "words.yaml").unlink()
    phrases(house)
    assert len(entries(place)) == 1


def test_a_wrong_file_is_wrong_every_time(place: Path, house: Path) -> None:
    (house / "words.yaml").write_text("drink: &a [tea]\n", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(CatalogueError, match="anchors"):
            load([house], with_shipped=False)
    assert len(entries(place)) == 1


@pytest.mark.parametrize("text", ["1: [one]\n", "true: [yes]\n", "null: [none]\n", "a: .nan\n"])
def test_what_json_cannot_tell_is_parsed_every_time(place: Path, house: Path, text: str) -> None:
    path = house / "words.yaml"
    path.write_text(text, encoding="utf-8")
    first = repr(read_yaml(path).data)
    for _ in range(2):
        files = Kept(house)
        assert repr(read_yaml(path, files).data) == first
        files.write()
    assert not list(place.glob("*.json"))


@pytest.mark.parametrize(
    "text", ['a: "\\u2028 \\x7f"\n', "a: 1.0\nb: 1\nc: true\nd: -0.0\ne: .inf\n", "a: “é”\r\nb: |\r\n  x\r\n"]
)
def test_what_json_can_tell_comes_back_as_it_was(place: Path, house: Path, text: str) -> None:
    path = house / "words.yaml"
    path.write_bytes(text.encode())
    first = read_yaml(path)
    files = Kept(house)
    read_yaml(path, files)
    files.write()
    found = Kept(house).find(path.read_text(encoding="utf-8"))
    assert found is not None
    assert (repr(found[0]), found[1]) == (repr(first.data), first.lines)
    only(place)


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"\xff\xfe\x00", b"[" * 100_000, b'"\\ud800"'])
def test_what_is_damaged_is_made_anew(place: Path, house: Path, damage: bytes) -> None:
    first = phrases(house)
    path = only(place)
    good = path.read_bytes()
    for data in (damage, cache.sealed(damage), good.replace(b"hello", b"howdy")):
        path.write_bytes(data)
        assert phrases(house) == first
        assert path.read_bytes() == good


@pytest.mark.parametrize(
    "entry",
    [
        None,
        [],
        7,
        "text",
        [{}],
        [{}, {}, {}],
        [[], {}],
        [{}, []],
        [{}, {"a": "1"}],
        [{}, {"a": True}],
        [{}, {"a": 1.5}],
    ],
)
def test_an_entry_of_another_shape_is_read_anew(place: Path, house: Path, entry: Any) -> None:
    first = phrases(house)
    path = only(place)
    seal(path, dict.fromkeys(entries(place), entry))
    assert phrases(house) == first


def test_what_somebody_else_put_there_is_checked_as_a_file_is(place: Path, house: Path) -> None:
    phrases(house)
    path = only(place)
    seal(path, {key: [{"say": 7}, {}] for key in entries(place)})
    with pytest.raises(CatalogueError, match="“say” must be a list of texts"):
        phrases(house)


def test_a_few_files_are_not_worth_keeping(place: Path, house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_WORTH_KEEPING", 3)
    assert phrases(house) == ("hello",)
    assert not place.exists()


def test_where_nothing_can_be_kept_the_run_goes_on(place: Path, house: Path) -> None:
    place.write_text("a file in the way", encoding="utf-8")
    assert phrases(house) == ("hello",)


def test_what_comes_with_the_package_is_read_wherever_that_is_installed(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lies_in(site: Path) -> None:
        shutil.copytree(tmp_path / "house", site / "csmistakes" / "rules")
        (site / "csmistakes" / "catalogue").mkdir()
        shutil.copy(parsing.__file__, site / "csmistakes" / "catalogue")
        monkeypatch.setattr(kept, "__file__", str(site / "csmistakes" / "catalogue" / "kept.py"))

    (tmp_path / "house" / "signals").mkdir(parents=True)
    (tmp_path / "house" / "signals" / "hello.yaml").write_text(SIGNAL % "hello", encoding="utf-8")
    lies_in(tmp_path / "built")
    first = load([tmp_path / "built" / "csmistakes" / "rules"], with_shipped=False)
    place.rename(tmp_path / "ready")
    lies_in(tmp_path / "installed")
    no_parser(monkeypatch)
    again = load([tmp_path / "installed" / "csmistakes" / "rules"], with_shipped=False)
    assert again.signals[0].say == first.signals[0].say
    assert not place.exists()
