"""A guideline of its own: NICE's traffic light for a feverish child under five.

The published table sorts a child with fever by the signs that are present: any red sign is a
high risk of serious illness, any amber sign without a red one an intermediate risk, and
neither a low risk. It is here to show what a guideline gets from one file: an assessment, an
interview, the page, tables, drawings and docs. It is not advice.

Reference: National Institute for Health and Care Excellence. Fever in under 5s: assessment
and initial management. NICE guideline NG143, 2019, last updated 2021: recommendations 1.2 to
1.7 and table 1. Read closely, in our own words; "claims" name the section.

Try it::

    spasm-ddx assess --guideline examples/feverish_child.py:FEVERISH_CHILD --age-months 2mo \
        --temperature-c 38.4
    spasm-ddx render --guideline examples/feverish_child.py:FEVERISH_CHILD -o fever.html
"""

from __future__ import annotations

from spasm_ddx import (
    Advice,
    Alert,
    Claim,
    ClaimRole,
    Condition,
    Feature,
    Findings,
    Guideline,
    Leaf,
    Notices,
    Number,
    Question,
    Screen,
    Sources,
    Tree,
    UrgencyScale,
    When,
    YesNo,
    all_of,
    any_of,
    months,
)

CLINICIAN = "clinician"


class FeverishChild(Findings):
    """One feverish child under five, as observed. ``None`` is unknown, never absent."""

    age_months: Number = Number(
        "How old is the child?", unit="months", low=0, high=60, usual=24, label="age"
    )
    temperature_c: Number = Number(
        "What is the temperature?",
        unit="degrees Celsius",
        low=34,
        high=43,
        usual=38.5,
        label="temperature",
    )
    fever_days: Number = Number(
        "For how many days has the fever lasted?",
        unit="days",
        low=0,
        high=60,
        usual=1,
        label="fever for",
    )
    breathing_or_blood_flow_failing: YesNo = YesNo(
        "Is the child struggling to breathe, choking, or cold, grey and floppy?",
        red_flag=True,
        label="airway, breathing or circulation in danger",
        denied="airway, breathing and circulation in order",
        claims=("1.2",),
    )
    does_not_stay_awake: YesNo = YesNo(
        "Can the child not be woken, or not stay awake once woken?",
        red_flag=True,
        label="cannot be woken or kept awake",
        denied="wakes and stays awake",
    )
    fit_goes_on: YesNo = YesNo(
        "Is there a fit that does not stop?",
        red_flag=True,
        label="a fit that does not stop",
        denied="no fit that goes on",
    )
    ashen_or_blue: YesNo = YesNo(
        "Are the skin, lips or tongue pale, blotchy, grey or blue?",
        red_flag=True,
        label="pale, blotchy, grey or blue",
        denied="colour as usual",
    )
    no_response: YesNo = YesNo(
        "Does the child not react to people at all?",
        red_flag=True,
        label="no reaction to people",
        denied="reacts to people",
    )
    weak_or_shrill_cry: YesNo = YesNo(
        "Is the cry weak, shrill, or without a pause?", red_flag=True, label="weak or shrill cry"
    )
    grunting: YesNo = YesNo(
        "Does the child grunt with each breath?", red_flag=True, label="grunting"
    )
    chest_drawn_in: YesNo = YesNo(
        "Is the chest clearly drawn in with each breath?", red_flag=True, label="chest drawn in"
    )
    rash_that_stays: YesNo = YesNo(
        "Is there a rash that does not fade when pressed?",
        red_flag=True,
        label="rash that does not fade",
    )
    bulging_soft_spot: YesNo = YesNo(
        "Does the soft spot on the head bulge?", red_flag=True, label="bulging soft spot"
    )
    stiff_neck: YesNo = YesNo("Is the neck stiff?", red_flag=True, label="stiff neck")
    fit_of_one_side: YesNo = YesNo(
        "Was there a fit of one part or one side of the body?",
        red_flag=True,
        label="fit of one part of the body",
    )
    weakness_of_one_part: YesNo = YesNo(
        "Is one part of the body newly weak, or are the eyes or the face uneven?",
        red_flag=True,
        label="focal neurological signs",
    )
    slow_skin_fold: YesNo = YesNo(
        "Does a pinched fold of skin stay up?",
        red_flag=True,
        answered_by=CLINICIAN,
        label="reduced skin turgor",
    )
    looks_ill: YesNo = YesNo(
        "Does the child look ill to you as a clinician?",
        red_flag=True,
        answered_by=CLINICIAN,
        label="looks ill to a clinician",
        denied="does not look ill to a clinician",
    )
    pallor_reported: YesNo = YesNo(
        "Does a parent say that the child is paler than usual?", label="pallor reported"
    )
    reacts_less: YesNo = YesNo(
        "Does the child react to people less than usual, or not smile?",
        label="reacts less than usual",
        denied="reacts as usual",
    )
    hard_to_wake: YesNo = YesNo(
        "Does the child wake only after long trying?", label="hard to wake", denied="wakes as usual"
    )
    less_active: YesNo = YesNo(
        "Is the child less active than usual?", label="less active", denied="active as usual"
    )
    nostrils_flare: YesNo = YesNo(
        "Do the nostrils flare with each breath?", label="flaring nostrils"
    )
    dry_mouth: YesNo = YesNo("Is the mouth dry inside?")
    feeds_poorly: YesNo = YesNo("If it is a baby: does it feed poorly?", label="poor feeding")
    less_urine: YesNo = YesNo("Are there fewer wet nappies, or less urine?")
    shaking_chills: YesNo = YesNo("Were there shaking chills?")
    swollen_limb_or_joint: YesNo = YesNo("Is a limb or a joint swollen?")
    limb_not_used: YesNo = YesNo("Does the child not use a limb, or not stand on it?")
    breaths_per_minute: Number = Number(
        "How many breaths a minute?",
        low=0,
        high=200,
        usual=25,
        whole=True,
        label="breaths a minute",
    )
    heart_beats_per_minute: Number = Number(
        "How many heart beats a minute?",
        low=0,
        high=350,
        usual=110,
        whole=True,
        label="heart beats a minute",
        answered_by=CLINICIAN,
    )
    oxygen_percent: Number = Number(
        "What is the oxygen saturation in air, in percent?",
        low=0,
        high=100,
        usual=98,
        label="oxygen saturation",
        answered_by=CLINICIAN,
    )
    refill_s: Number = Number(
        "After pressing the skin, how long until its colour is back?",
        unit="seconds",
        low=0,
        high=30,
        usual=1,
        label="capillary refill",
        answered_by=CLINICIAN,
    )
    crackles: YesNo = YesNo("Are there crackles in the chest?", answered_by=CLINICIAN)


