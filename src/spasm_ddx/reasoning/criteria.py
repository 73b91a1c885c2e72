"""What can be asked of a person, and criteria on the answers.

A finding is a :class:`Sign` (present or absent), a :class:`Category` (one of
several members) or a :class:`Quantity` (a number). A criterion is one of four
kinds of plain, hashable data: :class:`Is`, :class:`Within`, :class:`Not` and
:class:`AtLeast`. What they mean is said once, in ``evaluation.holds``.
"""

from __future__ import annotations

import math
import reprlib
from collections.abc import Collection, Iterable, Mapping
from enum import Enum
from types import NoneType
from typing import Any, Final, Generic, NoReturn, TypeAlias, TypeVar, cast

import attrs

from spasm_ddx.errors import CriterionError, FindingError, SpasmDdxError
from spasm_ddx.reasoning.units import parse_number, plain

E = TypeVar("E", bound=Enum)

ANYONE: Final = "anyone"
#: Every whole number up to here is a float, so that no two numbers are confused.
LARGEST: Final = 2.0**53
#: How deep one criterion may nest, and how many parts it may have, a shared one counted anew.
DEEPEST: Final = 200
MOST_PARTS: Final = 100_000

_YES: Final = frozenset({"yes", "y", "true", "present"})
_NO: Final = frozenset({"no", "n", "false", "absent"})


def shown(value: object) -> str:
    """A value as an error message shows it: on one line, never too long."""
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    try:
        return reprlib.repr(value)
    except ValueError:  # an integer of more digits than Python converts to text
        return "a number too long to show"


def require(
    value: object,
    kind: type | tuple[type, ...],
    what: str,
    error: type[SpasmDdxError],
    hint: str = "",
) -> None:
    """Refuse a value of another kind; the message is ``what``, then what was given."""
    if not isinstance(value, kind):
        msg = f"{what}, not {shown(value)}{hint}"
        raise error(msg)


def several_texts(values: object, what: str, error: type[SpasmDdxError]) -> tuple[str, ...]:
    """Texts as a tuple; one text alone would be as many as it has letters."""
    if isinstance(values, str):
        msg = f"{what} are several texts, as ({values!r},), not {values!r}"
        raise error(msg)
    require(values, Iterable, f"{what} are several texts", error)
    texts = tuple(cast("Iterable[str]", values))
    for text in texts:
        require(text, str, f"{what} must be text", error)
    return texts


def unpacked(value: object) -> str:
    """What an error adds where several were given as one."""
    one = isinstance(value, str | bytes | Mapping | Enum)
    return "; unpack it with *" if isinstance(value, Iterable) and not one else ""


def _one_word(text: str) -> str:
    """A word however it is spelt: with spaces, hyphens or underscores, in any case."""
    return text.strip().lower().replace(" ", "_").replace("-", "_")


# --------------------------------------------------------------------- findings


@attrs.frozen(eq=False, repr=False, kw_only=True)
class _Finding:
    """What the three kinds of finding share.

    Attributes:
        name: The field of the vocabulary.
        vocabulary: The class of findings that declares it.
        asks: The question to a witness or a clinician, in plain words.
        label: A short noun phrase for it, as in "jerking".
        help: What the answer must take into account, in plain words.
        answered_by: Who can answer: ``"anyone"``, or a role such as ``"clinician"``.
        claims: The claims of the source that the finding itself rests on.
    """

    name: str
    vocabulary: type
    asks: str
    label: str
    help: str = ""
    answered_by: str = ANYONE
    claims: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"{self.vocabulary.__name__}.{self.name}"

    def __reduce__(self) -> tuple[Any, ...]:
        # A finding is one object of its vocabulary: a copy or an unpickled one is it.
        return getattr, (self.vocabulary, self.name)

    def __bool__(self) -> NoReturn:
        msg = (
            f"{self!r} is a finding, neither true nor false by itself; say {_as_criterion(self)}, "
            f"and combine criteria with all_of(...), any_of(...) or Not(...)"
        )
        raise CriterionError(msg)

    def _refuse(self, value: object, accepted: str) -> NoReturn:
        msg = (
            f"{self.name}: {shown(value)} is not accepted; give {accepted}, "
            f"or leave it out while unknown"
        )
        raise FindingError(msg, field=self.name)


