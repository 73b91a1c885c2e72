"""The columns that assessing a table can add, each read off the terminals that a row can reach."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, TypeAlias

import attrs

from spasm_ddx.guideline.guideline import Guideline
from spasm_ddx.reasoning.decision_diagram import DecisionDiagram

#: The columns that ``assess_table`` adds by default.
DEFAULT_COLUMNS: Final = ("diagnosis", "urgency_at_least", "urgency_at_most")


@attrs.frozen
class Label:
    """The label of the first reached terminal, or of the only one."""

    root: int
    ends: tuple[tuple[int, str], ...]  # each terminal with its label, in the order of precedence
    labels: tuple[str, ...]  # in the order of the enum
    alone: bool = False  # whether a row has a label only if it reaches no other terminal


@attrs.frozen
class Reached:
    """Whether a row reaches all of some terminals, and none of others."""

    root: int
    all_of: tuple[int, ...]
    none_of: tuple[int, ...] = ()


Output: TypeAlias = Label | Reached


def outputs_of(guideline: Guideline) -> dict[str, Output]:
    """Each column that a guideline's joint decision diagram can give."""
    joint = guideline.joint
    diagram = joint.diagram
    conditions = tuple((end, condition.key) for end, condition in joint.conditions)
    keys = tuple(key for _, key in conditions)
    made: dict[str, Output] = {"diagnosis": Label(joint.tree, conditions, keys, alone=True)}
    if guideline.graded:
        urgencies = tuple((diagram.end(level), level.key) for level in guideline.scale)
        names = tuple(key for _, key in urgencies)
        made["urgency_at_least"] = Label(joint.urgency, urgencies, names)
        made["urgency_at_most"] = Label(joint.urgency, urgencies[::-1], names)
    for end, key in conditions:
        made[f"possible_{key}"] = Reached(joint.tree, (end,))
    yes, no = (diagram.yes,), (diagram.no,)
    for alert, root in joint.alerts:
        made[f"raised_{alert.key}"] = Reached(root, yes, no)
        made[f"possible_{alert.key}"] = Reached(root, yes + no)
    return made


def usual_of(made: Iterable[str]) -> tuple[str, ...]:
    """The columns to add by default."""
    return tuple(name for name in DEFAULT_COLUMNS if name in made)


def ways_of(diagram: DecisionDiagram, node: int) -> dict[int, tuple[int, ...]]:
    """The cells that lead to each child of a node."""
    ways: dict[int, tuple[int, ...]] = {}
    for cell, child in enumerate(diagram.children[node]):
        ways[child] = (*ways.get(child, ()), cell)
    return ways
