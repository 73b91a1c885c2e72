"""How a vocabulary of findings is declared, and what one person's findings are.

A vocabulary is a class whose body declares its findings::

    class Ankle(Findings):
        age: Number = Number("How old is the person?", unit="years", low=0, high=125, usual=40)
        bone_tender: YesNo = YesNo("Is the bone tender to touch?", red_flag=True)

``Ankle.bone_tender`` is then a :class:`Sign` to build criteria from, and
``Ankle(bone_tender=True).bone_tender`` is ``bool | None``, None being unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum, EnumMeta
from inspect import Parameter, Signature, get_annotations
from types import MappingProxyType
from typing import (
    TYPE_CHECKING,
    Any,
    ClassVar,
    Final,
    Generic,
    Self,
    TypeVar,
    assert_never,
    cast,
    dataclass_transform,
    get_origin,
    overload,
)

import attrs

from spasm_ddx.errors import FindingError, UnknownFindingError, VocabularyError
from spasm_ddx.reasoning.criteria import (
    ANYONE,
    LARGEST,
    Category,
    Finding,
    Quantity,
    Sign,
    require,
    several_texts,
    shown,
    unpacked,
)
from spasm_ddx.reasoning.units import plain

E = TypeVar("E", bound=Enum)


def _claims(values: Iterable[str]) -> tuple[str, ...]:
    return several_texts(values, "the claims of a finding", VocabularyError)


@attrs.frozen
class YesNo:
    """Declares a sign, which is present or absent.

    Attributes:
        asks: The question, in plain words.
        red_flag: Whether the answer that is not ``normal`` is a red flag.
        normal: The answer of an ordinary person: True where yes reassures, as to "Does the
            child act normally?". ``deny`` gives it, and examples prefer it.
        label: A short noun phrase; the name with spaces unless given.
        denied: How its absence is said; "no" and the label unless given.
        help: What the answer must take into account.
        answered_by: Who can answer.
        claims: The claims of the source that the finding itself rests on.
    """

    asks: str
    red_flag: bool = attrs.field(default=False, kw_only=True)
    normal: bool = attrs.field(default=False, kw_only=True)
    label: str = attrs.field(default="", kw_only=True)
    denied: str = attrs.field(default="", kw_only=True)
    help: str = attrs.field(default="", kw_only=True)
    answered_by: str = attrs.field(default=ANYONE, kw_only=True)
    claims: tuple[str, ...] = attrs.field(default=(), kw_only=True, converter=_claims)

    if TYPE_CHECKING:

        @overload
        def __get__(self, instance: None, owner: type) -> Sign: ...
        @overload
        def __get__(self, instance: object, owner: type) -> bool | None: ...
        def __get__(self, instance: object, owner: type) -> Sign | bool | None: ...
        def __set__(self, instance: object, value: bool | None, /) -> None: ...  # noqa: FBT001


@attrs.frozen
class OneOf(Generic[E]):
    """Declares a category, which is exactly one member of an enumeration.

    Attributes:
        asks: The question, in plain words.
        members: The enumeration; the values of its members are their names in JSON.
        words: Members in plain words; the value with spaces unless given.
        label: A short noun phrase; the name with spaces unless given.
        help: What the answer must take into account.
        answered_by: Who can answer.
        claims: The claims of the source that the finding itself rests on.
    """

    asks: str
    members: type[E]
    words: Mapping[E, str] = attrs.field(factory=dict[E, str], kw_only=True)
    label: str = attrs.field(default="", kw_only=True)
    help: str = attrs.field(default="", kw_only=True)
    answered_by: str = attrs.field(default=ANYONE, kw_only=True)
    claims: tuple[str, ...] = attrs.field(default=(), kw_only=True, converter=_claims)

    if TYPE_CHECKING:

        @overload
        def __get__(self, instance: None, owner: type) -> Category[E]: ...
        @overload
        def __get__(self, instance: object, owner: type) -> E | None: ...
        def __get__(self, instance: object, owner: type) -> Category[E] | E | None: ...
        def __set__(self, instance: object, value: E | None) -> None: ...


@attrs.frozen
class Number:
    """Declares a quantity, which is a number.

    Attributes:
        asks: The question, in plain words.
        unit: The unit of every value; empty for a count.
        low: The lowest value accepted, in ``unit``.
        high: The highest value accepted, in ``unit``.
        usual: A value that examples use when nothing asks for another.
        whole: Whether only whole numbers are accepted.
        shows: A sign declared above and the value from which on it is present by
            definition: a high enough value sets it, and contradicts its absence.
        label: A short noun phrase; the name with spaces unless given.
        help: What the answer must take into account.
        answered_by: Who can answer.
        claims: The claims of the source that the finding itself rests on.
    """

    asks: str
    unit: str = attrs.field(default="", kw_only=True)
    low: float = attrs.field(kw_only=True)
    high: float = attrs.field(kw_only=True)
    usual: float = attrs.field(kw_only=True)
    whole: bool = attrs.field(default=False, kw_only=True)
    shows: tuple[YesNo, float] | None = attrs.field(default=None, kw_only=True)
    label: str = attrs.field(default="", kw_only=True)
    help: str = attrs.field(default="", kw_only=True)
    answered_by: str = attrs.field(default=ANYONE, kw_only=True)
    claims: tuple[str, ...] = attrs.field(default=(), kw_only=True, converter=_claims)

    if TYPE_CHECKING:

        @overload
        def __get__(self, instance: None, owner: type) -> Quantity: ...
        @overload
        def __get__(self, instance: object, owner: type) -> float | None: ...
        def __get__(self, instance: object, owner: type) -> Quantity | float | None: ...
        def __set__(self, instance: object, value: float | None) -> None: ...


_Declaration = YesNo | OneOf[Any] | Number


@dataclass_transform(eq_default=True, frozen_default=True, kw_only_default=True)
class _Vocabulary(type):
    """Turns a class body of declarations into a frozen, slotted class of findings."""

    __findings__: Mapping[str, Finding]

    @classmethod
    def __prepare__(cls, name: str, bases: tuple[type, ...], /, **_: object) -> _Body:
        return _Body()

    def __new__(mcls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> _Vocabulary:
        declared = {
            field: body.pop(field)
            for field in list(body)
            if isinstance(body[field], YesNo | OneOf | Number)
        }
        made = super().__new__(mcls, name, bases, body)
        if any(isinstance(base, _Vocabulary) and base.__findings__ for base in bases):
            msg = f"{name}: a vocabulary cannot be subclassed; declare a new one"
            raise VocabularyError(msg)
        if "__attrs_attrs__" not in body:  # else it is the slotted class that attrs makes below
            _refuse_lost(made, declared)
        if not declared:  # the base class, or that of attrs
            return made
        _check_names(made, declared)
        _refuse_own_init(made)
        made = attrs.frozen(
            made,
            these={field: attrs.field(default=None, kw_only=True) for field in declared},
            slots=True,
            repr=False,
        )
        findings: dict[str, Finding] = {}
        for field, declaration in declared.items():
            findings[field] = _finding(field, declaration, made, declared, findings)
        type.__setattr__(made, "__findings__", MappingProxyType(findings))
        _check_retired(made, findings)
        _check_first(made)
        return made

    @property
    def __signature__(cls) -> Signature:
        """Its findings, each by name and unknown unless given; ``inspect.signature`` reads it."""
        by_name = Parameter.KEYWORD_ONLY
        return Signature(
            [
                Parameter(name, by_name, default=None, annotation=_type_of(finding))
                for name, finding in cls.__findings__.items()
            ]
        )

    # Hidden from type checkers, which would read them as "any name is accepted".
    if not TYPE_CHECKING:

        def __getattribute__(cls, name: str) -> object:
            if not name.startswith("__"):
                found = type.__getattribute__(cls, "__findings__").get(name)
                if found is not None:
                    return found
            return type.__getattribute__(cls, name)

        def __setattr__(cls, name: str, value: object) -> None:
            _refuse_to_change(cls, name)
            if isinstance(value, YesNo | OneOf | Number):
                msg = f"{cls.__name__}.{name}: a finding is declared in the body of its class"
                raise VocabularyError(msg)
            type.__setattr__(cls, name, value)

        def __delattr__(cls, name: str) -> None:
            _refuse_to_change(cls, name)
            type.__delattr__(cls, name)

        def __call__(cls, /, *args: object, **values: object) -> object:
            try:
                return type.__call__(cls, *args, **values)
            except TypeError:
                _refuse_unknown(cls, values)
                raise


class _Body(dict[str, Any]):
    """The body of a class while it is read, in which no declaration replaces another."""

    def __setitem__(self, field: str, value: object) -> None:
        if isinstance(self.get(field), YesNo | OneOf | Number):
            msg = f"{field}: this name is declared twice; choose another for one of them"
            raise VocabularyError(msg)
        super().__setitem__(field, value)


#: How each kind is written, for an error that says so.
_WRITTEN: Final = {
    YesNo: ': YesNo = YesNo("Is it so?")',
    OneOf: ': OneOf[Members] = OneOf("Which one?", Members)',
    Number: ': Number = Number("How many?", low=0, high=10, usual=1)',
}


def _refuse_lost(made: type, declared: Mapping[str, _Declaration]) -> None:
    """Refuse what looks like a declaration and would declare nothing."""
    for base in made.__mro__:
        if base is not made and isinstance(base, _Vocabulary):
            continue  # it was read when it was declared
        for field, value in vars(base).items():
            what, kind = _lost(value)
            if kind is not None:
                where = "" if base is made else f" in {made.__name__}"
                msg = f"{base.__name__}.{field}: {what}; write {field}{_WRITTEN[kind]}{where}"
                raise VocabularyError(msg)
    for field, annotation in get_annotations(made).items():
        if field not in declared and field not in vars(made) and "ClassVar" not in str(annotation):
            named = (kind for kind in _WRITTEN if kind.__name__ in str(annotation))
            written = f"{field}{_WRITTEN[next(named, YesNo)]}"
            msg = f"{made.__name__}.{field}: an annotation declares nothing; write {written}"
            raise VocabularyError(msg)


def _lost(value: object) -> tuple[str, type | None]:
    """Why a value that stands in a class declares nothing, and the kind that was meant."""
    for kind in _WRITTEN:
        if isinstance(value, kind):
            return "a class that is no vocabulary declares nothing", kind
        if value is kind or get_origin(value) is kind:
            return f"{kind.__name__} itself declares nothing", kind
        if isinstance(value, tuple | list):
            items = cast("Iterable[object]", value)
            if any(isinstance(item, kind) for item in items):
                return f"a {type(items).__name__} declares nothing (a comma at its end?)", kind
    return "", None


def _refuse_own_init(made: type) -> None:
    """Refuse an ``__init__`` of the author's: attrs would write none, and nothing be checked."""
    if "__init__" in vars(made):
        msg = f"{made.__name__}.__init__: check more in __attrs_post_init__(self) instead"
        raise VocabularyError(msg)


