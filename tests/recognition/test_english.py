"""The rules for tokens are kept between runs, made anew where they are not as they were written, and never needed."""

import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from csmistakes import cache
from csmistakes.errors import CsmistakesError
from csmistakes.recognition import english as module
from csmistakes.recognition.english import english
from csmistakes.recognition.language import language

TEXT = "It's £5, isn't it :)"
TOKENS = [token.text for token in language().tokenizer(TEXT)]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CSMISTAKES_CACHE", str(tmp_path / "kept"))
    monkeypatch.setattr(cache, "READY", tmp_path / "ready")  # a wheel that is tested may have some
    return tmp_path / "kept"


def is_asked(monkeypatch: pytest.MonkeyPatch) -> bool:
    """Look at the tokens as another process would, and return whether spaCy was asked for their rules."""
    asked: list[bool] = []

    def noted() -> Any:
        asked.append(True)
        return language()

    with monkeypatch.context() as patch:
        patch.setattr(module, "language", noted)
        assert [token for token, _ in english.__wrapped__().tokens(TEXT)] == TOKENS
    return bool(asked)


def test_spacy_is_asked_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert is_asked(monkeypatch)
    assert len(list(folder.glob("tokens-*.json"))) == 1
    assert not is_asked(monkeypatch)


def test_spacy_is_not_even_imported_where_the_rules_are_kept() -> None:
    english()
    code = f"import sys; from csmistakes.recognition.stream import read; read({TEXT!r}); print('spacy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("damage", [b"", b"{}", b"\xff\x00", b'["prefix"]'])
def test_damaged_rules_are_made_anew(folder: Path, monkeypatch: pytest.MonkeyPatch, damage: bytes) -> None:
    is_asked(monkeypatch)
    (kept,) = folder.glob("tokens-*.json")
    whole = kept.read_bytes()
    for data in (damage, whole[:-9], whole.replace(b"isn't", b"is n't")):
        kept.write_bytes(data)
        assert is_asked(monkeypatch)
        assert kept.read_bytes() == whole


@pytest.mark.parametrize(
    "other",
    [
        {"prefix": 1},
        {"exceptions": []},
        {"exceptions": {"hello": [5]}},
        {"exceptions": {"hello": ["good", "bye"]}},
        {"exceptions": {}},
        {"parts": {"a.m.": "a.m."}},
        {"more": 1},
    ],
    ids=str,
)
def test_rules_of_another_shape_are_made_anew(
    folder: Path, monkeypatch: pytest.MonkeyPatch, other: dict[str, object]
) -> None:
    is_asked(monkeypatch)
    (kept,) = folder.glob("tokens-*.json")
    whole = kept.read_bytes()
    kept.write_bytes(cache.sealed(json.dumps(json.loads(cache.unsealed(whole)) | other).encode()))
    assert is_asked(monkeypatch)
    assert kept.read_bytes() == whole


@pytest.mark.usefixtures("folder")
def test_a_folder_for_reading_only_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_: Path) -> None:
        raise PermissionError

    is_asked(monkeypatch)
    monkeypatch.setattr(Path, "touch", refused)
    assert not is_asked(monkeypatch)


def test_where_nothing_can_be_kept_nothing_is(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.write_text("no folder", encoding="utf-8")
    assert is_asked(monkeypatch)
    assert is_asked(monkeypatch)


def test_another_version_of_spacy_has_other_rules(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    is_asked(monkeypatch)
    monkeypatch.setattr(cache, "spacys_version", lambda: b"another")
    assert is_asked(monkeypatch)
    assert len(list(folder.glob("tokens-*.json"))) == 2


@pytest.mark.usefixtures("folder")
def test_a_spacy_of_another_make_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "language", lambda: SimpleNamespace(tokenizer=object()))
    with pytest.raises(CsmistakesError, match="another make"):
        english.__wrapped__()
