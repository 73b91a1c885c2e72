"""The kinds of finding: a sign, a category and a quantity, and how each is declared.

A :class:`Sign` is present or absent, a :class:`Category` is one of several members, and a
:class:`Quantity` a number. Besides its own attributes, every kind has:

- ``asks``: the question to a witness or a clinician, in plain words;
- ``label``: a short noun phrase for it; the name with spaces unless given;
- ``help``: what to consider when answering, in plain words;
- ``answered_by``: who can answer: ``"anyone"``, or a role such as ``"clinician"``;
- ``claims``: the claims of the source that support the finding itself;
- ``name`` and ``vocabulary``: the field and its class, which fills in both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum, EnumMeta
from typing import (
    TYPE_CHECKING,
    Any,
    ClassVar,
    Final,
    Generic,
    Literal,
    NoReturn,
    TypeAlias,
    TypeVar,
    get_args,
    overload,
)

import attrs

from spasm_ddx.errors import (
    CriterionError,
    FindingError,
    VocabularyError,
    several_texts,
    shown,
    unpacked,
)
from spasm_ddx.reasoning.units import EXAMPLES, fahrenheit, parse_number, plain

if TYPE_CHECKING:
    from spasm_ddx.reasoning.criteria import Is, Within

E = TypeVar("E", bound=Enum)

ANYONE: Final = "anyone"
_WORDS: Final = {
    **dict.fromkeys(("yes", "y", "true", "present"), True),
    **dict.fromkeys(("no", "n", "false", "absent"), False),
}
Closed: TypeAlias = Literal["both", "left", "right", "neither"]
_UNKNOWN: Final = ", or leave it out while unknown"


def _claims(values: Iterable[str]) -> tuple[str, ...]:
    return several_texts(values, "the claims of a finding", VocabularyError)


def _members(members: type[E]) -> tuple[E, ...]:
    # Anything else stays as it is: its vocabulary raises an error with the place.
    given: Any = members
    return tuple(members) if isinstance(given, EnumMeta) else given


@attrs.frozen(eq=False, repr=False, init=False)
class _Finding:
    """Base of the kinds of finding; the module explains the attributes."""

    asks: str
    label: str = attrs.field(default="", kw_only=True)
    help: str = attrs.field(default="", kw_only=True)
    answered_by: str = attrs.field(default=ANYONE, kw_only=True)
    claims: tuple[str, ...] = attrs.field(default=(), kw_only=True, converter=_claims)
    name: str = attrs.field(default="", kw_only=True)
    vocabulary: type = attrs.field(default=object, kw_only=True)
    red_flag: bool = attrs.field(default=False, init=False)
    #: How to write a criterion on it, for errors.
    criteria: ClassVar[str]

    def __repr__(self) -> str:
        if not self.name:
            return f"{type(self).__name__}({self.asks!r})"
        return f"{self.vocabulary.__name__}.{self.name}"

    def __reduce__(self) -> tuple[Any, ...]:
        # A finding is a single object of its vocabulary, also after copying and unpickling.
        return getattr, (self.vocabulary, self.name)

    def __bool__(self) -> NoReturn:
        msg = (
            f"{self!r} is a finding, neither true nor false by itself; say "
            f"{self!r}{self.criteria}, and combine criteria with all_of(...), any_of(...) or "
            f"Not(...)"
        )
        raise CriterionError(msg)

    @property
    def denial(self) -> bool | None:
        """The reassuring value, which ``deny`` sets; None if no value denies it."""
        return None

    def is_red(self, value: object) -> bool:
        """Whether this known value is a red flag; only a sign's can be."""
        return self.red_flag and value is (not self.denial)

    def to_json(self, value: Any) -> Any:  # noqa: ANN401 - a value of any kind of finding
        """The value as JSON."""
        return value

    def from_json(self, value: object) -> object:
        """The value of a JSON value; construction checks it."""
        return value

    def _refuse(self, value: object, accepted: str, slip: str = "") -> NoReturn:
        own = "; .item() of it is a Python value" if hasattr(value, "item") else ""
        msg = f"{self.name}: {slip or f'{shown(value)} is not accepted; give {accepted}{own}'}"
        raise FindingError(msg, field=self.name)