def _check_retired(vocabulary: _Vocabulary, findings: Mapping[str, Finding]) -> None:
    """Refuse a retired name that is a finding still, or that nothing replaced."""
    for name, replaced in cast("type[Findings]", vocabulary).retired.items():
        if name in findings or not replaced or not findings.keys() >= set(replaced):
            msg = f"{vocabulary.__name__}.retired: {name} needs the names of what replaced it"
            raise VocabularyError(msg)


def _check_first(vocabulary: _Vocabulary) -> None:
    """Let the library's checks run before an author's own, whether or not those call them."""
    own = cast("type[Findings]", vocabulary).__attrs_post_init__
    if own is Findings.__attrs_post_init__:
        return

    def checked(self: Findings) -> None:
        Findings.__attrs_post_init__(self)
        own(self)

    type.__setattr__(vocabulary, "__attrs_post_init__", checked)


def _type_of(finding: Finding) -> object:
    """The type of a finding's values, None being unknown."""
    match finding:
        case Sign():
            return bool | None
        case Category():
            return type(cast("Enum", finding.members[0])) | None
        case Quantity():
            return float | None
        case _:  # pragma: no cover - the union is closed
            assert_never(finding)


def _refuse_to_change(vocabulary: _Vocabulary, name: str) -> None:
    """Refuse to replace or remove a finding: trees and people rest on it."""
    if name in vocabulary.__findings__:
        msg = f"{vocabulary.__name__}.{name} is declared once and cannot be changed"
        raise VocabularyError(msg)


