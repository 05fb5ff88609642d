"""What is kept between runs: in a private folder or not at all, whole or not at all, and gone when asked."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from csmistakes import cache

posix = pytest.mark.skipif(sys.platform == "win32", reason="rights as POSIX has them")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "kept"))
    return tmp_path / "kept"


def test_the_folder_is_the_one_chosen_then_that_of_the_environment_then_the_users(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(cache.VARIABLE, "/own")
    monkeypatch.setenv("XDG_CACHE_HOME", "/xdg")
    with cache.placed(tmp_path):
        with cache.placed(None):
            assert cache.place() == tmp_path
        assert cache.place() == tmp_path
        code = "from csmistakes import cache; print(cache.place())"  # the processes of a run keep things there too
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert done.stdout == f"{tmp_path}\n"
    assert cache.place() == Path("/own")
    monkeypatch.delenv(cache.VARIABLE)
    with cache.placed(Path("here")):
        assert cache.place() == Path("here").absolute()
    assert cache.place() == Path("/xdg/csmistakes")
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert cache.place() == Path.home() / ".cache" / "csmistakes"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    assert cache.place() == Path.home() / ".cache" / "csmistakes"


def test_who_has_no_home_keeps_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (cache.VARIABLE, "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)

    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", homeless)
    with pytest.raises(FileNotFoundError, match="home"):
        cache.made()


def test_the_folder_is_made_private_and_says_what_it_is(place: Path) -> None:
    assert cache.made() == cache.existing() == place
    assert {path.name for path in place.iterdir()} == {"CACHEDIR.TAG", ".gitignore"}
    if sys.platform != "win32":
        assert stat.S_IMODE(place.stat().st_mode) == 0o700


def test_a_folder_that_is_there_is_left_as_it_is(place: Path) -> None:
    place.mkdir(mode=0o755)
    cache.made()
    assert not list(place.iterdir())


def test_where_no_folder_is_nothing_is_read(place: Path) -> None:
    with pytest.raises(FileNotFoundError):
        cache.existing()
    place.write_text("a file in the way", encoding="utf-8")
    with pytest.raises(OSError, match="kept"):
        cache.made()


@posix
@pytest.mark.parametrize("mode", [0o770, 0o702])
def test_a_folder_that_others_may_write_to_is_not_used(place: Path, mode: int) -> None:
    place.mkdir()
    place.chmod(mode)
    for use in (cache.existing, cache.made):
        with pytest.raises(PermissionError, match="others may write"):
            use()


@posix
def test_a_folder_of_somebody_else_is_not_used(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place.mkdir(mode=0o700)
    monkeypatch.setattr(os, "geteuid", lambda: place.stat().st_uid + 1)
    with pytest.raises(PermissionError, match="somebody else"):
        cache.existing()


def test_a_file_is_written_whole_and_private(place: Path) -> None:
    cache.made()
    path = place / "results"
    cache.write(path, b"one")
    cache.write(path, b"two")
    assert path.read_bytes() == b"two"
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_disk_that_fills_leaves_what_was_there(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = cache.made() / "results"
    cache.write(path, b"one")
    before = sorted(place.iterdir())

    def full(*_: object) -> Path:
        raise OSError("no space left")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="no space"):
        cache.write(path, b"two")
    assert path.read_bytes() == b"one"
    assert sorted(place.iterdir()) == before


def test_only_the_files_used_last_are_kept(place: Path) -> None:
    folder = cache.made()
    for age in range(5):
        (folder / f"{age}.npz").touch()
        os.utime(folder / f"{age}.npz", (100 - age, 100 - age))
    cache.keep_newest(folder, "*.npz", 2)
    assert sorted(path.name for path in place.glob("*.npz")) == ["0.npz", "1.npz"]


def test_cleaning_removes_what_is_kept_and_nothing_else(place: Path) -> None:
    folder = cache.made()
    for name in ("phrases-1.npz", "catalogue-1.json", "own.npz", "own.json"):
        (folder / name).write_text("four", encoding="utf-8")
    assert cache.clean() == (2, 8)
    assert sorted(path.name for path in place.iterdir()) == ["own.json", "own.npz"]
    (place / "own.npz").unlink()
    (place / "own.json").unlink()
    assert cache.clean() == (0, 0)
    assert not place.exists()
    assert cache.clean() == (0, 0)
