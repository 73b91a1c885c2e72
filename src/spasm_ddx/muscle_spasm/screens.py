"""The screens, the order of asking, and the optional questions at the end."""

from __future__ import annotations

from typing import Final

from spasm_ddx.guideline.model import Condition, Screen
from spasm_ddx.muscle_spasm.conditions import BENIGN_LOCAL_CRAMP, FEBRILE_CONVULSION
from spasm_ddx.muscle_spasm.presentation import Presentation
from spasm_ddx.reasoning.finding_kinds import Finding

CONVULSIVE_SCREEN: Final = Screen(
    "convulsive",
    "Did you see any of these during the attack?",
    (
        Presentation.impaired_consciousness,
        Presentation.jerking,
        Presentation.eye_signs,
        Presentation.opisthotonus,
        Presentation.reported_convulsion,
    ),
)
SYSTEMIC_SCREEN: Final = Screen(
    "systemic",
    "Could one of these be behind it?",
    (
        Presentation.tetanus_signs,
        Presentation.rabies_signs,
        Presentation.tetany_signs,
        Presentation.low_blood_calcium,
        Presentation.poisoning,
    ),
)
ILLNESS_SCREEN: Final = Screen(
    "illness",
    "Is there a fever, or does any of these apply?",
    (
        Presentation.fever,
        Presentation.stiff_neck,
        Presentation.serious_disease_suspected,
        Presentation.known_epilepsy,
        Presentation.recurrent_without_recovery,
    ),
)
LIMB_SCREEN: Final = Screen(
    "limb",
    "Does any of these apply?",
    (
        Presentation.acute_limb_or_face_sign,
        Presentation.nerve_or_vessel_signs,
        Presentation.cramp_medicine,
    ),
)

#: The order of asking; the other findings follow in the order of the vocabulary.
ORDER: Final[tuple[Finding | Screen, ...]] = (
    Presentation.ongoing,
    CONVULSIVE_SCREEN,
    Presentation.first_convulsion,
    LIMB_SCREEN,
    Presentation.age_months,
    SYSTEMIC_SCREEN,
    ILLNESS_SCREEN,
    Presentation.extent,
    Presentation.site,
    Presentation.pain,
)

#: Findings that may explain a condition, and change neither it nor the urgency.
AFTERWARDS: Final[dict[Condition, tuple[Finding, ...]]] = {
    BENIGN_LOCAL_CRAMP: (
        *(cause.finding for cause in BENIGN_LOCAL_CRAMP.causes),
        Presentation.at_night,
    ),
    FEBRILE_CONVULSION: (
        Presentation.early_in_fever,
        Presentation.attacks_this_illness,
        Presentation.eeg,
    ),
}
