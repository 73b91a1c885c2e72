"""Whether more danger ever lowers the urgency: proved over everybody, not sampled."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product

import attrs

from spasm_ddx.muscle_spasm.assessment import Assessment, assess, joint_reasoning
from spasm_ddx.muscle_spasm.conditions import Condition, Urgency
from spasm_ddx.muscle_spasm.presentation import Presentation
from spasm_ddx.muscle_spasm.screens import RED_FLAGS
from spasm_ddx.reasoning.criteria import Category, Criterion, Finding
from spasm_ddx.reasoning.cubes import cover, fewest_answers, values_of
from spasm_ddx.reasoning.decision_diagram import DecisionDiagram


@attrs.frozen
class Lowering:
    """A red flag whose presence lowers the final urgency of some people.

    Attributes:
        flag: The red flag.
        before: Their condition while it is denied.
        after: Their condition once it is present.
        urgency_before: Their final urgency while it is denied.
        urgency_after: Their final urgency once it is present, which is lower.
        who: Who they are, apart from the flag.
        example: One of them, the flag denied, by the fewest answers.
    """

    flag: Finding
    before: Condition
    after: Condition
    urgency_before: Urgency
    urgency_after: Urgency
    who: Criterion
    example: Presentation

    @property
    def example_after(self) -> Assessment:
        """The same person with the flag present."""
        present = self.flag.red if isinstance(self.flag, Category) else not self.flag.denial
        return assess(self.example.but(**{self.flag.name: present}))


def lowerings() -> tuple[Lowering, ...]:
    """Every way in which turning a red flag from denied to present lowers the urgency.

    With everything else known and left as it is; a proof over all people, by the
    decision diagram. An empty result for a flag means that it never does.
    """
    reasoning = joint_reasoning()
    diagram = DecisionDiagram(reasoning.diagram.order)
    nothing = [None] * len(diagram.order)
    tree = reasoning.diagram.restricted(reasoning.tree, nothing, diagram)
    urgency = reasoning.diagram.restricted(reasoning.urgency, nothing, diagram)
    return tuple(found for flag in RED_FLAGS for found in _lowered_by(flag, diagram, tree, urgency))


def _lowered_by(
    flag: Finding, diagram: DecisionDiagram, tree: int, urgency: int
) -> Iterator[Lowering]:
    """The ways of one flag, by its urgencies and conditions before and after."""
    conditions = [condition for _, condition in joint_reasoning().conditions]
    tree_before, tree_after = _with_and_without(flag, diagram, tree)
    urgency_before, urgency_after = _with_and_without(flag, diagram, urgency)
    for high, low in combinations(reversed(Urgency), 2):
        lowered = diagram.all_of(
            diagram.where(urgency_before, high), diagram.where(urgency_after, low)
        )
        for before, after in product(conditions, repeat=2):
            here = diagram.all_of(
                lowered, diagram.where(tree_before, before), diagram.where(tree_after, after)
            )
            answers, who = fewest_answers(diagram, here), cover(diagram, here)
            if answers is not None and who is not None:
                example = Presentation(**values_of(diagram, answers)).deny(flag)
                yield Lowering(flag, before, after, high, low, who, example)


def _with_and_without(flag: Finding, diagram: DecisionDiagram, root: int) -> tuple[int, int]:
    """A root once the flag is denied, and once it is present."""
    at: list[float | None] = [None] * len(diagram.order)
    members = flag.members if isinstance(flag, Category) else (False, True)
    present = flag.red if isinstance(flag, Category) else not flag.denial
    level = diagram.order.index(flag)
    at[level] = members.index(flag.denial)
    denied = diagram.restricted(root, at)
    at[level] = members.index(present)
    return denied, diagram.restricted(root, at)
