"""The declarations in the body of a vocabulary, and their checks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from inspect import get_annotations
from keyword import iskeyword
from types import MappingProxyType
from typing import Any, Final, cast, get_origin

import attrs

from spasm_ddx.errors import VocabularyError, require, shown
from spasm_ddx.reasoning.finding_kinds import (
    Category,
    Declaration,
    Declared,
    Finding,
    Number,
    OneOf,
    Quantity,
    Sign,
    YesNo,
)
from spasm_ddx.reasoning.wording import negated_label

#: Floats represent every whole number nearer to 0, and the one after it, exactly.
LARGEST: Final = 2.0**53

#: The types of the attributes of a declaration.
_ACCEPTED: Final[Mapping[str, tuple[type | tuple[type, ...], str]]] = {
    **dict.fromkeys(("asks", "label", "denied", "help", "answered_by", "unit"), (str, "text")),
    **dict.fromkeys(("red_flag", "normal", "whole"), (bool, "True or False")),
    **dict.fromkeys(("low", "high", "usual"), ((int, float), "a number")),
    "words": (Mapping, "a mapping from members to text"),
    "members": (tuple, "an Enum class"),
}


class Body(dict[str, Any]):
    """The body of a class, in which no declaration may replace another."""

    def __setitem__(self, name: str, value: object) -> None:
        if isinstance(self.get(name), Declared):
            msg = f"{name}: this name is declared twice; choose another for one of them"
            raise VocabularyError(msg)
        super().__setitem__(name, value)


def refuse_lost(made: type, ready: type, declared: Mapping[str, Declaration]) -> None:
    """Raise an error for what looks like a declaration but declares nothing.

    It skips bases of the class ``ready``, which are vocabularies already.
    """
    lost = [
        (base, name)
        for base in made.__mro__
        if base is made or not isinstance(base, ready)
        for name, value in vars(base).items()
        if _is_lost(value)
    ]
    lost += [
        (made, name)
        for name, annotation in get_annotations(made).items()
        if name not in declared and name not in vars(made) and "ClassVar" not in str(annotation)
    ]
    for base, name in lost:
        write = f"declare it in the body of {made.__name__}, without a comma at its end"
        such = f'{name}: YesNo = YesNo("Is it so?")'
        msg = f"{base.__name__}.{name} declares nothing; {write}, such as {such}"
        raise VocabularyError(msg)


def _is_lost(value: object) -> bool:
    """Whether a value is a kind, or a declaration where no vocabulary takes it."""
    kind = get_origin(value) or value
    held = cast("Iterable[object]", value if isinstance(value, tuple | list) else (value,))
    return any(kind is one for one in (YesNo, OneOf, Number)) or any(
        isinstance(one, Declared) for one in held
    )


def check_names(made: type, declared: Iterable[str]) -> None:
    """Raise an error for names that cannot be fields."""
    for name in declared:
        if not name.isidentifier() or iskeyword(name) or not _is_normal(name):
            msg = f"{made.__name__}.{name}: a finding needs a plain Python name; choose another"
            raise VocabularyError(msg)
        if name.startswith("_") or name == "self" or hasattr(made, name):
            msg = f"{made.__name__}.{name}: this name is taken; choose another"
            raise VocabularyError(msg)


def _is_normal(name: str) -> bool:
    """Whether a name is in the form to which Python normalizes identifiers."""
    import unicodedata  # noqa: PLC0415 - costs every import, and few names need it

    return name.isascii() or unicodedata.is_normalized("NFKC", name)


def made_findings(vocabulary: type, declared: Mapping[str, Declaration]) -> Mapping[str, Finding]:
    """The findings of these declarations, in order."""
    findings: dict[str, Finding] = {}
    signs: dict[int, Sign] = {}
    for name, declaration in declared.items():
        findings[name] = found = _finding(name, vocabulary, declaration, signs)
        if isinstance(found, Sign):
            signs[id(declaration)] = found
    return MappingProxyType(findings)


def _finding(
    name: str, vocabulary: type, declaration: Declaration, signs: Mapping[int, Sign]
) -> Finding:
    """The finding of a declaration, with its attributes checked."""
    fields = [field.name for field in attrs.fields(type(declaration)) if field.init]
    values: dict[str, Any] = {field: getattr(declaration, field) for field in fields}
    for field, value in values.items():
        kind, what = _ACCEPTED.get(field, (object, ""))
        require(value, kind, f"{name}: {field} must be {what}", VocabularyError)
    label = declaration.label or name.replace("_", " ")
    values |= {"name": name, "vocabulary": vocabulary, "label": label}
    match declaration:
        case YesNo():
            values["denied"] = declaration.denied or negated_label(label)
            return Sign(**values)
        case OneOf():
            values["words"] = _words(name, declaration)
            return Category(**values)
        case Number():
            _check_range(name, declaration)
            values["shows"] = _shown_sign(name, declaration, signs)
            return Quantity(**values)


def _words(name: str, declaration: OneOf[Any]) -> Mapping[Any, str]:
    """Each member in plain words."""
    members = declaration.members
    if not members or not all(
        isinstance(member, Enum)
        and isinstance(member.value, str)
        and member.value.isprintable()  # people type it, and files and errors contain it
        for member in members
    ):
        msg = f"{name}: the members need text on one line as values, not {shown(members)}"
        raise VocabularyError(msg)
    for member in declaration.words:
        if not any(member is other for other in members):
            msg = f"{name}: {shown(member)} is not a member of {type(members[0]).__name__}"
            raise VocabularyError(msg)
    spoken = {member: member.value.replace("_", " ") for member in members}
    return MappingProxyType(spoken | dict(declaration.words))


def _check_range(name: str, declaration: Number) -> None:
    low, high, usual = declaration.low, declaration.high, declaration.usual
    if not -LARGEST < low <= usual <= high < LARGEST or low == high:
        msg = (
            f"{name}: needs low < high and low <= usual <= high, each above -2**53 and below 2**53"
        )
        raise VocabularyError(msg)
    if declaration.whole and not all(number == int(number) for number in (low, high, usual)):
        msg = f"{name}: a whole number needs low, high and usual to be whole as well"
        raise VocabularyError(msg)


def _shown_sign(
    name: str, declaration: Number, signs: Mapping[int, Sign]
) -> tuple[Sign, float] | None:
    """The sign that a quantity shows, identified by its declaration."""
    match cast("object", declaration.shows):
        case None:
            return None
        case (YesNo() as sign, (int() | float()) as threshold):
            if not declaration.low < threshold <= declaration.high:
                on = f"from {shown(threshold)} on"
                msg = f"{name}: shows a sign {on}, which is not within its range"
                raise VocabularyError(msg)
            if id(sign) not in signs:
                msg = f"{name}: shows a sign that is not declared above it"
                raise VocabularyError(msg)
            return signs[id(sign)], threshold
        case other:
            msg = f"{name}: shows must be a sign and a number, as (fever, 38.0), not {shown(other)}"
            raise VocabularyError(msg)
