"""Converts the units that people use into the unit of the vocabulary."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Final

from spasm_ddx.errors import FindingError, shown

if TYPE_CHECKING:
    from spasm_ddx.reasoning.finding_kinds import Quantity

CELSIUS: Final = "degrees Celsius"

#: For each unit of a quantity, the accepted units by spelling, with their sizes.
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
    CELSIUS: dict.fromkeys(("c", "°c", "° c", "celsius"), 1),
}

#: For each of these units, numbers that ``parse_number`` reads, for its errors.
EXAMPLES: Final = {
    "weeks": "6 or 6 weeks",
    "days": "10 or 2 weeks",
    "months": "18mo or 4y",
    "seconds": "45s, 3min or 1h",
    "degrees Celsius": "39.4 or 39.4C",
}
#: From here on a number needs no decimals, and none needs as many as this.
_ROUGH: Final = 100
_DIGITS: Final = 17

#: A comma is a decimal one unless three digits follow, which may be thousands: no guess is made.
_NUMBER: Final = r"\d+(?:\.\d+|,\d{1,2}|,\d{4,})?"
_PART: Final = rf"\s*({_NUMBER})\s*([^\d\s.+-][^\d.+-]*?)\s*(?=\d|$)"
_ISO: Final = r"P(T?)((?:\d+[YMWDHS])+)"
_PLAIN: Final = rf"[+-]?{_NUMBER}(?:[eE][+-]?\d+)?"
_FAHRENHEIT: Final = re.compile(rf"\s*({_NUMBER})\s*(?:°?\s*f|fahrenheit)?\s*", re.IGNORECASE)


def plain(number: float) -> str:
    """A number as a person writes it: 38, not 38.0, with every digit."""
    return str(tidy(float(number)))


def tidy(number: float) -> float:
    """The same number, as an integer if it is whole."""
    return int(number) if float(number).is_integer() else number


def beside(number: float, others: Collection[float] = ()) -> tuple[float, float]:
    """Round numbers just below and just above a threshold, closer to it than any of the others.

    They have the decimals of the threshold, at least one below 100, and more if one of the
    others would be between.

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
    """An age of this many years, in months."""
    return _converted(number, "years", 12)


def months(number: float) -> float:
    """An age of this many months, in months: the number itself."""
    return _converted(number, "months", 1)


def seconds(number: float) -> float:
    """A duration of this many seconds, in seconds: the number itself."""
    return _converted(number, "seconds", 1)


def minutes(number: float) -> float:
    """A duration of this many minutes, in seconds."""
    return _converted(number, "minutes", 60)


def hours(number: float) -> float:
    """A duration of this many hours, in seconds."""
    return _converted(number, "hours", 3600)


def _converted(value: float, unit: str, size: int) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):  # pyright: ignore[reportUnnecessaryIsInstance] - callers err
        msg = f"{unit} takes a number, not {shown(value)}"
        raise FindingError(msg)
    if isinstance(value, int) or not math.isfinite(value):
        return value * size
    return _total([(repr(float(value)), size)])


def _total(parts: Iterable[tuple[str, float]]) -> float:
    """The sum of numbers, each times the size of its unit, rounded once: 2.05 min is 123 s."""
    from fractions import Fraction  # noqa: PLC0415 - costs every import, and few numbers need it

    sizes = ((number, Fraction(size).limit_denominator(86400)) for number, size in parts)
    return float(sum(Fraction(number) * size for number, size in sizes))


def fahrenheit(quantity: Quantity, value: object) -> str:
    """What a refused temperature likely is, as of "103F" or 102; empty for any other value."""
    found = _FAHRENHEIT.fullmatch(shown(value).strip("'"))
    if quantity.unit != CELSIUS or found is None:
        return ""
    meant = tidy(round((_float(found[1]) - 32) / 1.8, 1))
    slip = f"{shown(value)} is not in Celsius but looks like Fahrenheit; write {meant}"
    return slip if quantity.low <= meant <= quantity.high else ""


def _float(number: str) -> float:
    return float(number.replace(",", "."))


def parse_number(text: str, unit: str) -> float:
    """Read a number as a person writes it: ``"18"``, ``"39,2"``, ``"4y"``, ``"1 h 30 min"``.

    A duration of ISO 8601 is read too, such as ``"P8D"`` for days or ``"PT5M"`` for seconds.

    Args:
        text: The number, with units or in ``unit``.
        unit: The unit of the quantity and of the result, such as ``"months"``.

    Raises:
        FindingError: The text is not such a number.

    Example:
        >>> parse_number("4y", "months"), parse_number("1 h 30 min", "seconds")
        (48, 5400)
    """
    spellings = SPELLINGS.get(unit, {})
    stripped = text.strip()
    if re.fullmatch(_PLAIN, stripped):
        return tidy(_float(stripped))
    iso = re.fullmatch(_ISO, stripped)
    if iso and bool(iso[1]) == (unit == "seconds"):  # M is minutes after T, otherwise months
        stripped = iso[2]
    parts = [(number, unit.strip().lower()) for number, unit in re.findall(_PART, stripped)]
    factors = [spellings.get(unit, 0) for _, unit in parts]
    # "4y 3y" is a mistake, not seven years.
    if (
        not re.fullmatch(f"(?:{_PART})+", stripped)
        or 0 in factors
        or len(set(factors)) < len(parts)
    ):
        of_unit = f" of {unit}" if unit else ""
        wanted = "in Celsius" if unit == "degrees Celsius" else f"a number{of_unit}"
        msg = f"{text!r} is not {wanted}"
        if unit in EXAMPLES:
            msg += f"; write {EXAMPLES[unit]}"
        raise FindingError(msg)
    numbers = (number.replace(",", ".") for number, _ in parts)
    return tidy(_total(zip(numbers, factors, strict=True)))
