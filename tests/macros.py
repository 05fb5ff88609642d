"""The macros of an invented lamp shop in seven formats, with marks that say what is found in them and what is mended.

`‹` is where a finding begins that a safe fix mends, `«old→new»` that fix, `›` where one begins that is left to people.
"""

import re
from pathlib import Path

_FIX, _MARKS = re.compile("«(.*?)→(.*?)»"), "‹›"
MARKED = {
    path.name: path.read_bytes().decode() for path in sorted((Path(__file__).parent / "fixtures" / "macros").iterdir())
}


def before(marked: str) -> bytes:
    """Return a file as it is at first."""
    return _without_marks(_FIX.sub(r"\1", marked)).encode()


def after(marked: str) -> bytes:
    """Return a file with its fixes in it."""
    return _without_marks(_FIX.sub(r"\2", marked)).encode()


def places(marked: str, *, fixed: bool = False) -> list[tuple[int, int]]:
    """Return the line and the column (from 1) at which each finding begins: all of them, or those left when fixed."""
    text = _FIX.sub(r"\2", marked.replace("‹", "")) if fixed else _FIX.sub(r"\1", marked)
    return [
        (number, match.start() - earlier + 1)
        for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1)
        for earlier, match in enumerate(re.finditer(f"[{_MARKS}]", line))
    ]


def _without_marks(text: str) -> str:
    return text.translate(dict.fromkeys(map(ord, _MARKS)))
