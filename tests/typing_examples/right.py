"""Right uses: a type checker finds nothing wrong here, and infers just these types."""

from __future__ import annotations

from enum import Enum
from typing import assert_type

from spasm_ddx import (
    MUSCLE_SPASM,
    AtLeast,
    Category,
    Criterion,
    Extent,
    Finding,
    Findings,
    Is,
    Leaf,
    Not,
    Number,
    OneOf,
    Presentation,
    Quantity,
    Question,
    Sign,
    Tree,
    Within,
    YesNo,
    all_of,
    any_of,
    at_least,
    differential,
    holds,
    months,
    next_question,
    residual,
    years,
)


class Side(Enum):
    LEFT = "left"
    RIGHT = "right"


class Ankle(Findings):
    """A vocabulary of one's own."""

    age: Number = Number("How old?", unit="years", low=0, high=125, usual=40)
    swelling: YesNo = YesNo("Is it swollen?", red_flag=True)
    side: OneOf[Side] = OneOf("Which side?", Side, words={Side.LEFT: "the left one"})
    warmth: Number = Number("How warm?", low=25, high=45, usual=37, shows=(swelling, 38))


# On the class stand the findings, with what each kind can be asked.
assert_type(Ankle.age, Quantity)
assert_type(Ankle.swelling, Sign)
assert_type(Ankle.side, Category[Side])
assert_type(Ankle.swelling.present, Is)
assert_type(Ankle.side.among(Side.LEFT, Side.RIGHT), Is)
assert_type(Ankle.age.below(18), Within)
assert_type(Ankle.age.between(years(18), 65.5), Within)
assert_type(Presentation.age_months.at_least(months(6)), Within)
assert_type(Presentation.extent, Category[Extent])

# On a person stand the values, or None.
somebody = Ankle(age=18, swelling=None, side=Side.LEFT)
assert_type(somebody.age, float | None)
assert_type(somebody.swelling, bool | None)
assert_type(somebody.side, Side | None)
assert_type(somebody.but(age=19), Ankle)
assert_type(somebody.deny(Ankle.swelling), Ankle)
assert_type(Ankle.from_dict({"age": 18}), Ankle)
assert_type(Ankle.findings(), tuple[Finding, ...])
assert_type(Presentation(age_months=18, temperature_c=39.5).fever, bool | None)
assert_type(Ankle(), Ankle)

# Criteria combine, and a list of them is one of `Criterion`.
assert_type(all_of(Ankle.swelling.present, Ankle.age.below(18)), AtLeast)
assert_type(any_of(Ankle.swelling.absent, Not(Ankle.age.above(18)), name="Named"), AtLeast)
parts: list[Criterion] = [Ankle.swelling.present, Ankle.age.below(18), Not(Ankle.swelling.present)]
assert_type(at_least(2, *parts), AtLeast)
assert_type(holds(Ankle.swelling.present, somebody), bool | None)

# A tree knows the type of its outcomes.
tree = Tree(
    Question("Swollen?", Ankle.swelling.present, yes=Leaf("see a doctor"), no=Leaf("rest")),
    name="ankle",
    severity=len,
)
assert_type(tree, Tree[str])
assert_type(tree.outcomes, tuple[str, ...])
assert_type(differential(tree, somebody), tuple[str, ...])
assert_type(residual(tree, somebody), Question[str] | Leaf[str])
assert_type(next_question(tree, somebody, skip=[Ankle.age]), Finding | None)
assert_type(next_question(MUSCLE_SPASM, Presentation()), Finding | None)
counted: Tree[int] = Tree(Leaf(1))
wider: Tree[int | str] = counted
