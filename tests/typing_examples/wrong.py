"""Wrong uses, one on each marked line: a type checker must find these and nothing else."""

from __future__ import annotations

from enum import Enum

from spasm_ddx import (
    MUSCLE_SPASM,
    Advice,
    Alert,
    Condition,
    Extent,
    Findings,
    Guideline,
    Is,
    Leaf,
    Not,
    Number,
    OneOf,
    Presentation,
    Question,
    Screen,
    Site,
    Tree,
    Urgency,
    When,
    Within,
    YesNo,
    all_of,
    any_of,
    assess,
    at_least,
    differential,
    holds,
    next_question,
    residual,
)


class Side(Enum):
    LEFT = "left"
    RIGHT = "right"


class Ankle(Findings):
    age: Number = Number("How old?", low=0, high=125, usual=40)
    swelling: YesNo = YesNo("Is it swollen?")
    side: OneOf[Side] = OneOf("Which side?", Side)


YES, NO = Leaf("yes"), Leaf("no")
somebody = Ankle(age=18)
swollen = Ankle.swelling.present

# Declarations.
YesNo()  # E
YesNo("?", red_flags=True)  # E
Number("?", low="0", high=1, usual=1)  # E
Number("?", low=0, high=1)  # E
OneOf("Which side?", "left")  # E
OneOf[Side]("Which side?", Extent)  # E
OneOf("Which side?", Side, words={"left": "the left one"})  # E
OneOf("Which side?", Side, red_flag=Side.LEFT)  # E
OneOf("Which side?", Side, denial=Side.LEFT)  # E
OneOf("Which side?", Side, roles={Side.LEFT: "nurse"})  # E

# Findings of a person.
Ankle(sweling=True)  # E
Ankle(18)  # E
Ankle(age="18")  # E
Ankle(swelling="yes")  # E
Ankle(side="left")  # E
Ankle(side=Extent.LOCALIZED)  # E
Ankle(side=Side.MIDDLE)  # E
Presentation(age=18)  # E
Presentation(site=Extent.LOCALIZED)  # E
Presentation(fever=38.5)  # E
somebody.swelling = True  # E
somebody.sweling  # E
somebody.age + 1  # E
somebody.swelling.present  # E
somebody.deny("swelling")  # E
somebody.deny(True)  # E
Ankle.from_dict([("age", 18)])  # E

# Findings of a vocabulary.
Ankle.sweling  # E
Ankle.swelling.below(18)  # E
Ankle.swelling.among(True)  # E
Ankle.side.present  # E
Ankle.side.among(Extent.LOCALIZED)  # E
Ankle.side.among("left")  # E
Ankle.age.present  # E
Ankle.age.below("18")  # E
Ankle.age.between(18)  # E
Presentation.site.among(Extent.LOCALIZED)  # E
Presentation.extent.among(Site.FOOT)  # E

# Criteria.
Not(Ankle.swelling)  # E
all_of(Ankle.swelling, swollen)  # E
any_of([swollen])  # E
at_least(swollen, swollen)  # E
at_least("1", swollen)  # E
all_of(swollen, names="Named")  # E
Is(Ankle.age, frozenset({18}))  # E
Within(Ankle.age, 18)  # E
holds(Ankle.swelling, somebody)  # E
holds(swollen, {"swelling": True})  # E
swollen.values = frozenset({False})  # E

# Trees.
Question("Swollen?", swollen, yes=YES)  # E
Question("Swollen?", swollen, YES, NO)  # E
Question("Swollen?", Ankle.swelling, yes=YES, no=NO)  # E
Question("Swollen?", swollen, yes="yes", no=NO)  # E
Question("Swollen?", swollen, yes=YES, no=None)  # E
Question(swollen, "Swollen?", yes=YES, no=NO)  # E
Leaf(["not", "hashable"])  # E
Tree(YES, "ankle")  # E
Tree("yes")  # E
Tree(YES, severity=1)  # E

# Queries.
differential(YES, somebody)  # E
differential(Tree(YES))  # E
differential(Tree(YES), {"swelling": True})  # E
residual(swollen, somebody)  # E
next_question(MUSCLE_SPASM.tree, Presentation(), [Presentation.pain])  # E
next_question(MUSCLE_SPASM.tree, Presentation(), skip=["pain"])  # E
next_question(MUSCLE_SPASM.tree, Presentation()).name  # E

# Guidelines.
differential(MUSCLE_SPASM, Presentation())  # E
next_question(MUSCLE_SPASM, Presentation())  # E
MUSCLE_SPASM.outcomes  # E
MUSCLE_SPASM.assess({"fever": True})  # E
MUSCLE_SPASM.condition(1)  # E
MUSCLE_SPASM.interview(1)  # E
MUSCLE_SPASM.interview("witness", {"fever": True})  # E
MUSCLE_SPASM.version = "2"  # E
assess(somebody)  # E
assess(MUSCLE_SPASM, Presentation())  # E
cramp = Condition("cramp", "Cramp", Urgency.PROMPT)
Condition("cramp", "Cramp")  # E
Condition("cramp", "Cramp", "prompt")  # E
Condition("cramp", "Cramp", Urgency.PROMPT, ())  # E
Alert("hot", "Hot", Ankle.swelling, Urgency.URGENT)  # E
Alert("hot", "Hot", swollen)  # E
Alert("hot", "Hot", swollen, 2)  # E
Screen("signs", "Any?", ["swelling"])  # E
Guideline("ankle", tree=Tree(Leaf(cramp)))  # E
Guideline("ankle", "Ankle", tree=Tree(Leaf(cramp)))  # E
Guideline("ankle", name="Ankle", tree=Leaf(cramp))  # E
Guideline("ankle", name="Ankle", tree=Tree(Leaf(cramp)), alerts=[cramp])  # E
Guideline("ankle", name="Ankle", tree=Tree(Leaf(cramp)), order=["swelling"])  # E
Guideline("ankle", name="Ankle", tree=Tree(Leaf(cramp)), reassuring=["cramp"])  # E
Guideline("ankle", name="Ankle", tree=Tree(Leaf(cramp)), afterwards={cramp: ["age"]})  # E
Advice("Rest.", when=cramp)  # E
Advice("Rest.", when=[swollen])  # E
When.settled("cramp")  # E
When.at_least("urgent")  # E
When.holds(Ankle.swelling)  # E
