"""Where things are kept between runs, and how they go: the option, the configuration, csmistakes clean."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from csmistakes import cache
from csmistakes.catalogue import kept
from csmistakes.cli import program


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "kept"))
    monkeypatch.setattr(kept, "_WORTH_KEEPING", 1)
    monkeypatch.setattr(cache, "READY", tmp_path / "ready")  # a wheel that is tested may have some
    return tmp_path / "kept"


def clean(*words: str) -> str:
    result = CliRunner().invoke(program, ["clean", *words])
    assert result.exit_code == 0
    return result.output


def catalogues(folder: Path) -> int:
    return len(list(folder.glob("catalogue-*.json")))


def test_the_folder_is_that_of_the_option_then_of_the_configuration_then_of_the_environment(
    place: Path, small: Callable[..., Result], talks: Callable[..., Path], desk: Path
) -> None:
    talks(one="rude")
    assert small("check", "talks.jsonl", "--no-baseline").exit_code == 0
    assert catalogues(place) == 2  # signals, and the rest
    (desk / "csmistakes.toml").write_text('cache-dir = "here"\n', encoding="utf-8")
    (desk / "below").mkdir()
    small("rules", "list")
    assert catalogues(desk / "here") == 2
    small("check", "talks.jsonl", "--no-cache", "--cache-dir", "there")
    assert catalogues(desk / "there") == 2
    assert clean() == f"Removed 2 files (0.0 MB) from {desk / 'here'}.\n"
    assert not (desk / "here").exists()
    assert clean("--cache-dir", "there") == f"Removed 2 files (0.0 MB) from {desk / 'there'}.\n"
    assert clean("--cache-dir", "there") == f"Nothing is kept in {desk / 'there'}.\n"
    assert catalogues(place) == 2
    assert cache.place() == place  # of this process, which goes on


def test_a_wrong_folder_is_told_with_its_line(small: Callable[..., Result], desk: Path) -> None:
    (desk / "csmistakes.toml").write_text("\ncache-dir = 7\n", encoding="utf-8")
    result = small("rules", "list")
    assert result.exit_code == 2
    assert result.stderr == f"error: {desk}/csmistakes.toml:2: cache-dir: must be the name of a folder\n"


def test_the_folder_is_shown_among_the_settings(small: Callable[..., Result], desk: Path) -> None:
    (desk / "csmistakes.toml").write_text('cache-dir = "here"\nscorecard = "card.yaml"\n', encoding="utf-8")
    result = small("config", "--output-format", "json")
    assert f'"{desk}/here"' in result.stdout
    assert f'"{desk}/card.yaml"' in result.stdout
