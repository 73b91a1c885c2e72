"""Exact answers about one person, each a walk over the tree's decision diagram."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final

from spasm_ddx.errors import UnknownFindingError
from spasm_ddx.reasoning.criteria import Finding
from spasm_ddx.reasoning.decision_diagram import DecisionDiagram
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.tree import O_co, Tree, outcome_key

#: How many node visits weighing the next question may cost; about a second at most.
_EFFORT: Final = 500_000


def differential(tree: Tree[O_co], findings: Findings) -> tuple[O_co, ...]:
    """Every outcome that some completion of the findings reaches, and no other.

    A completion gives each unknown finding a value, and is accepted at construction.

    Returns:
        The outcomes, the most severe first, then in the order of the tree.

    Raises:
        UnknownFindingError: The tree is about another vocabulary.
        DiagramTooLargeError: The tree's decision diagram outgrew its limit.
    """
    diagram, root = _diagram(tree, findings)
    at = diagram.positions(findings)
    reached = {outcome_key(outcome) for outcome in diagram.outcomes(root, at)}
    return tuple(outcome for outcome in tree.outcomes if outcome_key(outcome) in reached)


def next_question(
    tree: Tree[Any], findings: Findings, *, skip: Collection[Finding] = ()
) -> Finding | None:
    """The finding to ask for next, or None exactly when the outcome is settled.

    Never one that can no longer matter. Red flags come first; then the one whose
    worst answer leaves the fewest findings to ask, then the fewest outcomes, then
    the fewest findings on average over its answers, then the first in the tree. In a
    very large diagram only the first candidates in the tree are weighed so.

    Args:
        tree: The tree.
        findings: What is known.
        skip: Findings that cannot be answered; None as well when only they are left.

    Raises:
        UnknownFindingError: The tree is about another vocabulary.
        DiagramTooLargeError: The tree's decision diagram outgrew its limit.
    """
    diagram, root = _diagram(tree, findings)
    return most_useful(diagram, root, diagram.positions(findings), skip=skip)


def _diagram(tree: Tree[Any], findings: Findings) -> tuple[DecisionDiagram, int]:
    if tree.vocabulary not in {None, type(findings)}:
        msg = f"the tree {tree.name!r} is not about findings of {type(findings).__name__}"
        raise UnknownFindingError(msg)
    return tree.diagram


def relevant(diagram: DecisionDiagram, root: int, at: Sequence[float | None]) -> list[Finding]:
    """The unknown findings that can still change where ``root`` ends, in the order asked."""
    left = DecisionDiagram(diagram.order)
    support = left.supports[diagram.restricted(root, at, left)]
    return [finding for level, finding in enumerate(diagram.order) if support >> level & 1]


def most_useful(
    diagram: DecisionDiagram,
    root: int,
    at: Sequence[float | None],
    *,
    skip: Collection[Finding] = (),
) -> Finding | None:
    """The policy of ``next_question`` on any root of a decision diagram."""
    left = DecisionDiagram(diagram.order)
    top = diagram.restricted(root, at, left)
    if len(left.reachable(top, [None] * len(at))) < 2:  # noqa: PLR2004 - settled
        return None
    support = left.supports[top]
    asked = [
        level
        for level, finding in enumerate(diagram.order)
        if support >> level & 1 and finding not in skip
    ]
    asked = [level for level in asked if diagram.order[level].red_flag] or asked
    asked = asked[: max(1, _EFFORT // len(left))]
    if len(asked) < 2:  # noqa: PLR2004 - nothing to choose between
        return diagram.order[asked[0]] if asked else None
    return diagram.order[min(asked, key=lambda level: _cost(left, top, level))]


def _cost(diagram: DecisionDiagram, root: int, level: int) -> tuple[int, int, float]:
    """What the answers to a finding leave: findings at worst, outcomes at worst, mean."""
    supports: list[int] = []
    outcomes: list[int] = []
    at: list[float | None] = [None] * len(diagram.order)
    for answer in diagram.answers(root, level):
        at[level] = answer
        node = diagram.restricted(root, at)
        supports.append(diagram.supports[node].bit_count())
        outcomes.append(len(diagram.reachable(node, [None] * len(diagram.order))))
    return max(supports), max(outcomes), sum(supports) / len(supports)
