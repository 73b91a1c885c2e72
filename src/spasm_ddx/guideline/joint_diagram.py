"""The joint decision diagram: the tree, each alert and the final urgency in one structure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from spasm_ddx.guideline.guideline import Guideline, as_condition
from spasm_ddx.guideline.model import Alert, Condition
from spasm_ddx.reasoning.criteria import AtLeast, Criterion, Finding, Is, findings_in
from spasm_ddx.reasoning.decision_diagram import DecisionDiagram
from spasm_ddx.reasoning.tree import Leaf, Node, add_node


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
    order = [*guideline.tree.findings]
    for alert in guideline.alerts:
        order += findings_in(alert.criterion)
    diagram = DecisionDiagram(order)
    tree = add_node(diagram, guideline.tree.root)
    alerts = [(alert, diagram.criterion(alert.criterion)) for alert in guideline.alerts]
    urgency = urgency_root(guideline, diagram, tree, [root for _, root in alerts])
    urgency_if = dict.fromkeys(guideline.conditions, urgency)
    if guideline.graded:
        never, reached = diagram.end(None), _reached(guideline, diagram, tree)
        urgency_if = {c: diagram.if_then_else(here, urgency, never) for c, here in reached.items()}
    return JointDiagram(
        diagram,
        diagram.possible(tree),
        tuple((diagram.end(outcome), condition) for condition, outcome in outcomes_of(guideline)),
        tuple((alert, diagram.possible(root)) for alert, root in alerts),
        diagram.possible(urgency),
        {condition: diagram.possible(root) for condition, root in urgency_if.items()},
        _red_flags_towards(guideline),
    )


def outcomes_of(guideline: Guideline) -> list[tuple[Condition, Any]]:
    """Each condition with the outcome of the tree that it is, the most urgent first."""
    outcomes = {as_condition(outcome): outcome for outcome in guideline.tree.outcomes}
    return [(condition, outcomes[condition]) for condition in guideline.conditions]


def _reached(guideline: Guideline, diagram: DecisionDiagram, tree: int) -> dict[Condition, int]:
    """For each condition, the node that ends in yes for whom the tree ends in it."""
    return {condition: diagram.where(tree, end) for condition, end in outcomes_of(guideline)}


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
    reached = _reached(guideline, diagram, tree) if higher else {}
    urgency = diagram.end(lowest)
    for level in higher:
        roots = [here for condition, here in reached.items() if condition.urgency >= level]
        roots += [
            root
            for alert, root in zip(guideline.alerts, alerts, strict=True)
            if alert.at_least >= level
        ]
        # Every level has its end, also one that nobody reaches: who reads adds nothing.
        urgency = diagram.if_then_else(diagram.any_of(*roots), diagram.end(level), urgency)
    return urgency


def _red_flags_towards(guideline: Guideline) -> dict[Condition, tuple[Finding, ...]]:
    towards: dict[Condition, dict[Finding, None]] = {c: {} for c in guideline.conditions}
    waiting: list[tuple[Node[object], tuple[Finding, ...]]] = [(guideline.tree.root, ())]
    while waiting:
        node, flags = waiting.pop()
        if isinstance(node, Leaf):
            towards[as_condition(node.outcome)].update(dict.fromkeys(flags))
        else:
            waiting.append((node.no, flags))
            waiting.append((node.yes, (*flags, *_asked_present(node.criterion))))
    return {condition: tuple(flags) for condition, flags in towards.items()}


def _asked_present(criterion: Criterion) -> list[Finding]:
    match criterion:
        case Is(finding=finding, values=values) if any(map(finding.is_red, values)):
            return [finding]
        case AtLeast(of=parts):
            return [finding for part in parts for finding in _asked_present(part)]
        case _:
            return []
