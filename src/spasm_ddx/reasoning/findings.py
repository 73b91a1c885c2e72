"""Vocabularies of findings, and one person's findings.

A vocabulary is a class whose body declares its findings::

    class Ankle(Findings):
        age: Number = Number("How old is the person?", unit="years", low=0, high=125, usual=40)
        bone_tender: YesNo = YesNo("Is the bone tender to touch?", red_flag=True)

``Ankle.bone_tender`` is then a :class:`Sign` to build criteria from, and
``Ankle(bone_tender=True).bone_tender`` is ``bool | None``, None being unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from inspect import Parameter, Signature
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Self, cast, dataclass_transform

import attrs

from spasm_ddx.errors import (
    FindingError,
    UnknownFindingError,
    VocabularyError,
    did_you_mean,
    require,
    shown,
    unpacked,
)
from spasm_ddx.reasoning.declaration import Body, check_names, made_findings, refuse_lost
from spasm_ddx.reasoning.finding_kinds import (
    Category,
    Declaration,
    Declared,
    Finding,
    Quantity,
    Sign,
)
from spasm_ddx.reasoning.units import plain


@dataclass_transform(eq_default=True, frozen_default=True, kw_only_default=True)
class _Vocabulary(type):
    """Makes a frozen, slotted class of findings from a class body of declarations."""

    __findings__: Mapping[str, Finding]

    @classmethod
    def __prepare__(cls, name: str, bases: tuple[type, ...], /, **_: object) -> Body:
        return Body()

    def __new__(mcls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> _Vocabulary:
        names = [name for name, value in body.items() if isinstance(value, Declared)]
        declared: dict[str, Declaration] = {name: body.pop(name) for name in names}
        made = super().__new__(mcls, name, bases, body)
        if any(isinstance(base, _Vocabulary) and base.__findings__ for base in bases):
            msg = f"{name}: a vocabulary cannot be subclassed; declare a new one"
            raise VocabularyError(msg)
        if "__attrs_attrs__" not in body:  # it is not the slotted class that attrs makes below
            refuse_lost(made, _Vocabulary, declared)
        if not declared:  # the base class, or the class from attrs
            return made
        check_names(made, declared)
        if "__init__" in vars(made):  # attrs would then write none, and check nothing
            msg = f"{name}.__init__: check more in __attrs_post_init__(self) instead"
            raise VocabularyError(msg)
        made = attrs.frozen(
            made,
            these={field: attrs.field(default=None, kw_only=True) for field in declared},
            slots=True,
            repr=False,
        )
        type.__setattr__(made, "__findings__", made_findings(made, declared))
        _check_retired(made)
        _check_first(made)
        return made

    @property
    def __signature__(cls) -> Signature:
        """Its findings as optional keywords, for ``inspect.signature``."""
        by_name = Parameter.KEYWORD_ONLY
        return Signature(
            [
                Parameter(name, by_name, default=None, annotation=_type_of(finding))
                for name, finding in cls.__findings__.items()
            ]
        )

    # Hidden from type checkers, which would accept any name.
    if not TYPE_CHECKING:

        def __getattribute__(cls, name: str) -> object:
            if not name.startswith("__"):
                found = type.__getattribute__(cls, "__findings__").get(name)
                if found is not None:
                    return found
            return type.__getattribute__(cls, name)

        def __setattr__(cls, name: str, value: object) -> None:
            if name in cls.__findings__ or isinstance(value, Declared):
                msg = f"{cls.__name__}.{name}: a finding is declared once, in the body of its class"
                raise VocabularyError(msg)
            type.__setattr__(cls, name, value)

        def __call__(cls, /, *args: object, **values: object) -> object:
            try:
                return type.__call__(cls, *args, **values)
            except TypeError as error:
                refused = error
            _refuse_unknown(cls, values)  # the only error that a person then sees
            raise refused


def _check_retired(vocabulary: _Vocabulary) -> None:
    """Raise an error for a retired name that is still a finding, or without a replacement."""
    findings = vocabulary.__findings__
    for name, replaced in cast("type[Findings]", vocabulary).retired.items():
        if name in findings or not replaced or not findings.keys() >= set(replaced):
            msg = f"{vocabulary.__name__}.retired: {name} needs the names of what replaced it"
            raise VocabularyError(msg)


def _check_first(vocabulary: _Vocabulary) -> None:
    """Run the library's checks before an author's own ``__attrs_post_init__``."""
    own = cast("type[Findings]", vocabulary).__attrs_post_init__
    if own is Findings.__attrs_post_init__:
        return

    def checked(self: Findings) -> None:
        Findings.__attrs_post_init__(self)
        own(self)

    type.__setattr__(vocabulary, "__attrs_post_init__", checked)


def _type_of(finding: Finding) -> object:
    """The type of a finding's values, with None for unknown."""
    if isinstance(finding, Category):
        return type(cast("Enum", finding.members[0])) | None
    return (bool if isinstance(finding, Sign) else float) | None