Child = FeverishChild


class Light(UrgencyScale):
    """How soon the child must be seen."""

    GREEN = 0, "care at home, with advice on when to seek help"
    AMBER = 1, "have a clinician see the child in person"
    RED = 2, "have a clinician see the child in person within 2 hours"
    LIFE_THREATENING = 3, "call an ambulance now", True


LIFE_THREATENING = any_of(
    Child.breathing_or_blood_flow_failing.present,
    Child.does_not_stay_awake.present,
    Child.fit_goes_on.present,
    name="Immediately life-threatening sign",
)
RED_SIGN = any_of(
    Child.breathing_or_blood_flow_failing.present,
    Child.ashen_or_blue.present,
    Child.no_response.present,
    Child.looks_ill.present,
    Child.does_not_stay_awake.present,
    Child.weak_or_shrill_cry.present,
    Child.grunting.present,
    Child.breaths_per_minute.above(60),
    Child.chest_drawn_in.present,
    Child.slow_skin_fold.present,
    all_of(Child.age_months.below(months(3)), Child.temperature_c.at_least(38)),
    Child.rash_that_stays.present,
    Child.bulging_soft_spot.present,
    Child.stiff_neck.present,
    Child.fit_goes_on.present,
    Child.weakness_of_one_part.present,
    Child.fit_of_one_side.present,
    name="Red sign",
)
AMBER_SIGN = any_of(
    Child.pallor_reported.present,
    Child.reacts_less.present,
    Child.hard_to_wake.present,
    Child.less_active.present,
    Child.nostrils_flare.present,
    all_of(Child.age_months.between(6, 12), Child.breaths_per_minute.above(50)),
    all_of(Child.age_months.above(12), Child.breaths_per_minute.above(40)),
    Child.oxygen_percent.at_most(95),
    Child.crackles.present,
    all_of(Child.age_months.below(12), Child.heart_beats_per_minute.above(160)),
    all_of(Child.age_months.between(12, 24), Child.heart_beats_per_minute.above(150)),
    all_of(Child.age_months.above(24), Child.heart_beats_per_minute.above(140)),
    Child.refill_s.at_least(3),
    Child.dry_mouth.present,
    Child.feeds_poorly.present,
    Child.less_urine.present,
    all_of(Child.age_months.between(3, 6), Child.temperature_c.at_least(39)),
    Child.fever_days.at_least(5),
    Child.shaking_chills.present,
    Child.swollen_limb_or_joint.present,
    Child.limb_not_used.present,
    name="Amber sign",
)

