"""Random guidelines over random vocabularies, and their meaning by brute force."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any

import attrs
from hypothesis import strategies as st

from spasm_ddx import Alert, Condition, Guideline, Screen, Urgency
from spasm_ddx.errors import FindingError
from spasm_ddx.reasoning.finding_kinds import Finding, Sign
from spasm_ddx.reasoning.findings import Findings
from spasm_ddx.reasoning.tree import Leaf, Node, Tree
from tests.reasoning.brute_force import with_outcomes
from tests.reasoning.strategies import (
    Dice,
    World,
    atoms_in,
    deciding,
    ending,
    finding_of,
    key,
    linked,
    person_of,
    question_of,
    questions,
    truth,
    world_of,
)


@attrs.frozen(eq=False)
class Case:
    """A guideline, and a partly known person."""

    world: World
    guideline: Guideline
    person: Findings


def _outcomes(node: Node[Any]) -> list[Any]:
    if isinstance(node, Leaf):
        return [node.outcome]
    return [*_outcomes(node.yes), *_outcomes(node.no)]


def _guideline(dice: Dice, world: World) -> Guideline:
    root = question_of(dice, world, 2, [])
    conditions: dict[Any, Condition] = {}
    for outcome in _outcomes(root):
        name, urgency = f"condition_{len(conditions)}", dice.choose([*Urgency])
        conditions.setdefault(key(outcome), Condition(name, name, urgency))
    alerts = [
        Alert(f"alert_{n}", f"Alert {n}", deciding(dice, world), dice.choose([*Urgency]))
        for n in range(dice.below(4))
    ]
    return Guideline(
        "random",
        name="Random",
        version="1",
        tree=Tree(
            with_outcomes(root, lambda outcome: conditions[key(outcome)]),
            severity=lambda one: one.urgency,
        ),
        alerts=alerts,
        order=_order(dice, world),
    )


@st.composite
def guidelines(draw: st.DrawFn, world: World) -> Guideline:
    """A guideline with up to three alerts, screens, and an order of asking or none."""
    return _guideline(Dice(draw), world)


def _order(dice: Dice, world: World) -> list[Finding | Screen]:
    """Some findings in any order, and a screen of deniable ones."""
    order: list[Finding | Screen] = [*dice.some(world.findings, most=3)]
    flags = [
        finding for finding in world.findings if isinstance(finding, Sign) and not finding.normal
    ]
    if len(flags) > 1 and dice.tossed():
        chosen = dice.some(flags, least=2)
        order.insert(dice.below(len(order) + 1), Screen("some", "Any of these?", chosen))
    return order


@st.composite
def cases(draw: st.DrawFn, *, shows: bool | None = None) -> Case:
    """A random guideline and a person with any number of known findings."""
    dice = Dice(draw)
    world = world_of(dice, shows=shows, most=4)
    person = person_of(dice, world, dice.below(5))
    return Case(world, _guideline(dice, world), person)


# -------------------------------------------------------------------------- brute force


@attrs.frozen
class End:
    """One completion, and its results.

    Attributes:
        person: The completion.
        condition: Its condition.
        alerts: The keys of the alerts that hold.
        urgency: The highest of the condition's own and the floors of those alerts.
    """

    person: Findings
    condition: Condition
    alerts: frozenset[str]
    urgency: Urgency


def ends(guideline: Guideline, person: Findings, world: World) -> list[End]:
    """Every completion, at one point of each region, with its results."""
    asked = [
        *(question.criterion for question in questions(guideline.tree.root)),
        *(alert.criterion for alert in guideline.alerts),
    ]
    named = {finding_of(atom) for criterion in asked for atom in atoms_in(criterion)}
    columns: dict[str, Sequence[Any]] = {}
    for finding in world.findings:
        known = person.value_of(finding)
        every = [known] if known is not None else world.points(finding)
        bears = finding in named or linked(world.vocabulary, finding) & named
        columns[finding.name] = every if bears else every[:1]
    found: list[End] = []
    for values in product(*columns.values()):
        given: dict[str, Any] = dict(zip(columns, values, strict=True))
        try:
            complete = world.vocabulary(**given)
        except FindingError:
            continue
        condition: Condition = ending(guideline.tree.root, complete)
        holding = [a for a in guideline.alerts if truth(a.criterion, complete)]
        urgency = max([condition.urgency, *(alert.at_least for alert in holding)])
        keys = frozenset(alert.key for alert in holding)
        found.append(End(complete, condition, keys, Urgency(urgency)))
    return found


def asked_alone(world: World, finding: Finding, found: list[End]) -> bool:
    """Whether two completions that differ only in this finding have different outcomes.

    What a quantity shows goes with it: the two may differ in that sign as well, for one of
    them could not be otherwise.
    """
    others = [other for other in world.findings if other is not finding]
    by_rest: dict[tuple[Any, ...], set[tuple[str, Urgency]]] = {}
    for end in found:
        rest = tuple(end.person.value_of(other) for other in others)
        by_rest.setdefault(rest, set()).add((end.condition.key, end.urgency))
    return any(len(each) > 1 for each in by_rest.values())
