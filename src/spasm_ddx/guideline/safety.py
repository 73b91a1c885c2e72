"""Proofs about a guideline: which red flags lower the urgency, and when reassurance is safe."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations, product

import attrs

from spasm_ddx.guideline.assessment import Assessment
from spasm_ddx.guideline.guideline import Guideline
from spasm_ddx.guideline.joint_diagram import outcomes_of
from spasm_ddx.guideline.model import AcceptedLowering, Condition, UrgencyScale
from spasm_ddx.reasoning.criteria import Criterion, Is
from spasm_ddx.reasoning.cubes import cover, fewest_answers, values_of
from spasm_ddx.reasoning.decision_diagram import DecisionDiagram
from spasm_ddx.reasoning.finding_kinds import Sign
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.tree import add_node


@attrs.frozen
class Lowering:
    """A red flag whose presence lowers the final urgency of some people.

    Attributes:
        guideline: The guideline.
        flag: The red flag.
        before: Their condition if it is denied.
        after: Their condition if it is present.
        urgency_before: Their final urgency if it is denied.
        urgency_after: Their final urgency if it is present, which is lower.
        who: The criterion of these people, apart from the flag; None for everyone.
        example: One of them, with the flag denied and the fewest findings.
    """

    guideline: Guideline = attrs.field(repr=False)
    flag: Sign
    before: Condition
    after: Condition
    urgency_before: UrgencyScale
    urgency_after: UrgencyScale
    who: Criterion | None
    example: Findings

    @property
    def accepted(self) -> AcceptedLowering | None:
        """The guideline's explanation of it, or None where there is none."""
        here = self.flag, self.before, self.after
        return next(
            (one for one in self.guideline.lowerings if (one.flag, one.before, one.after) == here),
            None,
        )

    @property
    def example_after(self) -> Assessment:
        """The same person with the flag present."""
        changed = {self.flag.name: not self.flag.denial}
        return self.guideline.assess(self.example.but(**changed))


def lowerings(guideline: Guideline) -> tuple[Lowering, ...]:
    """Every case in which changing a red flag from denied to present lowers the urgency.

    All other findings are known and do not change. The decision diagram proves it for every
    possible person: a flag without a case never lowers the urgency.
    """
    joint = guideline.joint
    # The proof adds nodes, so it has its own diagram: the joint diagram never changes.
    diagram = DecisionDiagram(joint.diagram.order)
    nothing = [None] * len(diagram.order)
    roots = [joint.diagram.restricted(root, nothing, diagram) for root in joint.roots]
    flags = [flag for flag in guideline.red_flags if flag in diagram.order]
    return tuple(one for flag in flags for one in _lowered_by(guideline, flag, diagram, roots))


def _lowered_by(
    guideline: Guideline, flag: Sign, diagram: DecisionDiagram, roots: Iterable[int]
) -> Iterator[Lowering]:
    """The cases of one flag."""

    def ends(value: bool) -> tuple[dict[Condition, int], dict[UrgencyScale, int]]:  # noqa: FBT001 - the flag's
        """The people of each condition and of each urgency, for this value of the flag."""
        known: list[float | None] = [None] * len(diagram.order)
        known[diagram.order.index(flag)] = int(value)
        tree, urgency = (diagram.restricted(root, known) for root in roots)
        conditions = {c: diagram.where(tree, outcome) for c, outcome in outcomes_of(guideline)}
        return conditions, {level: diagram.where(urgency, level) for level in guideline.scale}

    denied, urgency_denied = ends(flag.denial)
    present, urgency_present = ends(not flag.denial)
    for high, low in combinations(reversed(guideline.scale), 2):
        lowered = diagram.all_of(urgency_denied[high], urgency_present[low])
        for before, after in product(guideline.conditions, repeat=2):
            here = diagram.all_of(lowered, denied[before], present[after])
            answers = fewest_answers(diagram, here)
            if answers is not None:
                who = None if here == diagram.yes else cover(diagram, here)
                example = guideline.vocabulary(**values_of(diagram, answers)).deny(flag)
                yield Lowering(guideline, flag, before, after, high, low, who, example)


@attrs.frozen
class Unearned:
    """A person with a reassuring condition although a red flag is present or unknown.

    Attributes:
        condition: The reassuring condition, which is certain.
        flag: The red flag.
        example: Findings that settle the condition, with the flag present.
    """

    condition: Condition
    flag: Sign
    example: Findings


def unearned(guideline: Guideline) -> tuple[Unearned, ...]:
    """Every red flag that a reassuring condition does not require to be denied.

    A condition requires it if no person with the flag present can have the condition. Then no
    findings settle the condition while the flag is present or unknown.
    """
    diagram = DecisionDiagram((*guideline.tree.findings, *guideline.red_flags))
    tree, accepted = add_node(diagram, guideline.tree.root), diagram.accepted(diagram.order)
    reassuring = [one for one in outcomes_of(guideline) if one[0] in guideline.reassuring]
    found: list[Unearned] = []
    for (condition, outcome), flag in product(reassuring, guideline.red_flags):
        present = diagram.criterion(Is(flag, frozenset({not flag.denial})))
        both = diagram.all_of(diagram.where(tree, outcome), present)
        answers = fewest_answers(diagram, both, accepted)
        if answers is not None:
            example = guideline.vocabulary(**values_of(diagram, answers))
            found.append(Unearned(condition, flag, example))
    return tuple(found)
