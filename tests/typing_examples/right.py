"""Right uses: a type checker reports nothing here, and infers exactly these types."""

from __future__ import annotations

from enum import Enum
from typing import assert_type

from spasm_ddx import (
    MUSCLE_SPASM,
    Advice,
    Alert,
    Assessment,
    AtLeast,
    Category,
    Condition,
    Criterion,
    Difference,
    Extent,
    Finding,
    Findings,
    Guideline,
    Interview,
    Is,
    Leaf,
    Not,
    Number,
    OneOf,
    Points,
    Presentation,
    Quantity,
    Question,
    Report,
    Screen,
    Sign,
    Tree,
    Urgency,
    UrgencyScale,
    When,
    Within,
    YesNo,
    all_of,
    any_of,
    assess,
    at_least,
    compare,
    differential,
    holds,
    months,
    next_question,
    points,
    residual,
    verify,
    years,
)
from spasm_ddx.guideline.comparison import GuidelineDifference
from spasm_ddx.guideline.interview import Asking, Page
from spasm_ddx.guideline.verification import GuidelineReport


class Side(Enum):
    LEFT = "left"
    RIGHT = "right"


class Ankle(Findings):
    """A vocabulary of one's own."""

    age: Number = Number("How old?", unit="years", low=0, high=125, usual=40)
    swelling: YesNo = YesNo("Is it swollen?", red_flag=True)
    limping: YesNo = YesNo("Is there a limp?", red_flag=True)
    side: OneOf[Side] = OneOf("Which side?", Side, words={Side.LEFT: "the left one"}, ordered=True)
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
score = points({Ankle.swelling.present: 1, Not(Ankle.age.above(18)): -0.5}, name="Score")
assert_type(score, Points)
assert_type(points([(Ankle.swelling.present, 1), (all_of(*parts), 2)]), Points)
assert_type(score.at_least(1), Criterion)
assert_type(score.range(somebody), tuple[float, float])
assert_type(Ankle.side.at_most(Side.LEFT), Is)
assert_type(Ankle.age.between(1, 2, closed="left"), Within)

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
assert_type(next_question(MUSCLE_SPASM.tree, Presentation()), Finding | None)
assert_type(Tree.from_rows([(score.at_least(1), "a")], default="b"), Tree[str])
counted: Tree[int] = Tree(Leaf(1))
wider: Tree[int | str] = counted

# A guideline is one value; a scale of urgency of one's own is a scale.


class Light(UrgencyScale):
    GREEN = 0, "manage at home"
    RED = 1, "call for help now", True


rest = Condition("rest", "Rest", Light.GREEN)
seen = Condition("seen", "To be seen", Light.RED)
hot = Alert("hot", "Warm", Ankle.warmth.above(38), Light.RED, ("S1",))
screen = Screen("signs", "Any of these?", [Ankle.swelling, Ankle.limping])
ankle = Guideline(
    "ankle",
    name="Ankle",
    tree=Tree(Question("Swollen?", Ankle.swelling.present, yes=Leaf(seen), no=Leaf(rest))),
    alerts=[hot],
    order=[Ankle.age, screen],
    afterwards={rest: [Ankle.side]},
    advice=[
        Advice("Rest it.", when=When.settled(rest)),
        Advice("Go.", ("S1",), when=[When.at_least(Light.RED), When.unless(When.raised(hot))]),
    ],
)
assert_type(ankle.assess(somebody), Assessment)
assert_type(assess(Presentation(fever=True)), Assessment)
assert_type(MUSCLE_SPASM.condition("benign_local_cramp"), Condition)
assert_type(MUSCLE_SPASM.conditions, tuple[Condition, ...])
assert_type(MUSCLE_SPASM.alerts, tuple[Alert, ...])
assert_type(MUSCLE_SPASM.alert("infant_spasm").tree, Tree[bool])
assert_type(MUSCLE_SPASM.screens, tuple[Screen, ...])
assert_type(Urgency.PROMPT < Urgency.URGENT, bool)

interview = ankle.interview("witness", somebody)
assert_type(interview, Interview)
assert_type(interview.page, Page | None)
assert_type(interview.afterwards, Page | None)
assert_type(interview.sees_ahead, bool)
assert_type(interview.answered({Ankle.age: 18, Ankle.swelling: None}), Interview)
assert_type(interview.assessment.next_question, Asking | None)

assert_type(verify(tree), Report[str])
assert_type(verify(ankle), GuidelineReport)
assert_type(compare(tree, tree), tuple[Difference, ...])
assert_type(compare(ankle, ankle), tuple[GuidelineDifference, ...])
