"""The page's data about each finding: its texts, its answers, and the fields of a number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from spasm_ddx.guideline.guideline import Guideline
from spasm_ddx.guideline.interview import cells
from spasm_ddx.reasoning.finding_kinds import ANYONE, Category, Finding, Quantity, Sign
from spasm_ddx.reasoning.positions import interval_of, value_in
from spasm_ddx.reasoning.units import CELSIUS, plain
from spasm_ddx.reasoning.wording import capitalized, interval, said

#: The most answers to a quantity for which the page says what each would leave possible.
_MOST_CELLS: Final = 24
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


def finding_data(
    guideline: Guideline, finding: Finding, numbers: Mapping[Finding, int]
) -> dict[str, Any]:
    """A finding as JSON values.

    Args:
        guideline: The guideline whose thresholds divide the answers to a number.
        finding: The finding.
        numbers: The number of each finding.
    """
    kind = _quantity(guideline, finding, numbers) if isinstance(finding, Quantity) else {}
    if isinstance(finding, Sign):
        words = [said(finding, value) for value in (False, True)]
        kind = _answers(words, words, ["no", "yes"])
        kind |= {"choices": [["Yes", 1], ["No", 0]], "denial": int(finding.denial)}
    elif isinstance(finding, Category):
        members, words = finding.members, [finding.words[m] for m in finding.members]
        kind = _answers(words, [said(finding, m) for m in members], [str(m.value) for m in members])
        kind["choices"] = [[capitalized(word), place] for place, word in enumerate(words)]
    return kind | {
        "name": finding.name,
        "asks": finding.asks,
        "label": finding.label,
        "help": finding.help,
        "who": None if finding.answered_by == ANYONE else finding.answered_by,
        "red": "a red flag; " if finding.red_flag else "",
    }


def _answers(words: list[str], known: list[str], values: list[str]) -> dict[str, Any]:
    """A fixed list of answers: in the list, among the known findings, and in a link."""
    cells_ = {"positions": [*range(len(words))], "words": [[word] for word in words]}
    return {"cells": cells_, "said": known, "values": values}


def _quantity(
    guideline: Guideline, quantity: Quantity, numbers: Mapping[Finding, int]
) -> dict[str, Any]:
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
        "cells": _cells(guideline, quantity),
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


def _cells(guideline: Guideline, quantity: Quantity) -> dict[str, Any]:
    """The answers that the guideline distinguishes, each with an example value.

    ``words[i][j]`` describes the range from answer ``i`` to answer ``i + j``.
    """
    found = cells(guideline, quantity)
    if len(found) > _MOST_CELLS:
        found = []
    ranges = [[(start, end) for _, end in found[i:]] for i, (start, _) in enumerate(found)]
    return {
        "positions": [position(quantity, value_in(quantity, cell)) for cell in found],
        "words": [[interval(quantity, interval_of(quantity, c)) for c in row] for row in ranges],
    }
