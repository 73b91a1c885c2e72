"""A guideline outside the library: its own vocabulary, scale, order and roles.

Made for the tests of what takes any guideline; it holds one of everything that a guideline
can hold, and is no advice. Its finding ``format`` is named like an option of commands.
"""

from __future__ import annotations

from enum import Enum

import attrs

from spasm_ddx import (
    Advice,
    Alert,
    Cause,
    Claim,
    ClaimRole,
    Code,
    Condition,
    Feature,
    Findings,
    Guideline,
    Leaf,
    Note,
    Notices,
    Number,
    OneOf,
    Question,
    Screen,
    Sources,
    Tree,
    UrgencyScale,
    When,
    YesNo,
    all_of,
    any_of,
    at_least,
)


class Xray(Enum):
    """What an X-ray shows."""

    NORMAL = "normal"
    FRACTURE = "fracture"
    UNCLEAR = "unclear"
    NOT_DONE = "not_done"


class Injured(Findings):
    """One person's injured ankle."""

    swelling: YesNo = YesNo("Is it swollen?")
    bone_tender: YesNo = YesNo("Is the bone tender?", red_flag=True, help="Press along the edge.")
    fever: YesNo = YesNo("Is there a fever?", red_flag=True)
    temperature: Number = Number(
        "How warm is it?", unit="degrees Celsius", low=25, high=45, usual=37, shows=(fever, 38.0)
    )
    age: Number = Number("How old is the person?", unit="years", low=0, high=125, usual=40)
    steps: Number = Number(
        "How many steps can be taken?", low=0, high=10, usual=4, whole=True, answered_by="nurse"
    )
    xray: OneOf[Xray] = OneOf("What does the X-ray show?", Xray, answered_by="doctor")
    format: YesNo = YesNo("Is the foot out of shape?", red_flag=True)
    ran: YesNo = YesNo("Did it happen while running?")


class Care(UrgencyScale):
    """Three levels, of which one calls for help now."""

    HOME = 0, "look after it at home"
    DOCTOR = 1, "see a doctor this week"
    HOSPITAL = 2, "go to a hospital now", True


REST = Advice("Rest it.", ("A3",))
BROKEN = Condition(
    "broken",
    "Broken ankle",
    Care.HOSPITAL,
    features=(Feature("the bone is tender", Injured.bone_tender.present, ("A1",)),),
    codes=(Code("ICD-10", "S82"),),
)
INFECTED = Condition("infected", "Infected ankle", Care.DOCTOR)
SPRAINED = Condition(
    "sprained",
    "Sprained ankle",
    Care.HOME,
    features=(
        Feature("a few steps", Injured.steps.between(1, 3), against=Injured.steps.above(6)),
        Feature("swollen", Injured.swelling.present, ("A2",)),
    ),
    causes=(Cause("running", Injured.ran, ("A2",), advice=(REST,)),),
    causes_title="How it may have happened",
)
BRUISED = Condition("bruised", "Bruised ankle", Care.HOME)

OLD = Alert(
    "old",
    "A tender bone at 65 or more",
    all_of(Injured.bone_tender.present, Injured.age.at_least(65)),
    Care.DOCTOR,
    ("A1", "N1"),
)
HOT = Alert(
    "hot",
    "40 degrees or more",
    Injured.temperature.at_least(40),
    Care.HOSPITAL,
    codes=(Code("ICD-10", "R50"), Code("HPO", "HP:0001945")),
)
SIGNS = Screen(
    "signs",
    "Is there any of these signs?",
    (Injured.bone_tender, Injured.fever, Injured.format),
)

_HOSPITAL = When.at_least(Care.HOSPITAL)
SPRAIN = Guideline(
    "sprain",
    name="Sprained ankle or not",
    version="3",
    tree=Tree(
        Question(
            "Broken?",
            any_of(
                Injured.xray.among(Xray.FRACTURE),
                Injured.format.present,
                all_of(Injured.bone_tender.present, Injured.steps.below(4)),
            ),
            yes=Leaf(BROKEN),
            no=Question(
                "Infected?",
                all_of(Injured.fever.present, Injured.swelling.present),
                yes=Leaf(INFECTED),
                no=Question(
                    "Sprained?",
                    at_least(
                        2,
                        Injured.swelling.present,
                        Injured.steps.below(7),
                        Injured.bone_tender.absent,
                    ),
                    yes=Leaf(SPRAINED),
                    no=Leaf(BRUISED),
                ),
            ),
            claims=("A1",),
        ),
        name="Sprained ankle or not",
        version="3",
        severity=lambda condition: condition.urgency,
    ),
    alerts=(OLD, HOT),
    order=(Injured.swelling, Injured.bone_tender, SIGNS, Injured.age),
    advice=(
        Advice("Do not walk on it.", ("A1", "N1"), when=(_HOSPITAL,)),
        Advice("Have it seen.", when=(When.unless(_HOSPITAL), When.possible(BROKEN))),
        REST.given(When.settled(SPRAINED), When.unless(When.raised(OLD))),
        REST.given(When.settled(BRUISED)),
        Advice("Take the temperature.", when=When.open(HOT)),
        Advice("Cool it.", when=(When.holds(Injured.swelling.present), When.at_most(Care.DOCTOR))),
        Advice("A bone is tender.", when=When.unless(When.unless(When.raised(OLD)))),
    ),
    sources=Sources(
        "A made-up page",
        (
            Claim("A1", "Bones", ClaimRole.DEFINING, ("broken", "old"), "Press on the bone."),
            Claim("A2", "Sprains", ClaimRole.TYPICAL, ("sprained",), "Sprains swell."),
            Claim("A3", "Sprains", ClaimRole.MANAGEMENT, ("sprained",), "Rest helps."),
        ),
        (Note("N1", ("A1",), "The old break more easily.", "A made-up book", checked=False),),
    ),
    notices=Notices(
        purpose="Made up for tests, and no advice.",
        before="If the foot is cold, go to a hospital.",
        call_now="Go to a hospital now.",
        beside="Made up.",
        settled="That is all.",
    ),
)


def unsorted(guideline: Guideline) -> Guideline:
    """The same guideline without a severity: outcomes are in the order of the tree."""
    tree = guideline.tree
    return attrs.evolve(guideline, tree=Tree(tree.root, name=tree.name, version=tree.version))
