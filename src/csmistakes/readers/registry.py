"""Finds the readers: every module in `formats/` and `scripts/`, checked when loaded."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from types import ModuleType
from typing import cast

from csmistakes.conversation import SCRIPT
from csmistakes.readers import formats, scripts
from csmistakes.readers.base import Item, NotATranscript, Reader, ScriptReader
from csmistakes.readers.roles import RoleNames
from csmistakes.readers.scripted import BY_CONTENT, How
from csmistakes.readers.source import Source

Reading = Callable[[Source, RoleNames], Iterator[Item]]

_NEEDED = {"NAME": str, "PRIORITY": int, "recognises": object, "read": object}


@cache
def readers() -> tuple[Reader, ...]:
    """Return the readers of formats that are known by their content, in the order in which they are asked."""
    return tuple(sorted(_modules(formats).values(), key=lambda reader: reader.PRIORITY))


@cache
def script_readers() -> tuple[ScriptReader, ...]:
    """Return the readers of files that are named as scripted replies, in the order in which they are asked."""
    found = cast("Mapping[str, ScriptReader]", _modules(scripts))
    return tuple(sorted(found.values(), key=lambda reader: reader.PRIORITY))


def keys() -> Sequence[str]:
    """Return what `--reader` calls the readers, such as `table` or `csv-replies`. None is imported for it."""
    return sorted((*_names(formats), *_names(scripts)))


@cache
def by_key() -> Mapping[str, Reader | ScriptReader]:
    """Return every reader by what `--reader` calls it."""
    return {**_modules(formats), **_modules(scripts)}


def reading_of(source: Source, how: How) -> Reading:
    """Return what reads a file that begins with `source`; NotATranscript if there is nothing that does."""
    reader = by_key()[how.reader] if how.reader else reader_for(source, how)
    if (how.reader or how.is_script) and reader in script_readers():
        return lambda part, _: reader.read(part, how.fields)
    return cast("Reader", reader).read


def _modules(package: ModuleType) -> dict[str, Reader]:
    names = _names(package).items()
    return {key: checked(importlib.import_module(f"{package.__name__}.{name}")) for key, name in names}


def _names(package: ModuleType) -> dict[str, str]:
    """Return the modules of a package by what `--reader` calls them."""
    names = sorted(module.name for module in pkgutil.iter_modules(package.__path__))
    return {name.replace("_", "-"): name for name in names}


def checked(module: ModuleType) -> Reader:
    """Return the module as a reader; TypeError, naming what it lacks, if it is none."""
    lacking = [name for name, kind in _NEEDED.items() if not isinstance(getattr(module, name, None), kind)]
    lacking += [name for name in ("recognises", "read") if not callable(getattr(module, name, None))]
    if lacking:
        raise TypeError(f"{module.__name__} is no reader: it lacks {', '.join(lacking)}")
    return cast("Reader", module)


def reader_for(source: Source, how: How = BY_CONTENT) -> Reader | ScriptReader:
    """Return the first reader that recognises the text; NotATranscript if none does.

    Scripted replies are read by those of `scripts/`, unless a help desk's own format is recognised and nothing says
    where the replies stand.
    """
    asked: tuple[Reader | ScriptReader, ...] = readers()
    if how.is_script:
        vendors = [reader for reader in readers() if getattr(reader, "CHANNEL", None) == SCRIPT]
        asked = (*(() if how.fields else vendors), *script_readers())
    for reader in asked:
        if reader.recognises(source):
            return reader
    known = ", ".join(reader.NAME for reader in readers())
    raise NotATranscript(
        "not a transcript I know", path=source.path, advice=f"known are {known}; other scripted replies need --scripts"
    )