@attrs.frozen(eq=False, repr=False, kw_only=True)
class Sign(_Finding):
    """A finding that is present (True) or absent (False).

    Attributes:
        red_flag: Whether one of its values is a red flag: the one that is not ``normal``.
        denied: How its absence is said, as in "no jerking".
        normal: The value of an ordinary person: True for one such as "acts normally".
    """

    red_flag: bool = False
    denied: str = ""
    normal: bool = False

    @property
    def present(self) -> Is:
        """The criterion that it is present."""
        return Is(self, frozenset({True}))

    @property
    def absent(self) -> Is:
        """The criterion that it is known to be absent."""
        return Is(self, frozenset({False}))

    @property
    def accepted(self) -> str:
        """What is accepted as its value, in words."""
        return "true or false"

    @property
    def denial(self) -> bool:
        """The value that reassures, which ``deny`` gives: that of an ordinary person."""
        return self.normal

    def is_red(self, value: object) -> bool:
        """Whether this known value is a red flag."""
        return self.red_flag and value is (not self.normal)

    def check(self, value: object) -> None:
        """Refuse a value that is neither True nor False; ``1`` is not True."""
        if value is not True and value is not False:
            self._refuse(value, self.accepted)

    def to_json(self, value: bool) -> bool:  # noqa: FBT001 - the value itself
        """The value as JSON holds it."""
        return value

    def from_json(self, value: object) -> object:
        """The value that this JSON value stands for; checked at construction."""
        return value

    def parse(self, text: str) -> bool:
        """The value of a typed word: yes or no."""
        word = text.strip().lower()
        if word in _YES or word in _NO:
            return word in _YES
        msg = f"{self.name}: {shown(text)} is not accepted; give yes or no"
        raise FindingError(msg, field=self.name)


@attrs.frozen(eq=False, repr=False, kw_only=True)
class Category(_Finding, Generic[E]):
    """A finding that is exactly one of several members.

    Attributes:
        members: The members, in the order in which they were declared.
        words: Each member in plain words.
    """

    members: tuple[E, ...]
    words: Mapping[E, str]

    def among(self, *members: E) -> Is:
        """The criterion that it is one of these members."""
        for given in members:
            if not any(given is member for member in self.members):
                what = f"{self!r}.among takes members, {self.accepted}"
                msg = f"{what}, not {shown(given)}{unpacked(given)}"
                raise CriterionError(msg)
        return Is(self, frozenset(members))

    @property
    def red_flag(self) -> bool:
        """A category is never a red flag."""
        return False

    @property
    def denial(self) -> None:
        """A category cannot be denied."""

    @property
    def accepted(self) -> str:
        """What is accepted as its value, in words."""
        return "one of " + ", ".join(str(member.value) for member in self.members)

    def is_red(self, value: object) -> bool:  # noqa: ARG002 - the same call for every kind
        """A category is never a red flag."""
        return False

    def check(self, value: object) -> None:
        """Refuse a value that is no member; text is not one, although JSON reads it."""
        if not any(value is member for member in self.members):
            named = ", ".join(str(member) for member in self.members)
            self._refuse(value, f"one of {named}" if isinstance(value, str) else self.accepted)

    def to_json(self, value: E) -> str:
        """The value as JSON holds it."""
        return str(value.value)

    def from_json(self, value: object) -> object:
        """The member that this JSON value stands for."""
        for member in self.members:
            if isinstance(value, str) and member.value == value:
                return member
        return self._refuse(value, self.accepted)

    def parse(self, text: str) -> E:
        """The member of a typed word, with spaces or underscores."""
        typed = [_one_word(text), text.strip()]
        for member in self.members:  # as it is spelt first, should two differ in that alone
            if member.value == typed[1]:
                return member
        for member in self.members:
            if _one_word(str(member.value)) == typed[0]:
                return member
        msg = f"{self.name}: {shown(text)} is not accepted; give {self.accepted}"
        raise FindingError(msg, field=self.name)


