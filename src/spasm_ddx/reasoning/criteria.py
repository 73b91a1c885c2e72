"""Criteria on findings: four kinds of plain, hashable data.

:class:`Is` and :class:`Within` are about one finding, :class:`Not` and :class:`AtLeast` about
other criteria. ``evaluation.holds`` defines their meaning.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from types import NoneType
from typing import Any, Final, NoReturn, TypeAlias, TypeVar

import attrs

from spasm_ddx.errors import CriterionError, SpasmDdxError, require, shown, unpacked
from spasm_ddx.reasoning.finding_kinds import Category, Finding, Quantity, Sign
from spasm_ddx.reasoning.notebook import InNotebook
from spasm_ddx.reasoning.units import plain, tidy

#: The deepest nesting of a criterion, and the most parts, shared ones counted repeatedly:
#: ``c = all_of(c, c)`` 20 times makes a million parts, and every walk visits each of them.
DEEPEST: Final = 200
MOST_PARTS: Final = 100_000
#: The most points of one criterion of a score.
MOST_POINTS: Final = 1_000_000


@attrs.frozen
class Interval:
    """An interval of numbers; an end that is None is unbounded.

    Attributes:
        low: The lower end, in the unit of the quantity.
        high: The upper end, in the same unit.
        low_open: Whether the lower end itself is outside.
        high_open: Whether the upper end itself is outside.
    """

    low: float | None = None
    high: float | None = None
    low_open: bool = attrs.field(default=False, kw_only=True)
    high_open: bool = attrs.field(default=False, kw_only=True)

    def __attrs_post_init__(self) -> None:
        for end in (self.low, self.high):
            number = isinstance(end, int | float) and not isinstance(end, bool)
            if end is not None and not (number and abs(end) <= sys.float_info.max):
                msg = f"an interval ends at a finite number or None, not at {shown(end)}"
                raise CriterionError(msg)
        if self.low is not None and self.high is not None and self.low > self.high:
            ends = f"from {plain(self.low)} to {plain(self.high)}"
            msg = f"an interval runs from low to high, not {ends}"
            raise CriterionError(msg)

    def __contains__(self, value: float) -> bool:
        if self.low is not None and (value < self.low or (self.low_open and value == self.low)):
            return False
        return self.high is None or not (
            value > self.high or (self.high_open and value == self.high)
        )


class _Criterion(InNotebook):
    """Base of the four kinds of criterion.

    Attributes:
        parts: The number of its criteria, itself included, shared ones counted repeatedly.
        depth: The depth of its nesting; 1 for a criterion on one finding.
    """

    __slots__ = ()
    parts: int = 1
    depth: int = 1

    def __bool__(self) -> NoReturn:
        msg = (
            "a criterion is neither true nor false by itself; combine criteria with "
            "all_of(...), any_of(...), at_least(k, ...) or Not(...), "
            "and evaluate one with holds(criterion, findings)"
        )
        raise CriterionError(msg)


def _values(values: Iterable[object]) -> frozenset[object]:
    try:
        if not isinstance(values, str):  # or it would become its letters
            return frozenset(values)
    except TypeError:  # not a collection of hashable values
        pass
    msg = f"Is takes a set of values, not {shown(values)}"
    raise CriterionError(msg)


@attrs.frozen
class Is(_Criterion):
    """The finding has one of these values.

    Attributes:
        finding: A sign or a category.
        values: Members of the category, or True and False for a sign.
    """

    finding: Sign | Category[Any]
    values: frozenset[Any] = attrs.field(converter=_values)

    def __attrs_post_init__(self) -> None:
        require(self.finding, (Sign, Category), "Is takes a Sign or a Category", CriterionError)
        for value in self.values:
            if not any(value is member for member in self.finding.members):
                cannot = f"{self.finding.name} cannot be {shown(value)}"
                msg = f"{cannot}; accepted are {self.finding.accepted}"
                raise CriterionError(msg)


@attrs.frozen
class Within(_Criterion):
    """The quantity lies in this interval.

    Attributes:
        quantity: The quantity.
        interval: The interval, in the unit of the quantity.
    """

    quantity: Quantity
    interval: Interval

    def __attrs_post_init__(self) -> None:
        require(self.quantity, Quantity, "Within takes a Quantity", CriterionError)
        require(self.interval, Interval, "Within takes an Interval", CriterionError)

    @property
    def finding(self) -> Quantity:
        """The quantity, under the same name as in :class:`Is`."""
        return self.quantity


def require_criterion(
    value: object,
    what: str = "expected a criterion",
    error: type[SpasmDdxError] = CriterionError,
) -> None:
    """Raise an error for anything but a criterion; the message begins with ``what``."""
    if isinstance(value, Sign | Category | Quantity):
        msg = f"{what}: {value!r} is a finding; say {value!r}{value.criteria}"
        raise error(msg)
    require(value, (Is, Within, Not, AtLeast), what, error, unpacked(value))


class _Combination(_Criterion):
    """A criterion made from others, of limited size."""

    __slots__ = ()

    def _measure(self, of: tuple[Criterion, ...]) -> None:
        for part in of:
            require_criterion(part)
        parts = 1 + sum(part.parts for part in of)
        depth = 1 + max(part.depth for part in of)
        if depth > DEEPEST:
            msg = f"the criterion nests {depth} deep; at most {DEEPEST} are accepted"
            raise CriterionError(msg)
        if parts > MOST_PARTS:
            msg = f"the criterion has {parts:,} parts; at most {MOST_PARTS:,} are accepted"
            raise CriterionError(msg)
        object.__setattr__(self, "parts", parts)
        object.__setattr__(self, "depth", depth)


@attrs.frozen
class Not(_Combination):
    """The criterion does not hold.

    Attributes:
        of: The criterion that must not hold.

    Raises:
        CriterionError: It nests more than 200 deep or has more than 100,000 parts.
    """

    of: Criterion
    parts: int = attrs.field(init=False, eq=False, repr=False)
    depth: int = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        self._measure((self.of,))


def _several(values: Iterable[Any]) -> tuple[Any, ...]:
    require(values, Iterable, "a combination takes several criteria", CriterionError)
    return tuple(values)


def _points(weights: Iterable[float] | None) -> tuple[float, ...] | None:
    return None if weights is None else tuple(map(whole_or_half, weights))


def whole_or_half(value: Any) -> float:  # noqa: ANN401 - refuses other types
    """A number of points, as an integer if it is whole.

    Raises:
        CriterionError: It is neither a whole nor a half number.
    """
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if number and abs(value) <= MOST_POINTS and value * 2 == int(value * 2):
        return tidy(value)
    msg = f"points are whole or half numbers, such as 2 or -1.5, not {shown(value)}"
    raise CriterionError(msg)


@attrs.frozen
class AtLeast(_Combination):
    """At least ``k`` of these criteria hold; or, with weights, they make ``k`` points.

    Attributes:
        k: The number that must hold, from 1 to the number of criteria; or the points that are
            needed, whole or half, above the lowest total and at most the highest.
        of: The criteria.
        name: The clinical name of the combination, which every view shows; or None.
        weights: The points of each criterion if it holds: whole or half, positive or
            negative, never 0. None if all count the same.

    Raises:
        CriterionError: ``k`` or a weight is out of range, or it nests more than 200 deep or has
            more than 100,000 parts.
    """

    k: float
    of: tuple[Criterion, ...] = attrs.field(converter=_several)
    name: str | None = attrs.field(default=None, kw_only=True)
    weights: tuple[float, ...] | None = attrs.field(default=None, kw_only=True, converter=_points)
    parts: int = attrs.field(init=False, eq=False, repr=False)
    depth: int = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        if not self.of:
            msg = "a combination of no criteria means nothing; give at least one"
            raise CriterionError(msg)
        require(self.name, (str, NoneType), "a combination's name must be text", CriterionError)
        if self.weights is not None:
            self._check_weights(self.weights)
        elif type(self.k) is not int or not 1 <= self.k <= len(self.of):
            msg = f"at least {shown(self.k)} of {len(self.of)} criteria: give 1 to {len(self.of)}"
            raise CriterionError(msg)
        self._measure(self.of)

    def _check_weights(self, weights: tuple[float, ...]) -> None:
        if len(weights) != len(self.of) or 0 in weights:
            msg = f"give each of {len(self.of)} criteria a weight other than 0"
            raise CriterionError(msg)
        lowest, highest = (sum(f(0, weight) for weight in weights) for f in (min, max))
        if not lowest < whole_or_half(self.k) <= highest:
            totals = f"its totals run from {plain(lowest)} to {plain(highest)}"
            ever = "never" if self.k > highest else "always"
            msg = f"{self.name or 'the score'}: {plain(self.k)} points are {ever} reached; {totals}"
            raise CriterionError(msg)

    @property
    def is_any(self) -> bool:
        """Whether it is an ``any_of``; False for a score."""
        return self.weights is None and self.k == 1

    @property
    def is_all(self) -> bool:
        """Whether it is an ``all_of``; False for a score."""
        return self.weights is None and self.k == len(self.of)

    @property
    def step(self) -> float:
        """The step of its totals: 0.5 if a weight is half, else 1."""
        return 1 if all(weight == int(weight) for weight in self.weights or ()) else 0.5

    @property
    def weighted(self) -> tuple[tuple[Criterion, float], ...]:
        """Each criterion with its weight, by default 1."""
        return tuple(zip(self.of, self.weights or (1,) * len(self.of), strict=True))


Criterion: TypeAlias = Is | Within | Not | AtLeast
#: For type checkers, a criterion of any kind.
AnyCriterion = TypeVar("AnyCriterion", bound=_Criterion)


def all_of(*of: Criterion, name: str | None = None) -> AtLeast:
    """The criterion that all of these hold, with an optional name."""
    return AtLeast(len(of), of, name=name)


def any_of(*of: Criterion, name: str | None = None) -> AtLeast:
    """The criterion that one or more of these hold, with an optional name."""
    return AtLeast(1, of, name=name)


def at_least(k: int, *of: Criterion, name: str | None = None) -> AtLeast:
    """The criterion that ``k`` or more of these hold, with an optional name."""
    return AtLeast(k, of, name=name)


#: The path from a criterion to a part: the index within each combination, 0 within a Not.
Path: TypeAlias = tuple[int, ...]


def parts_in(criterion: Criterion) -> Iterator[tuple[Path, Criterion]]:
    """Each part of a criterion with its path, in pre-order, itself first."""
    waiting: list[tuple[Path, Criterion]] = [((), criterion)]
    while waiting:
        path, part = waiting.pop()
        yield path, part
        match part:
            case Is() | Within():
                pass
            case Not(of=of):
                waiting.append(((*path, 0), of))
            case AtLeast(of=parts):
                waiting += [((*path, i), parts[i]) for i in reversed(range(len(parts)))]


def with_part(criterion: Criterion, path: Path, other: Criterion) -> Criterion:
    """The criterion with the part at this path replaced."""
    match criterion:
        case Not(of=of) if path:
            return Not(with_part(of, path[1:], other))
        case AtLeast(of=parts) if path:
            index = path[0]
            changed = with_part(parts[index], path[1:], other)
            return attrs.evolve(criterion, of=(*parts[:index], changed, *parts[index + 1 :]))
        case _:
            return other


def atoms(criterion: Criterion) -> Iterator[Is | Within]:
    """Each criterion on one finding within a criterion, in order."""
    return (part for _, part in parts_in(criterion) if isinstance(part, Is | Within))


def findings_in(criterion: Criterion) -> tuple[Finding, ...]:
    """The findings of a criterion, each once, in order."""
    return tuple(dict.fromkeys(atom.finding for atom in atoms(criterion)))


def thresholds_in(criterion: Criterion) -> Iterator[tuple[Quantity, float]]:
    """Each end of an interval within a criterion, with its quantity, in order."""
    for atom in atoms(criterion):
        if isinstance(atom, Within):
            for end in (atom.interval.low, atom.interval.high):
                if end is not None:
                    yield atom.quantity, end
