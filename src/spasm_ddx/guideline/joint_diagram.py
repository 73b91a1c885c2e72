"""The joint decision diagram: the tree, each alert and the final urgency in one structure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from spasm_ddx.guideline.guideline import Guideline, as_condition
from spasm_ddx.guideline.model import Alert, Condition, Outcome
from spasm_ddx.reasoning.criteria import AtLeast, Criterion, Is, findings_in
from spasm_ddx.reasoning.decision_diagram import DecisionDiagram
from spasm_ddx.reasoning.kinds import Finding
from spasm_ddx.reasoning.tree import Leaf, add_node, places


@attrs.frozen
class JointDiagram:
    """One decision diagram that holds the tree, each alert and the final urgency.

    It is built whole and then only read, so that any number of threads may share it.

    Attributes:
        diagram: The diagram.
        tree: The root that ends in an outcome of the tree.
        conditions: Each end of the tree with its condition, the most urgent first.
        alerts: Each alert with the root that says whether it holds.
        urgency: The root that ends in the final urgency.
        urgency_if: For each condition, the root that ends in the final urgency of those who
            have it, and in None for everybody else.
        red_flags: For each condition, the red flags that some question on the way to it
            asks to be present.
    """

    diagram: DecisionDiagram
    tree: int
    conditions: tuple[tuple[int, Condition], ...]
    alerts: tuple[tuple[Alert, int], ...]
    urgency: int
    urgency_if: Mapping[Condition, int]
    red_flags: Mapping[Condition, tuple[Finding, ...]]

    @property
    def roots(self) -> tuple[int, int]:
        """The roots that settle an assessment: the condition's and the urgency's."""
        return self.tree, self.urgency


def build(guideline: Guideline) -> JointDiagram:
    """Build the joint diagram of a guideline.

    Every root is built from the criteria, and cut to what construction accepts last: a root
    that is cut already has an end that no other can be combined with.
    """
    criteria = [alert.criterion for alert in guideline.alerts]
    tested = [finding for criterion in criteria for finding in findings_in(criterion)]
    diagram = DecisionDiagram((*guideline.tree.findings, *tested))
    tree = add_node(diagram, guideline.tree.root)
    alerts = [diagram.criterion(criterion) for criterion in criteria]
    urgency = urgency_root(guideline, diagram, tree, alerts)
    urgency_if = dict.fromkeys(guideline.conditions, urgency)
    if guideline.graded:
        for condition, outcome in outcomes_of(guideline):
            here = diagram.where(tree, outcome)
            urgency_if[condition] = diagram.if_then_else(here, urgency, diagram.end(None))
    return JointDiagram(
        diagram,
        diagram.possible(tree),
        tuple((diagram.end(outcome), condition) for condition, outcome in outcomes_of(guideline)),
        tuple(zip(guideline.alerts, map(diagram.possible, alerts), strict=True)),
        diagram.possible(urgency),
        {condition: diagram.possible(root) for condition, root in urgency_if.items()},
        _red_flags_towards(guideline),
    )


def outcomes_of(guideline: Guideline) -> list[tuple[Condition, Any]]:
    """Each condition with the outcome of the tree that it is, the most urgent first."""
    return [(c, c.outcome if isinstance(c, Outcome) else c) for c in guideline.conditions]


def urgency_root(
    guideline: Guideline, diagram: DecisionDiagram, tree: int, alerts: Sequence[int]
) -> int:
    """The root of the final urgency: the highest of the condition's own and of each alert's.

    Args:
        guideline: The guideline.
        diagram: A diagram that asks its findings.
        tree: The root of the guideline's tree in it, not yet cut.
        alerts: The root of each alert, not yet cut.
    """
    lowest, *higher = guideline.scale
    urgency = diagram.end(lowest)
    if not higher:
        return urgency
    raised = [
        *((c.urgency, diagram.where(tree, outcome)) for c, outcome in outcomes_of(guideline)),
        *((a.at_least, root) for a, root in zip(guideline.alerts, alerts, strict=True)),
    ]
    for level in higher:
        roots = [root for own, root in raised if own >= level]
        # Every level has its end, also one that nobody reaches: who reads adds nothing.
        urgency = diagram.if_then_else(diagram.any_of(*roots), diagram.end(level), urgency)
    return urgency


def _red_flags_towards(guideline: Guideline) -> dict[Condition, tuple[Finding, ...]]:
    towards: dict[Condition, dict[Finding, None]] = {c: {} for c in guideline.conditions}
    for question in guideline.tree.questions:
        flags = dict.fromkeys(_asked_present(question.criterion))
        for _, node in places(question.yes) if flags else ():
            if isinstance(node, Leaf):
                towards[as_condition(node.outcome)].update(flags)
    return {condition: tuple(flags) for condition, flags in towards.items()}


def _asked_present(criterion: Criterion) -> list[Finding]:
    match criterion:
        case Is(finding=finding, values=values) if any(map(finding.is_red, values)):
            return [finding]
        case AtLeast():
            raising = (part for part, weight in criterion.weighted if weight > 0)
            return [finding for part in raising for finding in _asked_present(part)]
        case _:
            return []