@attrs.frozen(eq=False, repr=False, kw_only=True)
class Quantity(_Finding):
    """A finding that is a number.

    Attributes:
        unit: The unit of every value, such as ``"months"``; empty for a count.
        low: The lowest value accepted, in ``unit``.
        high: The highest value accepted, in ``unit``.
        usual: A value that examples use when nothing asks for another.
        whole: Whether only whole numbers are accepted.
        shows: A sign and the value from which on that sign is present by definition.
    """

    unit: str
    low: float
    high: float
    usual: float
    whole: bool = False
    shows: tuple[Sign, float] | None = None

    def below(self, value: float) -> Within:
        """The criterion that it is less than ``value``."""
        return Within(self, Interval(high=value, high_open=True))

    def above(self, value: float) -> Within:
        """The criterion that it is more than ``value``."""
        return Within(self, Interval(low=value, low_open=True))

    def at_least(self, value: float) -> Within:
        """The criterion that it is ``value`` or more."""
        return Within(self, Interval(low=value))

    def at_most(self, value: float) -> Within:
        """The criterion that it is ``value`` or less."""
        return Within(self, Interval(high=value))

    def between(self, low: float, high: float) -> Within:
        """The criterion that it is from ``low`` to ``high``, both ends inside."""
        return Within(self, Interval(low=low, high=high))

    @property
    def red_flag(self) -> bool:
        """A number by itself is never a red flag."""
        return False

    @property
    def denial(self) -> None:
        """A number cannot be denied."""

    @property
    def accepted(self) -> str:
        """What is accepted as its value, in words."""
        number = "a whole number" if self.whole else "a number"
        of_unit = f" of {self.unit}" if self.unit else ""
        return f"{number}{of_unit} from {plain(self.low)} to {plain(self.high)}"

    def is_red(self, value: object) -> bool:  # noqa: ARG002 - the same call for every kind
        """A number by itself is never a red flag."""
        return False

    def check(self, value: object) -> None:
        """Refuse what is no finite number within ``low`` and ``high``."""
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or not self.low <= value <= self.high
            or (self.whole and value != int(value))
        ):
            self._refuse(value, self.accepted)

    def to_json(self, value: float) -> float:
        """The value as JSON holds it."""
        return value

    def from_json(self, value: object) -> object:
        """The value that this JSON value stands for; checked at construction."""
        return value

    def parse(self, text: str) -> float:
        """The value of a typed number, with a unit that people say or without."""
        try:
            return parse_number(text, self.unit)
        except FindingError as error:
            msg = f"{self.name}: {error}; give {self.accepted}"
            raise FindingError(msg, field=self.name) from None


Finding: TypeAlias = Sign | Category[Any] | Quantity


def _as_criterion(finding: object) -> str:
    """How a criterion is built from a finding; empty for anything else."""
    match finding:
        case Sign():
            return f"{finding!r}.present or .absent"
        case Category():
            return f"{finding!r}.among(...)"
        case Quantity():
            return f"{finding!r}.below(...) or the like"
        case _:
            return ""


# --------------------------------------------------------------------- criteria


def _is_number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:  # a whole number that no float can hold
        return False


def _number_or_open(value: object) -> None:
    if value is not None and not _is_number(value):
        msg = f"an interval ends at a finite number or None, not at {shown(value)}"
        raise CriterionError(msg)


@attrs.frozen
class Interval:
    """A range of numbers; None is no end on that side.

    Attributes:
        low: The lower end, in the unit of the quantity it is used for.
        high: The upper end, in the same unit.
        low_open: Whether the lower end itself is outside.
        high_open: Whether the upper end itself is outside.
    """

    low: float | None = None
    high: float | None = None
    low_open: bool = attrs.field(default=False, kw_only=True)
    high_open: bool = attrs.field(default=False, kw_only=True)

    def __attrs_post_init__(self) -> None:
        _number_or_open(self.low)
        _number_or_open(self.high)
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


