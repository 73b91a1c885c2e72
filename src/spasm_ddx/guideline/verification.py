"""Verify and compare guidelines, and plain trees with the same two functions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar, overload

import attrs

from spasm_ddx.errors import TreeError
from spasm_ddx.guideline.guideline import Guideline
from spasm_ddx.guideline.joint_diagram import build_urgency
from spasm_ddx.guideline.safety import Lowering, Unearned, lowerings, unearned
from spasm_ddx.reasoning.criteria import findings_in
from spasm_ddx.reasoning.decision_diagram import DecisionDiagram
from spasm_ddx.reasoning.tree import Leaf, Tree
from spasm_ddx.reasoning.verification import Difference, Report, disagreements
from spasm_ddx.reasoning.verification import compare as compare_trees
from spasm_ddx.reasoning.verification import verify as verify_tree

O_co = TypeVar("O_co", covariant=True)


@attrs.frozen
class GuidelineReport:
    """What is proved of a guideline.

    Attributes:
        tree: What is proved of its tree.
        unearned: Whom a reassuring condition is given although a red flag is not denied.
        lowerings: Where a red flag lowers the urgency of somebody.
    """

    tree: Report[Any]
    unearned: tuple[Unearned, ...]
    lowerings: tuple[Lowering, ...]

    @property
    def ok(self) -> bool:
        """Whether the tree is without fault, and what reassures is earned."""
        return self.tree.ok and not self.unearned

    @property
    def faults(self) -> list[str]:
        """What is wrong beside the tree, a sentence each."""
        return [
            f"{one.condition} is possible while this red flag is present: {one.flag.label}"
            for one in self.unearned
        ]

    def __str__(self) -> str:
        return "\n".join([*self.faults, str(self.tree)])


@overload
def verify(given: Tree[O_co]) -> Report[O_co]: ...
@overload
def verify(given: Guideline) -> GuidelineReport: ...
def verify(given: Tree[O_co] | Guideline) -> Report[O_co] | GuidelineReport:
    """Prove that a tree or a guideline is complete and that each part of it does something.

    Of a guideline it is proved as well that nobody is given a reassuring condition while a
    red flag is present or unknown, and it is listed where a red flag lowers the urgency.

    Raises:
        DiagramTooLargeError: A decision diagram outgrew its limit.
    """
    if not isinstance(given, Guideline):
        return verify_tree(given)
    tested = [finding for alert in given.alerts for finding in findings_in(alert.criterion)]
    return GuidelineReport(
        verify_tree(given.tree, also=tested),
        unearned(given),
        lowerings(given),
    )


@attrs.frozen
class GuidelineDifference(Difference):
    """Whom two guidelines tell otherwise in one way.

    Attributes:
        part: What of the guideline: ``"condition"``, ``"urgency"``, or an alert by its key.
    """

    part: str = "condition"


@overload
def compare(before: Tree[Any], after: Tree[Any]) -> tuple[Difference, ...]: ...
@overload
def compare(before: Guideline, after: Guideline) -> tuple[GuidelineDifference, ...]: ...
@overload
def compare(
    before: Tree[Any] | Guideline, after: Tree[Any] | Guideline
) -> tuple[Difference, ...]: ...
def compare(before: Tree[Any] | Guideline, after: Tree[Any] | Guideline) -> tuple[Difference, ...]:
    """Everybody whom two trees or two guidelines tell otherwise; empty where they are equal.

    Two guidelines are compared by their conditions, their alerts and the final urgency.
    """
    if isinstance(before, Guideline) and isinstance(after, Guideline):
        return tuple(_differences(before, after))
    if isinstance(before, Tree) and isinstance(after, Tree):
        return compare_trees(before, after)
    msg = "compare takes two trees or two guidelines; a guideline's tree is its .tree"
    raise TreeError(msg)


def _differences(before: Guideline, after: Guideline) -> Iterator[GuidelineDifference]:
    for one in compare_trees(before.tree, after.tree):
        yield _of_part("condition", one)
    keys = dict.fromkeys(alert.key for alert in (*before.alerts, *after.alerts))
    for key in keys:
        old, new = _alert(before, key), _alert(after, key)
        for one in compare_trees(old, new):
            yield _of_part(key, one)
    diagram = DecisionDiagram((*before.joint.diagram.order, *after.joint.diagram.order))
    roots = build_urgency(before, diagram), build_urgency(after, diagram)
    scales = before.scale[::-1], after.scale[::-1]
    for one in disagreements(diagram, roots, scales, before.vocabulary):
        yield _of_part("urgency", one)


def _of_part(part: str, one: Difference) -> GuidelineDifference:
    return GuidelineDifference(one.before, one.after, one.criterion, one.example, part)


def _alert(guideline: Guideline, key: str) -> Tree[bool]:
    """An alert as a tree; one that the guideline does not have never holds."""
    found = [alert.tree for alert in guideline.alerts if alert.key == key]
    return found[0] if found else Tree(Leaf(False))  # noqa: FBT003 - the outcome itself
