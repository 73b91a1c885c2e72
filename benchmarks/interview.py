"""How many interactions an interview takes, for each policy and against the optimum.

Run it: ``python benchmarks/interview.py``. An interaction is one question, or one page of
the interview; it ends when neither the condition nor the urgency can change. The optimum
is exact: the best question at every point, over everything that can still be answered,
from people of whom twelve findings are unknown.
"""

from __future__ import annotations

import random
import statistics
from collections.abc import Callable
from functools import cache
from typing import Any, Literal

from spasm_ddx import MUSCLE_SPASM, Category, Presentation, Quantity, assess
from spasm_ddx.muscle_spasm.assessment import joint_reasoning, next_finding
from spasm_ddx.muscle_spasm.conditions import Urgency
from spasm_ddx.muscle_spasm.interview import Interview
from spasm_ddx.reasoning.criteria import Finding
from spasm_ddx.reasoning.decision_diagram import DecisionDiagram
from spasm_ddx.reasoning.queries import most_useful, relevant, witness

PEOPLE = 300
UNKNOWN = 12
STATES = 60
CHANCE = random.Random(20261123)  # noqa: S311 - not for secrets

Policy = Callable[[Presentation], Finding | None]
Way = Literal["policy", "red flags first", "optimum"]


def random_person() -> Presentation:
    """Somebody of whom everything is known, signs mostly absent."""
    values: dict[str, Any] = {}
    for finding in Presentation.findings():
        if finding.name == "temperature_c":
            continue
        if isinstance(finding, Quantity):
            ends = {"age_months": 1000, "duration_s": 2500, "attacks_this_illness": 4}
            values[finding.name] = CHANCE.randint(int(finding.low), ends[finding.name])
        elif isinstance(finding, Category):
            values[finding.name] = CHANCE.choice(finding.members)
        else:
            values[finding.name] = CHANCE.random() < 0.2  # noqa: PLR2004 - mostly absent
    return Presentation(**values)


def typical_people() -> dict[str, Presentation]:
    """One person of each condition: its witness, the rest denied or usual."""
    people: dict[str, Presentation] = {}
    for condition in MUSCLE_SPASM.outcomes:
        found = witness(MUSCLE_SPASM, condition, Presentation())
        assert found is not None  # noqa: S101 - every leaf is reached
        people[condition.key] = found.but(
            **{
                finding.name: usual_value(finding)
                for finding in Presentation.findings()
                if found.value_of(finding) is None and finding.name != "temperature_c"
            }
        )
    return people


def usual_value(finding: Finding) -> object:
    """The denial of a finding, or its usual value."""
    if isinstance(finding, Quantity):
        return finding.usual
    if isinstance(finding, Category) and finding.denial is None:
        return finding.members[-1]
    return finding.denial


def in_tree_order(known: Presentation) -> Finding | None:
    """The first finding in the order of the tree that still matters."""
    reasoning = joint_reasoning()
    at = reasoning.diagram.positions(known)
    for root in (reasoning.tree, reasoning.urgency):
        matter = relevant(reasoning.diagram, root, at)
        if matter:
            return matter[0]
    return None


def by_next_question(known: Presentation) -> Finding | None:
    """What the assessment would ask, except that whether it is ongoing comes first."""
    found = assess(known)
    asked = next_finding(found, skip={Presentation.ongoing})
    return found.next_question if asked is None else asked


def interactions(policy: Policy, person: Presentation) -> int:
    """How many single questions settle this person."""
    known, count = Presentation(), 0
    while (finding := policy(known)) is not None:
        known = known.but(**{finding.name: person.value_of(finding)})
        count += 1
    return count


def pages(person: Presentation) -> int:
    """How many pages of the interview settle this person."""
    interview, count = Interview(), 0
    while (page := interview.page) is not None:
        count += 1
        seen = [f for f in page.findings if f.is_red(person.value_of(f))]
        if page.screen is None:
            interview = interview.answered({f: person.value_of(f) for f in page.findings})
        elif seen:
            interview = interview.ticked(page, seen)
        else:
            interview = interview.denied(page)
    return count


