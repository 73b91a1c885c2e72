"""Alerts: beside the tree, they raise the urgency and say why."""

from __future__ import annotations

from spasm_ddx.guideline.model import Alert, Code, Urgency
from spasm_ddx.muscle_spasm.presentation import Eeg, Extent, Presentation, SeriousDisease, Site
from spasm_ddx.muscle_spasm.tree import CONVULSIVE, FEBRILE, PAINFUL_LIMB_SPASM, SYSTEMIC
from spasm_ddx.reasoning.criteria import Not, all_of, any_of
from spasm_ddx.reasoning.units import minutes, months, seconds, years

STATUS_CONVULSIVUS = Alert(
    "status_convulsivus",
    "Convulsion of more than 30 minutes (status convulsivus)",
    all_of(CONVULSIVE, Presentation.duration_s.above(minutes(30))),
    Urgency.EMERGENCY,
    ("S40",),
    (
        Code("ICD-10", "G41.0"),
        Code("ICD-11", "8A66.0"),
        Code("SNOMED CT", "230456007"),
        Code("HPO", "HP:0002133"),
    ),
)
PROLONGED_CONVULSION = Alert(
    "prolonged_convulsion",
    "Convulsion of 5 minutes or more",
    all_of(CONVULSIVE, Presentation.duration_s.at_least(minutes(5))),
    Urgency.EMERGENCY,
    ("V01",),
)
NO_RECOVERY_BETWEEN_ATTACKS = Alert(
    "no_recovery_between_attacks",
    "Convulsions without recovery between them",
    all_of(CONVULSIVE, Presentation.recurrent_without_recovery.present),
    Urgency.EMERGENCY,
    ("S39", "V01"),
)
STILL_CONVULSING = Alert(
    "still_convulsing",
    "Still convulsing",
    all_of(CONVULSIVE, Presentation.ongoing.present),
    Urgency.EMERGENCY,
    ("V01",),
)
UNCONSCIOUS_CONVULSION = Alert(
    "unconscious_convulsion",
    "Consciousness clouded or lost, and not a febrile convulsion",
    all_of(Presentation.impaired_consciousness.present, Not(FEBRILE)),
    Urgency.EMERGENCY,
    ("S30", "V14"),
)
SYSTEMIC_CAUSE = Alert(
    "systemic_cause",
    "Sign of a systemic cause",
    SYSTEMIC,
    Urgency.EMERGENCY,
    ("S16", "V09"),
)
ARCHED_BACK_AWAKE = Alert(
    "arched_back_awake",
    "Back arched backwards while awake",
    all_of(Presentation.opisthotonus.present, Presentation.impaired_consciousness.absent),
    Urgency.EMERGENCY,
    ("V08",),
)
STIFF_NECK_WITH_FEVER = Alert(
    "stiff_neck_with_fever",
    "Stiff neck or trunk with fever",
    all_of(
        Presentation.fever.present,
        Presentation.rigidity.present,
        Presentation.site.among(Site.NECK_OR_TRUNK),
    ),
    Urgency.EMERGENCY,
    ("V16",),
)
FEVER_OUTSIDE_AGE_WINDOW = Alert(
    "fever_outside_age_window",
    "Convulsion with fever under 6 or over 48 months of age",
    all_of(
        CONVULSIVE,
        Presentation.fever.present,
        any_of(Presentation.age_months.below(months(6)), Presentation.age_months.above(months(48))),
    ),
    Urgency.EMERGENCY,
    ("S41", "V04"),
)
ATYPICAL_FEBRILE_CONVULSION = Alert(
    "atypical_febrile_convulsion",
    "Febrile convulsion with an atypical feature",
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
    Urgency.URGENT,
    ("S43", "S44", "S45", "S46", "S47", "S48", "V05"),
)
SERIOUS_DISEASE_SUSPECTED = Alert(
    "serious_disease_suspected",
    "Serious disease known or suspected",
    Presentation.serious_disease.among(SeriousDisease.SUSPECTED),
    Urgency.URGENT,
    ("S47",),
)
FEVERISH_SPASM = Alert(
    "feverish_spasm",
    "Spasm with fever",
    Presentation.fever.present,
    Urgency.URGENT,
    ("S16",),
)
NERVE_OR_VESSEL_SIGN = Alert(
    "nerve_or_vessel_sign",
    "Sign of a nerve, a vessel or a medicine behind the cramp",
    Presentation.secondary_cramp_signs.present,
    Urgency.URGENT,
    ("V12",),
)
INFANT_SPASM = Alert(
    "infant_spasm",
    "Spasm under 2 years of age",
    Presentation.age_months.below(years(2)),
    Urgency.URGENT,
    ("V13",),
)
ABNORMAL_EEG = Alert(
    "abnormal_eeg",
    "Abnormal EEG",
    Presentation.eeg.among(Eeg.ABNORMAL),
    Urgency.PROMPT,
    ("S48",),
)
LONG_CRAMP = Alert(
    "long_cramp",
    "Cramp of 100 seconds or more",
    all_of(Not(CONVULSIVE), PAINFUL_LIMB_SPASM, Presentation.duration_s.at_least(seconds(100))),
    Urgency.PROMPT,
    ("S04", "V12"),
)
SELF_CARE_FAILED = Alert(
    "self_care_failed",
    "Self-care did not help",
    Presentation.self_care_failed.present,
    Urgency.PROMPT,
    ("S11",),
)

#: Every alert, in the order in which a report names them.
ALERTS = (
    STATUS_CONVULSIVUS,
    PROLONGED_CONVULSION,
    NO_RECOVERY_BETWEEN_ATTACKS,
    STILL_CONVULSING,
    UNCONSCIOUS_CONVULSION,
    SYSTEMIC_CAUSE,
    ARCHED_BACK_AWAKE,
    STIFF_NECK_WITH_FEVER,
    FEVER_OUTSIDE_AGE_WINDOW,
    ATYPICAL_FEBRILE_CONVULSION,
    SERIOUS_DISEASE_SUSPECTED,
    FEVERISH_SPASM,
    NERVE_OR_VESSEL_SIGN,
    INFANT_SPASM,
    ABNORMAL_EEG,
    LONG_CRAMP,
    SELF_CARE_FAILED,
)
