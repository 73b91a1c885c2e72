"""The parts of a guideline as JSON values, which files contain and ``compare`` compares."""

from __future__ import annotations

from enum import Enum
from typing import Any, Final, TypeAlias, assert_never, cast

import attrs

from spasm_ddx.guideline.advice import When
from spasm_ddx.guideline.model import Alert, Condition, UrgencyScale
from spasm_ddx.reasoning.criteria import AtLeast, Criterion, Is, Not, Within
from spasm_ddx.reasoning.finding_kinds import Category, Finding, Quantity, Sign

#: The names of requirements in JSON.
_REQUIREMENTS: Final = {kind: name for name, kind in vars(When).items()}
#: The class of attrs' default factories.
_FACTORY: Final = cast("Any", type(cast("Any", attrs.Factory(dict))))
Json: TypeAlias = dict[str, Any]


def criterion_values(criterion: Criterion) -> Json:
    """A criterion as JSON values."""
    match criterion:
        case Is(finding=finding, values=values):
            listed = [finding.to_json(value) for value in finding.members if value in values]
            return {"finding": finding.name, "is": listed}
        case Within(quantity=quantity, interval=interval):
            return {"finding": quantity.name} | record(interval)
        case Not(of=of):
            return {"not": criterion_values(of)}
        case AtLeast(k=k, of=parts, name=name, weights=weights):
            said: Json = {} if name is None else {"name": name}
            said |= {"at_least": k, "of": [criterion_values(part) for part in parts]}
            return said if weights is None else said | {"weights": list(weights)}
        case _:  # pragma: no cover - the union is closed
            assert_never(criterion)


def finding_values(finding: Finding, *, whole: bool = False) -> Json:
    """A finding as JSON values, without its vocabulary."""
    said = record(finding, "vocabulary", "words", whole=whole)
    match finding:
        case Sign():
            return {"kind": "yes_no"} | said
        case Category(members=members, words=words):
            listed = [{"value": member.value, "words": words[member]} for member in members]
            return {"kind": "one_of"} | said | {"members": listed}
        case Quantity(shows=shows):
            shown = {} if shows is None else {"shows": {"finding": shows[0].name, "from": shows[1]}}
            return {"kind": "number"} | said | shown
        case _:  # pragma: no cover - the union is closed
            assert_never(finding)


def record(part: Any, *but: str, whole: bool = False) -> Json:  # noqa: ANN401 - any attrs value of a guideline
    """The attributes of a part by name: those that differ from their defaults, or the ``whole``."""
    said: Json = {}
    for field in attrs.fields(cast("Any", type(part))):
        if not field.init or field.name in but:
            continue
        value, default = getattr(part, field.name), field.default
        if isinstance(default, _FACTORY):  # it follows from the other attributes
            default = default.factory(part) if default.takes_self else default.factory()
        if whole or value != default:
            said[field.name] = plain(value)
    return said


def plain(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """An attribute as JSON: a part declared elsewhere by its key, anything else in full."""
    match value:
        case Is() | Within() | Not() | AtLeast():
            return criterion_values(value)
        case Condition() | Alert() | UrgencyScale():
            return value.key
        case Sign() | Category() | Quantity():
            return value.name
        case Enum():
            return value.value
        case tuple():
            return [plain(one) for one in value]  # pyright: ignore[reportUnknownVariableType] - of anything
        case None | bool() | int() | float() | str():
            return value
        case _ if type(value) in _REQUIREMENTS:
            return {_REQUIREMENTS[type(value)]: plain(value.of)}
        case _:  # an outcome of a type that JSON does not have stays as it is
            return record(value) if attrs.has(cast("Any", type(value))) else value
