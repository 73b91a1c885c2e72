"""The page's data about each finding: its texts, its answers, and the fields of a number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from spasm_ddx.reasoning.finding_kinds import ANYONE, Category, Finding, Quantity, Sign
from spasm_ddx.reasoning.units import CELSIUS, plain
from spasm_ddx.reasoning.wording import capitalized, said

#: For each unit, the fields that a person fills in, each with its size; the unit itself last.
_FIELDS: Final[dict[str, dict[str, int]]] = {
    "months": {"years": 12, "months": 1},
    "seconds": {"hours": 3600, "minutes": 60, "seconds": 1},
    CELSIUS: {"\N{DEGREE SIGN}C": 1},
}
#: The value and the steps from which on ``wording.amount`` uses larger units.
_SPOKEN: Final[dict[str, list[tuple[int, int, tuple[str, ...]]]]] = {
    "months": [(61, 1, ("years", "months"))],
    "seconds": [(3600, 3600, ("hours",)), (120, 60, ("minutes",))],
}


def position(finding: Finding, value: Any) -> float:  # noqa: ANN401 - a value of any kind
    """The position of a value in the page: 0 or 1, the place of a member, the number itself."""
    if isinstance(finding, Category):
        return next(place for place, member in enumerate(finding.members) if member is value)
    return value if isinstance(value, float) else int(value)


def finding_data(finding: Finding, numbers: Mapping[Finding, int]) -> dict[str, Any]:
    """A finding as JSON values; ``values`` are its answers in a link."""
    kind = _quantity(finding, numbers) if isinstance(finding, Quantity) else {}
    if isinstance(finding, Sign):
        kind = {"said": [said(finding, value) for value in (False, True)], "values": ["no", "yes"]}
        kind |= {"choices": [["Yes", 1], ["No", 0]], "denial": int(finding.denial)}
    elif isinstance(finding, Category):
        members, words = finding.members, finding.words
        kind = {
            "said": [said(finding, member) for member in members],
            "values": [str(member.value) for member in members],
            "choices": [[capitalized(words[m]), place] for place, m in enumerate(members)],
        }
    return kind | {
        "name": finding.name,
        "asks": finding.asks,
        "label": finding.label,
        "help": finding.help,
        "who": None if finding.answered_by == ANYONE else finding.answered_by,
        "red": "a red flag; " if finding.red_flag else "",
    }


def _quantity(quantity: Quantity, numbers: Mapping[Finding, int]) -> dict[str, Any]:
    fields = _FIELDS.get(quantity.unit, {quantity.unit: 1})
    spoken = _SPOKEN.get(quantity.unit, ())
    shown: dict[str, Any] = {
        "low": quantity.low,
        "high": quantity.high,
        "whole": quantity.whole,
        "celsius": quantity.unit == CELSIUS,
        "accepted": _accepted(quantity, *next(iter(fields.items()))),
        "fields": list(fields.items()),
        "spoken": [(*way, [(unit, fields[unit]) for unit in units]) for *way, units in spoken],
    }
    if quantity.shows is not None:
        sign, least = quantity.shows
        after = f" cannot both be: {plain(least)} or more means {sign.label}. "
        after += "Correct one of them, or leave one out."
        clash = [f"\u201c{capitalized(sign.denied)}\u201d and ", after]
        shown["shows"] = {"sign": numbers[sign], "from": least, "clash": clash}
    return shown


def _accepted(quantity: Quantity, name: str, size: int) -> str:
    """The accepted range, in the unit of the vocabulary and in the largest unit in use."""
    low, high = (plain(round(end / size, 2)) for end in (quantity.low, quantity.high))
    return quantity.accepted if size == 1 else f"{quantity.accepted} ({low} to {high} {name})"