def _is_name(field: str) -> bool:
    """Whether Python reads it as this very name: no keyword, and no letter as another."""
    import unicodedata  # noqa: PLC0415 - costs every import, and few names need it
    from keyword import iskeyword  # noqa: PLC0415 - likewise

    plain_letters = field.isascii() or unicodedata.normalize("NFKC", field) == field
    return field.isidentifier() and plain_letters and not iskeyword(field)


def _check_names(made: _Vocabulary, declared: Mapping[str, _Declaration]) -> None:
    """Refuse names that cannot be fields."""
    for field in declared:
        if not _is_name(field):
            msg = f"{made.__name__}.{field}: a finding needs a plain Python name; choose another"
            raise VocabularyError(msg)
        if field.startswith("_") or field == "self" or hasattr(made, field):
            msg = f"{made.__name__}.{field}: this name is taken; choose another"
            raise VocabularyError(msg)


#: What the parts of a declaration must be, wherever they stand.
_ACCEPTED: Final[Mapping[str, tuple[type | tuple[type, ...], str]]] = {
    **dict.fromkeys(("asks", "label", "denied", "help", "answered_by", "unit"), (str, "text")),
    **dict.fromkeys(("normal", "whole"), (bool, "True or False")),
    **dict.fromkeys(("low", "high", "usual"), ((int, float), "a number")),
    "words": (Mapping, "a mapping from members to text"),
    "members": (EnumMeta, "an Enum class"),
}


