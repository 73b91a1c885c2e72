"""The seven conditions: urgency, typical features, contributing causes, and codes."""

from __future__ import annotations

from spasm_ddx.guideline.advice import Advice
from spasm_ddx.guideline.model import Cause, Code, Condition, Feature, Urgency
from spasm_ddx.muscle_spasm.presentation import Eeg, Extent, Presentation, Site
from spasm_ddx.reasoning.units import minutes

TAKE_CALCIUM = Advice(
    "Take calcium in moderation; no dose is given here. For cramps of the legs at night "
    "today's references think tired muscles, and nerves that work badly, likelier causes than a "
    "lack of salts.",
    ("S07", "V10"),
)
GET_SUNLIGHT = Advice("Spend some time in the sun.", ("S08",))
EASE_POSTURE = Advice(
    "Choose positions, sitting and lying, in which nothing presses on nerves and blood vessels.",
    ("S09",),
)
WARM_AND_MASSAGE = Advice(
    "Keep the muscle warm and rub it, which helps the blood flow through it.", ("S10", "V11")
)

_SHORT = Presentation.duration_s.below(minutes(10))
_SECONDS_TO_MINUTES = Feature("lasting less than 10 minutes", _SHORT, ("S38",))

SYSTEMIC_CAUSE_SUSPECTED = Condition(
    "systemic_cause_suspected",
    "Spasm of a systemic cause, suspected",
    Urgency.EMERGENCY,
)
FEBRILE_CONVULSION = Condition(
    "febrile_convulsion",
    "Febrile convulsion of childhood",
    Urgency.URGENT,
    features=(
        Feature(
            "lasting less than 15 minutes",
            Presentation.duration_s.below(minutes(15)),
            ("S43", "V05"),
        ),
        Feature("consciousness returning quickly", Presentation.rapid_recovery.present, ("S44",)),
        Feature("early in the fever", Presentation.early_in_fever.present, ("S45",)),
        Feature(
            "one attack in this illness",
            Presentation.attacks_this_illness.at_most(1),
            ("S46",),
        ),
        Feature(
            "a normal EEG",
            Presentation.eeg.among(Eeg.NORMAL),
            ("S48",),
            against=Presentation.eeg.among(Eeg.ABNORMAL),
        ),
        Feature("the whole body involved", Presentation.extent.among(Extent.GENERALIZED), ("V05",)),
    ),
    codes=(Code("ICD-10", "R56.0"), Code("SNOMED CT", "41497008"), Code("HPO", "HP:0002373")),
)
GENERALIZED_TONIC_CONVULSION = Condition(
    "generalized_tonic_convulsion",
    "Generalized tonic convulsion",
    Urgency.EMERGENCY,
    features=(
        Feature("jerking in bursts", Presentation.jerking.present, ("S26",)),
        Feature("the back arched backwards", Presentation.opisthotonus.present, ("S27",)),
        _SECONDS_TO_MINUTES,
    ),
    codes=(Code("HPO", "HP:0010818"),),
)
LOCALIZED_CONVULSION = Condition(
    "localized_convulsion",
    "Localized convulsion (twitching)",
    Urgency.URGENT,
    features=(
        Feature(
            "consciousness clouded or lost",
            Presentation.impaired_consciousness.present,
            ("S37", "V03"),
        ),
        Feature(
            "in the face, the eyes, or a limb",
            Presentation.site.among(
                Site.FACE,
                Site.HAND,
                Site.FOOT,
                Site.ARM,
                Site.THIGH,
                Site.LOWER_LEG,
                Site.EYES,
            ),
            ("S33", "S34", "S35", "S36"),
        ),
        _SECONDS_TO_MINUTES,
    ),
    codes=(Code("HPO", "HP:0007359"),),
)
UNDETERMINED_CONVULSION = Condition(
    "undetermined_convulsion",
    "Convulsion or loss of consciousness outside the documented kinds",
    Urgency.EMERGENCY,
)
SPASM_NEEDING_REVIEW = Condition(
    "spasm_needing_review",
    "Spasm that the source does not settle",
    Urgency.PROMPT,
)
BENIGN_LOCAL_CRAMP = Condition(
    "benign_local_cramp",
    "Benign local cramp",
    Urgency.SELF_CARE,
    causes_title="May have contributed, if it is a cramp",
    causes=(
        Cause(
            "a sudden movement, a twist, or long exertion",
            Presentation.exertion,
            ("S17", "S24"),
            advice=(WARM_AND_MASSAGE,),
        ),
        Cause("cold", Presentation.cold_exposure, ("S06", "S25"), advice=(WARM_AND_MASSAGE,)),
        Cause(
            "one posture kept too long, or pressure on a nerve or vessel",
            Presentation.sustained_posture,
            ("S06", "S18", "S19", "S20"),
            advice=(EASE_POSTURE,),
        ),
        Cause(
            "too little sleep or rest, or too much",
            Presentation.disturbed_rest,
            ("S22", "S24"),
            advice=(WARM_AND_MASSAGE,),
        ),
        Cause(
            "too little calcium",
            Presentation.calcium_deficiency,
            ("S06", "S07", "V09", "V10"),
            advice=(TAKE_CALCIUM, GET_SUNLIGHT),
        ),
    ),
    features=(
        Feature(
            "in the calf, foot or toes",
            Presentation.site.among(Site.LOWER_LEG, Site.FOOT),
            ("S02", "S13"),
        ),
        Feature("lasting 1 to 100 seconds", Presentation.duration_s.between(1, 100), ("S04",)),
        Feature("at night or lying down", Presentation.at_night.present, ("S05", "S18")),
    ),
    codes=(Code("ICD-10", "R25.2"), Code("SNOMED CT", "55300003"), Code("HPO", "HP:0003394")),
)
