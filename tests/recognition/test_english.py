"""The rules for tokens are kept between runs, made anew where they are not as they were written, and never needed."""

import subprocess
import sys
from pathlib import Path

import pytest

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


def test_where_nothing_can_be_kept_nothing_is(folder: Path) -> None:
    folder.write_text("no folder", encoding="utf-8")
    assert asked(NOTHING_READY + ASKED) == (TOKENS, True)


def test_another_version_of_spacy_has_other_rules(folder: Path) -> None:
    asked(NOTHING_READY + ASKED)
    other = "csmistakes.cache.spacys_version = lambda: b'another'\n"
    assert asked(NOTHING_READY + other + ASKED) == (TOKENS, True)
    assert len(list(folder.glob("tokens-*.json"))) == 2
