"""How many pages an interview takes, before and after it asked in the guideline's own order.

Run it: ``python benchmarks/interview.py``. A page is one question, or one screen of several;
the interview ends when neither the condition nor the urgency can change. What version 0.1.0
needed, which weighed what to ask next, is quoted from its own run of this benchmark: that was
of content 1.0.0, whose vocabulary is smaller, so that its people are others.

The optimum is of single questions, and exact: the best question at every point, over
everything that can still be answered, from people of whom twelve findings are unknown.
"""

from __future__ import annotations

import random
import statistics
from functools import cache
from typing import Any, Final, Literal

from spasm_ddx import MUSCLE_SPASM, Category, Presentation, Quantity, Screen, witness
from spasm_ddx.reasoning.decision_diagram import DecisionDiagram
from spasm_ddx.reasoning.finding_kinds import Finding

PEOPLE = 300
UNKNOWN = 12
STATES = 60
CHANCE = random.Random(20261123)  # noqa: S311 - not for secrets

Way = Literal["order", "red flags first", "optimum"]

#: Pages of 0.1.0, the mean and the most, over 300 random people of content 1.0.0:
#: docs/measured/interview.txt of that version, "pages of the interview, with screens".
BEFORE: Final = (7.4, 13)
#: Likewise for the typical person of each condition, column "pages".
BEFORE_TYPICAL: Final = {
    "systemic_cause_suspected": 7,
    "generalized_tonic_convulsion": 6,
    "undetermined_convulsion": 6,
    "febrile_convulsion": 12,
    "localized_convulsion": 7,
    "spasm_needing_review": 8,
    "benign_local_cramp": 10,
}


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
    for condition in MUSCLE_SPASM.conditions:
        found = witness(MUSCLE_SPASM.tree, condition, Presentation())
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
    if isinstance(finding, Category):
        return finding.members[-1]
    return finding.denial


def pages(person: Presentation) -> tuple[int, int | None]:
    """How many pages settle this person, and after how many an emergency is known, if it is one."""
    interview, count, emergency = MUSCLE_SPASM.interview("clinician"), 0, None
    while (page := interview.page) is not None:
        count += 1
        seen = [f for f in page.findings if f.is_red(person.value_of(f))]
        if page.screen is None:
            interview = interview.answered({f: person.value_of(f) for f in page.findings})
        elif seen:
            interview = interview.ticked(page, seen)
        else:
            interview = interview.denied(page)
        if emergency is None and interview.assessment.urgency.at_least.calls_for_help:
            emergency = count
    return count, emergency


def single_questions(person: Presentation) -> int:
    """How many questions settle this person without screens, in the guideline's order."""
    known, count = MUSCLE_SPASM.assess(Presentation()), 0
    while (asking := known.next_question) is not None:
        value = person.value_of(asking.finding)
        known = MUSCLE_SPASM.assess(known.presentation.but(**{asking.name: value}))
        count += 1
    return count


# ------------------------------------------------------------------------- the optimum


@cache
def joint() -> tuple[DecisionDiagram, int]:
    """A diagram that ends in the condition together with the final urgency."""
    reasoning = MUSCLE_SPASM.joint
    diagram = DecisionDiagram(reasoning.diagram.order)
    nothing = [None] * len(diagram.order)
    tree = reasoning.diagram.restricted(reasoning.tree, nothing, diagram)
    urgency = reasoning.diagram.restricted(reasoning.urgency, nothing, diagram)
    root = diagram.end(None)
    for condition in MUSCLE_SPASM.conditions:
        for level in MUSCLE_SPASM.scale:
            here = diagram.all_of(diagram.where(tree, condition), diagram.where(urgency, level))
            root = diagram.if_then_else(here, diagram.end((condition, level)), root)
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
def in_order() -> tuple[Finding, ...]:
    """Every finding in the guideline's order of asking, those of a screen one by one."""
    listed: dict[Finding, None] = {}
    for entry in MUSCLE_SPASM.order_of_asking:
        listed.update(dict.fromkeys(entry.findings if isinstance(entry, Screen) else (entry,)))
    return tuple(listed)


@cache
def cost(root: int, way: Way) -> tuple[float, float]:
    """The mean (all answers alike) and the worst number of questions from here."""
    diagram, _ = joint()
    support = [f for level, f in enumerate(diagram.order) if diagram.supports[root] >> level & 1]
    if not support:
        return 0, 0
    if way == "order":
        support = [next(finding for finding in in_order() if finding in support)]
    elif way == "red flags first":
        support = [finding for finding in support if finding.red_flag] or support
    found = [[cost(left, way) for left in answers(root, finding)] for finding in support]
    means = [1 + statistics.fmean(mean for mean, _ in each) for each in found]
    worsts = [1 + max(worst for _, worst in each) for each in found]
    return min(means), min(worsts)


def against_the_optimum() -> None:
    """Print the order beside the optimum, from where twelve findings are unknown."""
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
        "single questions in the guideline's order": "order",
        "the exact optimum that asks red flags first": "red flags first",
        "the exact optimum": "optimum",
    }
    for name, way in ways.items():
        means, worsts = zip(*(cost(start, way) for start in starts), strict=True)
        print(f"{name:54}{statistics.fmean(means):5.2f}{max(worsts):7.0f}")


def main() -> None:
    """Print every figure."""
    people = [random_person() for _ in range(PEOPLE)]
    counts, known = zip(*map(pages, people), strict=True)
    emergencies = [count for count in known if count is not None]
    singles = [single_questions(person) for person in people]
    print(f"pages until settled, {PEOPLE} random people                  mean  worst")
    for name, mean, worst in (
        ("before: weighing what to ask next, content 1.0.0", *BEFORE),
        ("now: in the guideline's own order", statistics.fmean(counts), max(counts)),
        (
            f"now: until it is known, {len(emergencies)} emergencies",
            statistics.fmean(emergencies),
            max(emergencies),
        ),
        ("now: without screens, a page a question", statistics.fmean(singles), max(singles)),
    ):
        print(f"{name:53}{mean:5.1f}{worst:7}")
    print("\npages until settled, typical person of              before    now")
    for key, person in typical_people().items():
        print(f"{key:53}{BEFORE_TYPICAL[key]:5}{pages(person)[0]:7}")
    against_the_optimum()


if __name__ == "__main__":
    main()