class _Criterion:
    """What the four kinds of criterion share.

    Attributes:
        parts: How many criteria it is made of, itself included, a shared one counted anew.
        depth: How deep it nests; 1 for a criterion on one finding.
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

    def _repr_mimebundle_(
        self, include: Collection[str] | None = None, exclude: Collection[str] | None = None
    ) -> dict[str, str]:
        """What a notebook shows; the views are loaded only there."""
        from spasm_ddx.views.notebook import mimebundle  # noqa: PLC0415

        return mimebundle(cast("Criterion", self), include=include, exclude=exclude)


def _typed(values: frozenset[object]) -> frozenset[tuple[type, object]]:
    # True == 1 in Python, yet a sign that Is {True} is not one that Is {1}.
    return frozenset((type(value), value) for value in values)


def _values(values: Iterable[object]) -> frozenset[object]:
    try:
        if not isinstance(values, str):  # else it would be its letters
            return frozenset(values)
    except TypeError:  # no collection, or one of what cannot be a member
        pass
    msg = f"Is takes a set of values, not {shown(values)}"
    raise CriterionError(msg)


def _sign_or_category(_: object, __: object, value: Any) -> None:  # noqa: ANN401 - any value at all
    require(value, (Sign, Category), "Is takes a Sign or a Category", CriterionError)


def _quantity(_: object, __: object, value: Any) -> None:  # noqa: ANN401 - any value at all
    require(value, Quantity, "Within takes a Quantity", CriterionError)


def _interval(_: object, __: object, value: Any) -> None:  # noqa: ANN401 - any value at all
    require(value, Interval, "Within takes an Interval", CriterionError)


@attrs.frozen
class Is(_Criterion):
    """The finding has one of these values.

    Attributes:
        finding: A sign or a category.
        values: Members of the category, or True and False for a sign.
    """

    finding: Sign | Category[Any] = attrs.field(validator=_sign_or_category)
    values: frozenset[Any] = attrs.field(converter=_values, eq=_typed)


@attrs.frozen
class Within(_Criterion):
    """The quantity lies in this interval.

    Attributes:
        quantity: The quantity.
        interval: The interval, in the unit of the quantity.
    """

    quantity: Quantity = attrs.field(validator=_quantity)
    interval: Interval = attrs.field(validator=_interval)


def require_criterion(
    value: object, what: str, error: type[SpasmDdxError] = CriterionError
) -> None:
    """Refuse what is no criterion; the message begins with ``what``, which wants one."""
    hint = _as_criterion(value)
    if hint:
        msg = f"{what}: {value!r} is a finding; say {hint}"
        raise error(msg)
    require(value, (Is, Within, Not, AtLeast), what, error, unpacked(value))


def _criterion(_: object, __: object, value: Any) -> None:  # noqa: ANN401 - any value at all
    require_criterion(value, "a criterion is wanted here")


def _criteria(values: object) -> tuple[Any, ...]:
    require(values, Iterable, "a combination is of several criteria", CriterionError)
    return tuple(cast("Iterable[Any]", values))


def _measured(criterion: Not | AtLeast, of: tuple[Criterion, ...]) -> None:
    """Tell a combination its size, or refuse it where no walk over it would end.

    Every walk takes a shared part anew: 20 times ``c = all_of(c, c)`` are a million parts.
    """
    parts = 1 + sum(part.parts for part in of)
    depth = 1 + max(part.depth for part in of)
    if depth > DEEPEST:
        msg = f"the criterion nests {depth} deep; at most {DEEPEST} are accepted"
        raise CriterionError(msg)
    if parts > MOST_PARTS:
        msg = f"the criterion has {parts:,} parts; at most {MOST_PARTS:,} are accepted"
        raise CriterionError(msg)
    object.__setattr__(criterion, "parts", parts)
    object.__setattr__(criterion, "depth", depth)


@attrs.frozen
class Not(_Criterion):
    """The criterion does not hold.

    Attributes:
        of: The criterion that must not hold.

    Raises:
        CriterionError: It nests more than 200 deep or has more than 100,000 parts.
    """

    of: Criterion = attrs.field(validator=_criterion)
    parts: int = attrs.field(init=False, eq=False, repr=False)
    depth: int = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        _measured(self, (self.of,))


@attrs.frozen
class AtLeast(_Criterion):
    """At least ``k`` of these criteria hold.

    Attributes:
        k: How many must hold, from 1 to the number of criteria.
        of: The criteria.
        name: What clinicians call the whole, shown by every view; or None.

    Raises:
        CriterionError: ``k`` is out of range, it nests more than 200 deep or has more
            than 100,000 parts.
    """

    k: int
    of: tuple[Criterion, ...] = attrs.field(
        converter=_criteria, validator=attrs.validators.deep_iterable(_criterion)
    )
    name: str | None = attrs.field(default=None, kw_only=True)
    parts: int = attrs.field(init=False, eq=False, repr=False)
    depth: int = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        if type(self.k) is not int or not 1 <= self.k <= len(self.of):
            msg = f"at least {shown(self.k)} of {len(self.of)} criteria: give 1 to {len(self.of)}"
            if not self.of:
                msg = "a combination of no criteria means nothing; give at least one"
            raise CriterionError(msg)
        require(self.name, (str, NoneType), "a combination is named by text", CriterionError)
        _measured(self, self.of)


Criterion: TypeAlias = Is | Within | Not | AtLeast


def all_of(*of: Criterion, name: str | None = None) -> AtLeast:
    """The criterion that all of these hold, under a name if one is given."""
    return AtLeast(max(len(of), 1), of, name=name)


def any_of(*of: Criterion, name: str | None = None) -> AtLeast:
    """The criterion that one or more of these hold, under a name if one is given."""
    return AtLeast(1, of, name=name)


def at_least(k: int, *of: Criterion, name: str | None = None) -> AtLeast:
    """The criterion that ``k`` or more of these hold, under a name if one is given."""
    return AtLeast(k, of, name=name)


def findings_in(criterion: Criterion) -> tuple[Finding, ...]:
    """The findings that a criterion asks about, each once, in the order it names them."""
    found: dict[Finding, None] = {}
    waiting: list[Criterion] = [criterion]
    while waiting:
        match waiting.pop():
            case Is(finding=asked):
                found.setdefault(asked)
            case Within(quantity=quantity):
                found.setdefault(quantity)
            case Not(of=of):
                waiting.append(of)
            case AtLeast(of=parts):
                waiting.extend(reversed(parts))
    return tuple(found)