HIGH_RISK = Condition("high_risk", "High risk of serious illness", Light.RED)
INTERMEDIATE_RISK = Condition(
    "intermediate_risk", "Intermediate risk of serious illness", Light.AMBER
)
LOW_RISK = Condition(
    "low_risk",
    "Low risk of serious illness",
    Light.GREEN,
    features=(Feature("active as usual", Child.less_active.absent, ("table 1",)),),
)


def by_light(condition: Condition) -> int:
    """The order of outcomes: the more urgent first."""
    return condition.urgency


ALERTS = (
    Alert(
        "life_threatening",
        "Immediately life-threatening sign",
        LIFE_THREATENING,
        Light.LIFE_THREATENING,
        ("1.2", "1.3"),
    ),
    Alert(
        "rash_and_stiff_neck",
        "A rash that does not fade, with a stiff neck or a slow refill",
        all_of(
            Child.rash_that_stays.present,
            any_of(Child.stiff_neck.present, Child.refill_s.at_least(3)),
        ),
        Light.LIFE_THREATENING,
        ("1.2",),
    ),
    Alert(
        "long_fever",
        "Fever for 5 days or longer",
        Child.fever_days.at_least(5),
        Light.AMBER,
        ("1.2", "table 1"),
    ),
)

DANGER_SCREEN = Screen(
    "danger",
    "Is there any of these signs of danger?",
    (Child.breathing_or_blood_flow_failing, Child.does_not_stay_awake, Child.fit_goes_on),
)
RED_SCREEN = Screen(
    "red",
    "Is there any of these signs?",
    (
        Child.ashen_or_blue,
        Child.no_response,
        Child.weak_or_shrill_cry,
        Child.grunting,
        Child.chest_drawn_in,
        Child.rash_that_stays,
        Child.bulging_soft_spot,
        Child.stiff_neck,
        Child.fit_of_one_side,
        Child.weakness_of_one_part,
    ),
)

