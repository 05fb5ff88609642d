"""The rules for tokens are kept between runs, made anew where they are not as they were written, and never needed."""

import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from csmistakes import cache
from csmistakes.errors import CsmistakesError
from csmistakes.recognition.english import english

TEXT = "It's £5, isn't it :)"
ASKED = f"""
import sys
from csmistakes.recognition.english import english
print([token for token, _ in english().tokens({TEXT!r})], "spacy" in sys.modules)
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CSMISTAKES_CACHE", str(tmp_path / "kept"))
    return tmp_path / "kept"


def asked(code: str = ASKED) -> tuple[str, bool]:
    """Return the tokens, and whether spaCy was started for them."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    tokens, _, is_started = done.stdout.strip().rpartition(" ")
    return tokens, is_started == "True"


TOKENS = str([token for token, _ in english().tokens(TEXT)])
NOTHING_READY = "import csmistakes.cache\ncsmistakes.cache.READY = csmistakes.cache.Path('nowhere')\n"


def test_spacy_is_asked_once(folder: Path) -> None:
    assert asked(NOTHING_READY + ASKED) == (TOKENS, True)
    assert len(list(folder.glob("tokens-*.json"))) == 1
    assert asked(NOTHING_READY + ASKED) == (TOKENS, False)


@pytest.mark.parametrize("damage", [b"", b"{}", b"\xff\x00", b'["prefix"]'])
def test_damaged_rules_are_made_anew(folder: Path, damage: bytes) -> None:
    asked(NOTHING_READY + ASKED)
    (kept,) = folder.glob("tokens-*.json")
    whole = kept.read_bytes()
    for data in (damage, whole[:-9], whole.replace(b"isn't", b"is n't")):
        kept.write_bytes(data)
        assert asked(NOTHING_READY + ASKED) == (TOKENS, True)
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
def test_rules_of_another_shape_are_made_anew(folder: Path, other: dict[str, object]) -> None:
    asked(NOTHING_READY + ASKED)
    (kept,) = folder.glob("tokens-*.json")
    whole = kept.read_bytes()
    kept.write_bytes(cache.sealed(json.dumps(json.loads(cache.unsealed(whole)) | other).encode()))
    assert asked(NOTHING_READY + ASKED) == (TOKENS, True)
    assert kept.read_bytes() == whole


@pytest.mark.usefixtures("folder")
def test_a_folder_for_reading_only_is_read() -> None:
    asked(NOTHING_READY + ASKED)
    read_only = "def touch(path):\n    raise PermissionError\ncsmistakes.cache.Path.touch = touch\n"
    assert asked(NOTHING_READY + read_only + ASKED) == (TOKENS, False)


def test_a_spacy_of_another_make_is_told(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr(cache, "READY", folder)
    monkeypatch.setattr("csmistakes.recognition.english.language", lambda: SimpleNamespace(tokenizer=object()))
    with pytest.raises(CsmistakesError, match="another make"):
        english.__wrapped__()


def test_where_nothing_can_be_kept_nothing_is(folder: Path) -> None:
    folder.write_text("no folder", encoding="utf-8")
    assert asked(NOTHING_READY + ASKED) == (TOKENS, True)


def test_another_version_of_spacy_has_other_rules(folder: Path) -> None:
    asked(NOTHING_READY + ASKED)
    other = "csmistakes.cache.spacys_version = lambda: b'another'\n"
    assert asked(NOTHING_READY + other + ASKED) == (TOKENS, True)
    assert len(list(folder.glob("tokens-*.json"))) == 2
