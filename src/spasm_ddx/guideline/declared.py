"""Differences between the declarations of two guidelines: names, advice, claims, other texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import Any, Final, TypeAlias, cast

import attrs

from spasm_ddx.guideline.guideline import Guideline
from spasm_ddx.guideline.model import Alert, Condition, Screen, UrgencyScale
from spasm_ddx.reasoning.criteria import AtLeast, parts_in
from spasm_ddx.reasoning.finding_kinds import Category, Quantity, Sign
from spasm_ddx.reasoning.tree import Question

#: Attributes compared by their results or as parts of their own, and the version.
_ELSEWHERE: Final = {"key", "version", "tree", "alerts", "advice", "sources"}


#: A part by its kind and its name; the guideline itself has neither.
Part: TypeAlias = tuple[str, str]


def changes(
    before: Guideline, after: Guideline
) -> Iterator[tuple[Part, str | None, object, object]]:
    """Each difference: its part and attribute, the old and the new value.

    A part that is new or gone has no attribute, and None is its value where it is missing.
    """
    old, new = _declared(before), _declared(after)
    for part in dict.fromkeys((*old, *new)):
        one, other = old.get(part, {}), new.get(part, {})
        if one and other:
            for field in one:
                if one[field] != other.get(field):
                    yield part, field, one[field], other.get(field)
        elif part[0] != "finding":  # one of one vocabulary matters only where a criterion uses it
            place = " ".join(part)
            yield part, None, place if one else None, place if other else None
    asked, then = _asked(before), _asked(after)
    kept = tuple(f for f in asked if f in then), tuple(f for f in then if f in asked)
    if kept[0] != kept[1] and _plain(before.order) == _plain(after.order):
        yield ("", ""), "order", *kept


def _asked(guideline: Guideline) -> list[str]:
    """The findings in the order of asking, which the tree gives where none is declared."""
    entries = guideline.order_of_asking
    asked = (entry.findings if isinstance(entry, Screen) else (entry,) for entry in entries)
    return [finding.name for findings in asked for finding in findings]


def _declared(guideline: Guideline) -> dict[Part, Mapping[str, Any]]:
    """The attributes of each part as plain data."""
    scale = tuple(
        (one.key, int(one), one.words, one.calls_for_help)
        for one in (guideline.scale if guideline.graded else ())
    )
    own = _fields(guideline, _ELSEWHERE) | {"scale": scale, "source": guideline.sources.title}
    found: dict[Part, Mapping[str, Any]] = {("", ""): own}
    kinds: dict[str, tuple[Iterable[Any], str, set[str]]] = {
        "finding": (guideline.vocabulary.findings(), "name", {"vocabulary"}),
        "question": (guideline.tree.questions, "asks", {"criterion", "yes", "no"}),
        "condition": (guideline.conditions, "key", set()),
        "alert": (guideline.alerts, "key", {"criterion"}),
        "advice": (guideline.advice, "text", set()),
        "claim": (guideline.sources.claims, "id", set()),
        "note": (guideline.sources.notes, "id", set()),
    }
    for kind, (parts, key, left_out) in kinds.items():
        for part in parts:
            name, times = getattr(part, key), 1
            while (again := (kind, name if times == 1 else f"{name} ({times})")) in found:
                times += 1
            found[again] = _fields(part, left_out) | _names(part)
    return found


def _names(part: object) -> dict[str, tuple[str, ...]]:
    """The names of the combinations in a part's own criterion, which drawings and texts show."""
    if not isinstance(part, Question | Alert):
        return {}
    parts = (part for _, part in parts_in(part.criterion))
    return {"names": tuple(one.name for one in parts if isinstance(one, AtLeast) and one.name)}


def _fields(part: object, left_out: Iterable[str] = ()) -> dict[str, Any]:
    fields = attrs.fields(cast("type[Any]", type(part)))
    kept = (field.name for field in fields if field.init and field.name not in left_out)
    return {name: _plain(getattr(part, name)) for name in kept}


def _plain(value: object) -> Any:  # noqa: ANN401 - plain data of any kind
    """A value as data comparable between vocabularies: its key or name, where it has one."""
    match value:
        case Sign() | Category() | Quantity():
            return value.name
        case Condition() | Alert() | UrgencyScale():
            return value.key
        case Enum():
            return value.value
        case Mapping():
            items = cast("Mapping[object, object]", value).items()
            return {_plain(key): _plain(one) for key, one in items}
        case tuple():
            return tuple(map(_plain, cast("tuple[object, ...]", value)))
        case frozenset():
            return frozenset(map(_plain, cast("frozenset[object]", value)))
        case _ if attrs.has(type(value)):
            return (type(value).__name__, *_fields(value).items())
        case _:
            return value
