"""Checks the values of the attributes of guidelines and their parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final, cast, get_args, get_origin

import attrs

from spasm_ddx.errors import GuidelineError, require
from spasm_ddx.reasoning.criteria import require_criterion
from spasm_ddx.reasoning.finding_kinds import Sign

#: The types of fields with a single value that are checked, as they are written.
_CHECKED: Final = {"str", "Criterion", "Sign"}


def checked(owner: type, fields: list[attrs.Attribute[Any]]) -> list[attrs.Attribute[Any]]:
    """Make the text, criterion, sign and tuple fields of a class refuse other values.

    It is a ``field_transformer`` of attrs: the type and the converter of a field say what it takes.
    """
    return [_checked(f"{owner.__name__}.{field.name}", field) for field in fields]


def _checked(what: str, field: attrs.Attribute[Any]) -> attrs.Attribute[Any]:
    kind = cast("object", field.type)  # as it is written

    def check(part: object, attribute: attrs.Attribute[Any], value: object) -> None:
        if kind == "str":
            require(value, str, f"{what} takes text", GuidelineError)
        elif kind == "Sign":
            require(value, Sign, f"{what} takes a sign", GuidelineError)
        else:
            require_criterion(value, f"{what} takes a criterion", GuidelineError)
        if field.validator is not None:
            field.validator(part, attribute, value)

    converter = cast("Any", field.converter)  # pyright: ignore[reportUnknownMemberType] - of any types
    if get_origin(converter) is tuple:
        of = get_args(converter)[0]
        checking: Callable[[object], Any] = lambda values: several(values, of, what)  # noqa: E731 - else it would annotate the attribute
        return field.evolve(converter=checking)
    return field.evolve(validator=check) if kind in _CHECKED else field


def several(values: object, kind: Any, what: str) -> tuple[Any, ...]:  # noqa: ANN401 - a class or a union of some
    """Values of one kind as a tuple; refuse a single value, and one of another kind."""
    kinds = tuple(get_origin(one) or one for one in get_args(kind)) or (kind,)
    named = " or ".join(one.__name__ for one in kinds)
    require(values, Iterable, f"{what} takes several of {named}, as (one,)", GuidelineError)
    given = tuple(cast("Iterable[Any]", values))
    for value in given:
        require(value, kinds, f"{what} takes {named}", GuidelineError)
    return given
