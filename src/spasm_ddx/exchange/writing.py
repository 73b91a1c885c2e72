"""A guideline or a tree as JSON values; ``reading`` reads them back."""

from __future__ import annotations

from enum import Enum
from itertools import groupby
from math import isfinite
from typing import Any, Final, TypeAlias, assert_never, cast

import attrs

from spasm_ddx.errors import InputError
from spasm_ddx.guideline.advice import When
from spasm_ddx.guideline.guideline import Guideline
from spasm_ddx.guideline.model import Alert, Condition, Screen, Urgency, UrgencyScale
from spasm_ddx.reasoning.criteria import AtLeast, Criterion, Is, Not, Within
from spasm_ddx.reasoning.finding_kinds import Category, Finding, Quantity, Sign
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.tree import Leaf, Node, Tree

GUIDELINE: Final = "spasm-ddx guideline 1"
TREE: Final = "spasm-ddx tree 1"
#: The names of requirements in JSON.
_REQUIREMENTS: Final = {kind: name for name, kind in vars(When).items()}
#: The class of attrs' default factories.
_FACTORY: Final = cast("Any", type(cast("Any", attrs.Factory(dict))))
Json: TypeAlias = dict[str, Any]


def tree_values(tree: Tree[Any]) -> Json:
    """A tree as JSON values.

    Raises:
        InputError: An outcome is neither text, a number, true, false nor null.
    """
    values: Json = {"format": TREE, "name": tree.name, "version": tree.version}
    values["vocabulary"] = _vocabulary(tree.vocabulary or Findings)
    outcomes: tuple[Any, ...] = tree.outcomes
    first = outcomes[0]
    for outcome in outcomes:
        if isinstance(outcome, Condition | Enum) and {type(outcome)} != {*map(type, outcomes)}:
            msg = f"the outcome {outcome!r} is a {type(outcome).__name__}, but another is not"
            raise InputError(msg)
    if isinstance(first, Condition):
        if not isinstance(first.urgency, Urgency):
            values["urgency"] = [_level(level) for level in type(first.urgency)]
        values["conditions"] = [_record(condition) for condition in outcomes]
    elif isinstance(first, Enum):
        members = [{"name": member.name, "value": member.value} for member in type(first)]
        values["outcomes"] = {"name": type(first).__name__, "members": members}
    values["tree"] = _node(tree.root, "", {})
    alike = tree.severity(first)
    usual = [one.urgency if isinstance(one, Condition) else alike for one in outcomes]
    if usual != [*map(tree.severity, outcomes)]:
        several = groupby(outcomes, key=tree.severity)
        values["severity"] = [[_outcome(one) for one in group] for _, group in several]
    return values


def guideline_values(guideline: Guideline) -> Json:
    """A guideline as JSON values, without default values."""
    return tree_values(guideline.tree) | {
        "format": GUIDELINE,
        "key": guideline.key,
        "name": guideline.name,
        "version": guideline.version,
        "tree_name": guideline.tree.name,
        "tree_version": guideline.tree.version,
        "vocabulary": _vocabulary(guideline.vocabulary),
        "alerts": [_record(alert) for alert in guideline.alerts],
        "order": [
            _record(entry) if isinstance(entry, Screen) else {"finding": entry.name}
            for entry in guideline.order
        ],
        "afterwards": [
            {"condition": condition.key, "findings": _value(findings)}
            for condition, findings in guideline.afterwards
        ],
        "advice": _value(guideline.advice),
        "reassuring": _value(guideline.reassuring),
        "lowerings": _value(guideline.lowerings),
        "sources": _record(guideline.sources),
        "notices": attrs.asdict(guideline.notices),
    }


def _level(level: UrgencyScale) -> Json:
    said: Json = {"name": level.name, "level": int(level), "words": level.words}
    return said | {"calls_for_help": True} if level.calls_for_help else said


def _outcome(outcome: object) -> object:
    if isinstance(outcome, Condition):
        return outcome.key
    if isinstance(outcome, Enum) and isinstance(outcome.value, str):
        return outcome.value
    finite = type(outcome) is float and isfinite(outcome)
    if finite or type(outcome) in (str, int, bool, type(None)):
        return outcome
    msg = f"the outcome {outcome!r} is no JSON value; give text, a number, true, false or null"
    raise InputError(msg)


def _node(node: Node[Any], place: str, written: dict[int, str]) -> Json:
    """A node with everything below it; one already written is only named by its place."""
    if isinstance(node, Leaf):
        return {"outcome": _outcome(node.outcome)}
    if id(node) in written:
        return {"see": written[id(node)]}
    written[id(node)] = place
    said: Json = {"asks": node.asks, "criterion": _criterion(node.criterion)}
    if node.claims:
        said["claims"] = list(node.claims)
    said["yes"] = _node(node.yes, f"{place}y", written)
    said["no"] = _node(node.no, f"{place}n", written)
    return said


def _criterion(criterion: Criterion) -> Json:
    match criterion:
        case Is(finding=finding, values=values):
            ordered = (True, False) if isinstance(finding, Sign) else finding.members
            listed = [finding.to_json(value) for value in ordered if value in values]
            return {"finding": finding.name, "is": listed}
        case Within(quantity=quantity, interval=interval):
            return {"finding": quantity.name} | _record(interval)
        case Not(of=of):
            return {"not": _criterion(of)}
        case AtLeast(k=k, of=parts, name=name, weights=weights):
            said: Json = {} if name is None else {"name": name}
            said |= {"at_least": k, "of": [_criterion(part) for part in parts]}
            return said if weights is None else said | {"weights": list(weights)}
        case _:  # pragma: no cover - the union is closed
            assert_never(criterion)


def _vocabulary(vocabulary: type[Findings]) -> Json:
    retired = {name: list(now) for name, now in vocabulary.retired.items()}
    return {
        "name": vocabulary.__name__,
        "findings": [_finding(finding) for finding in vocabulary.findings()],
        **({"retired": retired} if retired else {}),
    }


def _finding(finding: Finding) -> Json:
    said = _record(finding, "vocabulary", "members", "words", "shows")
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


def _record(part: Any, *but: str) -> Json:  # noqa: ANN401 - any attrs value of a guideline
    """The attributes of a part that differ from their defaults, by name."""
    said: Json = {}
    for field in attrs.fields(cast("Any", type(part))):
        if not field.init or field.name in but:
            continue
        value, default = getattr(part, field.name), field.default
        if isinstance(default, _FACTORY):
            default = default.factory(part) if default.takes_self else default.factory()
        if type(value) is not type(default) or value != default:
            said[field.name] = _value(value)
    return said


def _value(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """An attribute as JSON: a part declared elsewhere by its key, anything else in full."""
    match value:
        case Is() | Within() | Not() | AtLeast():
            return _criterion(value)
        case Condition() | Alert() | UrgencyScale():
            return value.key
        case Sign() | Category() | Quantity():
            return value.name
        case Enum():
            return value.value
        case tuple():
            return [_value(one) for one in value]  # pyright: ignore[reportUnknownVariableType] - of anything
        case None | bool() | int() | float() | str():
            return value
        case _ if type(value) in _REQUIREMENTS:
            return {_REQUIREMENTS[type(value)]: _value(value.of)}
        case _:
            return _record(value)