def _check_parts(field: str, declaration: _Declaration) -> None:
    """Refuse a declaration with a part of another kind than its own."""
    for part in attrs.fields(type(declaration)):
        kind, words = _ACCEPTED.get(part.name, (object, ""))
        value = getattr(declaration, part.name)
        require(value, kind, f"{field}: {part.name} must be {words}", VocabularyError)
    if isinstance(declaration, YesNo):
        what = f"{field}: red_flag must be True or False"
        require(declaration.red_flag, bool, what, VocabularyError)
    if isinstance(declaration, Number) and not _shows_nothing_or_a_sign(declaration.shows):
        what = f"{field}: shows must be a sign and a number, as (fever, 38.0)"
        msg = f"{what}, not {shown(declaration.shows)}"
        raise VocabularyError(msg)


def _shows_nothing_or_a_sign(value: object) -> bool:
    match value:
        case None | (YesNo(), int() | float()):
            return True
        case _:
            return False


def _finding(
    field: str,
    declaration: _Declaration,
    vocabulary: type,
    declared: Mapping[str, _Declaration],
    findings: Mapping[str, Finding],
) -> Finding:
    """The finding that a declaration stands for."""
    _check_parts(field, declaration)
    label = declaration.label or field.replace("_", " ")
    shared: dict[str, Any] = {
        "name": field,
        "vocabulary": vocabulary,
        "asks": declaration.asks,
        "label": label,
        "help": declaration.help,
        "answered_by": declaration.answered_by,
        "claims": declaration.claims,
    }
    match declaration:
        case YesNo(red_flag=red_flag, normal=normal, denied=denied):
            denied = denied or f"no {label}"
            return Sign(**shared, red_flag=red_flag, normal=normal, denied=denied)
        case OneOf(members=enumeration, words=words):
            members = tuple(cast("Iterable[Any]", enumeration))
            values = [member.value for member in members]
            if not members or not all(isinstance(value, str) for value in values):
                msg = f"{field}: the members of {enumeration.__name__} need text as values"
                raise VocabularyError(msg)
            for member in words:
                if not any(member is other for other in members):
                    msg = f"{field}: {shown(member)} is no member of {enumeration.__name__}"
                    raise VocabularyError(msg)
            spoken = {member: str(member.value).replace("_", " ") for member in members}
            return Category(
                **shared,
                members=members,
                words=MappingProxyType(spoken | dict(words)),
            )
        case Number(low=low, high=high, usual=usual, whole=whole):
            if not -LARGEST <= low <= usual <= high <= LARGEST or low == high:
                msg = f"{field}: needs low < high and low <= usual <= high, each within 2**53"
                raise VocabularyError(msg)
            if whole and not all(number == int(number) for number in (low, high, usual)):
                msg = f"{field}: a whole number needs low, high and usual to be whole as well"
                raise VocabularyError(msg)
            return Quantity(
                **shared,
                unit=declaration.unit,
                low=low,
                high=high,
                usual=usual,
                whole=whole,
                shows=_shown_sign(field, declaration, declared, findings),
            )


def _shown_sign(
    field: str,
    declaration: Number,
    declared: Mapping[str, _Declaration],
    findings: Mapping[str, Finding],
) -> tuple[Sign, float] | None:
    """The sign that a quantity shows, found by the identity of its declaration."""
    if declaration.shows is None:
        return None
    sign, threshold = declaration.shows
    if not declaration.low < threshold <= declaration.high:
        msg = f"{field}: shows a sign from {shown(threshold)} on, which is not within its range"
        raise VocabularyError(msg)
    for name, other in declared.items():
        found = findings.get(name)
        if other is sign and isinstance(found, Sign):
            return found, threshold
    msg = f"{field}: shows a sign that is not declared above it"
    raise VocabularyError(msg)


