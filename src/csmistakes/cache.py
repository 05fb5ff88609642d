"""What is kept between runs, in the user's cache folder: never needed, never trusted, made anew where it is missing.

What is made of the shipped rules may come with the package, made when it was built: see hatch_build.py.

The folder is private: nobody else may read it, for what was said in a transcript shows in what was found there. One
that belongs to somebody else, or that others may write to, is not used at all: they could decide what is reported.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

VARIABLE = "CSMISTAKES_CACHE"
READY = Path(__file__).parent / "ready"  # as trustworthy as the code beside it
# Whatever is kept: nothing else is ever removed.
_PATTERNS = ("phrases-*.npz", "tokens-*.json", "catalogue-*.json", "results-*.sqlite*")
_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# Made by csmistakes; see https://bford.info/cachedir/\n"
_NOTES = {"CACHEDIR.TAG": _TAG, ".gitignore": "*\n"}


@contextmanager
def placed(folder: Path | None) -> Iterator[None]:
    """Keep things in `folder` for a while, in this process and in those it starts; None for where they always are."""
    before = os.environ.get(VARIABLE)
    if folder is not None:
        os.environ[VARIABLE] = str(folder.absolute())
    try:
        yield
    finally:
        os.environ.pop(VARIABLE, None)
        if before is not None:
            os.environ[VARIABLE] = before


def place() -> Path:
    """Return the cache folder, there or not: CSMISTAKES_CACHE, else the user's. OSError where the user has none."""
    if own := os.environ.get(VARIABLE):
        return Path(own)
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        if (base := Path(os.environ.get(name, ""))).is_absolute():  # others count as none, says the XDG specification
            return base / "csmistakes"
    try:
        return Path.home() / ".cache" / "csmistakes"
    except RuntimeError as error:  # a user without a home
        raise FileNotFoundError(str(error)) from None


def existing() -> Path:
    """Return the cache folder, to read from. OSError where there is none or it is not safe to use."""
    folder = place()
    about = folder.stat()
    if not stat.S_ISDIR(about.st_mode):
        raise NotADirectoryError(f"{folder} is no folder")
    if sys.platform != "win32":  # there, the user's folders are the user's own by inheritance
        if about.st_uid != os.geteuid() or about.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
            raise PermissionError(f"{folder} belongs to somebody else, or others may write to it (chmod go-w)")
    return folder


def made() -> Path:
    """Return the cache folder, to write to, made if it is missing. OSError where it cannot be, or is not safe to use.

    A folder that is made here says what it is to backup programs and to git.
    """
    folder = place()
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        for name, text in _NOTES.items():
            (folder / name).write_text(text, encoding="utf-8")
    return existing()


def spacys_version() -> bytes:
    """Return the file in which spaCy names its version: asking for that in any other way takes far longer."""
    spacy = find_spec("spacy")
    return Path(spacy.origin).with_name("about.py").read_bytes() if spacy and spacy.origin else b""


def find(name: str) -> Path:
    """Return where a file is kept: in the package, else in the cache folder, there or not. OSError as in `existing`."""
    ready = READY / name
    return ready if ready.is_file() else existing() / name


def used(path: Path) -> None:
    """Mark a file of the cache folder as in use, where that can be done: the folder may be for reading only."""
    if path.parent != READY:
        with suppress(OSError):
            path.touch()


def write(path: Path, data: bytes) -> None:
    """Write a private file beside and move it into place, so that no other run ever reads half of one."""
    import tempfile  # noqa: PLC0415  (slow to import, and most runs write nothing)

    handle, beside = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(beside).replace(path)
    except BaseException:  # a full disk: half a file helps nobody
        with suppress(OSError):
            Path(beside).unlink()
        raise


def sealed(data: bytes) -> bytes:
    """Return data with what tells whether it is as it was written."""
    return hashlib.sha256(data).hexdigest().encode() + b"\n" + data


def unsealed(data: bytes) -> bytes:
    """Return what was sealed; ValueError if it is not as it was written, or was not."""
    _, _, inside = data.partition(b"\n")
    if sealed(inside) != data:
        raise ValueError("not as it was written")
    return inside


def kept(name: str) -> bytes:
    """Return what was kept under a name, and mark it as in use. OSError, or ValueError if it is not as written."""
    path = find(name)
    inside = unsealed(path.read_bytes())
    used(path)
    return inside


def keep(name: str, data: bytes, pattern: str, count: int) -> None:
    """Keep data under a name, and of all files of a pattern those `count` that were used last. OSError as it comes."""
    folder = made()
    write(folder / name, sealed(data))
    keep_newest(folder, pattern, count)


def keep_newest(folder: Path, pattern: str, count: int) -> None:
    """Remove all files of a pattern but the `count` used last. A file that another run removes meanwhile is gone."""
    ages: list[tuple[float, Path]] = []
    for path in folder.glob(pattern):
        with suppress(OSError):
            ages.append((path.stat().st_mtime, path))
    for _, path in sorted(ages)[:-count]:
        path.unlink(missing_ok=True)


def clean() -> tuple[int, int]:
    """Remove all that csmistakes keeps, and nothing else; return the number of files and of bytes. OSError as it comes.

    The folder goes too where nothing else is left in it.
    """
    folder = place()
    if not folder.is_dir():
        return 0, 0
    files = size = 0
    for path in [path for pattern in _PATTERNS for path in sorted(folder.glob(pattern))]:
        with suppress(FileNotFoundError):  # another run was faster
            size += path.lstat().st_size
            path.unlink()
            files += 1
    for name, text in _NOTES.items():
        note = folder / name
        if note.is_file() and note.read_bytes() == text.encode():
            note.unlink()
    with suppress(OSError):
        folder.rmdir()
    return files, size
