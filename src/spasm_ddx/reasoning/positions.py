"""Answers as positions on a line, and positions as typical answers.

False and True are 0 and 1, a member of a category is its index, a number is itself. A cell is
a half-open interval of positions: it includes its first position and not its second.
"""

from __future__ import annotations

import math
from typing import Any, Final, TypeAlias

from spasm_ddx.reasoning.criteria import Interval
from spasm_ddx.reasoning.finding_kinds import Category, Finding, Quantity, Sign

#: The half-open interval of the positions of one answer.
Cell: TypeAlias = tuple[float, float]

_DIGITS: Final = 324


def bounds(quantity: Quantity, interval: Interval) -> Cell:
    """The first position inside an interval and the first beyond it."""

    def position(end: float, *, behind: bool) -> float:
        if behind:
            return math.floor(end) + 1 if quantity.whole else math.nextafter(end, math.inf)
        return math.ceil(end) if quantity.whole else end

    low, high = interval.low, interval.high
    return (
        quantity.low if low is None else position(low, behind=interval.low_open),
        math.inf if high is None else position(high, behind=not interval.high_open),
    )


def interval_of(quantity: Quantity, cell: Cell) -> Interval:
    """The interval of these positions, with ends that a person would write."""
    low, high = ends_of(quantity)
    start = None if cell[0] <= low else cell[0]
    end = None if cell[1] >= high else cell[1]
    if quantity.whole:
        return Interval(start, None if end is None else end - 1)
    low_open = start is not None and _is_shorter(_before(start), start)
    high_open = end is not None and not _is_shorter(_before(end), end)
    return Interval(
        _before(start) if start is not None and low_open else start,
        end if end is None or high_open else _before(end),
        low_open=low_open,
        high_open=high_open,
    )


def ends_of(finding: Finding) -> Cell:
    """The first position of a finding, and the first beyond its last."""
    match finding:
        case Sign(members=members) | Category(members=members):
            return 0, len(members)
        case Quantity(low=low, high=high, whole=whole):
            return low, math.floor(high) + 1 if whole else math.nextafter(high, math.inf)


def usual_position(finding: Finding) -> float:
    """The position of an ordinary person's answer."""
    match finding:
        case Sign(normal=normal):
            return int(normal)
        case Category():
            return 0
        case Quantity(usual=usual):
            return usual


def is_usual(finding: Finding, cell: Cell) -> bool:
    """Whether the usual value is among these positions; every member of a category is usual."""
    return isinstance(finding, Category) or cell[0] <= usual_position(finding) < cell[1]


def position_of(finding: Finding, value: Any) -> float:  # noqa: ANN401 - a value of any kind
    """The position of a value."""
    return finding.members.index(value) if isinstance(finding, Category) else value


def value_in(finding: Finding, cell: Cell) -> Any:  # noqa: ANN401 - a value of any kind of finding
    """The usual value if it is among these positions, else the nearest plain one."""
    usual = usual_position(finding)
    low, high = cell
    last = high - 1 if not isinstance(finding, Quantity) or finding.whole else _before(high)
    position = min(max(usual, low), last)
    match finding:
        case Sign(members=members) | Category(members=members):
            return members[int(position)]
        case Quantity():
            return usual if low <= usual < high else _plain_near(position, cell)


def _plain_near(position: float, cell: Cell) -> float:
    """This position, or one near it with fewer digits if it is beside an open end."""
    low, high = cell
    beside = math.nextafter(position, -math.inf if position == low else math.inf)
    if not _is_shorter(beside, float(position)):
        return int(position) if float(position).is_integer() else position
    for digits in range(_DIGITS):
        step = 10.0**-digits
        plain = round(beside + (step if position == low else -step), digits)
        if low <= plain < high:
            return plain if digits else int(plain)
    return position


def _is_shorter(number: float, other: float) -> bool:
    return len(repr(number)) < len(repr(other))


def _before(position: float) -> float:
    return math.nextafter(position, -math.inf)
