"""What is proved of a guideline: what lowers the urgency, and that what reassures is earned."""

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
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.kinds import Sign
from spasm_ddx.reasoning.tree import add_node


@attrs.frozen
class Lowering:
    """A red flag whose presence lowers the final urgency of some people.

    Attributes:
        guideline: The guideline.
        flag: The red flag.
        before: Their condition while it is denied.
        after: Their condition once it is present.
        urgency_before: Their final urgency while it is denied.
        urgency_after: Their final urgency once it is present, which is lower.
        who: Who they are, apart from the flag; None where it is everybody.
        example: One of them, the flag denied, by the fewest answers.
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
    """Every way in which turning a red flag from denied to present lowers the urgency.

    With everything else known and left as it is; a proof over all people, by the
    decision diagram. An empty result for a flag means that it never does.
    """
    joint = guideline.joint
    # The joint diagram is only read; the proof adds nodes, and so has a diagram of its own.
    diagram = DecisionDiagram(joint.diagram.order)
    nothing = [None] * len(diagram.order)
    roots = [joint.diagram.restricted(root, nothing, diagram) for root in joint.roots]
    flags = [flag for flag in guideline.red_flags if flag in diagram.order]
    return tuple(one for flag in flags for one in _lowered_by(guideline, flag, diagram, roots))


def _lowered_by(
    guideline: Guideline, flag: Sign, diagram: DecisionDiagram, roots: Iterable[int]
) -> Iterator[Lowering]:
    """The ways of one flag, by its urgencies and conditions before and after."""

    def ends(value: bool) -> tuple[dict[Condition, int], dict[UrgencyScale, int]]:  # noqa: FBT001 - the flag's
        """Who has each condition, and each urgency, once the flag is known to be so."""
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
    """Somebody who is reassured although a red flag is present or unknown.

    Attributes:
        condition: The reassuring condition, which is certain for them.
        flag: The red flag.
        example: What is known of them: enough to settle the condition, the flag present.
    """

    condition: Condition
    flag: Sign
    example: Findings


def unearned(guideline: Guideline) -> tuple[Unearned, ...]:
    """Every red flag that a reassuring condition does not wait for; empty where all are.

    A condition waits for a red flag when nobody can have it with the flag present: then no
    findings settle it while the flag is present or unknown.
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