def _refuse_unknown(vocabulary: _Vocabulary, values: Mapping[str, object]) -> None:
    """Raise one clear error for the first name that the vocabulary does not have."""
    for name, value in values.items():
        retired = cast("type[Findings]", vocabulary).retired.get(name)
        if retired is not None:
            now = " and ".join(retired)
            msg = f"{name} (given {shown(value)}) is no finding any more; it is now {now}"
            raise UnknownFindingError(msg, field=name)
        if name not in vocabulary.__findings__:
            import difflib  # noqa: PLC0415 - costs every import, and only errors need it

            near = difflib.get_close_matches(str(name), vocabulary.__findings__, n=1)
            accepted = (
                f"did you mean {near[0]}?"
                if near
                else "accepted are " + ", ".join(vocabulary.__findings__)
            )
            msg = f"{shown(name)} (given {shown(value)}) is not a finding; {accepted}"
            raise UnknownFindingError(msg, field=name)


def require_finding(value: object, what: str, vocabulary: type[Findings] | None) -> None:
    """Refuse what is no finding; the message begins with ``what``, and shows one."""
    if isinstance(value, Sign | Category | Quantity):
        return
    declared: Mapping[str, Finding] = {} if vocabulary is None else vocabulary.__findings__
    meant = [found for name, found in declared.items() if name == value]
    for example in [*meant, *declared.values()][:1]:
        what = f"{what}, such as {example!r}"
    require(value, (Sign, Category, Quantity), what, FindingError, unpacked(value))


def several_findings(
    values: object, what: str, vocabulary: type[Findings] | None
) -> frozenset[Finding]:
    """Findings as a set, or one clear error that begins with ``what``, the argument."""
    require(values, Iterable, f"{what} takes several findings", FindingError)
    found = tuple(cast("Iterable[Finding]", values))
    for value in found:
        require_finding(value, f"{what} takes findings", vocabulary)
    return frozenset(found)


def require_findings(value: object, what: str, vocabulary: type | None) -> None:
    """Refuse what is not one person's findings; the message begins with ``what``."""
    if isinstance(value, Findings):
        return
    given, hint = value, "; from_dict reads it" if isinstance(value, Mapping) else ""
    example = "" if vocabulary is None else f", such as {vocabulary.__name__}(...)"
    require(given, Findings, f"{what} takes findings{example}", FindingError, hint)


def require_vocabulary(value: object, what: str) -> None:
    """Refuse what is no class of findings; the message begins with ``what``."""
    hint = f"; give {type(value).__name__}" if isinstance(value, Findings) else ""
    require(value, _Vocabulary, f"{what} takes a class of findings", VocabularyError, hint)


