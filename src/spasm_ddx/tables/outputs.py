"""What can be asked of a decision diagram: columns, by the ends that a row can reach."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias, assert_never

import attrs

from spasm_ddx.reasoning.decision_diagram import DecisionDiagram


@attrs.frozen
class Label:
    """The label of the first end that is reached, or of the only one.

    Attributes:
        root: The root of the diagram.
        ends: Each end with its label, in the order in which they are looked at.
        labels: Every label, in the order of the enum.
        alone: Whether there is a label only where no other end is reached.
    """

    root: int
    ends: tuple[tuple[int, str], ...]
    labels: tuple[str, ...]
    alone: bool = False


@attrs.frozen
class Reached:
    """Whether each of some ends is reached, and none of others."""

    root: int
    all_of: tuple[int, ...]
    none_of: tuple[int, ...] = ()


Output: TypeAlias = Label | Reached


def told_of(output: Output, ends: set[int]) -> str | bool | None:
    """What is told of a row that reaches these ends."""
    match output:
        case Reached(all_of=all_of, none_of=none_of):
            return ends.issuperset(all_of) and ends.isdisjoint(none_of)
        case Label(ends=named, alone=alone):
            if alone and len(ends) > 1:
                return None
            return next((name for end, name in named if end in ends), None)
    assert_never(output)


def branches_below(diagram: DecisionDiagram, asked: Mapping[str, Output]) -> int:
    """How many branches there are below the roots that are asked about."""
    roots = {output.root for output in asked.values()}
    below = [node for root in roots for node in diagram.nodes_below(root)]
    return sum(len(diagram.children[node]) for node in below)


def ways_of(diagram: DecisionDiagram, node: int) -> dict[int, tuple[int, ...]]:
    """For each child of a node, the cells that lead to it."""
    ways: dict[int, tuple[int, ...]] = {}
    for cell, child in enumerate(diagram.children[node]):
        ways[child] = (*ways.get(child, ()), cell)
    return ways
