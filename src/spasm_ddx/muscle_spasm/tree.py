"""The tree: seven questions, the dangerous ones first, and eight leaves."""

from __future__ import annotations

from typing import Final

from spasm_ddx.guideline.model import Condition, by_urgency
from spasm_ddx.muscle_spasm.conditions import (
    BENIGN_LOCAL_CRAMP,
    FEBRILE_CONVULSION,
    GENERALIZED_TONIC_CONVULSION,
    LOCALIZED_CONVULSION,
    SPASM_NEEDING_REVIEW,
    SYSTEMIC_CAUSE_SUSPECTED,
    UNDETERMINED_CONVULSION,
)
from spasm_ddx.muscle_spasm.presentation import LIMB_SITES, Extent, Presentation
from spasm_ddx.reasoning.criteria import Not, all_of, any_of
from spasm_ddx.reasoning.tree import Leaf, Question, Tree
from spasm_ddx.reasoning.units import minutes, months

#: The version of the clinical content: the tree, the alerts, the claims and the advice.
CONTENT_VERSION: Final = "2.0.0"

SYSTEMIC: Final = any_of(
    Presentation.tetanus_signs.present,
    Presentation.rabies_signs.present,
    Presentation.tetany_signs.present,
    Presentation.poisoning.present,
    name="Sign of a systemic cause",
)
CONVULSIVE: Final = any_of(
    Presentation.impaired_consciousness.present,
    Presentation.jerking.present,
    Presentation.eye_signs.present,
    Presentation.opisthotonus.present,
    Presentation.extent.among(Extent.GENERALIZED),
    Presentation.reported_convulsion.present,
    name="Convulsive sign",
)
ATTACK: Final = any_of(
    Presentation.impaired_consciousness.present,
    Presentation.jerking.present,
    Presentation.eye_signs.present,
    Presentation.reported_convulsion.present,
    name="Attack like a convulsion",
)
FEBRILE: Final = all_of(
    Presentation.fever.present,
    Presentation.age_months.between(months(6), months(48)),
    Presentation.impaired_consciousness.present,
    Presentation.serious_disease_excluded.present,
    Not(SYSTEMIC),
    Presentation.low_blood_calcium.absent,
    Presentation.known_epilepsy.absent,
    Presentation.opisthotonus.absent,
    name="Febrile convulsion",
)
OTHER_DISEASE: Final = any_of(
    Presentation.fever.present,
    Presentation.stiff_neck.present,
    Presentation.serious_disease_suspected.present,
    Presentation.known_epilepsy.present,
    Presentation.recurrent_without_recovery.present,
    Presentation.low_blood_calcium.present,
    Presentation.acute_limb_or_face_sign.present,
    Presentation.nerve_or_vessel_signs.present,
    Presentation.cramp_medicine.present,
    name="Sign of another disease",
)
PAINFUL_LIMB_SPASM: Final = all_of(
    Presentation.pain.present,
    Presentation.rigidity.present,
    Presentation.site.among(*LIMB_SITES),
    Presentation.duration_s.below(minutes(10)),
    name="Painful, hard spasm of a limb, under 10 minutes",
)

_BENIGN = Question(
    "Painful, hard spasm of a limb, under 10 minutes?",
    PAINFUL_LIMB_SPASM,
    yes=Leaf(BENIGN_LOCAL_CRAMP),
    no=Leaf(SPASM_NEEDING_REVIEW),
    claims=("S01", "S03", "V12"),
)
_OTHER_DISEASE = Question(
    "A sign of another disease?",
    OTHER_DISEASE,
    yes=Leaf(SPASM_NEEDING_REVIEW),
    no=_BENIGN,
    claims=("S16", "V12", "V16", "V27", "V28"),
)
_LOCALIZED = Question(
    "Only local twitching?",
    all_of(
        Presentation.extent.among(Extent.LOCALIZED),
        Presentation.opisthotonus.absent,
        any_of(Presentation.jerking.present, Presentation.eye_signs.present),
    ),
    yes=Leaf(LOCALIZED_CONVULSION),
    no=Leaf(UNDETERMINED_CONVULSION),
    claims=("S32", "S36", "V02"),
)
_GENERALIZED = Question(
    "Whole body rigid and unconscious?",
    all_of(
        Presentation.extent.among(Extent.GENERALIZED),
        Presentation.rigidity.present,
        Presentation.impaired_consciousness.present,
    ),
    yes=Leaf(GENERALIZED_TONIC_CONVULSION),
    no=_LOCALIZED,
    claims=("S26", "S30", "V02"),
)
_FEBRILE = Question(
    "Febrile convulsion?",
    FEBRILE,
    yes=Leaf(FEBRILE_CONVULSION),
    no=_GENERALIZED,
    claims=("S41", "S42", "S44", "S47", "V05", "V08"),
)
_CONVULSIVE = Question(
    "Any convulsive sign?",
    CONVULSIVE,
    yes=_FEBRILE,
    no=_OTHER_DISEASE,
    claims=("S26", "S30", "S32", "S36"),
)
_SYSTEMIC = Question(
    "Awake, with a sign of a systemic cause?",
    all_of(SYSTEMIC, Presentation.impaired_consciousness.absent),
    yes=Leaf(SYSTEMIC_CAUSE_SUSPECTED),
    no=_CONVULSIVE,
    claims=("S16", "V08"),
)

TREE: Final[Tree[Condition]] = Tree(
    _SYSTEMIC, name="Muscle spasm", version=CONTENT_VERSION, severity=by_urgency
)
