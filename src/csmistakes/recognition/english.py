"""The cutter of spaCy's English: its rules are asked of spaCy once, and kept between runs.

The file lies in the user's cache folder, or comes with the package. One that is missing, damaged or of another version
is made anew, and where none can be written, none is.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import asdict
from functools import cache as once
from pathlib import Path

from csmistakes import __version__, cache
from csmistakes.errors import CsmistakesError
from csmistakes.recognition import cutting
from csmistakes.recognition.cutting import Cutter, Rules
from csmistakes.recognition.language import language

_KEPT = 4  # versions, those used last


@once
def english() -> Cutter:
    """Return the cutter of the English of the installed spaCy."""
    name = f"tokens-{_digest()}.json"
    with suppress(Exception):  # whatever somebody has put there
        rules = Rules(**json.loads(cache.kept(name)))
        rules.check()
        return Cutter(rules)
    try:
        rules = Rules.of(language().tokenizer)
    except (ValueError, AttributeError):
        advice = "install the version that csmistakes asks for: pip install 'spacy>=3.8,<3.9'"
        raise CsmistakesError("this spaCy has a tokenizer of another make", advice=advice) from None
    with suppress(OSError):
        cache.keep(name, json.dumps(asdict(rules)).encode(), "tokens-*.json", _KEPT)
    return Cutter(rules)


def _digest() -> str:
    code = Path(cutting.__file__).read_bytes()
    return hashlib.sha256(b"\0".join((__version__.encode(), cache.spacys_version(), code))).hexdigest()[:32]
