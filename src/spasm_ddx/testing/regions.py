"""Who gets where, and who ends alike: sets of people as nodes of a diagram."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from spasm_ddx.errors import TreeError
from spasm_ddx.reasoning.decision_diagram import DecisionDiagram
from spasm_ddx.reasoning.tree import Leaf, Node, Question, Tree
from spasm_ddx.reasoning.verification import MOST_PLACES


def arrivals(tree: Tree[Any], diagram: DecisionDiagram) -> Iterator[tuple[str, Question[Any], int]]:
    """Each place of the unfolded tree that asks something, its question, and who gets there.

    Raises:
        TreeError: There are more than 20,000 such places.
    """
    waiting: list[tuple[str, Node[Any], int]] = [("", tree.root, diagram.accepted(diagram.order))]
    count = 0
    while waiting:
        place, node, here = waiting.pop()
        if isinstance(node, Leaf):
            continue
        count += 1
        if count > MOST_PLACES:
            msg = f"the tree unfolds to more than {MOST_PLACES:,} questions; test its parts"
            raise TreeError(msg)
        yield place, node, here
        holds = diagram.criterion(node.criterion)
        waiting.append((place + "n", node.no, diagram.if_then_else(holds, diagram.no, here)))
        waiting.append((place + "y", node.yes, diagram.all_of(here, holds)))


def alike(diagram: DecisionDiagram, tree: Tree[Any], first: int, second: int) -> int:
    """The node that ends in yes where these two end in the same outcome of the tree."""
    same = diagram.no
    for outcome in tree.outcomes:
        both = diagram.all_of(diagram.where(first, outcome), diagram.where(second, outcome))
        same = diagram.if_then_else(both, diagram.yes, same)
    return same


def negated(diagram: DecisionDiagram, node: int) -> int:
    """The node that ends in yes where this one ends in no."""
    return diagram.if_then_else(node, diagram.no, diagram.yes)