def _refuse_unknown(vocabulary: _Vocabulary, values: Mapping[str, object]) -> None:
    """Raise an error for the first name that the vocabulary does not have."""
    findings = vocabulary.__findings__
    for name, value in values.items():
        retired = cast("type[Findings]", vocabulary).retired.get(name)
        if retired is None and name in findings:
            continue
        given = "" if value is None else f" (given {shown(value)})"
        msg = f"{shown(name)}{given} is not a finding; {did_you_mean(name, findings)}"
        if retired is not None:
            msg = f"{name}{given} was replaced by {' and '.join(retired)}"
        raise UnknownFindingError(msg, field=name)


class Findings(metaclass=_Vocabulary):
    """Base of every vocabulary: one person's findings, each known or None.

    None is unknown, never absent. Instances are immutable and hashable. Construction checks
    every value, and a quantity that shows a sign sets it.

    Raises:
        FindingError: A value is of another type, not finite, out of range, or
            contradicts another; the message names the finding and what is accepted.
        UnknownFindingError: There is no finding of that name.

    Example:
        Each field is annotated with its kind, for type checkers:

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
    #: Former findings, each with the names of its replacements, for errors about old files.
    retired: ClassVar[Mapping[str, tuple[str, ...]]] = MappingProxyType({})

    def __attrs_post_init__(self) -> None:
        for name, finding in type(self).__findings__.items():
            value = getattr(self, name)
            if value is None:
                continue
            finding.check(value)
            if isinstance(finding, Quantity) and finding.shows and value >= finding.shows[1]:
                sign, threshold = finding.shows
                if getattr(self, sign.name) is False:
                    means = (
                        f"{name} of {plain(threshold)} or more means that {sign.name} is present"
                    )
                    msg = (
                        f"{sign.name} is absent, but {name} is {shown(value)}; {means}: "
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
        """The finding with this name.

        Raises:
            UnknownFindingError: There is none; the message names the nearest.
        """
        require(name, str, "a finding is named by text", FindingError)
        _refuse_unknown(cls, {name: None})
        return cls.__findings__[name]

    def value_of(self, finding: Finding) -> Any:  # noqa: ANN401 - a value of any kind of finding
        """The value of a finding of this vocabulary, or None if it is unknown.

        Raises:
            FindingError: It is not a finding of this vocabulary.
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

        A sign that a reading has set stays until you change it as well.
        """
        values: dict[str, Any] = {finding.name: value for finding, value in self.known.items()}
        return type(self)(**{**values, **changes})

    def deny(self, *findings: Finding) -> Self:
        """The same person with the unknown ones of these findings denied.

        Raises:
            FindingError: One of them is known otherwise, or no answer denies it.
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
        """The findings of a JSON object; a missing or null one is unknown.

        Args:
            values: The names of findings with booleans, numbers, or values of members.

        Raises:
            FindingError: A value is invalid, or ``values`` is not a mapping.
            UnknownFindingError: There is no finding of that name.
        """
        what = "findings are read from a mapping of names to values"
        require(values, Mapping, what, FindingError)
        _refuse_unknown(cls, values)
        known = {name: value for name, value in values.items() if value is not None}
        read: dict[str, Any] = {
            name: cls.__findings__[name].from_json(value) for name, value in known.items()
        }
        return cls(**read)

    def to_dict(self) -> dict[str, Any]:
        """The known findings as JSON values: ``from_dict`` reads them back."""
        return {finding.name: finding.to_json(value) for finding, value in self.known.items()}

    # A vocabulary compares by its fields; these are for one without fields.
    def __eq__(self, other: object) -> bool:
        return True if type(self) is type(other) else NotImplemented

    def __hash__(self) -> int:
        return hash(type(self))

    def __repr__(self) -> str:
        known = ", ".join(f"{finding.name}={value!r}" for finding, value in self.known.items())
        return f"{type(self).__name__}({known})"


def require_finding(value: object, what: str, vocabulary: type[Findings] | None) -> None:
    """Raise an error for anything but a finding; the message begins with ``what``."""
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
    """Findings as a set, or an error that begins with ``what``, the argument."""
    require(values, Iterable, f"{what} takes several findings", FindingError)
    found = tuple(cast("Iterable[Finding]", values))
    for value in found:
        require_finding(value, f"{what} takes findings", vocabulary)
    return frozenset(found)


def require_findings(value: object, what: str, vocabulary: type | None) -> None:
    """Raise an error for anything but one person's findings; the message begins with ``what``."""
    if isinstance(value, Findings):
        return
    given, hint = value, "; from_dict reads it" if isinstance(value, Mapping) else ""
    example = "" if vocabulary is None else f", such as {vocabulary.__name__}(...)"
    require(given, Findings, f"{what} takes findings{example}", FindingError, hint)


def require_about(named: str, vocabulary: type | None, findings: Findings) -> None:
    """Raise an error for findings of a vocabulary other than that of ``named``."""
    if vocabulary not in {None, type(findings)}:
        msg = f"{named} is not about findings of {type(findings).__name__}"
        raise UnknownFindingError(msg)
