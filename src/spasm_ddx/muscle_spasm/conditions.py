"""The seven conditions: urgency, typical features, contributing causes, and codes."""

from __future__ import annotations

from typing import Final

from spasm_ddx.guideline.advice import Advice
from spasm_ddx.guideline.model import Cause, Code, Condition, Feature, Urgency
from spasm_ddx.muscle_spasm.presentation import LIMB_SITES, Eeg, Extent, Presentation, Site
from spasm_ddx.reasoning.units import minutes

# Advice on a cause of a cramp, which is also advice on the cramp itself.
WARM_AND_MASSAGE: Final = Advice("Keep the muscle warm and rub it.", ("S10", "V22"))
EASE_POSTURE: Final = Advice(
    "Sit and lie so that nothing presses on nerves and blood vessels.", ("S09",)
)
TAKE_CALCIUM: Final = Advice(
    "Take calcium in moderation. With kidney disease, kidney stones or high blood calcium, ask a "
    "doctor first.",
    ("S07", "V20"),
)
SOME_SUN: Final = Advice("Spend some time in the sun, without burning.", ("S08",))

_UNDER_TEN_MINUTES = Feature(
    "lasting less than 10 minutes", Presentation.duration_s.below(minutes(10)), ("S38",)
)

SYSTEMIC_CAUSE_SUSPECTED: Final = Condition(
    "systemic_cause_suspected", "Spasm of a systemic cause, suspected", Urgency.EMERGENCY
)
FEBRILE_CONVULSION: Final = Condition(
    "febrile_convulsion",
    "Febrile convulsion of childhood",
    Urgency.URGENT,
    features=(
        Feature(
            "lasting less than 15 minutes",
            Presentation.duration_s.below(minutes(15)),
            ("S43", "V05"),
        ),
        Feature("awake again within an hour", Presentation.rapid_recovery.present, ("S44",)),
        Feature("early in the fever", Presentation.early_in_fever.present, ("S45",)),
        Feature(
            "one attack in this illness", Presentation.attacks_this_illness.at_most(1), ("S46",)
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
GENERALIZED_TONIC_CONVULSION: Final = Condition(
    "generalized_tonic_convulsion",
    "Generalized tonic convulsion",
    Urgency.EMERGENCY,
    features=(
        Feature("repeated jerking", Presentation.jerking.present, ("S26",)),
        Feature("back arched backwards", Presentation.opisthotonus.present, ("S27",)),
        _UNDER_TEN_MINUTES,
    ),
    # With jerking, the second (bilateral tonic-clonic) fits better.
    codes=(Code("HPO", "HP:0010818"), Code("HPO", "HP:0002069")),
)
LOCALIZED_CONVULSION: Final = Condition(
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
            Presentation.site.among(*LIMB_SITES, Site.FACE, Site.EYES),
            ("S33", "S34", "S35", "S36"),
        ),
        _UNDER_TEN_MINUTES,
    ),
    codes=(Code("HPO", "HP:0007359"),),
)
UNDETERMINED_CONVULSION: Final = Condition(
    "undetermined_convulsion",
    "Convulsion or loss of consciousness outside the documented kinds",
    Urgency.EMERGENCY,
)
SPASM_NEEDING_REVIEW: Final = Condition(
    "spasm_needing_review", "Spasm that the source does not settle", Urgency.PROMPT
)
BENIGN_LOCAL_CRAMP: Final = Condition(
    "benign_local_cramp",
    "Benign local cramp",
    Urgency.SELF_CARE,
    features=(
        Feature(
            "in the calf, foot or toes",
            Presentation.site.among(Site.LOWER_LEG, Site.FOOT),
            ("S02", "S13"),
        ),
        Feature("lasting 1 to 100 seconds", Presentation.duration_s.between(1, 100), ("S04",)),
        Feature("at night or lying down", Presentation.at_night.present, ("S05", "S18")),
    ),
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
            "little calcium in the diet",
            Presentation.low_calcium_intake,
            ("S06", "S07"),
            advice=(TAKE_CALCIUM, SOME_SUN),
        ),
    ),
    codes=(Code("ICD-10", "R25.2"), Code("SNOMED CT", "55300003"), Code("HPO", "HP:0003394")),
)
