"""The alerts, which raise the urgency independently of the tree, with the reason."""

from __future__ import annotations

from typing import Final

from spasm_ddx.guideline.model import Alert, Code, Urgency
from spasm_ddx.muscle_spasm.presentation import LIMB_SITES, Eeg, Extent, Presentation
from spasm_ddx.muscle_spasm.tree import ATTACK, CONVULSIVE, FEBRILE, PAINFUL_LIMB_SPASM, SYSTEMIC
from spasm_ddx.reasoning.criteria import Not, all_of, any_of
from spasm_ddx.reasoning.units import hours, minutes, months, seconds, years

_HARD_LIMB = (
    Not(CONVULSIVE),
    Presentation.pain.present,
    Presentation.rigidity.present,
    Presentation.site.among(*LIMB_SITES),
)

# fmt: off
FIRST_CONVULSION: Final = Alert(
    "first_convulsion", "First convulsion of this person's life",
    all_of(ATTACK, Presentation.first_convulsion.present), Urgency.EMERGENCY, ("V14",),
)

#: Every alert, in the order of a report.
ALERTS: Final = (
    Alert(
        "status_convulsivus", "Convulsion of more than 30 minutes (status convulsivus)",
        all_of(ATTACK, Presentation.duration_s.above(minutes(30))), Urgency.EMERGENCY, ("S40",),
        (
            Code("ICD-10", "G41.0"),
            Code("ICD-11", "8A66.0"),
            Code("SNOMED CT", "230456007"),
            Code("HPO", "HP:0002133"),
        ),
    ),
    Alert(
        "prolonged_convulsion", "Convulsion of 5 minutes or more",
        all_of(ATTACK, Presentation.duration_s.at_least(minutes(5))), Urgency.EMERGENCY, ("V01",),
    ),
    Alert(
        "no_recovery_between_attacks", "Convulsions without recovery between them",
        all_of(ATTACK, Presentation.recurrent_without_recovery.present),
        Urgency.EMERGENCY, ("S39", "V17"),
    ),
    Alert(
        "still_convulsing", "Still convulsing",
        all_of(ATTACK, Presentation.ongoing.present), Urgency.EMERGENCY, ("V01",),
    ),
    FIRST_CONVULSION,
    Alert(
        "unconscious_convulsion", "Consciousness clouded or lost, and not a febrile convulsion",
        all_of(Presentation.impaired_consciousness.present, Not(FEBRILE)),
        Urgency.EMERGENCY, ("S30",),
    ),
    Alert(
        "systemic_cause", "Sign of a systemic cause",
        SYSTEMIC, Urgency.EMERGENCY, ("S16", "V09"),
    ),
    Alert(
        "arched_back_awake", "Back arched backwards while awake",
        all_of(Presentation.opisthotonus.present, Presentation.impaired_consciousness.absent),
        Urgency.EMERGENCY, ("V08",),
    ),
    Alert(
        "slow_recovery", "Not fully awake an hour after the attack",
        all_of(Presentation.impaired_consciousness.present, Presentation.rapid_recovery.absent),
        Urgency.EMERGENCY, ("S44", "V26"),
    ),
    Alert(
        "low_calcium_convulsion", "Convulsion with low blood calcium",
        all_of(ATTACK, Presentation.low_blood_calcium.present), Urgency.EMERGENCY, ("V09", "V28"),
    ),
    Alert(
        "stiff_neck_with_fever", "Stiff neck with fever",
        all_of(Presentation.fever.present, Presentation.stiff_neck.present),
        Urgency.EMERGENCY, ("V16",),
    ),
    Alert(
        "suspected_brain_infection", "Fever with a serious disease suspected",
        all_of(Presentation.fever.present, Presentation.serious_disease_suspected.present),
        Urgency.EMERGENCY, ("S47", "V16"),
    ),
    Alert(
        "fever_outside_age_window", "Convulsion with fever under 6 or over 48 months of age",
        all_of(
            ATTACK,
            Presentation.fever.present,
            any_of(
                Presentation.age_months.below(months(6)),
                Presentation.age_months.above(months(48)),
            ),
        ),
        Urgency.EMERGENCY, ("S41", "V04"),
    ),
    Alert(
        "young_infant_convulsion", "Convulsion under 6 months of age",
        all_of(ATTACK, Presentation.age_months.below(months(6))), Urgency.EMERGENCY, ("V21", "V26"),
    ),
    Alert(
        "acute_limb_or_face_sign", "Sudden weakness, drooping face, slurred speech or cold limb",
        Presentation.acute_limb_or_face_sign.present, Urgency.EMERGENCY, ("V27",),
    ),
    Alert(
        "hard_limb_for_an_hour", "Limb hard and painful for an hour or more",
        all_of(*_HARD_LIMB, Presentation.duration_s.at_least(hours(1))),
        Urgency.EMERGENCY, ("V23",),
    ),
    Alert(
        "atypical_febrile_convulsion", "Febrile convulsion with an atypical feature",
        all_of(
            FEBRILE,
            any_of(
                Presentation.extent.among(Extent.LOCALIZED),
                Presentation.duration_s.at_least(minutes(15)),
                Presentation.attacks_this_illness.at_least(2),
                Presentation.rapid_recovery.absent,
                Presentation.early_in_fever.absent,
                Presentation.eeg.among(Eeg.ABNORMAL),
                name="Atypical feature",
            ),
        ),
        Urgency.URGENT, ("S43", "S44", "S45", "S46", "S47", "S48", "V05"),
    ),
    Alert(
        "serious_disease_suspected", "Serious disease known or suspected",
        Presentation.serious_disease_suspected.present, Urgency.URGENT, ("S47",),
    ),
    Alert(
        "feverish_spasm", "Spasm with fever",
        Presentation.fever.present, Urgency.URGENT, ("S16",),
    ),
    Alert(
        "stiff_neck", "Stiff neck",
        Presentation.stiff_neck.present, Urgency.URGENT, ("V16",),
    ),
    Alert(
        "nerve_or_vessel_signs", "Signs of a nerve or vessel behind the cramp",
        Presentation.nerve_or_vessel_signs.present, Urgency.URGENT, ("V12",),
    ),
    Alert(
        "low_blood_calcium", "Low blood calcium",
        Presentation.low_blood_calcium.present, Urgency.URGENT, ("S16", "V09", "V28"),
    ),
    Alert(
        "lasting_hard_limb", "Limb hard and painful for 10 minutes or more",
        all_of(*_HARD_LIMB, Presentation.duration_s.at_least(minutes(10))),
        Urgency.URGENT, ("V23",),
    ),
    Alert(
        "infant_spasm", "Spasm under 2 years of age",
        Presentation.age_months.below(years(2)), Urgency.URGENT, ("V13",),
    ),
    Alert(
        "abnormal_eeg", "Abnormal EEG",
        all_of(CONVULSIVE, Presentation.eeg.among(Eeg.ABNORMAL)), Urgency.PROMPT, ("S48",),
    ),
    Alert(
        "cramp_medicine", "Medicine that can cause cramps",
        Presentation.cramp_medicine.present, Urgency.PROMPT, ("V12",),
    ),
    Alert(
        "long_cramp", "Cramp of 100 seconds or more",
        all_of(Not(CONVULSIVE), PAINFUL_LIMB_SPASM, Presentation.duration_s.at_least(seconds(100))),
        Urgency.PROMPT, ("S04", "V12"),
    ),
    Alert(
        "self_care_failed", "Self-care did not help",
        Presentation.self_care_failed.present, Urgency.PROMPT, ("S11",),
    ),
)
