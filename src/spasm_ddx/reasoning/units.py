"""Units that people say, as plain numbers in the unit of the vocabulary."""

from __future__ import annotations

import re
from typing import Final

from spasm_ddx.errors import FindingError

#: For each unit of a quantity: the spellings people use, and how many of it each is.
SPELLINGS: Final[dict[str, dict[str, float]]] = {
    "months": {
        **dict.fromkeys(("y", "yr", "yrs", "year", "years"), 12),
        **dict.fromkeys(("m", "mo", "mos", "month", "months"), 1),
    },
    "seconds": {
        **dict.fromkeys(("d", "day", "days"), 86400),
        **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), 3600),
        **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), 60),
        **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1),
    },
    "degrees Celsius": dict.fromkeys(("c", "°c", "° c", "celsius"), 1),
}

_PART: Final = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([^\d\s.+-][^\d.+-]*?)\s*(?=\d|$)")
_PLAIN: Final = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")


def plain(number: float) -> str:
    """A number as a person writes it: 38, not 38.0, and no digit lost."""
    return str(int(number)) if float(number).is_integer() else repr(float(number))


def years(number: float) -> float:
    """Age in months of somebody this many years old."""
    return number * 12


def months(number: float) -> float:
    """Age in months of somebody this many months old: the number itself."""
    return number


def seconds(number: float) -> float:
    """Duration in seconds: the number itself."""
    return number


def minutes(number: float) -> float:
    """Duration in seconds of this many minutes."""
    return number * 60


def hours(number: float) -> float:
    """Duration in seconds of this many hours."""
    return number * 3600


def parse_number(text: str, unit: str) -> float:
    """Read a number as a person writes it: ``"18"``, ``"4y"``, ``"1 h 30 min"``.

    Args:
        text: The number, bare (then it is in ``unit``) or with units.
        unit: The unit of the quantity, such as ``"months"``; the result is in it.

    Raises:
        FindingError: The text is not such a number.

    Example:
        >>> parse_number("4y", "months"), parse_number("1 h 30 min", "seconds")
        (48, 5400)
    """
    spellings = SPELLINGS.get(unit, {})
    stripped = text.strip()
    if _PLAIN.fullmatch(stripped):
        number = float(stripped)
        return int(number) if number.is_integer() else number
    total = 0.0
    used: set[float] = set()
    position = 0
    while position < len(stripped) and (part := _PART.match(stripped, position)):
        factor = spellings.get(part[2].strip().lower())
        if factor is None or factor in used:  # "4y 3y" is a slip, not seven years
            break
        used.add(factor)
        total += float(part[1]) * factor
        position = part.end()
    if not stripped or position < len(stripped):
        known = ", ".join(dict.fromkeys(spellings))
        hint = f", bare or followed by one of: {known}" if known else ""
        of_unit = f" of {unit}" if unit else ""
        msg = f"{text!r} is not a number{of_unit}{hint}"
        raise FindingError(msg)
    return int(total) if total.is_integer() else total
