"""The joint decision diagram of the tree, each alert and the final urgency."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from spasm_ddx.guideline.guideline import Guideline, as_condition
from spasm_ddx.guideline.model import Alert, Condition, Outcome
from spasm_ddx.reasoning.criteria import AtLeast, Criterion, Is, findings_in
from spasm_ddx.reasoning.decision_diagram import DecisionDiagram
from spasm_ddx.reasoning.finding_kinds import Finding
from spasm_ddx.reasoning.tree import Leaf, add_node, places


@attrs.frozen
class JointDiagram:
    """One decision diagram that holds the tree, each alert and the final urgency.

    It never changes once it is built, so any number of threads may share it.

    Attributes:
        diagram: The diagram.
        tree: The root whose terminals are the outcomes of the tree.
        conditions: Each terminal of the tree with its condition, the most urgent first.
        alerts: The root of each alert, which says whether it holds.
        urgency: The root of the final urgency.
        urgency_if: For each condition, the root of the final urgency of people with it; None
            for everyone else.
        red_flags: For each condition, the red flags that must be present for some question
            on a path to it.
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
        """The two roots that settle an assessment: of the condition and of the urgency."""
        return self.tree, self.urgency


def build(guideline: Guideline) -> JointDiagram:
    """Build the joint diagram of a guideline.

    It builds every root from the criteria, and restricts the roots to possible people last: a
    restricted root has a terminal that cannot be combined with another.
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
    """Each condition with its outcome of the tree, the most urgent first."""
    return [(c, c.outcome if isinstance(c, Outcome) else c) for c in guideline.conditions]


def urgency_root(
    guideline: Guideline, diagram: DecisionDiagram, tree: int, alerts: Sequence[int]
) -> int:
    """The root of the final urgency: the highest of the condition's own and of each alert's.

    Args:
        guideline: The guideline.
        diagram: A diagram over its findings.
        tree: The unrestricted root of the guideline's tree.
        alerts: The unrestricted root of each alert.
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
        # Add a terminal for every level, even an unreached one, so that readers add none.
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
