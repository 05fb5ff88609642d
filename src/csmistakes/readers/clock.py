"""Times as transcripts write them, in seconds."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import UTC, datetime

from csmistakes.expressions import expression

DAY = 86_400.0
# How a time looks at the head of a line; kept wide here, since what it means is decided for a conversation as
# a whole.
TIME = (
    r"(?:\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:,|T)?[ ]*)?"
    r"\d{1,3}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?"
    r"(?:[ ]?[AaPp]\.?[Mm]\b\.?)?(?:[ ]?(?:Z|UTC|GMT|[A-Z]{1,3}T|[+-]\d\d:?\d\d))?"
)
_CLOCK = expression(
    r"(?:(?P<date>\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4})(?:,|T)?\s*)?"
    r"(?P<first>\d{1,3}):(?P<second>\d{2})(?::(?P<third>\d{2}(?:[.,]\d{1,9})?))?"
    r"(?:\s?(?P<half>[AaPp])\.?[Mm]\.?)?"
)


def seconds(value: object) -> float | None:
    """Return a number, or one in a string, or an ISO date (since the epoch), as seconds; None for others."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    except ValueError:
        return _iso(str(value).strip())
    return number if math.isfinite(number) else None


def times(written: Sequence[str | None]) -> list[float | None]:
    """Return the times of one conversation's turns in seconds, on one clock; None where none can be had.

    "10:31" is hours and minutes, unless it must be minutes and seconds: the first such time is under 1:00,
    one is over 24:00, or others have three parts. A clock without dates that falls by more than half a day
    has passed midnight. Dates in an order that could be read two ways count only as long as they are all the
    same.
    """
    clocks = [None if text is None else _CLOCK.match(text.strip()) for text in written]
    found = [clock for clock in clocks if clock]
    short = _short_unit(found)
    one_day = len({clock["date"] for clock in found}) <= 1
    result: list[float | None] = []
    base = last = 0.0
    for text, clock in zip(written, clocks, strict=True):
        time = seconds(text)
        if time is None and clock and one_day:
            time = _reading(clock, short) + base
            if last - time > DAY / 2 and not clock["date"]:
                base += DAY
                time += DAY
            last = time
        result.append(time)
    return result


def _iso(text: str) -> float | None:
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None


def _short_unit(clocks: Sequence[re.Match[str]]) -> float:
    """Return what the first part of a time of two parts counts, in seconds."""
    short = [clock for clock in clocks if clock["third"] is None]
    if any(clock["half"] for clock in clocks) or not short:
        return 3600.0
    is_offset = len(short) < len(clocks) or int(short[0]["first"]) == 0 or any(int(c["first"]) > 23 for c in short)
    return 60.0 if is_offset else 3600.0


def _reading(clock: re.Match[str], short: float) -> float:
    first, second = int(clock["first"]), int(clock["second"])
    if half := clock["half"]:
        first = first % 12 + (12 if half in "Pp" else 0)
    if (third := clock["third"]) is None:
        return first * short + second * short / 60
    return first * 3600.0 + second * 60 + float(third.replace(",", "."))
