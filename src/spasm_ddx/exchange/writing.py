"""A guideline or a tree as JSON values; ``reading`` reads them back."""

from __future__ import annotations

from enum import Enum
from itertools import groupby
from math import isfinite
from typing import Any, Final

import attrs

from spasm_ddx.errors import InputError
from spasm_ddx.guideline.guideline import Guideline
from spasm_ddx.guideline.json_values import Json, criterion_values, finding_values, plain, record
from spasm_ddx.guideline.model import Condition, Screen, Urgency, UrgencyScale
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.tree import Leaf, Node, Tree

GUIDELINE: Final = "spasm-ddx guideline 1"
TREE: Final = "spasm-ddx tree 1"


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
        values["conditions"] = [record(condition) for condition in outcomes]
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
        "alerts": [record(alert) for alert in guideline.alerts],
        "order": [
            record(entry) if isinstance(entry, Screen) else {"finding": entry.name}
            for entry in guideline.order
        ],
        "afterwards": [
            {"condition": condition.key, "findings": plain(findings)}
            for condition, findings in guideline.afterwards
        ],
        "advice": plain(guideline.advice),
        "reassuring": plain(guideline.reassuring),
        "lowerings": plain(guideline.lowerings),
        "sources": record(guideline.sources),
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
    said: Json = {"asks": node.asks, "criterion": criterion_values(node.criterion)}
    if node.claims:
        said["claims"] = list(node.claims)
    said["yes"] = _node(node.yes, f"{place}y", written)
    said["no"] = _node(node.no, f"{place}n", written)
    return said


def _vocabulary(vocabulary: type[Findings]) -> Json:
    retired = {name: list(now) for name, now in vocabulary.retired.items()}
    return {
        "name": vocabulary.__name__,
        "findings": [finding_values(finding) for finding in vocabulary.findings()],
        **({"retired": retired} if retired else {}),
    }