# ------------------------------------------------------------------------- the optimum


@cache
def joint() -> tuple[DecisionDiagram, int]:
    """A diagram that ends in the condition together with the final urgency."""
    reasoning = joint_reasoning()
    diagram = DecisionDiagram(reasoning.diagram.order)
    nothing = [None] * len(diagram.order)
    tree = reasoning.diagram.restricted(reasoning.tree, nothing, diagram)
    urgency = reasoning.diagram.restricted(reasoning.urgency, nothing, diagram)
    root = diagram.end(None)
    for _, condition in reasoning.conditions:
        for level in Urgency:
            here = diagram.all_of(diagram.where(tree, condition), diagram.where(urgency, level))
            root = diagram.choose(here, diagram.end((condition, level)), root)
    return diagram, root


def answers(root: int, finding: Finding) -> list[int]:
    """What is left after each answer that matters."""
    diagram, _ = joint()
    level = diagram.order.index(finding)
    at: list[float | None] = [None] * len(diagram.order)
    left: list[int] = []
    for position in diagram.answers(root, level):
        at[level] = position
        left.append(diagram.restricted(root, at))
    return left


@cache
def cost(root: int, way: Way) -> tuple[float, float]:
    """The mean (all answers alike) and the worst number of questions from here."""
    diagram, _ = joint()
    support = [f for level, f in enumerate(diagram.order) if diagram.supports[root] >> level & 1]
    if not support:
        return 0, 0
    if way == "policy":
        chosen = most_useful(diagram, root, [None] * len(diagram.order))
        support = [chosen] if chosen is not None else []
    elif way == "red flags first":
        support = [finding for finding in support if finding.red_flag] or support
    found = [[cost(left, way) for left in answers(root, finding)] for finding in support]
    means = [1 + statistics.fmean(mean for mean, _ in each) for each in found]
    worsts = [1 + max(worst for _, worst in each) for each in found]
    return min(means), min(worsts)


def against_the_optimum() -> None:
    """Print the policy beside the optimum, from where twelve findings are unknown."""
    diagram, root = joint()
    starts: list[int] = []
    while len(starts) < STATES:
        person = random_person()
        hidden = CHANCE.sample([f.name for f in diagram.order], UNKNOWN)
        left = diagram.restricted(root, diagram.positions(person.but(**dict.fromkeys(hidden))))
        if diagram.supports[left]:
            starts.append(left)
    print(f"\nfrom {STATES} people of whom {UNKNOWN} findings are unknown     mean  worst")
    ways: dict[str, Way] = {
        "next_question's policy": "policy",
        "the exact optimum that asks red flags first": "red flags first",
        "the exact optimum": "optimum",
    }
    for name, way in ways.items():
        means, worsts = zip(*(cost(start, way) for start in starts), strict=True)
        print(f"{name:54}{statistics.fmean(means):5.2f}{max(worsts):7.0f}")


def main() -> None:
    """Print every figure."""
    people = [random_person() for _ in range(PEOPLE)]
    typical = typical_people()
    print(f"interactions until settled, {PEOPLE} random people        mean  worst")
    ways: dict[str, Callable[[Presentation], int]] = {
        "single questions, next_question": lambda p: interactions(by_next_question, p),
        "single questions, tree order": lambda p: interactions(in_tree_order, p),
        "pages of the interview, with screens": pages,
    }
    for name, way in ways.items():
        counts = [way(person) for person in people]
        print(f"{name:54}{statistics.fmean(counts):5.1f}{max(counts):7}")
    both = [(ways[n](p) - ways[t](p)) for p in people for n, t in [list(ways)[:2]]]
    losses = [lost for lost in both if lost > 0]
    print(f"tree order is shorter for {len(losses)} of them, by {max(losses, default=0)} at most")
    print("\ntypical person of                         next_question  tree order  pages")
    for key, person in typical.items():
        print(f"{key:42}" + "".join(f"{way(person):12}" for way in ways.values()))
    against_the_optimum()


if __name__ == "__main__":
    main()
