"""spaCy as csmistakes starts it: less is imported, and nobody else in the process is the poorer for it."""

import subprocess
import sys

import pytest

STARTED = "import sys; from csmistakes.recognition.language import language; english = language()"


def printed(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def test_the_command_line_of_spacy_is_not_imported() -> None:
    assert printed(f"{STARTED}; print([name for name in sys.modules if name.startswith('spacy.cli')])") == "[]"


@pytest.mark.parametrize("before", ["", "import spacy; "], ids=["first", "after others"])
def test_tokens_are_those_of_spacy(before: str) -> None:
    text = "I'm sorry, Dr. O'Neil: it can't be £5 (see http://a.co)."
    tokens = printed(f"{before}{STARTED}; print([token.text for token in english.tokenizer({text!r})])")
    assert tokens == printed(f"import spacy; print([token.text for token in spacy.blank('en')({text!r})])")


def test_who_wants_more_of_spacy_gets_it() -> None:
    wants = "import spacy, spacy.cli; print(spacy.info(silent=True)['spacy_version'] == spacy.__version__)"
    assert printed(f"{STARTED}; {wants}; print(spacy.cli.download.__module__)").split() == [
        "True",
        "spacy.cli.download",
    ]


def test_a_spacy_that_needs_its_command_line_is_imported_with_it() -> None:
    nothing_there = "import csmistakes.recognition.language as ours; ours._placeholder = ours.ModuleType"
    assert printed(f"{nothing_there}; {STARTED}; print('spacy.cli.info' in sys.modules)") == "True"