@attrs.frozen(eq=False, repr=False)
class Sign(_Finding):
    """A finding that is present (True) or absent (False).

    Attributes:
        red_flag: Whether the answer other than ``normal`` is a red flag.
        normal: The answer of an ordinary person: True if yes reassures, as for "Does the
            child act normally?". ``deny`` sets it, and examples prefer it.
        denied: Its absence in words; by default "no" and the label, or 'not "no response"'
            for a label that is a negation itself.
    """

    red_flag: bool = attrs.field(default=False, kw_only=True)
    normal: bool = attrs.field(default=False, kw_only=True)
    denied: str = attrs.field(default="", kw_only=True)
    criteria = ".present or .absent"
    #: Its values, like a category's members.
    members: ClassVar[tuple[bool, ...]] = (False, True)

    @property
    def present(self) -> Is:
        """The criterion that it is present."""
        return _is(self, True)  # noqa: FBT003 - the value itself

    @property
    def absent(self) -> Is:
        """The criterion that it is known to be absent."""
        return _is(self, False)  # noqa: FBT003 - the value itself

    @property
    def accepted(self) -> str:
        """Its accepted values, in words."""
        return "true or false"

    @property
    def denial(self) -> bool:
        """The reassuring value, which ``deny`` sets."""
        return self.normal

    def check(self, value: object) -> None:
        """Raise an error for a value other than True and False; ``1`` is not True."""
        if value is not True and value is not False:
            self._refuse(value, self.accepted + _UNKNOWN)

    def parse(self, text: str) -> bool:
        """The value of a typed word, yes or no."""
        value = _WORDS.get(text.strip().lower())
        return self._refuse(text, "yes or no") if value is None else value


@attrs.frozen(eq=False, repr=False)
class Category(_Finding, Generic[E]):
    """A finding that is exactly one of several members.

    Attributes:
        members: The members of an enumeration, in order; the value of each is its name in
            JSON.
        words: Each member in plain words; by default its value with spaces.
        ordered: Whether its members rise from the lowest to the highest, like stages.
    """

    members: tuple[E, ...] = attrs.field(converter=_members)
    words: Mapping[E, str] = attrs.field(factory=dict[E, str], kw_only=True)
    ordered: bool = attrs.field(default=False, kw_only=True)
    criteria = ".among(...)"

    def among(self, *members: E) -> Is:
        """The criterion that it is one of these members."""
        for given in members:
            if not any(given is member for member in self.members):
                what = f"{self!r}.among takes members, {self.accepted}"
                msg = f"{what}, not {shown(given)}{unpacked(given)}"
                raise CriterionError(msg)
        return _is(self, *members)

    def at_least(self, member: E) -> Is:
        """The criterion that it is this member or a higher one; only if ordered."""
        return _is(self, *self.members[self._rank("at_least", member) :])

    def above(self, member: E) -> Is:
        """The criterion that it is a higher member; only if ordered."""
        return _is(self, *self.members[self._rank("above", member) + 1 :])

    def at_most(self, member: E) -> Is:
        """The criterion that it is this member or a lower one; only if ordered."""
        return _is(self, *self.members[: self._rank("at_most", member) + 1])

    def below(self, member: E) -> Is:
        """The criterion that it is a lower member; only if ordered."""
        return _is(self, *self.members[: self._rank("below", member)])

    def _rank(self, comparison: str, member: E) -> int:
        if not self.ordered:
            what = f"{self!r}.{comparison} needs members in an order, and it has none"
            msg = f"{what}; declare it with ordered=True, or say .among(...)"
            raise CriterionError(msg)
        self.among(member)  # raises an error unless it is a member
        return [other is member for other in self.members].index(True)

    @property
    def accepted(self) -> str:
        """Its accepted values, in words."""
        return "one of " + ", ".join(str(member.value) for member in self.members)

    def check(self, value: object) -> None:
        """Raise an error for a value that is not a member, even for the text of one."""
        if not any(value is member for member in self.members):
            named = "one of " + ", ".join(str(member) for member in self.members)
            self._refuse(value, (named if isinstance(value, str) else self.accepted) + _UNKNOWN)

    def to_json(self, value: E) -> str:
        """The value as JSON."""
        return str(value.value)

    def from_json(self, value: object) -> object:
        """The member of a JSON value."""
        for member in self.members:
            if isinstance(value, str) and member.value == value:
                return member
        return self._refuse(value, self.accepted + _UNKNOWN)

    def parse(self, text: str) -> E:
        """The member of a typed word, with spaces or underscores."""
        for spelt in (str.strip, _one_word):  # first exactly, since two members may spell alike
            for member in self.members:
                if spelt(text) == spelt(member.value):
                    return member
        return self._refuse(text, self.accepted)


