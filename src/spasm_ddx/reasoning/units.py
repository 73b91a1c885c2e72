"""Units that people say, as plain numbers in the unit of the vocabulary."""

from __future__ import annotations

import math
import re
from collections.abc import Collection
from typing import Final

from spasm_ddx.errors import FindingError, shown

#: For each unit of a quantity: the spellings people use, and how many of it each is.
SPELLINGS: Final[dict[str, dict[str, float]]] = {
    "weeks": {
        **dict.fromkeys(("w", "wk", "wks", "week", "weeks"), 1),
        **dict.fromkeys(("d", "day", "days"), 1 / 7),
    },
    "days": {
        **dict.fromkeys(("w", "wk", "wks", "week", "weeks"), 7),
        **dict.fromkeys(("d", "day", "days"), 1),
    },
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

#: From here on a number needs no digit behind the point, and none needs as many as this.
_ROUGH: Final = 100
_DIGITS: Final = 17

_PART: Final = r"\s*(\d+(?:\.\d+)?)\s*([^\d\s.+-][^\d.+-]*?)\s*(?=\d|$)"
_PLAIN: Final = r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?"


def plain(number: float) -> str:
    """A number as a person writes it: 38, not 38.0, and no digit lost."""
    return str(tidy(float(number)))


def tidy(number: float) -> float:
    """The same number, a whole one without a point."""
    return int(number) if float(number).is_integer() else number


def beside(number: float, others: Collection[float] = ()) -> tuple[float, float]:
    """Round numbers just below and just above a threshold, as far from it as no other one is.

    They have the digits of the threshold, and one behind the point below 100, or more where
    one of the others would lie between.

    Example:
        >>> beside(24), beside(600), beside(38.5), beside(38.5, others=[38.55])
        ((23.9, 24.1), (599, 601), (38.4, 38.6), (38.49, 38.51))
    """
    for digits in range(abs(number) < _ROUGH, _DIGITS):
        below, above = (round(number + step, digits) for step in (-(10.0**-digits), 10.0**-digits))
        clear = not any(below <= other <= above for other in others if other != number)
        if clear and round(number, digits) == number and below < number < above:
            return tidy(below), tidy(above)
    return math.nextafter(number, -math.inf), math.nextafter(number, math.inf)


def years(number: float) -> float:
    """Age in months of somebody this many years old."""
    return _number(number, "years") * 12


def months(number: float) -> float:
    """Age in months of somebody this many months old: the number itself."""
    return _number(number, "months")


def seconds(number: float) -> float:
    """Duration in seconds: the number itself."""
    return _number(number, "seconds")


def minutes(number: float) -> float:
    """Duration in seconds of this many minutes."""
    return _number(number, "minutes") * 60


def hours(number: float) -> float:
    """Duration in seconds of this many hours."""
    return _number(number, "hours") * 3600


def _number(value: float, unit: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):  # pyright: ignore[reportUnnecessaryIsInstance] - callers err
        msg = f"{unit} takes a number, not {shown(value)}"
        raise FindingError(msg)
    return value


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
    if re.fullmatch(_PLAIN, stripped):
        return tidy(float(stripped))
    parts = [(number, unit.strip().lower()) for number, unit in re.findall(_PART, stripped)]
    factors = [spellings.get(unit, 0) for _, unit in parts]
    # "4y 3y" is a slip, not seven years.
    if (
        not re.fullmatch(f"(?:{_PART})+", stripped)
        or 0 in factors
        or len(set(factors)) < len(parts)
    ):
        known = ", ".join(dict.fromkeys(spellings))
        hint = f", bare or followed by one of: {known}" if known else ""
        of_unit = f" of {unit}" if unit else ""
        msg = f"{text!r} is not a number{of_unit}{hint}"
        raise FindingError(msg)
    return tidy(sum(float(part) * factor for (part, _), factor in zip(parts, factors, strict=True)))