class Findings(metaclass=_Vocabulary):
    """Base of every vocabulary: one person's findings, each known or None.

    None is unknown, never absent. Instances are immutable and hashable; every
    value is checked at construction, and a quantity that shows a sign sets it.

    Raises:
        FindingError: A value is of another type, not finite, out of range, or
            contradicts another; the message names the finding and what is accepted.
        UnknownFindingError: There is no finding of that name.

    Example:
        Each field is annotated with its kind, so that type checkers know both readers:

        >>> from spasm_ddx import Findings, Number, YesNo
        >>> class Knee(Findings):
        ...     age: Number = Number("How old?", unit="years", low=0, high=125, usual=40)
        ...     swollen: YesNo = YesNo("Is it swollen?")
        >>> Knee(age=50).swollen is None
        True
        >>> Knee.age.at_least(55).quantity
        Knee.age
    """

    __slots__ = ()
    __findings__: ClassVar[Mapping[str, Finding]] = MappingProxyType({})
    #: Findings that are gone, each with the names of what replaced it: an old file is refused
    #: with these.
    retired: ClassVar[Mapping[str, tuple[str, ...]]] = MappingProxyType({})

    def __attrs_post_init__(self) -> None:
        for name, finding in type(self).__findings__.items():
            value = getattr(self, name)
            if value is None:
                continue
            finding.check(value)
            if isinstance(finding, Quantity) and finding.shows and value >= finding.shows[1]:
                self._show(finding, value)

    def _show(self, quantity: Quantity, value: float) -> None:
        """Set the sign that this value shows, or refuse its denial."""
        if quantity.shows is None:  # pragma: no cover - the caller looked
            return
        sign, threshold = quantity.shows
        if getattr(self, sign.name) is False:
            msg = (
                f"{sign.name} is absent, but {quantity.name} is {shown(value)}; "
                f"{quantity.name} of {plain(threshold)} or more means that {sign.name} is present: "
                f"correct one, or leave one out"
            )
            raise FindingError(msg, field=sign.name)
        object.__setattr__(self, sign.name, True)

    @classmethod
    def findings(cls) -> tuple[Finding, ...]:
        """Every finding of the vocabulary, in the order of its declaration."""
        return tuple(cls.__findings__.values())

    @classmethod
    def finding(cls, name: str) -> Finding:
        """The finding of this name.

        Raises:
            UnknownFindingError: There is none; the message names the nearest.
        """
        require(name, str, "a finding is named by text", FindingError)
        _refuse_unknown(cls, {name: None})
        return cls.__findings__[name]

    def value_of(self, finding: Finding) -> Any:  # noqa: ANN401 - a value of any kind of finding
        """The value of a finding of this vocabulary, or None while it is unknown.

        Raises:
            FindingError: It is no finding, or one of another vocabulary.
        """
        require_finding(finding, "value_of takes a finding", type(self))
        if finding.vocabulary is not type(self):
            msg = f"{finding!r} is not a finding of {type(self).__name__}"
            raise UnknownFindingError(msg, field=finding.name)
        return getattr(self, finding.name)

    @property
    def known(self) -> dict[Finding, Any]:
        """Each finding whose value is known, with its value."""
        return {
            finding: value
            for name, finding in type(self).__findings__.items()
            if (value := getattr(self, name)) is not None
        }

    def but(self, **changes: object) -> Self:
        """The same person with these findings changed; None makes one unknown.

        A sign that a reading has set is a finding like any other: it stays until it is
        changed as well.
        """
        values: dict[str, Any] = {finding.name: value for finding, value in self.known.items()}
        return type(self)(**{**values, **changes})

    def deny(self, *findings: Finding) -> Self:
        """The same person with the reassuring answer to each of these that is unknown.

        Raises:
            FindingError: One of them has the other answer, or nothing denies it.
        """
        changes: dict[str, object] = {}
        for finding in findings:
            require_finding(finding, "deny takes findings", type(self))
            value = self.value_of(finding)
            if not isinstance(finding, Sign):
                msg = f"{finding.name} cannot be denied; give {finding.accepted}"
                raise FindingError(msg, field=finding.name)
            if value is (not finding.normal):
                state = "present" if value else "absent"
                msg = f"{finding.name} is {state} and cannot be denied as well"
                raise FindingError(msg, field=finding.name)
            if value is None:
                changes[finding.name] = finding.denial
        return self.but(**changes)

    @classmethod
    def from_dict(cls, values: Mapping[str, object]) -> Self:
        """The findings that a JSON object stands for; absent or null is unknown.

        Args:
            values: Names of findings to booleans, numbers, or values of members.

        Raises:
            FindingError: A value is not accepted, or it is no mapping of names to values.
            UnknownFindingError: There is no finding of that name.
        """
        if not isinstance(values, Mapping):  # pyright: ignore[reportUnnecessaryIsInstance]
            msg = f"findings are read from a mapping of names to values, not {shown(values)}"
            raise FindingError(msg)
        _refuse_unknown(cls, values)
        found = cls.__findings__
        read: dict[str, Any] = {
            name: found[name].from_json(value)
            for name, value in values.items()
            if value is not None
        }
        return cls(**read)

    def to_dict(self) -> dict[str, Any]:
        """The known findings as JSON values: ``from_dict`` reads them back."""
        return {finding.name: finding.to_json(value) for finding, value in self.known.items()}

    # A vocabulary compares by its fields; these stand for one that declares none.
    def __eq__(self, other: object) -> bool:
        return True if type(self) is type(other) else NotImplemented

    def __hash__(self) -> int:
        return hash(type(self))

    def __repr__(self) -> str:
        known = ", ".join(f"{finding.name}={value!r}" for finding, value in self.known.items())
        return f"{type(self).__name__}({known})"