CALL = Advice(
    "Stay with the child until the ambulance is there.",
    ("1.3",),
    when=When.at_least(Light.LIFE_THREATENING),
)
NO_WAITING = Advice(
    "Do not wait for the fever to fall before the child is seen.",
    ("1.3",),
    when=(When.settled(HIGH_RISK), When.unless(When.at_least(Light.LIFE_THREATENING))),
)
SEEN_IN_PERSON = Advice(
    "A clinician looks for the cause; without one, the parents are told what to watch for and "
    "how to come back.",
    ("1.4",),
    when=When.settled(INTERMEDIATE_RISK),
)
FLUIDS = Advice(
    "Offer drinks often; a breastfed child goes on being breastfed.",
    ("1.7",),
    when=When.settled(LOW_RISK),
)
WATCH = Advice(
    "Look at the child in the night too. Seek help if a rash does not fade, after a fit, if the "
    "child gets worse, or if the fever lasts 5 days.",
    ("1.7",),
    when=When.settled(LOW_RISK),
)
COMFORT = Advice(
    "Medicine against fever is for a child in distress, not for the number on the thermometer, "
    "and does not prevent fits. Do not sponge the child with water.",
    ("1.6",),
    when=(
        When.possible(LOW_RISK),
        When.unless(When.open(ALERTS[0])),
        When.at_most(Light.AMBER),
    ),
)

SOURCES = Sources(
    "Fever in under 5s: assessment and initial management (NICE guideline NG143)",
    claims=(
        Claim(
            "table 1",
            "table 1",
            ClaimRole.DEFINING,
            ("high_risk", "intermediate_risk", "low_risk"),
            "A red sign means a high risk, an amber sign without a red one an intermediate risk, "
            "neither a low risk.",
        ),
        Claim(
            "1.2",
            "assessment",
            ClaimRole.DEFINING,
            ("life_threatening", "high_risk"),
            "First look for what threatens life at once: airway, breathing, circulation, and how "
            "awake the child is.",
        ),
        Claim(
            "1.3",
            "remote assessment",
            ClaimRole.MANAGEMENT,
            ("high_risk",),
            "What threatens life goes to emergency care at once; another red sign is seen in "
            "person within 2 hours; an amber sign is seen in person.",
        ),
        Claim(
            "1.4",
            "in person, not a paediatrician",
            ClaimRole.MANAGEMENT,
            ("intermediate_risk",),
            "Without a diagnosis an amber child gets a safety net or is referred.",
        ),
        Claim(
            "1.6",
            "antipyretics",
            ClaimRole.MANAGEMENT,
            ("low_risk",),
            "Antipyretics are for distress, not to lower the temperature, and do not prevent "
            "febrile convulsions; tepid sponging is not advised.",
        ),
        Claim(
            "1.7",
            "home care",
            ClaimRole.MANAGEMENT,
            ("low_risk",),
            "Parents offer fluids, check the child at night, and know when to seek help.",
        ),
    ),
)

FEVERISH_CHILD = Guideline(
    "feverish_child",
    name="Feverish child under five",
    version="2021",
    tree=Tree(
        Question(
            "Any red sign?",
            RED_SIGN,
            yes=Leaf(HIGH_RISK),
            no=Question(
                "Any amber sign?",
                AMBER_SIGN,
                yes=Leaf(INTERMEDIATE_RISK),
                no=Leaf(LOW_RISK),
                claims=("table 1",),
            ),
            claims=("table 1", "1.2"),
        ),
        name="Feverish child under five",
        version="2021",
        severity=by_light,
    ),
    alerts=ALERTS,
    order=(DANGER_SCREEN, Child.age_months, RED_SCREEN, Child.temperature_c, Child.fever_days),
    advice=(CALL, NO_WAITING, SEEN_IN_PERSON, FLUIDS, WATCH, COMFORT),
    reassuring=(LOW_RISK,),
    sources=SOURCES,
    notices=Notices(
        purpose="Not a medical device and not medical advice. It computes what follows from one "
        "table of NICE guideline NG143 and the findings given.",
        before="If the child struggles to breathe, cannot be woken, or has a fit that does not "
        "stop: call an ambulance now, and leave the questions.",
        call_now="Call an ambulance now; the questions can wait.",
        beside="Not medical advice; an example of how to write a guideline.",
    ),
)


def main() -> None:
    """Show one hardly known child."""
    child = FeverishChild(age_months=2, temperature_c=38.4, does_not_stay_awake=False)
    print(FEVERISH_CHILD.assess(child))


if __name__ == "__main__":
    main()
