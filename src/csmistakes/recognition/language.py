"""spaCy's blank English, started without what nobody here asks for: spaCy's own command line.

spaCy imports that whenever it is imported: over three hundred modules for downloads, projects and tables, a quarter of
the time that it takes to start, and 18 MB. So a placeholder stands in for it meanwhile, and afterwards all is as spaCy
leaves it: `import spacy.cli` and `spacy.info` work for whoever wants them.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language

_COMMAND_LINE, _INFO = "spacy.cli", "spacy.cli.info"
_LEXICON = 50_000  # strings that spaCy keeps for good


@cache
def language() -> Language:
    """Return spaCy's blank English: tokenizer and vocabulary only, nothing to download.

    Whoever imports something of spaCy asks for this first, so that all start it in the same way.
    """
    english: Language = _spacy().blank("en")
    return english


@contextmanager
def passing() -> Iterator[None]:
    """Have spaCy forget at the end what it meets within, once it keeps enough: an archive has words without end.

    No Doc of before or of within may be used behind it, and none of these may stand in another.
    """
    full = len(language().vocab.strings) > _LEXICON
    with language().memory_zone() if full else nullcontext():
        yield


def _spacy() -> Any:  # noqa: ANN401  (a module)
    if "spacy" not in sys.modules:
        try:
            with _without_command_line():
                return importlib.import_module("spacy")
        except (ImportError, AttributeError):  # a version that wants more of it than is put in its place
            pass
    return importlib.import_module("spacy")


@contextmanager
def _without_command_line() -> Iterator[None]:
    for name in (_COMMAND_LINE, _INFO):
        sys.modules[name] = _placeholder(name)
    try:
        yield
    finally:
        for name in (_COMMAND_LINE, _INFO):
            del sys.modules[name]


def _placeholder(name: str) -> ModuleType:
    module = ModuleType(name)
    module.info = _info  # type: ignore[attr-defined]
    return module


def _info(*args: Any, **keywords: Any) -> Any:  # noqa: ANN401  (as spaCy's own)
    """Do what spacy.info does, by the real one."""
    return importlib.import_module(_INFO).info(*args, **keywords)
