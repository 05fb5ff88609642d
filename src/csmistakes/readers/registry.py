"""Finds the readers: every module in `formats/`, checked when loaded."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from types import ModuleType
from typing import cast

from csmistakes.readers import formats
from csmistakes.readers.base import NotATranscript, Reader
from csmistakes.readers.source import Source

_NEEDED = {"NAME": str, "PRIORITY": int, "recognises": object, "read": object}


@cache
def readers() -> tuple[Reader, ...]:
    """Return all readers in the order in which they are asked."""
    names = sorted(module.name for module in pkgutil.iter_modules(formats.__path__))
    found = [checked(importlib.import_module(f"{formats.__name__}.{name}")) for name in names]
    return tuple(sorted(found, key=lambda reader: reader.PRIORITY))


def checked(module: ModuleType) -> Reader:
    """Return the module as a reader; TypeError, naming what it lacks, if it is none."""
    lacking = [name for name, kind in _NEEDED.items() if not isinstance(getattr(module, name, None), kind)]
    lacking += [name for name in ("recognises", "read") if not callable(getattr(module, name, None))]
    if lacking:
        raise TypeError(f"{module.__name__} is no reader: it lacks {', '.join(lacking)}")
    return cast("Reader", module)


def reader_for(source: Source) -> Reader:
    """Return the first reader that recognises the text; NotATranscript if none does."""
    for reader in readers():
        if reader.recognises(source):
            return reader
    known = ", ".join(reader.NAME for reader in readers())
    raise NotATranscript("not a transcript I know", path=source.path, advice=f"known are {known}")