@attrs.frozen(eq=False, repr=False)
class Quantity(_Finding):
    """A finding that is a number.

    Attributes:
        unit: The unit of every value, such as ``"months"``; empty for a count.
        low: The lowest accepted value, in ``unit``.
        high: The highest accepted value, in ``unit``.
        usual: The value in examples, unless they need another.
        whole: Whether only whole numbers are accepted.
        shows: A sign declared above and a threshold: from there on the sign is present by
            definition, so such a value sets the sign and contradicts its absence.
    """

    unit: str = attrs.field(default="", kw_only=True)
    low: float = attrs.field(kw_only=True)
    high: float = attrs.field(kw_only=True)
    usual: float = attrs.field(kw_only=True)
    whole: bool = attrs.field(default=False, kw_only=True)
    shows: tuple[Sign, float] | None = attrs.field(default=None, kw_only=True)
    criteria = ".below(...) or the like"

    def below(self, value: float) -> Within:
        """The criterion that it is less than ``value``."""
        return _within(self, None, value, high_open=True)

    def above(self, value: float) -> Within:
        """The criterion that it is more than ``value``."""
        return _within(self, value, None, low_open=True)

    def at_least(self, value: float) -> Within:
        """The criterion that it is ``value`` or more."""
        return _within(self, value, None)

    def at_most(self, value: float) -> Within:
        """The criterion that it is ``value`` or less."""
        return _within(self, None, value)

    def between(self, low: float, high: float, *, closed: Closed = "both") -> Within:
        """The criterion that it is from ``low`` to ``high``; ``closed`` names the included ends."""
        if closed not in get_args(Closed):
            msg = f"closed is {', '.join(map(repr, get_args(Closed)))}, not {shown(closed)}"
            raise CriterionError(msg)
        low_open, high_open = closed in {"right", "neither"}, closed in {"left", "neither"}
        return _within(self, low, high, low_open=low_open, high_open=high_open)

    @property
    def accepted(self) -> str:
        """Its accepted values, in words."""
        number = "a whole number" if self.whole else "a number"
        of_unit = f" of {self.unit}" if self.unit else ""
        return f"{number}{of_unit} from {plain(self.low)} to {plain(self.high)}"

    def check(self, value: object) -> None:
        """Raise an error for anything but a finite number within ``low`` and ``high``."""
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or not self.low <= value <= self.high
            or (self.whole and value != int(value))
        ):
            self._refuse(value, self.accepted + _UNKNOWN, fahrenheit(self, value))

    def parse(self, text: str) -> float:
        """The value of a typed number, with or without a unit in use."""
        try:
            return parse_number(text, self.unit)
        except FindingError as error:
            hint = "" if self.unit in EXAMPLES else f"; give {self.accepted}"
            msg = f"{self.name}: {fahrenheit(self, text) or f'{error}{hint}'}"
            raise FindingError(msg, field=self.name) from None


Finding: TypeAlias = Sign | Category[Any] | Quantity


def _one_word(text: str) -> str:
    return text.strip().lower().replace(" ", "_").replace("-", "_")


def _is(finding: Sign | Category[Any], *values: object) -> Is:
    from spasm_ddx.reasoning.criteria import Is  # noqa: PLC0415 - criteria are made of findings

    return Is(finding, frozenset(values))


def _within(quantity: Quantity, low: float | None, high: float | None, **opened: bool) -> Within:
    from spasm_ddx.reasoning.criteria import Interval, Within  # noqa: PLC0415 - likewise

    return Within(quantity, Interval(low, high, **opened))


F = TypeVar("F")
V = TypeVar("V")


class Declared(Generic[F, V]):
    """A declaration: its class has a finding there, an instance the value or None."""

    __slots__ = ()

    if TYPE_CHECKING:

        @overload
        def __get__(self, instance: None, owner: type) -> F: ...
        @overload
        def __get__(self, instance: object, owner: type) -> V | None: ...
        def __get__(self, instance: object, owner: type) -> F | V | None: ...
        def __set__(self, instance: object, value: V | None, /) -> None: ...


class YesNo(Sign, Declared[Sign, bool]):
    """Declares a sign with its attributes: ``YesNo("Is there fever?", red_flag=True)``."""

    __slots__ = ()


class OneOf(Category[E], Declared[Category[E], E]):
    """Declares a category with its attributes: ``OneOf("Which leg?", Side)``."""

    __slots__ = ()


class Number(Quantity, Declared[Quantity, float]):
    """Declares a quantity: ``Number("How old?", unit="years", low=0, high=125, usual=40)``.

    It takes the attributes of a :class:`Quantity`.
    """

    __slots__ = ()


Declaration: TypeAlias = YesNo | OneOf[Any] | Number
