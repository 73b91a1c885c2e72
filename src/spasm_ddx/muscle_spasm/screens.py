"""Screens, and the order in which an interview asks."""

from __future__ import annotations

from spasm_ddx.guideline.model import Screen
from spasm_ddx.muscle_spasm.presentation import Presentation
from spasm_ddx.reasoning.criteria import Finding

CONVULSIVE_SCREEN = Screen(
    "convulsive",
    "Is, or was, there any of these signs of a convulsion?",
    (
        Presentation.impaired_consciousness,
        Presentation.jerking,
        Presentation.eye_signs,
        Presentation.opisthotonus,
        Presentation.reported_convulsion,
    ),
)
SYSTEMIC_SCREEN = Screen(
    "systemic",
    "Is there any of these signs of a cause in the whole body?",
    (
        Presentation.tetanus_signs,
        Presentation.rabies_signs,
        Presentation.tetany_signs,
        Presentation.poisoning,
    ),
)
OTHER_DISEASE_SCREEN = Screen(
    "other_disease",
    "Is there any of these signs of another disease?",
    (
        Presentation.fever,
        Presentation.serious_disease,
        Presentation.known_epilepsy,
        Presentation.recurrent_without_recovery,
        Presentation.secondary_cramp_signs,
    ),
)

#: What is asked, in this order; the other findings follow as the vocabulary declares them.
ORDER: tuple[Finding | Screen, ...] = (
    Presentation.ongoing,
    Presentation.extent,
    Presentation.site,
    Presentation.pain,
    Presentation.rigidity,
    Presentation.duration_s,
    Presentation.serious_disease,
    CONVULSIVE_SCREEN,
    SYSTEMIC_SCREEN,
    OTHER_DISEASE_SCREEN,
)
